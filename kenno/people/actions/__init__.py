"""Every change of persons, roles, messages and organisations, as views and commands call them."""

from kenno.people.actions.imports import ImportReport, import_organisations
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
    person_of_link,
    remove_membership,
    use_sign_in_link,
)
from kenno.people.actions.reference import LoadedOrganisations, load_organisations

__all__ = [
    "SIGN_IN_LINK_LIFETIME",
    "Added",
    "Details",
    "ImportReport",
    "LoadedOrganisations",
    "add_organisation",
    "add_person",
    "change_organisation",
    "change_settings",
    "create_sign_in_link",
    "deactivate",
    "deactivate_organisation",
    "import_organisations",
    "lift_suppression",
    "load_organisations",
    "note_audit_export",
    "person_of_link",
    "remove_membership",
    "reopen_organisation",
    "retry_message",
    "retry_messages",
    "use_sign_in_link",
]
