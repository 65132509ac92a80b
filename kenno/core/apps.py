from django.apps import AppConfig

MINUTE = 60.0


class CoreConfig(AppConfig):
    name = "kenno.core"

    def ready(self) -> None:
        """Let the clock send what waits and throw away what has served its time."""
        from kenno.core import tasks
        from kenno.core.clockwork import RegularWork, register_work

        register_work("core.mail", RegularWork(5 * MINUTE, tasks.send_waiting_messages.enqueue))
        register_work("core.pruning", RegularWork(6 * 60 * MINUTE, tasks.prune.enqueue))
