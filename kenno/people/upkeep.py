"""What keeps contacts true and holds no more of people than is needed: panels, clock, names."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from kenno.core import audit
from kenno.core.clockwork import RegularWork, register_work
from kenno.core.personal_data import PersonalData, register_personal_data
from kenno.core.retention import RetentionRule, register_rule
from kenno.core.workspace import (
    WorkspaceLink,
    WorkspacePanel,
    register_link,
    register_panel,
    register_waiting,
)
from kenno.people import rules, tasks
from kenno.people.actions import inquiry_keeping, retention
from kenno.people.actions.removal import forget_contacts
from kenno.people.queries import inquiry_data, personal_data
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
    "people.own_data_downloaded": _("Omat tiedot ladattu"),
    "people.consent_expired": _("Suostumus vanhentunut ja kortti piilotettu"),
    "people.card_deleted": _("Päättynyt yhteyshenkilökortti poistettu"),
    "people.contact_invitation_expired": _("Vastaamaton kutsu poistettu"),
    "people.unused_told": _("Käyttämättömän tunnuksen poistosta kerrottu"),
    "people.unused_account": _("Käyttämättömän tunnuksen poisto"),
    "people.inquiries_forgotten": _("Kysymysten tekstejä poistettu"),
    "people.removed": _("Henkilön tiedot poistettu"),
    "people.removal_receipt": _("Vahvistus tietojen poistamisesta"),
}

PERSONAL_DATA = (
    ("account", _("Tunnus"), personal_data.account, None),
    ("roles", _("Roolit"), personal_data.roles, None),
    ("second_factors", _("Toinen tunnistautumistapa"), personal_data.second_factors, None),
    ("contacts", _("Yhteyshenkilökortit"), personal_data.cards, forget_contacts),
    ("consents", _("Suostumukset"), personal_data.consents, None),
    ("confirmations", _("Vuosivahvistukset"), personal_data.confirmations, None),
    ("messages", _("Viestit sinulle"), personal_data.messages, None),
    ("inquiries", _("Kysymyksesi"), inquiry_data.asked, inquiry_keeping.forget_inquiries_of),
    ("received_inquiries", _("Kysymykset sinulle"), inquiry_data.received, None),
    ("closed_senders", _("Suljetut lähettäjät"), inquiry_data.closed, None),
    ("events", _("Tapahtumat"), personal_data.events, None),
)

# What is kept for how long stands in docs/operations.md, too.
RETENTION = (
    ("consents", "Cards hidden, as the consent expired", retention.hide_expired),
    ("cards", "Cards deleted 12 months after the job ended", retention.delete_ended_cards),
    (
        "invitations",
        "Invitations deleted, unanswered for 60 days",
        retention.delete_unanswered_invitations,
    ),
    ("answers", "Yearly answers of contacts deleted after 24 months", retention.delete_old_answers),
    (
        "inquiries",
        "Questions ended unconfirmed for 3 days, or forgotten 30 days after they ended",
        inquiry_keeping.forget_inquiries,
    ),
    ("inquiry_senders", "Senders of questions forgotten", inquiry_keeping.forget_senders),
    ("receipts", "Receipts of removals deleted after 7 days", retention.delete_receipts),
    ("unused_told", "Owners of unused accounts told", retention.warn_unused),
    ("unused", "Accounts removed, unused for 24 months", retention.remove_unused),
)


def register() -> None:
    """Register all this; called once, with the rest of the room."""
    register_waiting("people.yearly", 15, confirmations.own_question)
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
    for order, (name, label, collect, forget) in enumerate(PERSONAL_DATA):
        register_personal_data(f"people.{name}", PersonalData(label, order, collect, forget))
    for name, what, rule in RETENTION:
        register_rule(f"people.{name}", RetentionRule(what, rule))
    audit.name_actions(ACTIONS)
