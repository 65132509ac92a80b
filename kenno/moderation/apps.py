from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "kenno.moderation"

    def ready(self) -> None:
        from kenno.core.audit import name_actions
        from kenno.core.workspace import (
            WorkspaceLink,
            WorkspacePanel,
            register_link,
            register_panel,
        )
        from kenno.moderation import rules, views

        name_actions(
            {
                "moderation.draft": _("Luonnos tallennettu"),
                "moderation.submitted": _("Lähetetty tarkistettavaksi"),
                "moderation.withdrawn": _("Otettu takaisin muokattavaksi"),
                "moderation.returned": _("Palautettu kirjoittajalle"),
                "moderation.published": _("Julkaistu"),
                "moderation.archived": _("Arkistoitu"),
                "moderation.restored": _("Palautettu arkistosta luonnokseksi"),
            }
        )
        register_link(
            "moderation",
            WorkspaceLink(
                label=_("Tarkistusjono"),
                url_name="moderation:queue",
                order=20,
                is_for=rules.can_review,
            ),
        )
        register_panel(
            "moderation",
            WorkspacePanel(order=10, is_for=rules.can_review, render=views.queue_panel),
        )
