from kenno.people.models.confirmations import Confirmation
from kenno.people.models.contacts import Consent, Contact, ContactQuerySet
from kenno.people.models.organisations import Organisation, OrganisationQuerySet
from kenno.people.models.persons import Membership, User

__all__ = [
    "Confirmation",
    "Consent",
    "Contact",
    "ContactQuerySet",
    "Membership",
    "Organisation",
    "OrganisationQuerySet",
    "User",
]
