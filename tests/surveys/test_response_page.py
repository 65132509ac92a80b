"""The page of an answer: what it shows to whom, where it leads, what it costs."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kenno.people.models import User
from kenno.places.models import Municipality
from kenno.surveys.models import Response, SurveyRound
from kenno.surveys.queries.handled import handled_practices, neighbours
from tests.factories.people import (
    AdministratorFactory,
    ContributorFactory,
    CoordinatorFactory,
    RegionCoordinatorFactory,
)
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import PracticeFactory, PublishedPracticeFactory
from tests.factories.surveys import (
    AnswerFactory,
    OpenRoundFactory,
    QuestionFactory,
    RecipientFactory,
    ResponseFactory,
    ResponsePracticeFactory,
    RoundFactory,
    StartedInvitationFactory,
    SubmittedResponseFactory,
)
from tests.moderation.test_views import submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Municipality:
    return MunicipalityFactory(name_fi="Oulu", slug_fi="oulu")


@pytest.fixture
def response(place: Municipality) -> Response:
    survey = OpenRoundFactory()
    sender = StartedInvitationFactory(
        recipient=RecipientFactory(round=survey, municipality=place, title="kulttuurituottaja")
    )
    return SubmittedResponseFactory(round=survey, municipality=place, submitted_by=sender)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(response: Response, rest: str = "") -> str:
    return f"/tyopoyta/kyselyt/vastaus/{response.pk}/{rest}"


def test_page_shows_answers_practices_and_writers_by_their_job(response: Response) -> None:
    question = QuestionFactory(round=response.round, text_fi="Missä teette?")
    AnswerFactory(response=response, question=question, value="Kirjastossa")
    lacking = PracticeFactory(
        title="Kesken", statutory_tasks=[], municipality=response.municipality
    )
    ResponsePracticeFactory(response=response, practice=lacking)
    html = signed_in(CoordinatorFactory()).get(address(response)).content.decode()
    assert "Missä teette?" in html
    assert "Kirjastossa" in html
    assert "kulttuurituottaja" in html
    assert "Ei lähtenyt tarkistettavaksi" in html
    assert "vähintään yksi lakisääteinen tehtävä" in html
    assert response.submitted_by.person.email not in html


def test_practice_in_review_leads_to_its_answer_and_back(response: Response) -> None:
    row = ResponsePracticeFactory(response=response)
    submit(row.practice, ContributorFactory())
    client = signed_in(CoordinatorFactory())
    review = f"/tyopoyta/tarkistus/kaytanne/{row.practice_id}/"
    assert f'href="{address(response)}"' in client.get(review).content.decode()
    assert f'href="{review}"' in client.get(address(response)).content.decode()
    writing = f"/tyopoyta/kaytanteet/{row.practice_id}/"
    assert f'href="{address(response)}"' in client.get(writing).content.decode()


def test_writer_of_the_municipality_is_not_led_to_the_answer(
    response: Response, place: Municipality
) -> None:
    row = ResponsePracticeFactory(response=response)
    client = signed_in(ContributorFactory(municipality=place))
    page = client.get(f"/tyopoyta/kaytanteet/{row.practice_id}/")
    assert page.status_code == 200
    assert address(response) not in page.content.decode()


def test_municipality_in_the_tracker_leads_to_its_answer(response: Response) -> None:
    path = f"/tyopoyta/kyselyt/{response.round_id}/seuranta/kunnat/oulu/"
    html = signed_in(CoordinatorFactory()).get(path).content.decode()
    assert f'href="{address(response)}"' in html


def test_page_is_for_the_region_and_decisions_for_its_coordinators(
    response: Response, place: Municipality
) -> None:
    ResponsePracticeFactory(response=response)
    shown = {
        "region": signed_in(RegionCoordinatorFactory(region=place.region)),
        "elsewhere": signed_in(RegionCoordinatorFactory()),
        "administrator": signed_in(AdministratorFactory()),
        "contributor": signed_in(ContributorFactory(municipality=place)),
    }
    pages = {who: client.get(address(response)) for who, client in shown.items()}
    assert {who: page.status_code for who, page in pages.items()} == {
        "region": 200,
        "elsewhere": 403,
        "administrator": 200,
        "contributor": 403,
    }
    assert "Jaa kahdeksi" in pages["region"].content.decode()
    assert "Jaa kahdeksi" not in pages["administrator"].content.decode()
    assert shown["administrator"].get(address(response, "avaa/")).status_code == 403


def test_personal_answers_and_files_are_for_those_who_handle(response: Response) -> None:
    question = QuestionFactory(round=response.round, kind="file", has_personal_data=True)
    answer = AnswerFactory(response=response, question=question, value="lista.txt")
    answer.file.save("lista.txt", ContentFile(b"Lista"))
    path = address(response, f"tiedosto/{question.pk}/")
    coordinator, administrator = signed_in(CoordinatorFactory()), signed_in(AdministratorFactory())
    assert path in coordinator.get(address(response)).content.decode()
    assert b"".join(coordinator.get(path)) == b"Lista"
    html = administrator.get(address(response)).content.decode()
    assert "lista.txt" not in html
    assert "voi olla henkilötietoja" in html
    assert administrator.get(path).status_code == 403
    assert coordinator.get(address(response, "tiedosto/0/")).status_code == 404


def test_page_of_a_trial_or_a_draft_round_is_not_there() -> None:
    client = signed_in(CoordinatorFactory())
    assert client.get(address(ResponseFactory(is_trial=True))).status_code == 404
    assert client.get(address(ResponseFactory(round=RoundFactory()))).status_code == 404


def waiting(survey: SurveyRound, hours: int, **given: object) -> Response:
    sent_at = timezone.now() - timedelta(hours=hours)
    response: Response = SubmittedResponseFactory(round=survey, submitted_at=sent_at, **given)
    ResponsePracticeFactory(response=response)
    return response


def test_neighbours_are_those_still_to_go_through_in_order_of_sending() -> None:
    survey = OpenRoundFactory()
    first, here, last = (waiting(survey, hours) for hours in (9, 5, 1))
    done = SubmittedResponseFactory(round=survey, submitted_at=timezone.now() - timedelta(hours=7))
    ResponsePracticeFactory(response=done, practice=PublishedPracticeFactory())
    waiting(OpenRoundFactory(), 6)
    assert neighbours(here, None) == (first, last)
    assert neighbours(first, None) == (None, here)
    assert neighbours(here, {last.municipality.region_id}) == (None, last)


@pytest.mark.parametrize("count", [1, 3])
def test_page_needs_as_many_queries_with_many_questions(
    response: Response, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _one in range(count):
        question = QuestionFactory(round=response.round)
        AnswerFactory(response=response, question=question)
        StartedInvitationFactory(
            recipient=RecipientFactory(
                round=response.round, municipality=response.municipality, is_main=False
            )
        )
    client = signed_in(CoordinatorFactory())
    client.get(address(response))
    with django_assert_num_queries(11):
        client.get(address(response))


@pytest.mark.parametrize(("count", "queries"), [(1, 2), (3, 4)])
def test_practices_need_one_query_for_each_draft_that_could_not_be_sent(
    response: Response, count: int, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _one in range(count):
        practice = PracticeFactory(municipality=response.municipality)
        ResponsePracticeFactory(response=response, practice=practice)
    found = Response.objects.select_related("round", "municipality").get(pk=response.pk)
    with django_assert_num_queries(queries):
        assert len(handled_practices(found)) == count
