from kenno.people.models.confirmations import Confirmation
from kenno.people.models.contacts import Consent, Contact, ContactQuerySet
from kenno.people.models.inquiries import (
    ClosedSender,
    Inquiry,
    InquiryQuerySet,
    InquiryReport,
    InquirySender,
)
from kenno.people.models.joining import Joining, MunicipalityDomain, RefusedAddress
from kenno.people.models.organisations import Organisation, OrganisationQuerySet
from kenno.people.models.persons import Membership, User

__all__ = [
    "ClosedSender",
    "Confirmation",
    "Consent",
    "Contact",
    "ContactQuerySet",
    "Inquiry",
    "InquiryQuerySet",
    "InquiryReport",
    "InquirySender",
    "Joining",
    "Membership",
    "MunicipalityDomain",
    "Organisation",
    "OrganisationQuerySet",
    "RefusedAddress",
    "User",
]
