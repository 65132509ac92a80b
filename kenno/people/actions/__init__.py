"""Every change of persons, roles, messages and organisations, as views and commands call them."""

from kenno.people.actions.imports import ImportReport, import_organisations
from kenno.people.actions.joining import (
    add_domain,
    begin_joining,
    join,
    prune_joinings,
    remove_domain,
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
    retry_message,
    settle_page_editing,
    use_sign_in_link,
)
from kenno.people.actions.reference import LoadedOrganisations, load_organisations
from kenno.people.actions.second_factor import (
    make_recovery_code,
    note_second_factor,
    reset_second_factor,
)

__all__ = [
    "SIGN_IN_LINK_LIFETIME",
    "Added",
    "Details",
    "ImportReport",
    "LoadedOrganisations",
    "add_domain",
    "add_organisation",
    "add_person",
    "begin_joining",
    "change_organisation",
    "change_settings",
    "create_sign_in_link",
    "deactivate",
    "deactivate_organisation",
    "import_organisations",
    "join",
    "load_organisations",
    "make_recovery_code",
    "note_second_factor",
    "person_of_link",
    "prune_joinings",
    "remove_domain",
    "remove_membership",
    "reopen_organisation",
    "reset_second_factor",
    "retry_message",
    "settle_page_editing",
    "use_sign_in_link",
]
