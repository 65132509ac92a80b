"""Every change of persons, roles, messages and organisations, as views and commands call them."""

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
    retry_message,
    use_sign_in_link,
)
from kenno.people.actions.reference import LoadedOrganisations, load_organisations

__all__ = [
    "SIGN_IN_LINK_LIFETIME",
    "Added",
    "Details",
    "LoadedOrganisations",
    "add_organisation",
    "add_person",
    "change_organisation",
    "change_settings",
    "create_sign_in_link",
    "deactivate",
    "deactivate_organisation",
    "load_organisations",
    "person_of_link",
    "remove_membership",
    "reopen_organisation",
    "retry_message",
    "use_sign_in_link",
]
