from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "kenno.moderation"

    def ready(self) -> None:
        self._leave_mail_to_the_outbox()
        self._register()

    def _leave_mail_to_the_outbox(self) -> None:
        """Wagtail would mail inside the request, past the outbox, and a second time."""
        from wagtail import signals
        from wagtail.models import TaskState, WorkflowState

        for signal, sender, name in (
            (signals.task_submitted, TaskState, "group_approval_task_submitted"),
            (signals.workflow_submitted, WorkflowState, "workflow_state_submitted"),
            (signals.workflow_rejected, WorkflowState, "workflow_state_rejected"),
            (signals.workflow_approved, WorkflowState, "workflow_state_approved"),
        ):
            uid = f"{name}_email_notification"
            if not signal.disconnect(sender=sender, dispatch_uid=uid):
                raise ImproperlyConfigured("kenno.moderation must come after wagtail.admin")

    def _register(self) -> None:
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
                "moderation.taken_over": _("Otettu koordinaattorin viimeisteltäväksi"),
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
