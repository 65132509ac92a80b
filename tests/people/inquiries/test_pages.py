"""The form for a question, and the pages that lead to it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from kenno.core.enums import SuppressionReason
from kenno.core.guards import new_stamp
from kenno.core.suppression import suppress
from kenno.people import actions
from kenno.people.actions.inquiries import RECEIVED_IN_A_DAY
from kenno.people.models import Contact, Inquiry
from kenno.people.models.inquiries import TEXT_LENGTH
from kenno.people.views.inquiries import MESSAGES_IN_AN_HOUR
from tests.factories.inquiries import (
    ConfirmedSenderFactory,
    RelayedInquiryFactory,
    StoppedSenderFactory,
)
from tests.factories.people import (
    InvitedContactFactory,
    MunicipalOrganisationFactory,
    ShownContactFactory,
    UserFactory,
)
from tests.people.conftest import signed_in, text_of
from tests.people.inquiries.conftest import ADDRESS, GENERAL

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "Naapurikunnan kulttuurisihteeri",
    "organisation": "Naapurikunta",
    "address": ADDRESS,
    "text": "Montako kaveria teillä on?",
    "trap": "",
}
RIGHT_TO_LEFT, ZERO_WIDTH = "\u202e", "\u200b"


def send(client: Client, path: str, *, after: float = 60, **changes: str) -> Any:
    """Post the form as it was given out `after` seconds ago."""
    with time_machine.travel(timezone.now() - timedelta(seconds=after), tick=False):
        stamp = new_stamp()
    return client.post(path, {"stamp": stamp, **TYPED, **changes})


def path_of(contact: Contact) -> str:
    return f"/yhteyshenkilo/{contact.pk}/kysy/"


def errors(response: HttpResponse) -> dict[str, list[str]]:
    assert response.status_code in (422, 429)
    return dict(response.context["form"].errors)  # type: ignore[attr-defined]


def test_form_is_there_in_every_language(client: Client, contact: Contact) -> None:
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            address = reverse("people:ask_contact", args=[contact.pk])
        page = text_of(client.get(address))
        assert f'<html lang="{language}">' in page


def test_form_says_who_gets_the_message_and_no_address(client: Client, contact: Contact) -> None:
    page = text_of(client.get(path_of(contact)))
    assert f"Viestin saa: kulttuurisihteeri, {contact.organisation.name} </p>" in page
    assert "@" not in page
    assert "30 päivän kuluttua" in page


def test_form_says_the_name_that_may_be_seen(client: Client) -> None:
    named = {"person__first_name": "Etunimi", "person__last_name": "Sukunimi"}
    shown = ShownContactFactory(visibility="role-and-name", **named)
    hidden = ShownContactFactory(**named)
    assert "(Etunimi Sukunimi)" in text_of(client.get(path_of(shown)))
    assert "Sukunimi" not in text_of(client.get(path_of(hidden)))


def test_form_of_a_hidden_contact_leads_to_the_general_address(client: Client) -> None:
    contact = ShownContactFactory(**GENERAL)
    actions.hide_contacts(person=contact.person, by=contact.person)
    page = text_of(client.get(path_of(contact)))
    assert f"Viestin saa: Kulttuuripalvelut, {contact.organisation.name}" in page
    assert "kulttuurisihteeri" not in page


def test_page_without_anyone_to_ask_offers_the_coordinators(client: Client) -> None:
    contact = ShownContactFactory(answers_questions=False)
    page = text_of(client.get(path_of(contact)))
    assert "Täältä ei voi nyt kysyä suoraan" in page
    assert f'href="/palaute/?sivu=/organisaatiot/{contact.organisation_id}/"' in page
    assert "<textarea" not in page


def test_message_to_a_contact_hidden_meanwhile_is_not_lost(client: Client) -> None:
    contact = ShownContactFactory()
    actions.hide_contacts(person=contact.person, by=contact.person)
    response = send(client, path_of(contact))
    assert response.status_code == 422
    assert "Montako kaveria teillä on?" in text_of(response)
    assert Inquiry.objects.count() == 0


@pytest.mark.parametrize("path", ["/yhteyshenkilo/9/kysy/", "/organisaatiot/9/kysy/"])
def test_nobody_is_asked_at_an_unknown_address(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_invited_contact_has_no_form(client: Client) -> None:
    assert client.get(path_of(InvitedContactFactory())).status_code == 404


def test_message_is_kept_and_the_page_tells_nothing_of_the_address(
    client: Client, contact: Contact
) -> None:
    first = send(client, path_of(contact))
    ConfirmedSenderFactory(address="tuttu@naapuri.example")
    second = send(client, path_of(contact), address="tuttu@naapuri.example")
    StoppedSenderFactory(address="suljettu@naapuri.example")
    third = send(client, path_of(contact), address="suljettu@naapuri.example")
    assert [response.url for response in (first, second, third)] == ["/kysymys/lahetetty/"] * 3
    states = Inquiry.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["unconfirmed", "relayed", "declined"]
    assert "Katso sähköpostisi" in text_of(client.get(first.url))


def test_message_to_the_general_address(client: Client) -> None:
    organisation = MunicipalOrganisationFactory(general_email="kulttuuri@kunta.example")
    send(client, f"/organisaatiot/{organisation.pk}/kysy/")
    inquiry = Inquiry.objects.get()
    assert (inquiry.organisation, inquiry.contact, inquiry.about_title, inquiry.about_path) == (
        organisation,
        None,
        organisation.name,
        organisation.get_absolute_url(),
    )


def test_double_press_is_one_message(client: Client, contact: Contact) -> None:
    typed = {**TYPED, "stamp": new_stamp()}
    with time_machine.travel(timezone.now() + timedelta(seconds=30), tick=False):
        answers = [client.post(path_of(contact), typed).status_code for _ in range(2)]
    assert (answers, Inquiry.objects.count()) == ([302, 302], 1)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "Kirjoita nimesi"),
        ({"name": ZERO_WIDTH}, "name", "Kirjoita nimesi"),
        ({"name": "Nimi\r\nBcc: kaikki@evil.example"}, "name", "Kirjoita nimi yhdelle riville"),
        ({"organisation": "Kunta\nBcc: x@evil.example"}, "organisation", "Kirjoita nimi yhdelle"),
        ({"name": "a" * 121}, "name", "Tämän arvon tulee olla enintään 120"),
        ({"address": ""}, "address", "Kirjoita osoite"),
        ({"address": "ei osoite"}, "address", "Syötä kelvollinen"),
        ({"address": "a@b.example\nBcc: x@evil.example"}, "address", "Syötä kelvollinen"),
        ({"text": " \r\n "}, "text", "Kirjoita viesti"),
        ({"text": f"{ZERO_WIDTH}{RIGHT_TO_LEFT}"}, "text", "Kirjoita viesti"),
        ({"text": "a" * 20_000}, "text", "Tämän arvon tulee olla enintään 5000"),
        ({"text": "nolla\x00"}, "text", "Tyhjiä merkkejä"),
        ({"trap": "halpoja lentoja"}, "trap", "Tyhjennä tämä kenttä"),
    ],
)
def test_bad_field_is_told_and_nothing_typed_is_lost(
    client: Client, contact: Contact, changes: dict[str, str], field: str, words: str
) -> None:
    response = send(client, path_of(contact), **changes)
    found = errors(response)
    assert list(found) == [field]
    assert found[field][0].startswith(words)
    typed = {**TYPED, **changes}
    form = response.context["form"]
    assert {name: form[name].value() for name in typed} == typed
    assert Inquiry.objects.count() == 0


def test_suppressed_address_is_told_of(client: Client, contact: Contact) -> None:
    suppress(address=ADDRESS, reason=SuppressionReason.BOUNCE)
    assert list(errors(send(client, path_of(contact), address=ADDRESS.upper()))) == ["address"]


def test_invisible_letters_and_turned_directions_are_left_out(
    client: Client, contact: Contact
) -> None:
    send(
        client,
        path_of(contact),
        name=f"Nimi{RIGHT_TO_LEFT}nen",
        text=f"Rivi{ZERO_WIDTH} yksi\r\n{RIGHT_TO_LEFT}rivi kaksi 👩‍🎨",
    )
    inquiry = Inquiry.objects.get()
    assert (inquiry.sender_name, inquiry.text) == ("Niminen", "Rivi yksi\nrivi kaksi 👩‍🎨")


def test_longest_message_is_taken(client: Client, contact: Contact) -> None:
    assert send(client, path_of(contact), text="ä" * TEXT_LENGTH).status_code == 302


@pytest.mark.parametrize(("after", "words"), [(1, "koneelta"), (90_000, "auki liian kauan")])
def test_form_sent_too_soon_or_too_late_keeps_what_was_typed(
    client: Client, contact: Contact, after: float, words: str
) -> None:
    response = send(client, path_of(contact), after=after)
    assert words in errors(response)["__all__"][0]
    assert "Montako kaveria teillä on?" in text_of(response)


def test_messages_from_one_network_address_are_limited(client: Client) -> None:
    for number in range(MESSAGES_IN_AN_HOUR):
        path = path_of(ShownContactFactory())
        assert send(client, path, address=f"k{number}@naapuri.example").status_code == 302
    refused = send(client, path, text="Vielä yksi")
    assert (refused.status_code, "Vielä yksi" in text_of(refused)) == (429, True)
    assert Inquiry.objects.count() == MESSAGES_IN_AN_HOUR
    assert send(Client(REMOTE_ADDR="192.0.2.7"), path).status_code == 302


def test_messages_from_one_customers_addresses_are_limited_together(client: Client) -> None:
    statuses = []
    for number in range(MESSAGES_IN_AN_HOUR + 1):
        path = path_of(ShownContactFactory())
        browser = Client(REMOTE_ADDR=f"2001:db8:1:2::{number + 1}")
        sent = send(browser, path, address=f"k{number}@naapuri.example")
        statuses.append(sent.status_code)
    assert statuses == [302] * MESSAGES_IN_AN_HOUR + [429]
    assert send(Client(REMOTE_ADDR="2001:db8:1:3::1"), path).status_code == 302


def test_full_receiver_is_told_of_and_nothing_typed_is_lost(
    client: Client, contact: Contact
) -> None:
    RelayedInquiryFactory.create_batch(RECEIVED_IN_A_DAY, contact=contact)
    response = send(client, path_of(contact))
    assert response.status_code == 429
    assert "Lähetä omasi huomenna" in text_of(response)
    assert "Montako kaveria teillä on?" in text_of(response)


def test_form_without_token_is_refused(contact: Contact) -> None:
    response = send(Client(enforce_csrf_checks=True), path_of(contact))
    assert (response.status_code, Inquiry.objects.count()) == (403, 0)


def test_signed_in_person_is_not_asked_for_an_address(contact: Contact) -> None:
    me = UserFactory(email=ADDRESS, first_name="Etunimi", last_name="Sukunimi")
    browser = signed_in(me)
    page = browser.get(path_of(contact))
    assert 'name="address"' not in text_of(page)
    assert page.context["form"]["name"].value() == "Etunimi Sukunimi"
    response = send(browser, path_of(contact), address="toinen@evil.example")
    assert response.url == "/tyopoyta/omat-viestit/"
    inquiry = Inquiry.objects.select_related("sender").get()
    assert inquiry.sender is not None
    assert (inquiry.state, inquiry.sender.address, inquiry.asked_by) == ("relayed", ADDRESS, me)
    assert "Viesti on matkalla." in text_of(browser.get(response.url))


def test_signed_in_person_is_told_why_a_message_does_not_go(contact: Contact) -> None:
    StoppedSenderFactory(address=ADDRESS)
    browser = signed_in(UserFactory(email=ADDRESS))
    response = send(browser, path_of(contact))
    assert "ei toistaiseksi välitetä" in text_of(browser.get(response.url))


def test_form_makes_few_queries(
    client: Client, contact: Contact, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(path_of(contact))
    with django_assert_num_queries(2):
        client.get(path_of(contact))


def test_organisation_page_leads_to_its_contacts_and_general_address(client: Client) -> None:
    willing = ShownContactFactory(**GENERAL)
    unwilling = ShownContactFactory(
        organisation=willing.organisation, title="museonjohtaja", answers_questions=False
    )
    page = text_of(client.get(willing.organisation.get_absolute_url()))
    assert f'href="{path_of(willing)}"' in page
    assert f'href="{path_of(unwilling)}"' not in page
    assert f'href="/organisaatiot/{willing.organisation_id}/kysy/"' in page
    assert "@" not in page


@pytest.mark.parametrize("changes", [{"general_email": ""}, {"is_active": False}])
def test_organisation_that_cannot_be_asked_has_no_form(
    client: Client, changes: dict[str, Any]
) -> None:
    organisation = MunicipalOrganisationFactory(
        **{"general_email": "kulttuuri@kunta.example", **changes}
    )
    page = text_of(client.get(organisation.get_absolute_url()))
    assert "/kysy/" not in page
