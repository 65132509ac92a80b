from kenno.people.models.joining import Joining, MunicipalityDomain, RefusedAddress
from kenno.people.models.organisations import Organisation, OrganisationQuerySet
from kenno.people.models.persons import Membership, User

__all__ = [
    "Joining",
    "Membership",
    "MunicipalityDomain",
    "Organisation",
    "OrganisationQuerySet",
    "RefusedAddress",
    "User",
]
