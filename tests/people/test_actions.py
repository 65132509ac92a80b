from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings

from kenno.core.enums import MessageState
from kenno.core.exceptions import Conflict, Gone, Refusal
from kenno.core.models import AuditRecord, OutboxMessage
from kenno.people.actions import (
    add_person,
    change_settings,
    create_sign_in_link,
    deactivate,
    person_of_link,
    remove_membership,
    retry_message,
    use_sign_in_link,
)
from kenno.people.enums import Role
from kenno.people.models import Membership, User
from tests.factories.people import (
    ContributorFactory,
    CoordinatorFactory,
    MembershipFactory,
    UserFactory,
)
from tests.factories.places import MunicipalityFactory
from tests.people.conftest import MakeMessage

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def actions_of(person: User) -> list[str]:
    return list(
        AuditRecord.objects.filter(object_id=str(person.pk))
        .order_by("pk")
        .values_list("action", flat=True)
    )


def token_of(address: str) -> str:
    return address.rstrip("/").rsplit("/", 1)[1]


def test_add_person_makes_a_contributor_and_mails_an_invitation(coordinator: User) -> None:
    alavieska = MunicipalityFactory(code="009", name_fi="Alavieska")
    membership, created = add_person(
        email="Uusi@Kunta.example",
        role=Role.CONTRIBUTOR,
        municipality=alavieska,
        first_name="Uusi",
        by=coordinator,
    )
    person = membership.user
    assert (person.email, person.first_name, person.language) == (
        "uusi@kunta.example",
        "Uusi",
        "fi",
    )
    assert (membership.role, membership.municipality, created) == ("contributor", alavieska, True)
    assert not person.has_usable_password()
    message = OutboxMessage.objects.get()
    assert (message.kind, message.recipient, message.confidential) == (
        "people.invitation",
        "uusi@kunta.example",
        False,
    )
    assert message.subject == "Tervetuloa Kulttuurikennoon"
    assert message.body.startswith("Sinut on kutsuttu kirjoittamaan kuntasi (Alavieska)")
    assert f"{settings.BASE_URL}/kirjaudu/" in message.body
    record = AuditRecord.objects.get()
    assert (record.action, record.by, record.subject) == (
        "people.role_given",
        coordinator,
        person,
    )
    assert record.data == {"role": "contributor", "municipality": "009"}


def test_add_person_invites_in_the_persons_language(coordinator: User) -> None:
    add_person(
        email="ny@kommun.example",
        role=Role.COORDINATOR,
        municipality=None,
        language="sv",
        by=coordinator,
    )
    assert f"{settings.BASE_URL}/sv/" in OutboxMessage.objects.get().body


def test_add_person_twice_changes_nothing_and_mails_nobody(coordinator: User) -> None:
    alavieska = MunicipalityFactory()
    for email in ("uusi@kunta.example", "UUSI@kunta.example "):
        membership, created = add_person(
            email=email, role=Role.CONTRIBUTOR, municipality=alavieska, by=coordinator
        )
    assert created is False
    assert User.objects.filter(email="uusi@kunta.example").count() == 1
    assert membership.user.memberships.count() == 1
    assert OutboxMessage.objects.count() == 1
    assert AuditRecord.objects.count() == 1


def test_add_person_gives_a_known_person_another_role_and_keeps_their_name(
    coordinator: User,
) -> None:
    person = ContributorFactory(first_name="Oma", language="sv")
    add_person(
        email=person.email,
        role=Role.COORDINATOR,
        municipality=None,
        first_name="Muu",
        language="fi",
        by=coordinator,
    )
    person.refresh_from_db()
    assert (person.first_name, person.language) == ("Oma", "sv")
    assert sorted(person.memberships.values_list("role", flat=True)) == [
        "contributor",
        "coordinator",
    ]


def test_add_person_opens_a_closed_account_again(coordinator: User) -> None:
    person = ContributorFactory(is_active=False)
    membership = person.memberships.get()
    added = add_person(
        email=person.email,
        role=Role.CONTRIBUTOR,
        municipality=membership.municipality,
        by=coordinator,
    )
    person.refresh_from_db()
    assert (added.membership, added.created, person.is_active) == (membership, True, True)
    assert actions_of(person) == ["people.reopened"]
    assert OutboxMessage.objects.get().recipient == person.email


def test_add_person_never_mails_an_example(coordinator: User) -> None:
    add_person(
        email="esimerkki@kunta.example",
        role=Role.COORDINATOR,
        municipality=None,
        is_example=True,
        by=None,
    )
    assert OutboxMessage.objects.count() == 0


@pytest.mark.parametrize(
    "email",
    ["", "ei osoite", "a@", "uusi@kunta.example\nBcc: muu@kunta.example", "<b>@kunta.example"],
)
def test_add_person_refuses_what_is_no_address(email: str, coordinator: User) -> None:
    with pytest.raises(Refusal, match="ei kelpaa"):
        add_person(email=email, role=Role.COORDINATOR, municipality=None, by=coordinator)
    assert User.objects.count() == 1


def test_remove_membership_takes_one_role(coordinator: User) -> None:
    person = ContributorFactory(municipality=MunicipalityFactory(code="009"))
    MembershipFactory(user=person)
    remove_membership(membership=person.memberships.get(municipality__code="009"), by=coordinator)
    assert person.memberships.count() == 1
    record = AuditRecord.objects.get()
    assert (record.action, record.by, record.subject) == ("people.role_taken", coordinator, person)
    assert record.data == {"role": "contributor", "municipality": "009"}


def test_remove_membership_says_when_somebody_did_it_before(coordinator: User) -> None:
    membership = MembershipFactory()
    Membership.objects.filter(pk=membership.pk).delete()
    with pytest.raises(Gone, match="Rooli on jo poistettu"):
        remove_membership(membership=membership, by=coordinator)
    assert AuditRecord.objects.count() == 0


def test_remove_membership_keeps_the_last_coordinator(coordinator: User) -> None:
    CoordinatorFactory(is_active=False)
    with pytest.raises(Refusal, match="ainakin yksi koordinaattori"):
        remove_membership(membership=coordinator.memberships.get(), by=coordinator)
    other = CoordinatorFactory()
    remove_membership(membership=coordinator.memberships.get(), by=other)
    assert coordinator.memberships.count() == 0


def test_deactivate_closes_the_account_and_its_links(coordinator: User) -> None:
    person = ContributorFactory()
    token = token_of(create_sign_in_link(person))
    deactivate(person=person, by=coordinator)
    deactivate(person=person, by=coordinator)
    person.refresh_from_db()
    assert (person.is_active, person.memberships.count()) == (False, 1)
    assert actions_of(person) == ["people.link_made", "people.closed"]
    with pytest.raises(Gone):
        use_sign_in_link(token=token)


def test_deactivate_keeps_the_last_coordinator(coordinator: User) -> None:
    with pytest.raises(Refusal, match="ainakin yksi koordinaattori"):
        deactivate(person=coordinator, by=coordinator)
    coordinator.refresh_from_db()
    assert coordinator.is_active


def test_change_settings_records_which_fields_changed_once() -> None:
    person = UserFactory(first_name="Vanha", language="fi")
    for _ in range(2):
        change_settings(person=person, first_name="Uusi", last_name="", language="sv", by=person)
    person.refresh_from_db()
    assert (person.first_name, person.last_name, person.language) == ("Uusi", "", "sv")
    record = AuditRecord.objects.get()
    assert (record.action, record.by) == ("people.settings_changed", person)
    assert record.data == {"fields": ["first_name", "language"]}


def test_create_sign_in_link_gives_an_address_in_the_persons_language() -> None:
    address = create_sign_in_link(UserFactory(language="fi"))
    assert address.startswith(f"{settings.BASE_URL}/kirjaudu/linkki/")


def test_create_sign_in_link_ends_earlier_ones() -> None:
    person = UserFactory()
    first, second = (token_of(create_sign_in_link(person)) for _ in range(2))
    with pytest.raises(Gone):
        person_of_link(first)
    assert person_of_link(second) == person


def test_create_sign_in_link_refuses_a_closed_account() -> None:
    with pytest.raises(Refusal, match="Tunnus on suljettu"):
        create_sign_in_link(UserFactory(is_active=False))


def test_use_sign_in_link_works_once() -> None:
    person = UserFactory()
    token = token_of(create_sign_in_link(person))
    assert use_sign_in_link(token=token) == person
    assert actions_of(person) == ["people.link_made", "people.link_used"]
    with pytest.raises(Gone, match="jo käytetty"):
        use_sign_in_link(token=token)


def test_use_sign_in_link_works_for_24_hours() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        token = token_of(create_sign_in_link(UserFactory()))
        clock.shift(timedelta(hours=23, minutes=59))
        assert person_of_link(token).is_active
        clock.shift(timedelta(minutes=1))
        with pytest.raises(Gone, match="vanhentunut"):
            use_sign_in_link(token=token)


def test_use_sign_in_link_refuses_an_account_closed_meanwhile() -> None:
    person = UserFactory()
    token = token_of(create_sign_in_link(person))
    User.objects.filter(pk=person.pk).update(is_active=False)
    with pytest.raises(Gone, match="Tunnus on suljettu"):
        use_sign_in_link(token=token)


def test_retry_message_lets_a_failed_message_wait_again(
    coordinator: User, make_message: MakeMessage
) -> None:
    message = make_message(state=MessageState.REFUSED, refusal="rejected", attempts=8)
    retry_message(message=message, by=coordinator)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.WAITING, 0)
    record = AuditRecord.objects.get()
    assert (record.action, record.by, record.subject) == (
        "people.message_retried",
        coordinator,
        message,
    )


@pytest.mark.parametrize("state", [MessageState.WAITING, MessageState.SENDING])
def test_retry_message_refuses_a_message_that_has_not_failed(
    state: MessageState, coordinator: User, make_message: MakeMessage
) -> None:
    message = make_message(state=state, attempts=1)
    with pytest.raises(Conflict, match="tila on muuttunut"):
        retry_message(message=message, by=coordinator)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (state, 1)


def test_retry_message_sends_the_message_at_once(
    coordinator: User,
    make_message: MakeMessage,
    django_capture_on_commit_callbacks: object,
    mailoutbox: list[object],
) -> None:
    message = make_message(state=MessageState.REFUSED, refusal="rejected", attempts=8)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        retry_message(message=message, by=coordinator)
    message.refresh_from_db()
    assert (message.state, len(mailoutbox)) == (MessageState.SENT, 1)
