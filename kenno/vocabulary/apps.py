from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VocabularyConfig(AppConfig):
    name = "kenno.vocabulary"
    verbose_name = _("Sanasto")

    def ready(self) -> None:
        """Name what this room does."""
        from kenno.core import audit

        audit.name_actions({"vocabulary.loaded": _("Sanasto ladattu")})
