"""What a closed round tells everyone."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kenno.surveys.enums import RoundState
from kenno.surveys.queries.summary import summary_of
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import PublishedPracticeFactory
from tests.factories.surveys import (
    AnswerFactory,
    ClosedRoundFactory,
    OpenRoundFactory,
    QuestionFactory,
    ResponseFactory,
    ResponsePracticeFactory,
    RoundFactory,
    SubmittedResponseFactory,
)
from tests.factories.vocabulary import ConceptFactory, StatutoryTaskFactory

pytestmark = pytest.mark.django_db


def test_summary_counts_by_region() -> None:
    survey = ClosedRoundFactory()
    one = MunicipalityFactory()
    MunicipalityFactory(region=one.region)
    other = ResponseFactory(round=survey)
    SubmittedResponseFactory(round=survey, municipality=one)
    found = summary_of(survey)
    assert (found.total, found.answered, found.percent) == (3, 1, 33)
    regions = [
        (region.name, region.answered, region.total, region.percent) for region in found.regions
    ]
    assert sorted(regions) == sorted(
        [(one.region.name, 1, 2, 50), (other.municipality.region.name, 0, 1, 0)]
    )


def test_summary_counts_practices_tasks_and_published_themes() -> None:
    survey, task, theme = ClosedRoundFactory(), StatutoryTaskFactory(), ConceptFactory()
    response = SubmittedResponseFactory(round=survey)
    for live in (True, False):
        made = PublishedPracticeFactory if live else ResponsePracticeFactory
        practice = (
            made(municipality=response.municipality) if live else made(response=response).practice
        )
        if live:
            ResponsePracticeFactory(response=response, practice=practice)
        practice.statutory_tasks.set([task])
        practice.themes.set([theme])
        practice.save()
    found = summary_of(survey)
    assert (found.practices, found.published) == (2, 1)
    assert [(row.code, row.practices) for row in found.tasks] == [(task.code, 2)]
    assert found.themes == [(theme.label, 1)]


def test_summary_leaves_unsent_answers_and_trials_out() -> None:
    survey = ClosedRoundFactory()
    ResponsePracticeFactory(response=ResponseFactory(round=survey))
    ResponsePracticeFactory(response=SubmittedResponseFactory(round=survey, is_trial=True))
    found = summary_of(survey)
    assert (found.answered, found.practices, found.tasks) == (0, 0, [])


@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.ARCHIVED])
def test_summary_is_open_to_everyone_after_closing(client: Client, state: RoundState) -> None:
    survey = ClosedRoundFactory(state=state)
    answer = AnswerFactory(
        response=SubmittedResponseFactory(round=survey),
        question=QuestionFactory(round=survey),
        value="Vain meille kerrottu",
    )
    response = client.get(f"/kyselyt/{survey.pk}/")
    assert response.status_code == 200
    assert survey.title_fi in response.content.decode()
    assert answer.value not in response.content.decode()


@pytest.mark.parametrize("factory", [RoundFactory, OpenRoundFactory])
def test_summary_is_not_there_before_closing(client: Client, factory: type[RoundFactory]) -> None:
    assert client.get(f"/kyselyt/{factory().pk}/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_summary_costs_the_same_for_any_number(
    client: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    survey = ClosedRoundFactory()
    for _number in range(number):
        response = SubmittedResponseFactory(round=survey)
        practice = PublishedPracticeFactory(municipality=response.municipality)
        ResponsePracticeFactory(response=response, practice=practice)
    with django_assert_num_queries(8):
        client.get(f"/kyselyt/{survey.pk}/")
