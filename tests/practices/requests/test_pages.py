"""The pages behind the personal link to a draft, and those from which it is sent."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kenno.moderation.enums import ReviewState
from kenno.people.queries.addressees import addressees
from kenno.practices.actions import requests as actions
from kenno.practices.models import DraftRequest, Practice
from kenno.surveys.actions.links import make_link as make_survey_link
from tests.factories.people import (
    CoordinatorFactory,
    MainContributorFactory,
    MunicipalOrganisationFactory,
    RegionCoordinatorFactory,
    ShownContactFactory,
)
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import (
    DraftRequestFactory,
    PracticeFactory,
    PublishedPracticeFactory,
    StartedRequestFactory,
)
from tests.factories.surveys import SentInvitationFactory
from tests.practices.form import newest
from tests.practices.requests.conftest import link_to

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def opened(link, name="basics", **given):
    page = link.get("requested_section", name)
    return {**{key: page.context[key] for key in ("sitting", "based_on", "section_state")}, **given}


def test_landing_shows_what_was_told_and_begins_nothing():
    asked = DraftRequestFactory(
        practice__title="Kyläkino",
        practice__summary="Elokuvia seurojentalolla.",
        practice__municipality=MunicipalityFactory(name_fi="Alavieska"),
        told_by="museoamanuenssi naapurikunnasta",
        message="Tämä kiinnostaisi muitakin.",
    )
    link = link_to(asked)
    page = link.get("draft_request")
    text = page.content.decode()
    for told in (
        "Kyläkino",
        "Elokuvia seurojentalolla.",
        "Alavieska",
        "museoamanuenssi",
        "muitakin",
    ):
        assert told in text
    assert (page["X-Robots-Tag"], "no-store" in page["Cache-Control"]) == ("noindex", True)
    present = DraftRequest.objects.get()
    assert (present.opened_at is None, present.started_at) == (False, None)
    assert link.get("requested_draft")["Location"] == link.url("draft_request")
    assert link.get("requested_section", "basics")["Location"] == link.url("requested_draft")


def test_owner_begins_completes_and_submits_without_an_account():
    asked = DraftRequestFactory(practice__summary="")
    link = link_to(asked)
    assert link.post("start_request")["Location"] == link.url("requested_draft")
    overview = link.get("requested_draft")
    assert [str(label) for label, _url in overview.context["missing"]] == ["tiivistelmä"]
    link.post("submit_requested")
    assert Practice.objects.get().review_state == ReviewState.DRAFT
    data = opened(link, title="Kyläkino", summary="Elokuvia.", language="fi", save="1")
    assert link.post("requested_section", "basics", data=data)["Location"] == link.url(
        "requested_draft"
    )
    assert newest(asked.practice).summary == "Elokuvia."
    link.post("submit_requested")
    practice = Practice.objects.get()
    assert (practice.review_state, practice.draft_saved_by) == (
        ReviewState.IN_REVIEW,
        asked.person,
    )
    sent = link.get("requested_draft")
    assert sent.context["can_write"] is False
    assert "Teksti on tarkistettavana" in sent.content.decode()


def test_section_saves_itself_and_leads_to_the_next_one():
    link = link_to(StartedRequestFactory())
    data = opened(link, title="Kyläkino", summary="Kesken", language="fi")
    answer = link.post("requested_section", "basics", data=data, **HTMX)
    assert "Tallennettu klo" in answer.content.decode()
    data = opened(link, title="Kyläkino", summary="Valmis", language="fi", next="1")
    answer = link.post("requested_section", "basics", data=data)
    assert answer["Location"] == link.url("requested_section", "story")


def test_two_writers_of_a_section_see_each_other_and_overwrite_nothing():
    asked = StartedRequestFactory()
    mine, theirs = (
        link_to(asked),
        link_to(StartedRequestFactory(practice=asked.practice, parent=asked)),
    )
    first, second = (
        opened(link, title="Kyläkino", summary=text, language="fi")
        for link, text in ((mine, "Minun."), (theirs, "Toisen."))
    )
    theirs.post("requested_section", "basics", data=second)
    answer = mine.post("requested_section", "basics", data=first)
    assert answer.status_code == 409
    assert newest(asked.practice).summary == "Toisen."
    assert "Minun." in answer.content.decode()


def test_contact_is_not_asked_in_passing():
    link = link_to(StartedRequestFactory())
    assert link.get("requested_section", "contact").status_code == 404
    assert link.get("requested_section", "olematon").status_code == 404


@pytest.mark.parametrize(
    "name", ["draft_request", "requested_draft", "pass_on_request", "decline_request"]
)
def test_forged_and_revoked_links_open_nothing(client: Client, coordinator, name):
    asked = StartedRequestFactory(practice__title="Kyläkino")
    link = link_to(asked)
    actions.revoke(request=asked, by=coordinator)
    forged = client.get(reverse(f"practices:{name}", args=["x" * 43]))
    for answer in (forged, link.get(name)):
        assert answer.status_code == 410
        assert "Kyläkino" not in answer.content.decode()


def test_link_of_a_survey_opens_no_draft(client: Client):
    token = make_survey_link(SentInvitationFactory()).rstrip("/").rpartition("/")[2]
    assert client.get(reverse("practices:draft_request", args=[token])).status_code == 410


def test_owner_declines_after_a_page_that_asks():
    link = link_to(DraftRequestFactory(practice__title="Kyläkino"))
    assert "Etkö täydennä" in link.get("decline_request").content.decode()
    assert DraftRequest.objects.get().declined_at is None
    link.post("decline_request", data={"reason": "Emme tee tätä enää."})
    assert DraftRequest.objects.get().decline_reason == "Emme tee tätä enää."
    assert "ettet täydennä" in link.get("draft_request").content.decode()
    assert link.get("decline_request")["Location"] == link.url("draft_request")


def test_decline_with_a_huge_reason_keeps_what_was_typed():
    link = link_to(DraftRequestFactory())
    answer = link.post("decline_request", data={"reason": "Emme tiedä. " * 100})
    assert answer.status_code == 422
    assert "Emme tiedä." in answer.content.decode()
    assert DraftRequest.objects.get().declined_at is None


def test_owner_passes_the_request_on_and_sees_how_it_goes():
    link = link_to(DraftRequestFactory())
    given = {"title": "kirjastonjohtaja", "email": "kirjasto@kunta.example", "language": "fi"}
    assert link.post("pass_on_request", data=given)["Location"] == link.url("pass_on_request")
    page = link.get("pass_on_request").content.decode()
    assert "kirjastonjohtaja" in page
    assert "kirjasto@kunta.example" not in page
    again = link.post("pass_on_request", data=given)
    assert (again.status_code, DraftRequest.objects.count()) == (422, 2)
    assert "on jo lähetetty pyyntö" in again.content.decode()


def test_nothing_is_done_behind_the_link_once_the_text_is_public():
    asked = StartedRequestFactory(practice=PublishedPracticeFactory())
    link = link_to(asked)
    assert "Käytänne on julkaistu" in link.get("draft_request").content.decode()
    assert link.post("start_request").status_code == 410
    assert link.post("requested_section", "basics", data={"title": "Uusi"}).status_code == 410
    assert link.post("pass_on_request").status_code == 410
    assert link.post("submit_requested").status_code == 410


def test_landing_reads_as_much_with_one_and_three_passed_on():
    asked = DraftRequestFactory()
    link = link_to(asked)
    counts = []
    for number in (1, 2):
        DraftRequestFactory.create_batch(number, practice=asked.practice, parent=asked)
        link.get("draft_request")
        with CaptureQueriesContext(connection) as queries:
            link.get("draft_request")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_coordinator_asks_one_who_was_found(client: Client, coordinator):
    place = MunicipalityFactory()
    organisation = MunicipalOrganisationFactory(
        municipality=place, general_email="kirjaamo@kunta.example", general_title="Kirjaamo"
    )
    contact = ShownContactFactory(organisation=organisation, title="kulttuurituottaja")
    writer = MainContributorFactory(municipality=place)
    practice = PracticeFactory(municipality=place)
    client.force_login(coordinator)
    address = reverse("practices:ask_owner", args=[practice.pk])
    page = client.get(address)
    found = addressees([place])[place.pk]
    assert [one.email for one in found] == [
        contact.person.email,
        writer.email,
        "kirjaamo@kunta.example",
    ]
    assert not [one.email for one in found if one.email in page.content.decode()]
    answer = client.post(address, {"who": found[0].key, "language": "sv", "message": "Lue tämä."})
    asked = DraftRequest.objects.get()
    assert answer["Location"] == reverse("practices:write", args=[practice.pk])
    assert (asked.person, asked.title, asked.reason) == (
        contact.person,
        "kulttuurituottaja",
        "interview",
    )
    assert (asked.asked_by, asked.language) == (coordinator, "sv")


def test_coordinator_types_an_address_and_loses_nothing_when_it_does_not_hold(
    client: Client, coordinator
):
    practice = PracticeFactory()
    client.force_login(coordinator)
    address = reverse("practices:ask_owner", args=[practice.pk])
    given = {"title": "rehtori", "email": "ei osoite", "language": "fi", "message": "Hei!"}
    answer = client.post(address, given)
    assert answer.status_code == 422
    assert "Hei!" in answer.content.decode()
    assert client.post(address, {**given, "email": ""}).status_code == 422
    client.post(address, {**given, "email": "koulu@kunta.example"})
    assert DraftRequest.objects.get().person.email == "koulu@kunta.example"
    page = client.get(reverse("practices:write", args=[practice.pk])).content.decode()
    assert "rehtori" in page
    assert "koulu@kunta.example" not in page


def test_only_the_regions_coordinators_ask_and_revoke(client: Client):
    practice = PracticeFactory()
    asked = DraftRequestFactory(practice=practice)
    place = practice.municipality
    addresses = (
        reverse("practices:ask_owner", args=[practice.pk]),
        reverse("practices:revoke_request", args=[asked.pk]),
    )
    for person, status in (
        (MainContributorFactory(municipality=place), 403),
        (RegionCoordinatorFactory(), 403),
        (RegionCoordinatorFactory(region=place.region), 200),
        (CoordinatorFactory(), 200),
    ):
        client.force_login(person)
        assert [client.get(address).status_code for address in addresses] == [status, status]


def test_revoking_asks_first(client: Client, coordinator):
    asked = DraftRequestFactory(title="rehtori")
    client.force_login(coordinator)
    address = reverse("practices:revoke_request", args=[asked.pk])
    assert "rehtori" in client.get(address).content.decode()
    assert DraftRequest.objects.get().revoked_at is None
    client.post(address)
    assert DraftRequest.objects.get().revoked_at is not None


def test_declined_request_waits_for_who_asked_until_somebody_else_is(client: Client, coordinator):
    asked = DraftRequestFactory(practice__title="Kyläkino", asked_by=coordinator)
    actions.decline(request=asked, reason="")
    client.force_login(coordinator)
    front = reverse("core:workspace")
    assert "Omistaja ei täydennä luonnosta: Kyläkino" in client.get(front).content.decode()
    DraftRequestFactory(practice=asked.practice, asked_by=coordinator)
    assert "Omistaja ei täydennä luonnosta" not in client.get(front).content.decode()
