"""Every change of persons, roles, messages and organisations, as views and commands call them."""

from kenno.people.actions.asking import AskedContacts, ask_again, ask_contacts
from kenno.people.actions.confirmations import (
    asked_person,
    hand_over,
    keep_contact,
    remove_contact,
)
from kenno.people.actions.contacts import (
    Card,
    add_own_contact,
    change_contact,
    end_contact,
    hide_contacts,
    note_address_export,
)
from kenno.people.actions.imports import ImportReport, import_organisations
from kenno.people.actions.invitations import (
    accept_invitation,
    cancel_invitation,
    decline_contact,
    decline_invitation,
    invite_again,
    invite_contact,
    invited_contact,
)
from kenno.people.actions.messages import (
    lift_suppression,
    note_audit_export,
    retry_message,
    retry_messages,
)
from kenno.people.actions.organisations import (
    Details,
    add_organisation,
    change_organisation,
    deactivate_organisation,
    reopen_organisation,
)
from kenno.people.actions.persons import (
    SIGN_IN_LINK_LIFETIME,
    Added,
    add_person,
    change_settings,
    create_sign_in_link,
    deactivate,
    note_own_download,
    person_of_link,
    remove_membership,
    use_sign_in_link,
)
from kenno.people.actions.reference import (
    LoadedOrganisations,
    load_organisations,
    organisation_of,
)
from kenno.people.actions.removal import Asked, remove_person

__all__ = [
    "SIGN_IN_LINK_LIFETIME",
    "Added",
    "Asked",
    "AskedContacts",
    "Card",
    "Details",
    "ImportReport",
    "LoadedOrganisations",
    "accept_invitation",
    "add_organisation",
    "add_own_contact",
    "add_person",
    "ask_again",
    "ask_contacts",
    "asked_person",
    "cancel_invitation",
    "change_contact",
    "change_organisation",
    "change_settings",
    "create_sign_in_link",
    "deactivate",
    "deactivate_organisation",
    "decline_contact",
    "decline_invitation",
    "end_contact",
    "hand_over",
    "hide_contacts",
    "import_organisations",
    "invite_again",
    "invite_contact",
    "invited_contact",
    "keep_contact",
    "lift_suppression",
    "load_organisations",
    "note_address_export",
    "note_audit_export",
    "note_own_download",
    "organisation_of",
    "person_of_link",
    "remove_contact",
    "remove_membership",
    "remove_person",
    "reopen_organisation",
    "retry_message",
    "retry_messages",
    "use_sign_in_link",
]
