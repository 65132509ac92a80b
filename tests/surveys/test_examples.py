import pytest
from django.test import Client
from django.urls import reverse

from kenno.practices.actions.examples import remove_examples
from kenno.surveys.actions.examples import add_example_rounds
from kenno.surveys.enums import RoundState
from kenno.surveys.models import Recipient, ResponsePractice, SurveyRound
from kenno.surveys.queries.summary import summary_of
from tests.factories.people import CoordinatorFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import PublishedPracticeFactory

pytestmark = pytest.mark.django_db


def test_example_rounds_are_one_over_and_one_open_and_say_so(client: Client) -> None:
    told = PublishedPracticeFactory(is_example=True, provenance="survey")
    PublishedPracticeFactory(is_example=True, provenance="own")
    PublishedPracticeFactory(provenance="survey")
    add_example_rounds()
    over = SurveyRound.objects.get(state=RoundState.CLOSED)
    assert SurveyRound.objects.get(state=RoundState.OPEN).is_example
    assert [row.practice for row in ResponsePractice.objects.all()] == [told]
    assert summary_of(over).published == 1
    text = client.get(reverse("surveys:public_summary", args=[over.pk])).content.decode()
    assert "Tämä on esimerkki." in text


def test_example_rounds_are_added_once() -> None:
    PublishedPracticeFactory(is_example=True)
    add_example_rounds()
    add_example_rounds()
    assert SurveyRound.objects.count() == 2


def test_example_rounds_go_with_the_examples() -> None:
    PublishedPracticeFactory(is_example=True)
    add_example_rounds()
    remove_examples()
    assert (SurveyRound.objects.count(), Recipient.objects.count()) == (0, 0)


def test_example_round_is_followed_in_the_workspace(client: Client) -> None:
    PublishedPracticeFactory(is_example=True)
    MunicipalityFactory.create_batch(2)
    add_example_rounds()
    client.force_login(CoordinatorFactory())
    survey = SurveyRound.objects.get(state=RoundState.OPEN)
    answer = client.get(reverse("surveys:tracker", args=[survey.pk]))
    assert answer.status_code == 200
