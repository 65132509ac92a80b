from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "kenno.search"

    def ready(self) -> None:
        """Add this room's pages to the workspace and its digests to the clock."""
        from kenno.search.registration import register

        register()
