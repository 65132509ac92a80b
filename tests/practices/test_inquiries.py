"""Asking about a practice."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from kenno.core.guards import new_stamp
from kenno.core.models import OutboxMessage
from kenno.moderation import actions as moderation
from kenno.people.models import Inquiry, Organisation
from kenno.practices.models import Practice
from kenno.practices.queries.inquiries import receiver_of
from tests.factories.inquiries import ConfirmedSenderFactory
from tests.factories.people import (
    CoordinatorFactory,
    MunicipalOrganisationFactory,
    OrganisationFactory,
    ShownContactFactory,
)
from tests.factories.practices import PublishedPracticeFactory
from tests.people.conftest import text_of

pytestmark = pytest.mark.django_db

ASK = "Kysy tästä käytänteestä"


@pytest.fixture
def practice(db: None) -> Practice:
    made: Practice = PublishedPracticeFactory(
        title="Kulttuurikaveri", slug="kulttuurikaveri", contact=ShownContactFactory()
    )
    return made


def send(client: Client, practice: Practice, path: str = "", **changes: str) -> Any:
    with time_machine.travel(timezone.now() - timedelta(minutes=1), tick=False):
        stamp = new_stamp()
    typed = {
        "stamp": stamp,
        "name": "Naapurikunnan kulttuurisihteeri",
        "address": "kysyja@naapuri.example",
        "text": "Montako kaveria teillä on?",
    }
    return client.post(path or f"/kaytanteet/{practice.slug}/kysy/", {**typed, **changes})


def test_practice_page_leads_to_the_form_and_back(client: Client, practice: Practice) -> None:
    page = text_of(client.get(practice.get_absolute_url()))
    assert 'href="/kaytanteet/kulttuurikaveri/kysy/"' in page
    assert "/yhteyshenkilo/" not in page
    form = text_of(client.get("/kaytanteet/kulttuurikaveri/kysy/"))
    assert f"<h1>{ASK}</h1>" in form
    assert 'href="/kaytanteet/kulttuurikaveri/"' in form
    assert "@" not in form


def test_question_says_what_it_is_about(client: Client, practice: Practice) -> None:
    assert send(client, practice).status_code == 302
    inquiry = Inquiry.objects.get()
    assert (inquiry.contact, inquiry.about_title, inquiry.about_path) == (
        practice.contact,
        "Kulttuurikaveri",
        "/kaytanteet/kulttuurikaveri/",
    )


def test_receiver_gets_the_address_of_the_page_in_their_own_language(
    client: Client, practice: Practice
) -> None:
    with translation.override("sv"):
        form = reverse("practices:ask", args=[practice.slug])
        asked = practice.get_absolute_url()
    ConfirmedSenderFactory(address="kysyja@naapuri.example")
    assert send(client, practice, path=form).status_code == 302
    assert Inquiry.objects.get().about_path == asked == "/sv/praxis/kulttuurikaveri/"
    mail = OutboxMessage.objects.get(kind="people.inquiry")
    assert f"{settings.BASE_URL}/kaytanteet/kulttuurikaveri/" in mail.body
    assert "/sv/" not in mail.body


def general(**fields: Any) -> dict[str, Any]:
    return {"general_email": "yleinen@kunta.example", **fields}


def test_practice_is_asked_of_the_nearest_general_address() -> None:
    practice = PublishedPracticeFactory()
    assert receiver_of(practice) is None

    def asked() -> Organisation:
        receiver = receiver_of(Practice.objects.get(pk=practice.pk))
        assert receiver is not None
        assert receiver.contact is None
        return receiver.organisation

    town = MunicipalOrganisationFactory(**general(municipality=practice.municipality))
    assert asked() == town
    responsible = OrganisationFactory(**general())
    Practice.objects.update(responsible_organisation=responsible)
    assert asked() == responsible
    unwilling = ShownContactFactory(
        answers_questions=False, organisation=OrganisationFactory(**general())
    )
    Practice.objects.update(contact=unwilling)
    assert asked() == unwilling.organisation
    Organisation.objects.filter(pk__in=[unwilling.organisation_id, responsible.pk]).update(
        is_active=False
    )
    assert asked() == town


def test_page_of_a_practice_that_nobody_answers_for_offers_the_coordinators(
    client: Client,
) -> None:
    practice = PublishedPracticeFactory()
    page = text_of(client.get(practice.get_absolute_url()))
    assert ASK not in page
    assert f'href="/palaute/?sivu={practice.get_absolute_url()}"' in page
    response = send(client, practice)
    assert response.status_code == 422
    assert "Montako kaveria teillä on?" in text_of(response)


def test_draft_and_print_have_no_form(client: Client, practice: Practice) -> None:
    page = text_of(client.get(f"{practice.get_absolute_url()}tulosta/"))
    assert "/kysy/" not in page
    assert "ei voi nyt kysyä" not in page


def test_unknown_practice_is_not_asked_about(client: Client) -> None:
    assert client.get("/kaytanteet/tuntematon/kysy/").status_code == 404


def test_archived_practice_keeps_what_was_typed(client: Client, practice: Practice) -> None:
    moderation.archive(record=practice, by=CoordinatorFactory())
    assert client.get("/kaytanteet/kulttuurikaveri/kysy/").status_code == 410
    response = send(client, practice)
    assert response.status_code == 410
    page = text_of(response)
    assert "Tämä käytänne on arkistoitu." in page
    assert "Montako kaveria teillä on?" in page
    assert Inquiry.objects.count() == 0


def test_form_makes_few_queries(
    client: Client, practice: Practice, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        client.get("/kaytanteet/kulttuurikaveri/kysy/")
