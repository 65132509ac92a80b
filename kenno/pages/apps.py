from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "kenno.pages"

    def ready(self) -> None:
        from kenno.pages import registration

        registration.register_site_links()
        registration.register_workspace()
        registration.register_survey_articles()
