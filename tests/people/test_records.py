import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from kenno.core import audit
from kenno.core.enums import MessageState
from kenno.people.models import User
from tests.factories.people import (
    CoordinatorFactory,
    UserFactory,
)
from tests.people.conftest import MakeMessage, text_of

pytestmark = pytest.mark.django_db


def test_outbox_shows_each_message_with_its_state(
    coordinating: Client, make_message: MakeMessage
) -> None:
    make_message(subject="<b>Odottaa</b>")
    make_message(subject="Ei mennyt", state=MessageState.REFUSED, refusal="rejected")
    page = text_of(coordinating.get("/tyopoyta/viestit/"))
    assert "&lt;b&gt;Odottaa&lt;/b&gt;" in page
    assert "status--waiting" in page
    assert "status--refused" in page
    assert "<small>Kutsu</small>" in page


@pytest.mark.parametrize(
    ("query", "subjects"),
    [
        ({"state": "refused"}, ["Ei mennyt"]),
        ({"state": "nonsense"}, ["Ei mennyt", "Odottaa"]),
        ({}, ["Ei mennyt", "Odottaa"]),
        ({"page": "99"}, ["Ei mennyt", "Odottaa"]),
    ],
)
def test_outbox_filters_by_state_newest_first(
    query: dict[str, str],
    subjects: list[str],
    coordinating: Client,
    make_message: MakeMessage,
) -> None:
    make_message(subject="Odottaa")
    make_message(subject="Ei mennyt", state=MessageState.REFUSED, refusal="rejected")
    response = coordinating.get("/tyopoyta/viestit/", query)
    assert [message.subject for message in response.context["page"]] == subjects


def test_outbox_says_when_there_is_no_mail(coordinating: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = ""
    assert "Sähköpostia ei ole kytketty." in text_of(coordinating.get("/tyopoyta/viestit/"))


@pytest.mark.parametrize("rows", [1, 3])
def test_outbox_makes_seven_queries(
    rows: int,
    coordinating: Client,
    make_message: MakeMessage,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(rows):
        make_message()
    with django_assert_num_queries(7):
        coordinating.get("/tyopoyta/viestit/")


def test_message_shows_its_text_unless_it_is_confidential(
    coordinating: Client, make_message: MakeMessage
) -> None:
    shown = make_message(body="Avoin teksti")
    hidden = make_message(body="Koodi ABCD-EFGH", confidential=True)
    assert "Avoin teksti" in text_of(coordinating.get(f"/tyopoyta/viestit/{shown.pk}/"))
    page = text_of(coordinating.get(f"/tyopoyta/viestit/{hidden.pk}/"))
    assert "ABCD-EFGH" not in page
    assert "Sisältö on tarkoitettu vain vastaanottajalle" in page


def test_message_that_failed_can_be_sent_again(
    coordinating: Client, make_message: MakeMessage
) -> None:
    message = make_message(
        state=MessageState.REFUSED, refusal="rejected", attempts=8, last_error="SMTP 550"
    )
    page = text_of(coordinating.get(f"/tyopoyta/viestit/{message.pk}/"))
    assert "SMTP 550" in page
    assert "Lähetä uudelleen" in page
    response = coordinating.post(f"/tyopoyta/viestit/{message.pk}/uudelleen/", follow=True)
    assert "Viesti lähetetään uudelleen." in text_of(response)
    assert "Lähetä uudelleen" not in text_of(response)
    again = coordinating.post(f"/tyopoyta/viestit/{message.pk}/uudelleen/")
    assert again.status_code == 409


def test_message_that_waits_cannot_be_sent_again(
    coordinating: Client, make_message: MakeMessage
) -> None:
    message = make_message()
    page = text_of(coordinating.get(f"/tyopoyta/viestit/{message.pk}/"))
    assert "Lähetä uudelleen" not in page


def test_audit_trail_shows_who_did_what_newest_first(
    coordinating: Client, coordinator: User
) -> None:
    person = UserFactory(email="a@kunta.example")
    audit.record("people.role_given", subject=person, by=coordinator, message="<b>Hei</b>")
    audit.record("vocabulary.loaded", subject=None, by=None)
    response = coordinating.get("/tyopoyta/tapahtumat/")
    page = text_of(response)
    assert [record.action for record in response.context["page"]] == [
        "vocabulary.loaded",
        "people.role_given",
    ]
    assert "Rooli annettu" in page
    assert "Sanasto ladattu" in page
    assert "järjestelmä" in page
    assert "&lt;b&gt;Hei&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("query", "actions"),
    [
        ({"action": "people.closed"}, ["people.closed"]),
        ({"action": "no.such"}, ["people.closed", "people.role_given"]),
    ],
)
def test_audit_trail_filters_by_action(
    query: dict[str, str], actions: list[str], coordinating: Client
) -> None:
    person = UserFactory()
    audit.record("people.role_given", subject=person, by=None)
    audit.record("people.closed", subject=person, by=None)
    response = coordinating.get("/tyopoyta/tapahtumat/", query)
    assert [record.action for record in response.context["page"]] == actions


def test_audit_trail_is_cut_into_pages_and_keeps_the_filter(coordinating: Client) -> None:
    for _ in range(51):
        audit.record("people.closed", subject=None, by=None)
    response = coordinating.get("/tyopoyta/tapahtumat/?action=people.closed&page=2")
    assert len(response.context["page"]) == 1
    assert 'href="?action=people.closed&amp;page=1"' in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_audit_trail_makes_seven_queries(
    rows: int, coordinating: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        audit.record("people.closed", subject=UserFactory(), by=CoordinatorFactory())
    with django_assert_num_queries(7):
        coordinating.get("/tyopoyta/tapahtumat/")
