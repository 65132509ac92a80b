"""Who gets a question about a practice."""

from kenno.people.enums import OrganisationKind
from kenno.people.models import Organisation
from kenno.people.queries.contacts import ShownContact
from kenno.people.queries.inquiries import Receiver, receiver_for
from kenno.practices.models import Practice


def receiver_of(practice: Practice) -> Receiver | None:
    """Return who can be asked about a practice now, or None.

    Its contact; else the general address of the contact's organisation, of the organisation that
    is responsible, or of the municipality.
    """
    return receiver_for(practice.contact_id, _general(practice))


def can_be_asked(practice: Practice, contact: ShownContact | None) -> bool:
    """Tell whether there is somebody to ask; `contact` is the practice's, if anyone may see it."""
    if contact is not None and contact.answers_questions:
        return True
    return receiver_of(practice) is not None


def _general(practice: Practice) -> Organisation | None:
    responsible = practice.responsible_organisation
    if responsible is not None and responsible.is_active and responsible.general_email:
        return responsible
    return Organisation.objects.filter(
        kind=OrganisationKind.MUNICIPALITY, municipality=practice.municipality_id
    ).first()
