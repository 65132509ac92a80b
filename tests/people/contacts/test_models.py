from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries

from kenno.people.consents import LIFETIME, TEXTS, consent_text
from kenno.people.enums import ConsentPurpose, Visibility
from kenno.people.models import Consent, Contact
from kenno.people.models.contacts import languages_in_order
from kenno.people.queries import contacts as queries
from tests.factories.people import (
    ConsentFactory,
    ContactFactory,
    InvitedContactFactory,
    OrganisationFactory,
    ShownContactFactory,
    UserFactory,
)
from tests.factories.vocabulary import ConceptFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
TODAY, DAY = date(2026, 5, 1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


def shown() -> list[Contact]:
    return list(Contact.objects.shown().order_by("pk"))


def reachable() -> list[Contact]:
    return list(Contact.objects.reachable().order_by("pk"))


def test_contact_with_a_valid_consent_is_shown_and_reachable() -> None:
    contact = ShownContactFactory()
    assert shown() == [contact]
    assert reachable() == [contact]


@pytest.mark.parametrize(
    "change",
    [
        {"ends_on": TODAY},
        {"ends_on": TODAY - DAY},
        {"starts_on": TODAY + DAY},
        {"accepted_at": None, "visibility": Visibility.NONE},
        {"person__is_active": False},
    ],
)
def test_contact_not_at_work_is_neither_shown_nor_reachable(change: dict[str, Any]) -> None:
    ShownContactFactory(**change)
    assert shown() == []
    assert reachable() == []


@pytest.mark.parametrize("change", [{"ends_on": TODAY + DAY}, {"starts_on": TODAY}])
def test_contact_at_work_is_shown_and_reachable(change: dict[str, Any]) -> None:
    contact = ShownContactFactory(**change)
    assert shown() == reachable() == [contact]


@pytest.mark.parametrize(
    "change",
    [
        {"withdrawn_at": NOW},
        {"given_at": NOW - LIFETIME, "expires_at": NOW},
        {"purpose": ConsentPurpose.NAME},
    ],
)
def test_contact_without_a_valid_consent_is_neither_shown_nor_reachable(
    change: dict[str, Any],
) -> None:
    contact = ContactFactory(visibility=Visibility.ROLE)
    ConsentFactory(contact=contact, person=contact.person, **change)
    assert shown() == []
    assert reachable() == []


def test_contact_hidden_by_choice_is_not_shown() -> None:
    ShownContactFactory(visibility=Visibility.NONE)
    assert shown() == []


def test_contact_who_answers_no_questions_is_shown_but_not_reachable() -> None:
    contact = ShownContactFactory(answers_questions=False)
    assert shown() == [contact]
    assert reachable() == []


@pytest.mark.parametrize(
    ("visibility", "consents", "name"),
    [
        (Visibility.ROLE_AND_NAME, {}, "Kulttuurisihteeri Alavieskassa"),
        (Visibility.ROLE, {}, ""),
        (Visibility.ROLE_AND_NAME, {"withdrawn_at": NOW}, ""),
        (Visibility.ROLE_AND_NAME, {"given_at": NOW - LIFETIME, "expires_at": NOW}, ""),
    ],
)
def test_name_is_shown_only_with_its_own_consent(
    visibility: Visibility, consents: dict[str, Any], name: str
) -> None:
    person = UserFactory(first_name="Kulttuurisihteeri", last_name="Alavieskassa")
    contact = ContactFactory(person=person, visibility=visibility)
    ConsentFactory(contact=contact, person=person)
    ConsentFactory(contact=contact, person=person, purpose=ConsentPurpose.NAME, **consents)
    assert [found.shown_name for found in shown()] == [name]


def test_consent_holds_until_its_last_moment(time_machine: Any) -> None:
    contact = ShownContactFactory()
    expires = Consent.objects.get().expires_at
    time_machine.move_to(expires - timedelta(seconds=1), tick=False)
    assert shown() == [contact]
    time_machine.move_to(expires, tick=False)
    assert shown() == []
    assert not Consent.objects.get().is_valid


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"visibility": "all"},
        {"languages": "sv fi"},
        {"languages": "de"},
        {"accepted_at": None, "visibility": Visibility.ROLE},
        {"starts_on": TODAY, "ends_on": TODAY - DAY},
    ],
)
def test_contact_that_cannot_be_is_refused_by_the_database(change: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        ContactFactory(**change)


def test_contact_is_once_in_a_job_that_has_not_ended() -> None:
    contact = ContactFactory(ends_on=TODAY)
    same = {"organisation": contact.organisation, "person": contact.person}
    ContactFactory(**same)
    with pytest.raises(IntegrityError):
        ContactFactory(**same)


@pytest.mark.parametrize(
    "change",
    [
        {"purpose": "all", "text": "x"},
        {"how": "dream"},
        {"text": ""},
        {"text_version": ""},
        {"given_at": NOW, "expires_at": NOW},
        {"given_at": NOW, "withdrawn_at": NOW - DAY},
    ],
)
def test_consent_that_cannot_be_is_refused_by_the_database(change: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        ConsentFactory(contact=ContactFactory(), **change)


def test_consent_outlives_its_person_and_contact_without_naming_them() -> None:
    contact = ShownContactFactory()
    contact.person.delete()
    left = Consent.objects.get()
    assert (left.person, left.contact) == (None, None)


def test_contact_is_named_by_the_job_and_never_by_the_person() -> None:
    contact = ContactFactory(
        title="museonjohtaja", organisation=OrganisationFactory(name_fi="Museo")
    )
    assert str(contact) == "museonjohtaja, Museo"


@pytest.mark.parametrize(
    ("codes", "kept"),
    [([], ""), (["sv", "fi"], "fi sv"), (["se", "xx", "en", "en"], "en se")],
)
def test_languages_are_kept_in_their_order(codes: list[str], kept: str) -> None:
    assert languages_in_order(codes) == kept
    contact = ContactFactory(languages=kept)
    assert contact.language_codes == kept.split()


def test_contacts_of_a_language_are_found_on_every_database() -> None:
    swedish = ContactFactory(languages="fi sv")
    ContactFactory(languages="fi en se")
    assert list(Contact.objects.filter(languages__contains="sv")) == [swedish]


def test_consent_texts_are_in_three_languages_and_differ() -> None:
    assert {purpose: set(texts) for purpose, texts in TEXTS.items()} == {
        purpose: {"fi", "sv", "en"} for purpose in ConsentPurpose
    }
    assert consent_text(ConsentPurpose.NAME, "se") == consent_text(ConsentPurpose.NAME, "fi")
    assert len({text for texts in TEXTS.values() for text in texts.values()}) == 6


def test_shown_contact_tells_what_the_person_let_be_told() -> None:
    topic = ConceptFactory(label_fi="teatteri")
    contact = ShownContactFactory(
        topics=[topic], languages="fi se", receives_visits=True, mentors=True, speaks=True
    )
    found = queries.shown_contact(contact.pk)
    assert found == queries.ShownContact(
        pk=contact.pk,
        title="kulttuurisihteeri",
        name="",
        organisation=contact.organisation,
        answers_questions=True,
        receives_visits=True,
        mentors=True,
        speaks=True,
        languages=("suomi", "davvisámegiella"),
        topics=(topic,),
    )
    assert found is not None
    assert found.willing == [
        "Vastaa kysymyksiin.",
        "Ottaa mielellään vieraita.",
        "Auttaa mielellään alkuun.",
        "Tulee mielellään puhumaan.",
    ]
    assert queries.shown_contact(None) is None


@pytest.mark.parametrize("rows", [1, 3])
def test_shown_contacts_make_two_queries(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    topics = [ConceptFactory(), ConceptFactory()]
    ids = [
        ShownContactFactory(visibility=Visibility.ROLE_AND_NAME, topics=topics).pk
        for _ in range(rows)
    ]
    with django_assert_num_queries(2):
        found = queries.shown_contacts([*ids, None])
        assert sorted(found) == ids
        assert [len(shown.topics) for shown in found.values()] == [2] * rows
    with django_assert_num_queries(0):
        assert queries.shown_contacts([None]) == {}


def test_contacts_of_a_closed_organisation_are_not_shown() -> None:
    contact = ShownContactFactory(organisation=OrganisationFactory(is_active=False))
    assert queries.shown_contact(contact.pk) is None


def test_faded_since_finds_what_time_alone_changed(time_machine: Any) -> None:
    begins = ContactFactory(starts_on=TODAY)
    ends = ContactFactory(ends_on=TODAY)
    expires = ContactFactory()
    ConsentFactory(contact=expires, given_at=NOW - LIFETIME, expires_at=NOW)
    ContactFactory(ends_on=TODAY - DAY)
    ContactFactory(starts_on=TODAY + DAY)
    ShownContactFactory()
    InvitedContactFactory()
    assert queries.faded_since(NOW - DAY) == {begins.pk, ends.pk, expires.pk}
    assert queries.faded_since(NOW) == set()
