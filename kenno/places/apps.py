from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "kenno.places"

    def ready(self) -> None:
        from kenno.core.audit import name_actions

        name_actions({"places.loaded": _("Kunnat ja maakunnat ladattu")})
