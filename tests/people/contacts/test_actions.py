from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from kenno.core.exceptions import Gone, Refusal
from kenno.core.models import AuditRecord
from kenno.people import consents, registry
from kenno.people.actions import (
    Card,
    add_own_contact,
    change_contact,
    end_contact,
    hide_contacts,
    note_address_export,
    organisation_of,
)
from kenno.people.actions.contacts import ContactChanged
from kenno.people.consents import LIFETIME, TEXT_VERSION, consent_text
from kenno.people.enums import ConsentPurpose, ConsentSource, Visibility
from kenno.people.models import Consent, Contact, Organisation, User
from tests.factories.people import (
    ContactFactory,
    InvitedContactFactory,
    MunicipalOrganisationFactory,
    ShownContactFactory,
    UserFactory,
)
from tests.factories.places import MunicipalityFactory
from tests.factories.vocabulary import ConceptFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
TODAY, DAY = date(2026, 5, 1), timedelta(days=1)
ROLE, NAME = ConsentPurpose.ROLE, ConsentPurpose.NAME


@pytest.fixture(autouse=True)
def _clock(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """What the rooms above were told of changed contacts."""
    heard: list[list[int]] = []
    follower = registry.ContactFollower(
        changed=lambda ids: heard.append(sorted(ids)), replaced=lambda old, new: None
    )
    monkeypatch.setitem(registry._followers, "test", follower)
    return heard


def audited() -> list[str]:
    return list(AuditRecord.objects.order_by("pk").values_list("action", flat=True))


def save(contact: Contact, **card: Any) -> Contact:
    told = {"title": contact.title, "visibility": Visibility.ROLE, **card}
    return change_contact(
        contact=contact,
        card=Card(**told),
        based_on=contact.version,
        by=contact.person,
        how=ConsentSource.OWN_PAGE,
    )


def valid() -> set[str]:
    return set(Consent.objects.valid().order_by("pk").values_list("purpose", flat=True))


def test_add_own_contact_shows_nothing_yet(told: list[list[int]]) -> None:
    person, organisation = UserFactory(), MunicipalOrganisationFactory()
    contact = add_own_contact(person=person, organisation=organisation, title="tuottaja", by=person)
    assert (contact.accepted_at, contact.visibility) == (NOW, Visibility.NONE)
    assert Consent.objects.count() == 0
    assert audited() == ["people.contact_added"]
    assert told == [[contact.pk]]
    again = add_own_contact(person=person, organisation=organisation, title="tuottaja", by=person)
    assert again == contact
    assert audited() == ["people.contact_added"]


def test_add_own_contact_is_for_oneself_and_needs_a_title() -> None:
    person, organisation = UserFactory(), MunicipalOrganisationFactory()
    for title, by in (("tuottaja", UserFactory()), ("", person), ("a\nb", person)):
        with pytest.raises(Refusal):
            add_own_contact(person=person, organisation=organisation, title=title, by=by)
    assert Contact.objects.count() == 0


def test_change_contact_keeps_what_was_told_and_the_words_agreed_to(
    told: list[list[int]],
) -> None:
    contact, topic = ContactFactory(), ConceptFactory()
    changed = save(
        contact,
        title="tuottaja",
        mentors=True,
        languages="fi sv",
        topics=(topic,),
        starts_on=TODAY,
        ends_on=TODAY + DAY,
    )
    stored = Contact.objects.shown().get()
    assert changed == stored
    assert (stored.title, stored.mentors, stored.answers_questions) == ("tuottaja", True, False)
    assert (stored.languages, list(stored.topics.all())) == ("fi sv", [topic])
    assert (stored.starts_on, stored.ends_on) == (TODAY, TODAY + DAY)
    assert (stored.version, stored.confirmed_on) == (2, TODAY)
    consent = Consent.objects.get()
    assert (consent.person, consent.contact) == (contact.person, contact)
    assert (consent.purpose, consent.how) == (ROLE, ConsentSource.OWN_PAGE)
    assert (consent.text, consent.language) == (consent_text(ROLE, "fi"), "fi")
    assert (consent.text_version, consent.expires_at) == (TEXT_VERSION, NOW + LIFETIME)
    assert audited() == ["people.contact_changed"]
    assert told == [[contact.pk]]


def test_change_contact_keeps_the_consent_in_the_language_shown() -> None:
    with translation.override("sv"):
        save(ContactFactory())
    assert Consent.objects.get().text == consent_text(ROLE, "sv")


def test_change_contact_asks_for_the_name_separately() -> None:
    contact = ContactFactory()
    with pytest.raises(Refusal, match="Kirjoita nimesi, jos haluat sen näkyvän"):
        save(contact, visibility=Visibility.ROLE_AND_NAME)
    save(contact, visibility=Visibility.ROLE_AND_NAME, first_name="Etu", last_name="Suku")
    assert valid() == {ROLE, NAME}
    assert Contact.objects.shown().get().shown_name == "Etu Suku"
    assert User.objects.get(pk=contact.person_id).get_full_name() == "Etu Suku"


def test_change_contact_that_shows_less_withdraws_what_was_agreed() -> None:
    contact = ContactFactory()
    shown = save(contact, visibility=Visibility.ROLE_AND_NAME, first_name="Etu")
    shown = save(shown, visibility=Visibility.ROLE)
    assert valid() == {ROLE}
    assert Consent.objects.get(purpose=NAME).withdrawn_at == NOW
    save(shown, visibility=Visibility.NONE)
    assert valid() == set()
    assert Contact.objects.shown().count() == Contact.objects.reachable().count() == 0


def test_change_contact_renews_a_consent_only_when_it_is_time(
    time_machine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = save(ContactFactory())
    shown = save(shown)
    assert Consent.objects.count() == 1
    time_machine.move_to(NOW + timedelta(days=366), tick=False)
    shown = save(shown)
    assert Consent.objects.count() == 2
    monkeypatch.setattr("kenno.people.actions.consents.TEXT_VERSION", "2027-1")
    save(shown)
    newest = Consent.objects.newest_first().first()
    assert newest is not None
    assert newest.text_version == "2027-1"
    assert consents.TEXT_VERSION == TEXT_VERSION


def test_change_contact_notices_another_save() -> None:
    contact = ContactFactory()
    save(contact)
    with pytest.raises(ContactChanged):
        save(contact, title="toinen")
    assert Contact.objects.get().title == "kulttuurisihteeri"


def test_change_contact_is_for_the_person_alone(coordinator: User) -> None:
    contact = ContactFactory()
    with pytest.raises(Refusal, match="Vain henkilö itse voi täyttää korttinsa ja suostua"):
        change_contact(
            contact=contact,
            card=Card(title="x", visibility=Visibility.ROLE),
            based_on=1,
            by=coordinator,
            how=ConsentSource.OWN_PAGE,
        )
    assert Consent.objects.count() == 0


@pytest.mark.parametrize(
    "card",
    [
        {"title": ""},
        {"title": "a\x0bb"},
        {"visibility": "everything"},
        {"languages": "de"},
        {"starts_on": TODAY, "ends_on": TODAY - DAY},
    ],
)
def test_change_contact_refuses_what_does_not_hold(card: dict[str, Any]) -> None:
    contact = ContactFactory()
    with pytest.raises(Refusal):
        save(contact, **card)
    assert Contact.objects.get().version == 1
    assert Consent.objects.count() == 0


def test_change_contact_refuses_the_same_job_twice() -> None:
    contact = ContactFactory()
    other = ContactFactory(
        person=contact.person, organisation=contact.organisation, title="tuottaja"
    )
    with pytest.raises(Refusal, match="Tästä tehtävästä on jo yhteyshenkilökortti"):
        save(other, title=contact.title)


def test_change_contact_of_a_deleted_one_says_gone() -> None:
    contact = ContactFactory()
    Contact.objects.all().delete()
    with pytest.raises(Gone):
        save(contact)


def test_saving_an_invited_card_is_agreeing_to_it() -> None:
    contact = InvitedContactFactory()
    save(contact)
    assert Contact.objects.get().accepted_at == NOW
    assert audited() == ["people.contact_accepted"]


def test_hide_contacts_withdraws_everything_at_once(told: list[list[int]]) -> None:
    person = UserFactory(first_name="Etu")
    cards = [
        ShownContactFactory(person=person),
        ShownContactFactory(person=person, visibility=Visibility.ROLE_AND_NAME),
    ]
    other = ShownContactFactory()
    assert hide_contacts(person=person, by=person) == 2
    assert list(Contact.objects.shown()) == list(Contact.objects.reachable()) == [other]
    assert Consent.objects.filter(person=person, withdrawn_at=NOW).count() == 3
    assert audited() == ["people.contact_hidden"]
    assert told == [[card.pk for card in cards]]
    assert hide_contacts(person=person, by=person) == 0
    assert audited() == ["people.contact_hidden"]


def test_hide_contacts_of_one_card_leaves_the_others() -> None:
    person = UserFactory()
    hidden, left = ShownContactFactory(person=person), ShownContactFactory(person=person)
    assert hide_contacts(person=person, contact=hidden, by=person) == 1
    assert list(Contact.objects.shown()) == [left]


def test_hide_contacts_of_somebody_else_is_refused(coordinator: User) -> None:
    contact = ShownContactFactory()
    with pytest.raises(Refusal):
        hide_contacts(person=contact.person, by=coordinator)
    assert list(Contact.objects.shown()) == [contact]


def test_end_contact_takes_effect_today(coordinator: User, told: list[list[int]]) -> None:
    contact = ShownContactFactory(starts_on=TODAY + DAY)
    end_contact(contact=contact, by=coordinator)
    stored = Contact.objects.get()
    assert (stored.starts_on, stored.ends_on, stored.version) == (None, TODAY, 2)
    assert stored.is_ended
    assert Contact.objects.shown().count() == Contact.objects.reachable().count() == 0
    end_contact(contact=contact, by=coordinator)
    assert audited() == ["people.contact_ended"]
    assert told == [[contact.pk]]


def test_organisation_of_a_municipality_is_made_once() -> None:
    place = MunicipalityFactory(name_fi="Alavieska")
    made = organisation_of(place)
    assert (made.name_fi, made.kind) == ("Alavieska", "municipality")
    assert organisation_of(place) == made
    assert Organisation.objects.count() == 1
    assert audited() == ["people.organisation_added"]


def test_note_address_export_writes_down_how_many(coordinator: User) -> None:
    note_address_export(rows=3, by=coordinator)
    record = AuditRecord.objects.get()
    assert (record.by, record.data) == (coordinator, {"rows": 3})
