"""The personal pages of who asked and who was asked, by the links of their mails."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from kenno.people import actions
from kenno.people.actions.inquiries import RECEIVED_IN_A_DAY
from kenno.people.enums import InquiryState
from kenno.people.models import ClosedSender, Contact, InquiryReport
from tests.factories.inquiries import (
    InquiryFactory,
    RelayedInquiryFactory,
)
from tests.factories.people import ShownContactFactory
from tests.people.conftest import text_of
from tests.people.inquiries.conftest import confirm_token, receiver_token

pytestmark = pytest.mark.django_db


def path_of(contact: Contact) -> str:
    return f"/yhteyshenkilo/{contact.pk}/kysy/"


def errors(response: HttpResponse) -> dict[str, list[str]]:
    assert response.status_code == 422
    return dict(response.context["form"].errors)  # type: ignore[attr-defined]


def test_confirmation_page_acts_only_when_pressed(client: Client) -> None:
    inquiry = InquiryFactory()
    path = f"/kysymys/vahvista/{confirm_token(inquiry)}/"
    for _ in range(2):
        page = client.get(path)
        assert "Montako kaveria teillä on?" in text_of(page)
        assert "no-store" in page["Cache-Control"]
    inquiry.refresh_from_db()
    assert inquiry.state == InquiryState.UNCONFIRMED
    answer = client.post(path)
    assert answer.status_code == 302
    assert "matkalla" in text_of(client.get(answer["Location"]))
    assert client.post(path).status_code == 410
    assert client.get(path).status_code == 410


def test_confirmation_beyond_the_receivers_limit_says_so(client: Client, contact: Contact) -> None:
    RelayedInquiryFactory.create_batch(RECEIVED_IN_A_DAY, contact=contact)
    path = f"/kysymys/vahvista/{confirm_token(InquiryFactory(contact=contact))}/"
    response = client.post(path)
    assert response.status_code == 429
    assert "Lähetä omasi huomenna" in text_of(response)
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("name", ["vahvista", "tila", "sulje", "ilmoita"])
def test_forged_link_is_answered_plainly(client: Client, name: str) -> None:
    for ask_for in (client.get, client.post):
        response = ask_for(f"/kysymys/{name}/keksitty/")
        assert response.status_code == 410
        assert "Linkki ei kelpaa" in text_of(response)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("waiting", "menossa vastaanottajan sähköpostiin"),
        ("sent", "lähtenyt vastaanottajan sähköpostiin"),
        ("bounced", "palautti viestin"),
        ("refused", "ei ottanut viestiä vastaan"),
    ],
)
def test_status_page_tells_what_became_of_the_mail(client: Client, state: str, words: str) -> None:
    inquiry = RelayedInquiryFactory(message__state=state)
    page = text_of(client.get(f"/kysymys/tila/{actions.status_token(inquiry)}/"))
    assert words in page
    assert ("Ota viesti takaisin" in page) is (state == "waiting")
    assert "@" not in page


@pytest.mark.parametrize("state", ["unconfirmed", "expired", "unreachable", "declined"])
def test_status_page_tells_why_nothing_was_sent(client: Client, state: str) -> None:
    ended = {} if state == "unconfirmed" else {"ended_at": timezone.now()}
    declined = {"declined_by": "receiver"} if state == "declined" else {}
    inquiry = InquiryFactory(state=state, **ended, **declined)
    words = {
        "unconfirmed": "Viesti lähtee, kun vahvistat",
        "expired": "ei vahvistettu kolmessa päivässä",
        "unreachable": "ei enää ota vastaan viestejä",
        "declined": "ei ota vastaan viestejä sinulta",
    }
    page = text_of(client.get(f"/kysymys/tila/{actions.status_token(inquiry)}/"))
    assert words[state] in page


def test_status_page_of_a_forgotten_message(client: Client) -> None:
    inquiry = InquiryFactory(
        state="expired",
        ended_at=timezone.now(),
        forgotten_at=timezone.now(),
        sender=None,
        text="",
        sender_name="",
        sender_organisation="",
    )
    path = f"/kysymys/tila/{actions.status_token(inquiry)}/"
    assert "on poistettu palvelusta" in text_of(client.get(path))
    assert client.post(path).status_code == 410


def test_contact_who_took_the_consent_back_is_not_named_to_who_asked(client: Client) -> None:
    contact = ShownContactFactory(title="kulttuuripäällikkö")
    inquiry = RelayedInquiryFactory(contact=contact, message__state="sent")
    address = f"/kysymys/tila/{actions.status_token(inquiry)}/"
    assert "kulttuuripäällikkö" in text_of(client.get(address))
    actions.hide_contacts(person=contact.person, by=contact.person)
    page = text_of(client.get(address))
    assert ("kulttuuripäällikkö" in page, contact.organisation.name in page) == (False, True)


def test_sender_takes_a_message_back_by_the_link(client: Client) -> None:
    path = f"/kysymys/tila/{actions.status_token(RelayedInquiryFactory())}/"
    page = text_of(client.post(path, follow=True))
    assert "Viesti on otettu takaisin" in page
    assert "Ota viesti takaisin" not in page


def test_sender_who_takes_back_too_late_is_told_so(client: Client) -> None:
    inquiry = RelayedInquiryFactory(message__state="sent")
    response = client.post(f"/kysymys/tila/{actions.status_token(inquiry)}/")
    assert (response.status_code, "on jo lähtenyt" in text_of(response)) == (409, True)


def test_owner_of_the_address_says_that_it_was_not_them(client: Client) -> None:
    path = f"/kysymys/tila/{actions.status_token(RelayedInquiryFactory())}/"
    page = text_of(client.post(path, {"disown": "1"}, follow=True))
    assert "Osoitteestasi ei enää välitetä viestejä." in page
    assert "En kirjoittanut tätä" not in page


def test_receiver_closes_and_opens_a_sender_by_the_link(client: Client) -> None:
    path = f"/kysymys/sulje/{receiver_token(RelayedInquiryFactory())}/"
    page = text_of(client.get(path))
    assert "Naapurikunnan kulttuurisihteeri, Naapurikunta" in page
    assert "Montako" not in page
    assert ClosedSender.objects.count() == 0
    assert "Lähettäjä on suljettu" in text_of(client.post(path, follow=True))
    assert ClosedSender.objects.count() == 1
    client.post(path, {"reopen": "1"})
    client.post(path, {"reopen": "1"})
    assert ClosedSender.objects.count() == 0


def test_receiver_reports_by_the_link(client: Client) -> None:
    path = f"/kysymys/ilmoita/{receiver_token(RelayedInquiryFactory())}/"
    assert client.get(path).status_code == 200
    assert InquiryReport.objects.count() == 0
    for bad in ({}, {"reason": "keksitty"}):
        assert list(errors(client.post(path, bad))) == ["reason"]
    assert "Kiitos ilmoituksesta" in text_of(client.post(path, {"reason": "fraud"}, follow=True))
    assert InquiryReport.objects.get().reason == "fraud"


def test_personal_pages_are_not_for_search_engines(client: Client) -> None:
    inquiry = RelayedInquiryFactory()
    for path in (
        path_of(inquiry.contact),
        f"/kysymys/tila/{actions.status_token(inquiry)}/",
        f"/kysymys/sulje/{receiver_token(inquiry)}/",
        f"/kysymys/ilmoita/{receiver_token(inquiry)}/",
    ):
        assert '<meta name="robots" content="noindex">' in text_of(client.get(path))
