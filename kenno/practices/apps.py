from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "kenno.practices"

    def ready(self) -> None:
        from kenno.practices import registration

        registration.register()
