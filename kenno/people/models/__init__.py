from kenno.people.models.organisations import Organisation, OrganisationQuerySet
from kenno.people.models.persons import Membership, User

__all__ = ["Membership", "Organisation", "OrganisationQuerySet", "User"]
