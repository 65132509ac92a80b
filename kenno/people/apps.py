from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "kenno.people"
    verbose_name = _("Ihmiset")

    def ready(self) -> None:
        """Add this room's pages to the workspace, and name what it does and sends."""
        from kenno.people.registration import register

        register()
