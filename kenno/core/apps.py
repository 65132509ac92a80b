from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

MINUTE = 60.0


class CoreConfig(AppConfig):
    name = "kenno.core"

    def ready(self) -> None:
        """Let the clock send what waits and throw away what has served its time.

        And hear what the mail service tells.
        """
        from anymail.signals import tracking

        from kenno.core import audit, tasks, webhooks
        from kenno.core.clockwork import RegularWork, register_work

        register_work("core.mail", RegularWork(5 * MINUTE, tasks.send_waiting_messages.enqueue))
        register_work("core.pruning", RegularWork(6 * 60 * MINUTE, tasks.prune.enqueue))
        tracking.connect(webhooks.take_event, dispatch_uid="core.mail")
        audit.name_actions({"core.address_suppressed": _("Osoite estetty")})
