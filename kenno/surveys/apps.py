from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "kenno.surveys"

    def ready(self) -> None:
        from kenno.surveys import registration

        registration.register()
