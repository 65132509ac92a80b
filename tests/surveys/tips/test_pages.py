"""The coordinators' pages of tips."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kenno.people.queries.addressees import addressees
from kenno.practices.models import DraftRequest, Practice
from kenno.search import actions as search
from kenno.surveys.enums import TipOutcome
from kenno.surveys.models import Tip
from tests.factories.people import (
    ContributorFactory,
    CoordinatorFactory,
    MunicipalOrganisationFactory,
    RegionCoordinatorFactory,
    ShownContactFactory,
)
from tests.factories.practices import PublishedPracticeFactory
from tests.factories.surveys import AsideTipFactory, SentTipFactory, TipFactory

pytestmark = pytest.mark.django_db
TYPED = {"title": "rehtori", "email": "koulu@kunta.example", "language": "fi", "message": "Hei!"}


def url(name: str, tip: Tip) -> str:
    return reverse(f"surveys:{name}", args=[tip.pk])


def test_list_shows_tips_by_state(coordinating: Client):
    TipFactory(title="Uusi vinkki")
    AsideTipFactory(title="Vanha vinkki")
    page = coordinating.get(reverse("surveys:tips"))
    assert page.context["counts"] == [("new", "uusi", 1), ("put-aside", "sivussa", 1)]
    aside = coordinating.get(reverse("surveys:tips"), {"state": "put-aside"}).content.decode()
    assert ("Uusi vinkki" in aside, "Vanha vinkki" in aside) == (False, True)
    assert coordinating.get(reverse("surveys:tips"), {"state": "?"}).status_code == 200
    published = coordinating.get(reverse("surveys:tips"), {"state": "published"})
    assert "Tässä tilassa ei ole vinkkejä" in published.content.decode()


def test_list_reads_as_much_with_one_and_three_tips(coordinating: Client):
    counts = []
    for number in (1, 2):
        SentTipFactory.create_batch(number)
        coordinating.get(reverse("surveys:tips"))
        with CaptureQueriesContext(connection) as queries:
            coordinating.get(reverse("surveys:tips"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_tips_are_for_the_coordinators_of_the_region(client: Client):
    tip = TipFactory()
    place = tip.municipality
    for person, in_list, on_page in (
        (ContributorFactory(municipality=place), 403, 403),
        (RegionCoordinatorFactory(), 200, 403),
        (RegionCoordinatorFactory(region=place.region), 200, 200),
        (CoordinatorFactory(), 200, 200),
    ):
        client.force_login(person)
        assert client.get(reverse("surveys:tips")).status_code == in_list
        assert client.get(url("kept_tip", tip)).status_code == on_page


def test_new_tips_wait_on_the_front_of_the_workspace(client: Client):
    tip = TipFactory()
    TipFactory(municipality=tip.municipality)
    SentTipFactory(municipality=tip.municipality)
    front = reverse("core:workspace")
    client.force_login(RegionCoordinatorFactory(region=tip.municipality.region))
    assert "2 uutta vinkkiä" in client.get(front).content.decode()
    client.force_login(RegionCoordinatorFactory())
    assert "vinkkiä" not in client.get(front).content.decode()


def test_coordinator_sends_a_tip_to_one_who_was_found(coordinating: Client):
    tip = TipFactory()
    organisation = MunicipalOrganisationFactory(municipality=tip.municipality)
    contact = ShownContactFactory(organisation=organisation, title="kulttuurituottaja")
    page = coordinating.get(url("kept_tip", tip))
    [found] = addressees([tip.municipality])[tip.municipality_id]
    assert "kulttuurituottaja" in page.content.decode()
    assert contact.person.email not in page.content.decode()
    data = {"who": found.key, "language": "fi", "message": "", "based_on": "1"}
    assert coordinating.post(url("send_tip_on", tip), data)["Location"] == url("kept_tip", tip)
    assert DraftRequest.objects.get().person == contact.person
    shown = coordinating.get(url("kept_tip", tip)).content.decode()
    assert "omistajan täydennettävänä" in shown
    assert reverse("practices:write", args=[Practice.objects.get().pk]) in shown


def test_what_was_typed_stays_when_it_cannot_be_sent(coordinating: Client):
    tip = TipFactory()
    wrong = {**TYPED, "email": "ei osoite", "based_on": "1"}
    answer = coordinating.post(url("send_tip_on", tip), wrong)
    assert answer.status_code == 422
    assert "Hei!" in answer.content.decode()
    aside = coordinating.post(url("put_tip_aside", tip), {"aside-reason": "", "based_on": "1"})
    assert aside.status_code == 422
    assert "Kerro, miksi vinkki pannaan sivuun." in aside.content.decode()
    joined = coordinating.post(url("join_tip", tip), {"practice": "/muualla/", "based_on": "1"})
    assert joined.status_code == 422
    assert "/muualla/" in joined.content.decode()
    assert Tip.objects.get().outcome == TipOutcome.NEW


@pytest.mark.parametrize("based_on", ["1", "", "x", "9" * 40])
def test_older_page_changes_nothing_and_keeps_what_was_typed(coordinating: Client, based_on):
    tip = TipFactory(version=2)
    answer = coordinating.post(url("send_tip_on", tip), {**TYPED, "based_on": based_on})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Joku muu on käsitellyt tätä vinkkiä" in shown
    assert "Hei!" in shown
    assert Practice.objects.count() == 0
    assert answer.context["based_on"] == 2


def test_practice_like_the_tip_is_offered_and_joined_to(coordinating: Client):
    practice = PublishedPracticeFactory(title="Kyläkino kiertää", slug="kylakino-kiertaa")
    search.rebuild()
    tip = TipFactory(title="Kyläkino")
    page = coordinating.get(url("kept_tip", tip))
    assert [found.practice for found in page.context["alike"]] == [practice]
    coordinating.post(
        url("join_tip", tip), {"practice": practice.get_absolute_url(), "based_on": "1"}
    )
    tip.refresh_from_db()
    assert (tip.practice, tip.outcome) == (practice, TipOutcome.JOINED)
    shown = coordinating.get(url("kept_tip", tip))
    assert [shown.context[f"{name}_form"] for name in ("owner", "join", "aside")] == [None] * 3


def test_coordinator_puts_a_tip_aside_with_a_reason(coordinating: Client):
    tip = TipFactory()
    data = {"aside-reason": "Ei ole kunnan toimintaa.", "based_on": "1"}
    coordinating.post(url("put_tip_aside", tip), data)
    shown = coordinating.get(url("kept_tip", tip)).content.decode()
    assert "Ei ole kunnan toimintaa." in shown


def test_page_of_a_tip_that_is_not_there_says_so(coordinating: Client):
    assert coordinating.get(reverse("surveys:kept_tip", args=[99])).status_code == 404
