import re

import pytest
from django import forms
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from kenno.vocabulary.forms import ConceptsField, concept_search_pressed
from tests.factories.vocabulary import ConceptFactory

pytestmark = pytest.mark.django_db


class ThemesForm(forms.Form):
    title = forms.CharField(required=False)
    themes = ConceptsField(label="Teemat", required=False, maximum=2)


def boxes(html: str) -> list[tuple[str, bool]]:
    """Return the value of each box a reader sees, and whether it is checked."""
    inputs = re.findall(r'<input type="checkbox"[^>]*value="(\w+)"([^>]*)>', html)
    return [(value, "checked" in rest) for value, rest in inputs]


def test_concepts_field_cleans_codes_to_concepts() -> None:
    chosen = ConceptFactory(code="p1")
    ConceptFactory(code="p2")
    form = ThemesForm(QueryDict("themes=p1"))
    assert form.is_valid()
    assert list(form.cleaned_data["themes"]) == [chosen]


def test_concepts_field_may_be_left_empty() -> None:
    form = ThemesForm(QueryDict("title=x"))
    assert form.is_valid()
    assert list(form.cleaned_data["themes"]) == []


def test_concepts_field_takes_a_plain_dict() -> None:
    ConceptFactory(code="p1")
    assert ThemesForm({"themes": ["p1"]}).is_valid()


def test_concepts_field_refuses_an_unknown_code() -> None:
    form = ThemesForm(QueryDict("themes=p404"))
    assert form.errors == {"themes": ["Asiasanaa ”p404” ei ole. Valitse sana ehdotuksista."]}


def test_concepts_field_refuses_too_many() -> None:
    form = ThemesForm(QueryDict("themes=p1&themes=p2&themes=p3"))
    assert form.errors == {"themes": ["Valitse enintään 2 asiasanaa."]}


def test_concepts_field_sees_a_change() -> None:
    first, second = ConceptFactory(code="p1"), ConceptFactory(code="p2")
    initial = {"themes": [first, second]}
    assert not ThemesForm(QueryDict("themes=p2&themes=p1"), initial=initial).has_changed()
    assert ThemesForm(QueryDict("themes=p2"), initial=initial).has_changed()


def test_concepts_widget_shows_the_chosen_as_checked_boxes_with_labels() -> None:
    chosen = ConceptFactory(code="p1", label_fi="museot")
    html = str(ThemesForm(initial={"themes": [chosen]})["themes"])
    assert boxes(html) == [("p1", True)]
    assert "<span>museot</span>" in html


def test_concepts_widget_labels_its_text_field() -> None:
    field = ThemesForm()["themes"]
    html = str(field)
    assert field.id_for_label == "id_themes"
    assert 'id="id_themes"' in html
    assert 'aria-controls="id_themes-options"' in html
    assert 'hx-get="/sanasto/ehdota/?field=themes"' in html


def test_concepts_widget_without_search_makes_no_suggestions() -> None:
    ConceptFactory(code="p1", label_fi="museot")
    html = str(ThemesForm(QueryDict("themes-q=mus"))["themes"])
    assert "museot" not in html


def test_concepts_widget_shows_what_the_search_button_found() -> None:
    ConceptFactory(code="p1", label_fi="museot")
    ConceptFactory(code="p2", label_fi="musiikki")
    form = ThemesForm(QueryDict("title=Kirjoitettu&themes=p1&themes-q=mus&themes-search=1"))
    html = str(form["themes"])
    assert boxes(html) == [("p1", True), ("p2", False)]
    assert "Löytyi haulla ”mus”: valitse sopivat" in html
    assert 'value="Kirjoitettu"' in str(form["title"])


def test_concepts_widget_says_when_the_search_button_found_nothing() -> None:
    form = ThemesForm(QueryDict("themes-q=<b>zz&themes-search=1"))
    assert "Haulla ”&lt;b&gt;zz” ei löytynyt uusia asiasanoja." in str(form["themes"])


@pytest.mark.parametrize(
    ("prefix", "data", "pressed"),
    [
        (None, "themes-q=mus&themes-search=1", True),
        (None, "themes-q=mus", False),
        ("a", "a-themes-search=1", True),
        ("a", "themes-search=1", False),
    ],
)
def test_concept_search_pressed_tells_the_search_button_from_saving(
    prefix: str | None, data: str, pressed: bool
) -> None:
    assert concept_search_pressed(ThemesForm(QueryDict(data), prefix=prefix)) is pressed


@pytest.mark.parametrize("rows", [1, 3])
def test_concepts_widget_reads_the_chosen_in_one_query(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    chosen = [ConceptFactory() for _ in range(rows)]
    form = ThemesForm(initial={"themes": chosen})
    with django_assert_num_queries(1):
        html = str(form["themes"])
    assert boxes(html) == [(concept.code, True) for concept in chosen]
