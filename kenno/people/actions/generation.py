"""Organisations and persons in any number for measurements; they are named by numbers only."""

import random
from datetime import timedelta
from typing import Any, Final, NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from kenno.core import audit
from kenno.people.consents import LIFETIME, TEXT_VERSION, consent_text
from kenno.people.enums import (
    ConsentPurpose,
    ConsentSource,
    OrganisationKind,
    Role,
    Visibility,
)
from kenno.people.models import Consent, Contact, Membership, Organisation, User
from kenno.places.models import Municipality
from kenno.vocabulary.models import Concept

BATCH: Final = 1_000
KINDS: Final = (
    OrganisationKind.ASSOCIATION,
    OrganisationKind.SCHOOL,
    OrganisationKind.THEATRE,
    OrganisationKind.MUSEUM,
    OrganisationKind.LIBRARY,
    OrganisationKind.COMPANY,
)
TITLES: Final = ("kulttuurisihteeri", "kulttuurituottaja", "kirjastonjohtaja", "läänintaiteilija")
TOPICS: Final = 200
ADDRESS: Final = "mittaus-{}@kunta.example"
# One in so many agreed to nothing, one in so many also to the name.
HIDDEN: Final = 4
NAMED: Final = 3


class Generated(NamedTuple):
    """How many of each there now are for measurements."""

    organisations: int
    persons: int


@transaction.atomic
def generate_people(*, organisations: int, persons: int, seed: int = 1) -> Generated:
    """Add organisations and persons for measurements; return how many of them there now are.

    They are marked as examples and spread over all municipalities. Each person writes for a
    municipality and is a contact of an organisation; three in four have agreed to be shown, one in
    three of these by name, which is a number. The same seed gives the same ones.
    `remove_demonstration_persons` removes them. Raises Municipality.DoesNotExist without places.
    """
    chance = random.Random(seed)  # noqa: S311 - for measurements, no secrets
    places = list(Municipality.objects.order_by("code"))
    if not places:
        raise Municipality.DoesNotExist
    first = Organisation.objects.filter(is_example=True).count()
    Organisation.objects.bulk_create(
        [
            _organisation(number, chance.choice(places), chance)
            for number in range(first, first + organisations)
        ],
        batch_size=BATCH,
    )
    employers = list(Organisation.objects.active().order_by("pk"))
    topics = list(Concept.objects.order_by("pk")[:TOPICS])
    known = User.objects.filter(is_example=True).count()
    for start in range(known, known + persons, BATCH):
        numbers = range(start, min(start + BATCH, known + persons))
        _add_persons(numbers, places, employers, topics, chance)
    audit.record(
        "people.generated",
        subject=None,
        by=None,
        data={"organisations": organisations, "persons": persons},
    )
    return Generated(
        Organisation.objects.filter(is_example=True).count(),
        User.objects.filter(is_example=True).count(),
    )


def _organisation(number: int, place: Municipality, chance: random.Random) -> Organisation:
    kind = chance.choice(KINDS)
    name = f"{kind.label.capitalize()} {number}"
    return Organisation(kind=kind, name_fi=name, municipality=place, is_example=True)


def _add_persons(
    numbers: range,
    places: list[Municipality],
    employers: list[Organisation],
    topics: list[Concept],
    chance: random.Random,
) -> None:
    nobody = make_password(None)
    persons = User.objects.bulk_create(
        User(
            email=ADDRESS.format(number),
            password=nobody,
            first_name="Henkilö",
            last_name=str(number),
            language=chance.choices(("fi", "sv"), (9, 1))[0],
            is_example=True,
        )
        for number in numbers
    )
    Membership.objects.bulk_create(
        Membership(user=person, role=Role.CONTRIBUTOR, municipality=chance.choice(places))
        for person in persons
    )
    contacts = Contact.objects.bulk_create(
        Contact(**_card(person, chance.choice(employers), chance)) for person in persons
    )
    through = Contact.topics.through
    if topics:
        through.objects.bulk_create(
            through(contact=contact, concept=topic)
            for contact in contacts
            for topic in chance.sample(topics, min(2, len(topics)))
        )
    Consent.objects.bulk_create(
        _consent(contact, purpose) for contact in contacts for purpose in _agreed_to(contact)
    )


def _card(person: User, employer: Organisation, chance: random.Random) -> dict[str, Any]:
    visibility = Visibility.NONE
    if chance.randrange(HIDDEN):
        named = chance.randrange(NAMED) == 0
        visibility = Visibility.ROLE_AND_NAME if named else Visibility.ROLE
    now = timezone.now() - timedelta(days=chance.randrange(300))
    return {
        "person": person,
        "organisation": employer,
        "title": chance.choice(TITLES),
        "visibility": visibility,
        "answers_questions": True,
        "receives_visits": chance.random() < 1 / 3,
        "mentors": chance.random() < 1 / 4,
        "languages": person.language,
        "accepted_at": now,
        "confirmed_on": timezone.localdate(now),
        "is_example": True,
    }


def _agreed_to(contact: Contact) -> list[ConsentPurpose]:
    if contact.visibility == Visibility.NONE:
        return []
    named = contact.visibility == Visibility.ROLE_AND_NAME
    return [ConsentPurpose.ROLE, *([ConsentPurpose.NAME] if named else [])]


def _consent(contact: Contact, purpose: ConsentPurpose) -> Consent:
    given = contact.accepted_at or timezone.now()
    return Consent(
        person=contact.person,
        contact=contact,
        purpose=purpose,
        text=consent_text(purpose, contact.person.language),
        text_version=TEXT_VERSION,
        language=contact.person.language,
        given_at=given,
        how=ConsentSource.DEMONSTRATION,
        expires_at=given + LIFETIME,
    )
