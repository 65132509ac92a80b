import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.vocabulary import ConceptFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/sanasto/ehdota/"


def test_suggest_answers_everyone_with_options(client: Client) -> None:
    ConceptFactory(code="p1", label_fi="lastenkulttuuri", label_sv="barnkultur")
    response = client.get(ADDRESS, {"q": "barn"})
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, max-age=600"
    assert " ".join(response.content.decode().split()) == (
        '<li role="option" id="concepts-option-1" aria-selected="false" data-code="p1"'
        ' data-label="lastenkulttuuri"><span lang="fi">lastenkulttuuri</span>'
        ' <small lang="sv">barnkultur</small> </li>'
    )


def test_suggest_reads_the_text_of_the_field_that_asks(client: Client) -> None:
    ConceptFactory(code="p1", label_fi="museot")
    response = client.get(ADDRESS, {"field": "themes", "themes-q": "mus"})
    assert 'id="themes-option-1"' in response.content.decode()


def test_suggest_shows_script_in_the_fields_name_nowhere(client: Client) -> None:
    ConceptFactory(code="p1", label_fi="museot")
    response = client.get(ADDRESS, {"field": '"><script>', "q": "mus"})
    assert 'id="concepts-option-1"' in response.content.decode()


def test_suggest_shows_a_label_as_text(client: Client) -> None:
    ConceptFactory(code="p1", label_fi="<b>museot</b>")
    response = client.get(ADDRESS, {"q": "<b>mus"})
    assert "<b>" not in response.content.decode()
    assert 'data-label="&lt;b&gt;museot&lt;/b&gt;"' in response.content.decode()


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "zzz"}, {"q": "m" * 5000}])
def test_suggest_answers_nothing_with_nothing(client: Client, query: dict[str, str]) -> None:
    ConceptFactory(label_fi="museot")
    response = client.get(ADDRESS, query)
    assert (response.status_code, response.content.decode().strip()) == (200, "")


def test_suggest_is_only_for_reading(client: Client) -> None:
    assert client.post(ADDRESS, {"q": "mus"}).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_suggest_makes_two_queries(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        ConceptFactory(label_fi=f"museo {number}")
    with django_assert_num_queries(2):
        client.get(ADDRESS, {"q": "mus"})
