"""The page on which a practice gets its contact, whatever the state of its text."""

import pytest
from django.test import Client

from kenno.core.models import OutboxMessage
from kenno.moderation.enums import ReviewState
from kenno.people.models import Contact, User
from kenno.practices.models import Practice
from tests.factories.people import (
    ContributorFactory,
    CoordinatorFactory,
    MunicipalOrganisationFactory,
    ShownContactFactory,
    UserFactory,
)
from tests.people.conftest import text_of

pytestmark = pytest.mark.django_db


def page_of(practice: Practice) -> str:
    return f"/tyopoyta/kaytanteet/{practice.pk}/yhteyshenkilo/"


def test_contact_changes_also_while_the_text_is_reviewed(
    writer: Client, author: User, practice: Practice
) -> None:
    organisation = MunicipalOrganisationFactory(municipality=practice.municipality)
    contact = ShownContactFactory(organisation=organisation)
    writer.post(f"/tyopoyta/kaytanteet/{practice.pk}/laheta/")
    assert page_of(practice) in text_of(writer.get(f"/tyopoyta/kaytanteet/{practice.pk}/"))
    form = writer.get(page_of(practice)).context["form"]
    assert list(form.fields) == ["contact_choice", "contact_title", "contact_email"]
    response = writer.post(page_of(practice), {"contact_choice": str(contact.pk)})
    assert response["Location"] == f"/tyopoyta/kaytanteet/{practice.pk}/"
    stored = Practice.objects.get()
    assert (stored.contact, stored.review_state) == (contact, ReviewState.IN_REVIEW)


def test_page_of_the_contact_invites_and_lets_oneself_answer(
    writer: Client, author: User, practice: Practice
) -> None:
    writer.post(page_of(practice), {"contact_choice": "me", "contact_title": "sihteeri"})
    mine = Contact.objects.get()
    assert Practice.objects.get().contact == mine
    invited = {
        "contact_choice": "other",
        "contact_title": "tuottaja",
        "contact_email": "uusi@kunta.example",
    }
    writer.post(page_of(practice), invited)
    assert Practice.objects.get().contact == Contact.objects.invited().get()
    assert OutboxMessage.objects.get().recipient == "uusi@kunta.example"


def test_page_of_the_contact_says_what_is_wrong(writer: Client, practice: Practice) -> None:
    UserFactory(email="suljettu@kunta.example", is_active=False)
    refused = {
        "contact_choice": "other",
        "contact_title": "tuottaja",
        "contact_email": "suljettu@kunta.example",
    }
    for given in ({"contact_choice": "other"}, refused):
        response = writer.post(page_of(practice), given)
        assert response.status_code == 422
        assert response.context["form"].errors
    assert 'value="suljettu@kunta.example"' in text_of(response)
    assert Contact.objects.count() == 0


def test_page_of_the_contact_is_for_the_writers(client: Client, practice: Practice) -> None:
    client.force_login(ContributorFactory())
    assert client.get(page_of(practice)).status_code == 403
    assert client.post(page_of(practice), {"contact_choice": "none"}).status_code == 403
    client.force_login(CoordinatorFactory())
    assert client.get(page_of(practice)).status_code == 200
    assert client.get("/tyopoyta/kaytanteet/0/yhteyshenkilo/").status_code == 404
