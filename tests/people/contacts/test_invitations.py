import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from kenno.core.exceptions import Conflict, Gone, Refusal
from kenno.core.models import AuditRecord, OutboxMessage, SignedLink
from kenno.people.actions import (
    Card,
    accept_invitation,
    cancel_invitation,
    decline_contact,
    decline_invitation,
    invite_again,
    invite_contact,
    invited_contact,
)
from kenno.people.actions.invitations import INVITATIONS_IN_A_DAY
from kenno.people.enums import Visibility
from kenno.people.models import Consent, Contact, Organisation, User
from tests.factories.people import (
    ContactFactory,
    ContributorFactory,
    InvitedContactFactory,
    MunicipalOrganisationFactory,
    UserFactory,
)
from tests.factories.vocabulary import ConceptFactory, ConceptLabelFactory
from tests.people.conftest import text_of
from tests.people.contacts.conftest import card_form

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EMAIL = "uusi@kunta.example"


@pytest.fixture(autouse=True)
def _clock(time_machine: Any, settings: Any) -> None:
    settings.BASE_URL = "https://kenno.example"
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def organisation() -> Organisation:
    made: Organisation = MunicipalOrganisationFactory(municipality__name_fi="Alavieska")
    return made


@pytest.fixture
def by() -> User:
    made: User = ContributorFactory(first_name="Kirjoittaja")
    return made


def invite(organisation: Organisation, by: User, email: str = EMAIL, **given: str) -> Contact:
    told = {"title": "kulttuurisihteeri", "language": "fi", **given}
    return invite_contact(email=email, organisation=organisation, by=by, **told)


def token() -> str:
    """The token in the newest mail."""
    newest = OutboxMessage.objects.latest("pk")
    [found] = re.findall(r"/(?:kutsu|inbjudan|invitation)/([\w-]+)/", newest.body)
    return str(found)


def audited() -> list[str]:
    return list(AuditRecord.objects.order_by("pk").values_list("action", flat=True))


def test_invite_contact_makes_a_card_of_which_nothing_is_shown(
    organisation: Organisation, by: User
) -> None:
    contact = invite(organisation, by, "  UUSI@kunta.example ", language="sv")
    assert (contact.person.email, contact.person.language) == (EMAIL, "sv")
    assert not contact.person.has_usable_password()
    assert (contact.is_accepted, contact.visibility) == (False, Visibility.NONE)
    assert (contact.invited_by, contact.invited_at) == (by, NOW)
    assert audited() == ["people.contact_invited"]
    assert Consent.objects.count() == 0


def test_invite_contact_mails_a_personal_link_that_is_kept_from_the_workspace(
    organisation: Organisation, by: User
) -> None:
    invite(organisation, by)
    message = OutboxMessage.objects.get()
    assert (message.recipient, message.kind) == (EMAIL, "people.contact_invitation")
    assert message.subject == "Olisitko yhteyshenkilö Kulttuurikennossa?"
    assert message.body.startswith(
        "Kirjoittaja ehdottaa, että olet yhteyshenkilö: kulttuurisihteeri, Alavieska."
    )
    assert f"https://kenno.example/yhteyshenkilo/kutsu/{token()}/" in message.body
    assert message.confidential
    assert message.expires_at == SignedLink.objects.get().expires_at == NOW + 30 * DAY


def test_invite_contact_twice_sends_one_mail_within_an_hour(
    organisation: Organisation, by: User, time_machine: Any
) -> None:
    contact = invite(organisation, by)
    first = token()
    assert invite(organisation, by) == contact
    assert OutboxMessage.objects.count() == 1
    time_machine.move_to(NOW + HOUR, tick=False)
    assert invite(organisation, by) == contact
    assert OutboxMessage.objects.count() == 2
    with pytest.raises(Gone, match="Linkki on peruttu"):
        invited_contact(first)
    assert invited_contact(token()) == contact


def test_invite_contact_who_has_agreed_asks_nothing(organisation: Organisation, by: User) -> None:
    contact = ContactFactory(organisation=organisation)
    assert invite(organisation, by, contact.person.email) == contact
    assert OutboxMessage.objects.count() == 0


def test_invite_contact_keeps_a_known_person_as_they_are(
    organisation: Organisation, by: User
) -> None:
    person = UserFactory(email=EMAIL, language="en", first_name="Etu")
    contact = invite(organisation, by, language="sv")
    assert (contact.person, contact.person.language) == (person, "en")
    assert contact.person.first_name == "Etu"


@pytest.mark.parametrize(
    ("email", "title"),
    [("ei osoite", "x"), ("", "x"), (EMAIL, ""), (EMAIL, "a\nBcc: b@kunta.example")],
)
def test_invite_contact_refuses_what_does_not_hold(
    organisation: Organisation, by: User, email: str, title: str
) -> None:
    with pytest.raises(Refusal):
        invite(organisation, by, email, title=title)
    assert (Contact.objects.count(), OutboxMessage.objects.count()) == (0, 0)
    assert not User.objects.filter(email=email).exists()


def test_invite_contact_refuses_a_closed_account(organisation: Organisation, by: User) -> None:
    UserFactory(email=EMAIL, is_active=False)
    with pytest.raises(Refusal, match="tunnus on suljettu"):
        invite(organisation, by)


def test_invite_contact_has_a_daily_limit(
    organisation: Organisation, by: User, time_machine: Any
) -> None:
    for number in range(INVITATIONS_IN_A_DAY):
        invite(organisation, by, f"henkilo{number}@kunta.example")
    with pytest.raises(Refusal, match="Olet lähettänyt tänään jo monta kutsua"):
        invite(organisation, by)
    invite(organisation, UserFactory())
    time_machine.move_to(NOW + DAY + HOUR, tick=False)
    invite(organisation, by, "toinen@kunta.example")


def test_invitations_that_were_taken_back_count_towards_the_limit(
    organisation: Organisation, by: User
) -> None:
    for _number in range(INVITATIONS_IN_A_DAY):
        cancel_invitation(contact=invite(organisation, by), by=by)
    with pytest.raises(Refusal, match="Olet lähettänyt tänään jo monta kutsua"):
        invite(organisation, by)


def test_invite_again_needs_time_between_and_no_answer(
    organisation: Organisation, by: User, time_machine: Any
) -> None:
    contact = invite(organisation, by)
    with pytest.raises(Refusal, match="tunnin sisällä"):
        invite_again(contact=contact, by=by)
    time_machine.move_to(NOW + HOUR, tick=False)
    invite_again(contact=contact, by=by)
    assert OutboxMessage.objects.count() == 2
    accept_invitation(token=token(), card=Card(title="x"))
    with pytest.raises(Conflict):
        invite_again(contact=contact, by=by)
    with pytest.raises(Conflict):
        cancel_invitation(contact=contact, by=by)


def test_cancel_invitation_forgets_it_and_who_was_known_by_it_only(
    organisation: Organisation, by: User
) -> None:
    contact = invite(organisation, by)
    link = token()
    cancel_invitation(contact=contact, by=by)
    assert Contact.objects.count() == 0
    assert list(User.objects.all()) == [by]
    with pytest.raises(Gone):
        invited_contact(link)
    assert audited()[-1] == "people.contact_invitation_cancelled"


@pytest.mark.parametrize("known", ["role", "other card", "sign-in"])
def test_decline_keeps_a_person_who_is_known_otherwise(
    organisation: Organisation, by: User, known: str
) -> None:
    person = ContributorFactory(email=EMAIL) if known == "role" else UserFactory(email=EMAIL)
    if known == "other card":
        ContactFactory(person=person)
    if known == "sign-in":
        User.objects.filter(pk=person.pk).update(last_login=NOW)
    invite(organisation, by)
    decline_invitation(token=token())
    assert User.objects.filter(email=EMAIL).exists()
    assert Contact.objects.invited().count() == 0
    assert audited()[-1] == "people.contact_declined"


def test_decline_contact_is_for_the_invited_who_has_not_agreed() -> None:
    contact = InvitedContactFactory()
    with pytest.raises(Refusal):
        decline_contact(contact=contact, by=UserFactory())
    agreed = ContactFactory()
    with pytest.raises(Conflict):
        decline_contact(contact=agreed, by=agreed.person)
    assert Contact.objects.count() == 2


def test_refused_acceptance_leaves_the_link_unused(organisation: Organisation, by: User) -> None:
    invite(organisation, by)
    with pytest.raises(Refusal):
        accept_invitation(token=token(), card=Card(title=""))
    assert invited_contact(token()).title == "kulttuurisihteeri"


def page_of_link() -> str:
    return f"/yhteyshenkilo/kutsu/{token()}/"


def test_link_page_says_who_asks_and_what_for_and_does_nothing(
    client: Client, organisation: Organisation, by: User
) -> None:
    invite(organisation, by)
    response = client.get(page_of_link())
    page = text_of(response)
    assert "Kirjoittaja ehdottaa, että olet yhteyshenkilö: kulttuurisihteeri, Alavieska." in page
    assert "ja minulle saa välittää kysymyksiä. Osoitettani ei näytetä." in page
    assert "noindex" in page
    assert "no-cache" in response["Cache-Control"]
    assert EMAIL not in page
    assert not Contact.objects.get().is_accepted


def test_link_page_agrees_with_the_choices(
    client: Client, organisation: Organisation, by: User
) -> None:
    invite(organisation, by)
    address = page_of_link()
    response = client.post(
        address, card_form(visibility="role-and-name", first_name="Etu", willing=["mentors"])
    )
    assert response["Location"] == "/yhteyshenkilo/vastattu/kylla/"
    assert "Olet nyt yhteyshenkilö." in text_of(client.get(response["Location"]))
    contact = Contact.objects.shown().get()
    assert (contact.shown_name, contact.mentors) == ("Etu", True)
    assert set(Consent.objects.values_list("how", flat=True)) == {"link"}
    assert client.get(address).status_code == 410
    assert client.post(address, card_form()).status_code == 410


def test_link_page_declines_and_deletes(
    client: Client, organisation: Organisation, by: User
) -> None:
    invite(organisation, by)
    address = page_of_link()
    response = client.post(address, {"decline": "1"})
    assert response["Location"] == "/yhteyshenkilo/vastattu/ei/"
    assert "Kieltäytymisesi on kirjattu." in text_of(client.get(response["Location"]))
    assert Contact.objects.count() == 0
    assert client.get(address).status_code == 410


@pytest.mark.parametrize("how", ["expired", "forged", "cancelled", "answered", "closed"])
def test_link_that_does_not_work_says_gone(
    client: Client, organisation: Organisation, by: User, time_machine: Any, how: str
) -> None:
    contact = invite(organisation, by)
    address = page_of_link()
    if how == "expired":
        time_machine.move_to(NOW + 30 * DAY, tick=False)
    elif how == "forged":
        address = "/yhteyshenkilo/kutsu/abc/"
    elif how == "cancelled":
        cancel_invitation(contact=contact, by=by)
    elif how == "answered":
        Contact.objects.update(accepted_at=NOW)
    else:
        User.objects.filter(email=EMAIL).update(is_active=False)
    for response in (client.get(address), client.post(address, card_form())):
        assert response.status_code == 410
    assert client.post(address, {"decline": "1"}).status_code == 410
    assert Consent.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": ""}, "title"),
        ({"visibility": "all"}, "visibility"),
        ({"visibility": "role-and-name"}, "first_name"),
        ({"languages": ["de"]}, "languages"),
        ({"topics": ["p0"]}, "topics"),
        ({"consent_version": "2020-1"}, "visibility"),
    ],
)
def test_link_page_with_errors_keeps_what_was_typed(
    client: Client, organisation: Organisation, by: User, given: dict[str, Any], field: str
) -> None:
    invite(organisation, by)
    response = client.post(page_of_link(), card_form(last_name="", willing=["speaks"], **given))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert response.context["form"]["willing"].value() == ["speaks"]
    assert not Contact.objects.get().is_accepted


def test_link_page_finds_topics_without_javascript(
    client: Client, organisation: Organisation, by: User
) -> None:
    invite(organisation, by)
    ConceptLabelFactory(concept=ConceptFactory(label_fi="teatteri"), text="teatteri")
    searched = {"topics-q": "teatt", "topics-search": "1"}
    response = client.post(page_of_link(), card_form(**searched))
    assert response.status_code == 200
    assert "Löytyi haulla ”teatt”: valitse sopivat" in text_of(response)
    assert not Contact.objects.get().is_accepted
