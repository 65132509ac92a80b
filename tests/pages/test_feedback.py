from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from kenno.core.guards import new_stamp
from kenno.core.models import AuditRecord
from kenno.pages.enums import FeedbackState
from kenno.pages.limits import MESSAGES_IN_AN_HOUR
from kenno.pages.models import Feedback
from tests.factories.pages import AnsweredFeedbackFactory, FeedbackFactory
from tests.factories.people import ContributorFactory, CoordinatorFactory, UserFactory

pytestmark = pytest.mark.django_db

SCRIPT = '<script>alert("x")</script>'
ADDRESS = "/palaute/"


def send(client: Client, address: str = ADDRESS, *, after: float = 60, **changes: str) -> Any:
    """Post the form as it was given out `after` seconds ago, with `changes` to what it says."""
    with time_machine.travel(timezone.now() - timedelta(seconds=after), tick=False):
        stamp = new_stamp()
    fields = {"message": "Haku ei toimi.", "page": "/kunnat/oulu/", "email": "", "trap": ""}
    return client.post(address, {"stamp": stamp, **fields, **changes})


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def test_feedback_form_is_public_in_every_language(client: Client) -> None:
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            address = reverse("pages:feedback")
        response = client.get(address)
        assert response.status_code == 200
        assert f'<html lang="{language}">' in text_of(response)


@pytest.mark.parametrize(
    ("query", "referer", "expected"),
    [
        ({"sivu": "/kunnat/oulu/"}, "", "/kunnat/oulu/"),
        ({"sivu": "/kunnat/oulu/"}, "http://testserver/kaytanteet/", "/kunnat/oulu/"),
        ({}, "http://testserver/kaytanteet/?q=tanssi", "/kaytanteet/"),
        ({}, "https://evil.example/kaytanteet/", ""),
        ({"sivu": "https://evil.example/"}, "http://testserver/kaytanteet/", ""),
        ({}, "", ""),
    ],
)
def test_feedback_form_knows_page_reader_came_from(
    client: Client, query: dict[str, str], referer: str, expected: str
) -> None:
    response = client.get(ADDRESS, query, headers={"referer": referer})
    assert response.context["form"]["page"].value() == expected


def test_feedback_is_kept_and_thanked_for(client: Client) -> None:
    response = send(client, email="kirjoittaja@kunta.example")
    assert response.status_code == 302
    assert response.url == "/palaute/kiitos/?sivu=%2Fkunnat%2Foulu%2F"
    feedback = Feedback.objects.get()
    assert (feedback.message, feedback.page, feedback.email, feedback.language) == (
        "Haku ei toimi.",
        "/kunnat/oulu/",
        "kirjoittaja@kunta.example",
        "fi",
    )


def test_feedback_knows_language_of_its_form(client: Client) -> None:
    with translation.override("sv"):
        address = reverse("pages:feedback")
    send(client, address, message="Sökningen fungerar inte.")
    assert Feedback.objects.get().language == "sv"


def test_thanks_lead_back_to_own_page_only(client: Client) -> None:
    own = client.get("/palaute/kiitos/", {"sivu": "/kunnat/oulu/"})
    assert 'href="/kunnat/oulu/"' in text_of(own)
    foreign = client.get("/palaute/kiitos/", {"sivu": "//evil.example/"})
    assert foreign.status_code == 200
    assert foreign.context["back"] == ""


def test_feedback_sent_twice_is_kept_once(client: Client) -> None:
    fields = {"stamp": new_stamp(), "message": "Haku ei toimi."}
    with time_machine.travel(timezone.now() + timedelta(seconds=30), tick=False):
        statuses = [client.post(ADDRESS, fields).status_code for _ in range(2)]
    assert statuses == [302, 302]
    assert Feedback.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"message": ""}, "message", "Kirjoita palaute ennen kuin lähetät sen."),
        ({"message": " \r\n "}, "message", "Kirjoita palaute ennen kuin lähetät sen."),
        ({"page": "https://evil.example/"}, "page", "Anna tämän palvelun sivun osoite"),
        ({"trap": "halpoja lentoja"}, "trap", "Tyhjennä tämä kenttä"),
    ],
)
def test_feedback_with_bad_field_is_not_kept(
    client: Client, changes: dict[str, str], field: str, words: str
) -> None:
    response = send(client, **changes)
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert errors[field][0].startswith(words)
    assert Feedback.objects.count() == 0


def test_feedback_with_bad_address_is_not_kept(client: Client) -> None:
    response = send(client, email="ei osoite")
    assert list(response.context["form"].errors) == ["email"]
    assert Feedback.objects.count() == 0


def test_too_long_feedback_is_given_back_whole(client: Client) -> None:
    message = "a" * 5001
    response = send(client, message=message)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["message"]
    assert message in text_of(response)
    assert Feedback.objects.count() == 0


def test_trap_shows_itself_to_who_fell_in(client: Client) -> None:
    assert "<div hidden>" in text_of(client.get(ADDRESS))
    assert "<div hidden>" not in text_of(send(client, trap="x"))


def test_feedback_sent_in_a_blink_keeps_text_for_second_try(client: Client) -> None:
    stamp = new_stamp()
    first = client.post(ADDRESS, {"stamp": stamp, "message": "Haku ei toimi."})
    assert first.status_code == 422
    assert "Lähetys tuli niin nopeasti" in text_of(first)
    assert first.context["form"]["stamp"].value() == stamp
    with time_machine.travel(timezone.now() + timedelta(seconds=5), tick=False):
        again = client.post(ADDRESS, {"stamp": stamp, "message": "Haku ei toimi."})
    assert again.status_code == 302
    assert Feedback.objects.count() == 1


def test_feedback_sent_in_a_blink_with_bad_field_tells_the_field_only(client: Client) -> None:
    response = send(client, after=0, message="")
    assert list(response.context["form"].errors) == ["message"]


@pytest.mark.parametrize("stamp", ["", "keksitty", "keksitty:1abc:def"])
def test_feedback_with_unknown_stamp_gets_a_new_one(client: Client, stamp: str) -> None:
    response = client.post(ADDRESS, {"stamp": stamp, "message": "Haku ei toimi."})
    assert response.status_code == 422
    assert "Lomake oli ollut auki liian kauan" in text_of(response)
    renewed = response.context["form"]["stamp"].value()
    with time_machine.travel(timezone.now() + timedelta(seconds=5), tick=False):
        again = client.post(ADDRESS, {"stamp": renewed, "message": "Haku ei toimi."})
    assert again.status_code == 302


def test_feedback_from_form_of_yesterday_keeps_text_for_second_try(client: Client) -> None:
    response = send(client, after=24 * 3600 + 60)
    assert response.status_code == 422
    assert response.context["form"]["message"].value() == "Haku ei toimi."


def test_feedback_from_one_address_is_limited(client: Client) -> None:
    for number in range(MESSAGES_IN_AN_HOUR):
        assert send(client, message=f"Viesti {number}").status_code == 302
    refused = send(client, message="Vielä yksi")
    assert refused.status_code == 429
    assert "Vielä yksi" in text_of(refused)
    assert Feedback.objects.count() == MESSAGES_IN_AN_HOUR
    other = send(Client(REMOTE_ADDR="192.0.2.7"), message="Toisesta osoitteesta")
    assert other.status_code == 302


def test_feedback_without_token_is_refused() -> None:
    response = send(Client(enforce_csrf_checks=True))
    assert response.status_code == 403
    assert Feedback.objects.count() == 0


@pytest.mark.parametrize(
    ("maker", "status"), [(UserFactory, 403), (ContributorFactory, 403), (CoordinatorFactory, 200)]
)
def test_feedback_list_is_for_coordinators(
    client: Client, maker: Callable[[], Any], status: int
) -> None:
    client.force_login(maker())
    assert client.get("/tyopoyta/palaute/").status_code == status


def test_feedback_list_asks_stranger_to_sign_in(client: Client) -> None:
    response = client.get("/tyopoyta/palaute/")
    assert response.status_code == 302
    assert response.url.endswith("?next=/tyopoyta/palaute/")


def test_feedback_list_shows_days_left_and_text_as_text(client: Client) -> None:
    FeedbackFactory(message=SCRIPT, created_at=timezone.now() - timedelta(days=4))
    FeedbackFactory(created_at=timezone.now() - timedelta(days=15), email="")
    client.force_login(CoordinatorFactory())
    page = text_of(client.get("/tyopoyta/palaute/"))
    assert "10 päivää jäljellä" in page
    assert "myöhässä" in page
    assert "Kirjoittaja ei jättänyt osoitetta" in page
    assert SCRIPT not in page
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;" in page


def test_feedback_list_puts_oldest_unanswered_first(client: Client) -> None:
    now = timezone.now()
    young = FeedbackFactory(created_at=now - timedelta(days=1))
    old = FeedbackFactory(created_at=now - timedelta(days=3))
    answered = AnsweredFeedbackFactory(created_at=now - timedelta(days=9))
    client.force_login(CoordinatorFactory())
    response = client.get("/tyopoyta/palaute/")
    assert list(response.context["waiting"]) == [old, young]
    assert list(response.context["page"]) == [answered]


@pytest.mark.parametrize("rows", [1, 3])
def test_feedback_list_costs_the_same_with_many(
    client: Client, django_assert_num_queries: Callable[..., Any], rows: int
) -> None:
    for _ in range(rows):
        FeedbackFactory()
        AnsweredFeedbackFactory()
    client.force_login(CoordinatorFactory())
    # session, person, memberships, waiting, answered: their number and themselves
    with django_assert_num_queries(6):
        client.get("/tyopoyta/palaute/")


def test_mark_answered_is_for_coordinators(client: Client) -> None:
    feedback = FeedbackFactory()
    address = reverse("pages:mark_answered", args=[feedback.pk])
    assert client.post(address).status_code == 302
    for person in (UserFactory(), ContributorFactory()):
        client.force_login(person)
        assert client.post(address).status_code == 403
    assert Feedback.objects.get().state == FeedbackState.NEW
    client.force_login(CoordinatorFactory())
    assert client.get(address).status_code == 405
    response = client.post(address, follow=True)
    assert "Palaute on merkitty vastatuksi." in text_of(response)
    assert Feedback.objects.get().state == FeedbackState.ANSWERED


def test_mark_answered_twice_is_told(client: Client) -> None:
    feedback = AnsweredFeedbackFactory()
    client.force_login(CoordinatorFactory())
    response = client.post(reverse("pages:mark_answered", args=[feedback.pk]))
    assert response.status_code == 409
    assert "Tämä palaute on jo merkitty vastatuksi." in text_of(response)
    assert not AuditRecord.objects.exists()


def test_mark_answered_of_unknown_feedback_is_not_found(client: Client) -> None:
    client.force_login(CoordinatorFactory())
    assert client.post(reverse("pages:mark_answered", args=[404])).status_code == 404


def test_workspace_tells_coordinator_of_waiting_feedback(client: Client) -> None:
    FeedbackFactory(created_at=timezone.now() - timedelta(days=1))
    FeedbackFactory()
    client.force_login(CoordinatorFactory())
    assert "2 palautetta odottaa vastausta." in text_of(client.get(reverse("core:workspace")))


def test_workspace_says_nothing_of_feedback_when_all_is_answered(client: Client) -> None:
    AnsweredFeedbackFactory()
    client.force_login(CoordinatorFactory())
    assert "odottaa vastausta" not in text_of(client.get(reverse("core:workspace")))


def test_workspace_shows_contributor_no_feedback(client: Client) -> None:
    FeedbackFactory()
    client.force_login(ContributorFactory())
    page = text_of(client.get(reverse("core:workspace")))
    assert reverse("pages:feedback_list") not in page
