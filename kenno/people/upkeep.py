"""What keeps contacts true and holds no more of people than is needed: panels, clock, names."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from kenno.core import audit
from kenno.core.clockwork import RegularWork, register_work
from kenno.core.workspace import WorkspaceLink, WorkspacePanel, register_link, register_panel
from kenno.people import rules, tasks
from kenno.people.views import confirmations

# Asked every few hours, since a site that is started anew loses count; each acts once a day.
SIX_HOURS: Final = 6 * 3600.0

ACTIONS = {
    "people.contact_asked": _("Kysytty, pitävätkö yhteystiedot paikkansa"),
    "people.contact_asked_again": _("Kysytty yhteystiedoista uudelleen"),
    "people.contact_confirmed": _("Yhteystiedot vahvistettu"),
    "people.contact_successor_asked": _("Seuraajaa pyydetty yhteyshenkilöksi"),
    "people.contact_successor_failed": _("Seuraaja ei suostunut yhteyshenkilöksi"),
    "people.contact_handed_over": _("Yhteyshenkilön tehtävä siirtynyt seuraajalle"),
    "people.contact_stepped_back": _("Yhteyshenkilö piilotettu, koska vastausta ei tullut"),
    "people.yearly_question": _("Yhteystietojen vahvistuspyyntö"),
}


def register() -> None:
    """Register all this; called once, with the rest of the room."""
    register_panel(
        "people.own_questions",
        WorkspacePanel(5, rules.is_signed_in, confirmations.own_questions_panel),
    )
    register_panel(
        "people.unconfirmed",
        WorkspacePanel(40, rules.can_follow_confirmations, confirmations.unconfirmed_panel),
    )
    register_link(
        "people.unconfirmed",
        WorkspaceLink(
            _("Vahvistusta vailla"),
            "people:unconfirmed_contacts",
            67,
            rules.can_follow_confirmations,
        ),
    )
    register_work("people.confirmations", RegularWork(SIX_HOURS, tasks.ask_contacts.enqueue))
    audit.name_actions(ACTIONS)
