"""Persons with whom the service is shown or measured; they go with the demonstration content."""

from contextlib import suppress

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone

from kenno.people import registry
from kenno.people.actions import add_person, organisation_of
from kenno.people.consents import LIFETIME, TEXT_VERSION, consent_language, consent_text
from kenno.people.enums import ConsentPurpose, ConsentSource, Role, Visibility
from kenno.people.models import Consent, Contact, Organisation, User
from kenno.places.models import Municipality

CONTRIBUTOR = "kulttuurisihteeri@alavieska.example"
COORDINATOR = "koordinaattori@kenno.example"
ALAVIESKA = "009"


@transaction.atomic
def add_demonstration_persons() -> list[User]:
    """Make a coordinator and a contributor of Alavieska unless they are there; return both.

    They are marked as examples and named by their work. Raises Municipality.DoesNotExist when
    the places have not been loaded.
    """
    coordinator = add_person(
        email=COORDINATOR,
        role=Role.COORDINATOR,
        municipality=None,
        first_name="Koordinaattori (esimerkki)",
        is_example=True,
        by=None,
    )
    contributor = add_person(
        email=CONTRIBUTOR,
        role=Role.CONTRIBUTOR,
        municipality=Municipality.objects.get(code=ALAVIESKA),
        first_name="Kulttuurisihteeri (esimerkki)",
        is_example=True,
        by=None,
    )
    return [coordinator.membership.user, contributor.membership.user]


def demonstration_persons() -> list[User]:
    """Return the two demonstration persons who sign in, if they are there, the coordinator first.

    The contacts of the example practices, and whoever was made for measurements, sign in nowhere.
    """
    signing_in = User.objects.filter(email__in=[COORDINATOR, CONTRIBUTOR], is_example=True)
    return list(signing_in.filter(is_active=True).order_by("pk"))


@transaction.atomic
def add_demonstration_contact(
    *,
    email: str,
    title: str,
    municipality: Municipality,
    receives_visits: bool = False,
    mentors: bool = False,
    language: str = "fi",
) -> Contact:
    """Make a contact of a municipality for demonstration, shown by title; the same twice is one.

    Its person is an example too, and both go with `remove_demonstration_persons`.
    """
    person, _new = User.objects.get_or_create(
        email=email.lower(),
        defaults={"password": make_password(None), "is_example": True, "language": language},
    )
    contact, created = Contact.objects.get_or_create(
        person=person,
        organisation=organisation_of(municipality),
        title=title,
        defaults={
            "visibility": Visibility.ROLE,
            "answers_questions": True,
            "receives_visits": receives_visits,
            "mentors": mentors,
            "languages": language,
            "accepted_at": timezone.now(),
            "confirmed_on": timezone.localdate(),
            "is_example": True,
        },
    )
    if created:
        now, spoken = timezone.now(), consent_language(language)
        Consent.objects.create(
            person=person,
            contact=contact,
            purpose=ConsentPurpose.ROLE,
            text=consent_text(ConsentPurpose.ROLE, spoken),
            text_version=TEXT_VERSION,
            language=spoken,
            given_at=now,
            how=ConsentSource.DEMONSTRATION,
            expires_at=now + LIFETIME,
        )
    return contact


@transaction.atomic
def remove_demonstration_persons() -> None:
    """Remove persons and organisations made for demonstration or measurements.

    Their cards and consents go with them; others are not touched, and an organisation that
    somebody has made use of stays.
    """
    mine = Q(is_example=True) | Q(person__is_example=True)
    contacts = Contact.objects.filter(mine)
    registry.contacts_changed(list(contacts.order_by("pk").values_list("pk", flat=True)))
    Consent.objects.filter(Q(contact__in=contacts) | Q(person__is_example=True)).delete()
    contacts.delete()
    User.objects.filter(is_example=True).delete()
    _remove_organisations()


def _remove_organisations() -> None:
    made = Organisation.objects.filter(is_example=True)
    try:
        with transaction.atomic():
            made.delete()
    except ProtectedError:
        # Somebody made use of one: only then is each of them tried by itself.
        for organisation in made.order_by("pk"):
            with suppress(ProtectedError), transaction.atomic():
                organisation.delete()
