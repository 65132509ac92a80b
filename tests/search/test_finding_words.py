"""How a search is understood, from the words to the records."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kenno.search import documents
from kenno.search.documents import FilterName, SearchSource
from kenno.search.lexicon import build_lexicon
from kenno.search.queries import find, similar
from kenno.search.results import (
    Mended,
    Omission,
    Reason,
    SearchResult,
    UnderstoodConcept,
    UnderstoodFilter,
)
from tests.factories.vocabulary import ConceptFactory
from tests.search.conftest import Records, needs_voikko

pytestmark = pytest.mark.django_db

NAMES = (
    FilterName("region", "18", "Kainuu", "fi"),
    FilterName("region", "18", "Kajanaland", "sv"),
    FilterName("region", "02", "Salo", "fi"),
    FilterName("task", "heritage", "kulttuuriperintö", "fi", bare=False),
)


@pytest.fixture
def named(records: Records, monkeypatch: pytest.MonkeyPatch) -> Records:
    """The records of a room whose filters have names."""
    monkeypatch.setattr(documents, "_sources", {})
    documents.register_source(
        SearchSource(
            records.kind,
            records.keys,
            records.documents,
            facets=("region", "task"),
            names=lambda: NAMES,
            fields={"maakunta": "region", "tehtävä": "task"},
        )
    )
    return records


def search(text: str, **options: Any) -> SearchResult:
    return find(text, kind="record", **{"language": "fi", **options})


def keys(text: str, **options: Any) -> list[str]:
    return [hit.key for hit in search(text, **options).hits]


def two_places(records: Records) -> None:
    records.publish(key="a", texts=("Teatteria lapsille.",), facets={"region": ("18",)})
    records.publish(key="b", texts=("Teatteria lapsille.",), facets={"region": ("02",)})


@needs_voikko
def test_place_among_the_words_is_a_filter(named: Records) -> None:
    two_places(named)
    result = search("lasten teatteri Kainuussa", facets=["region"])
    assert [hit.key for hit in result.hits] == ["a"]
    assert result.understanding.filters == (UnderstoodFilter("region", "18", "Kainuussa"),)
    assert [(row.value, row.count) for row in result.facets["region"]] == [("02", 1), ("18", 1)]


@needs_voikko
def test_place_made_literal_is_a_word(named: Records) -> None:
    two_places(named)
    result = search("lasten teatteri Kainuussa", literal=["Kainuussa"])
    assert (result.total, result.understanding.filters) == (2, ())


@needs_voikko
def test_place_that_may_mean_something_else_is_offered(named: Records) -> None:
    two_places(named)
    result = search("teatteri salo")
    assert result.total == 2
    assert result.understanding.filters == (UnderstoodFilter("region", "02", "salo", True),)


@needs_voikko
def test_place_with_nothing_of_the_kind_is_put_aside(named: Records) -> None:
    named.publish(key="a", texts=("Teatteria lapsille.",), facets={"region": ("02",)})
    result = search("teatteri Kainuussa")
    assert [hit.key for hit in result.hits] == ["a"]
    assert result.understanding.filters == (
        UnderstoodFilter("region", "18", "Kainuussa", offered=True, aside=True),
    )


@pytest.mark.parametrize("text", ["maakunta:kainuu", "maakunta:18", "teatteri maakunta:Kajanaland"])
def test_field_is_a_filter(named: Records, text: str) -> None:
    two_places(named)
    assert keys(text) == ["a"]


def test_field_finds_names_that_are_no_filters_alone(named: Records) -> None:
    named.publish(key="a", title="Kulttuuriperintö", facets={"task": ("other",)})
    named.publish(key="b", title="Muu", facets={"task": ("heritage",)})
    assert keys("tehtävä:kulttuuriperintö") == ["b"]
    assert keys("kulttuuriperintö") == ["a"]


def test_field_of_the_title_looks_there_only(records: Records) -> None:
    records.publish(key="a", title="Museo", texts=("Tanssi",))
    records.publish(key="b", title="Tanssi", texts=("Museo",))
    assert keys("otsikko:museot") == ["a"]


@needs_voikko
def test_phrase_needs_the_words_side_by_side_in_any_form(records: Records) -> None:
    records.publish(key="a", texts=("Luovassa pajassa tehdään.",))
    records.publish(key="b", texts=("Pajan luova ihminen.",))
    result = search('"luova paja"')
    assert [hit.key for hit in result.hits] == ["a"]
    assert result.understanding.phrases == ("luova paja",)
    assert "<mark>Luovassa</mark> <mark>pajassa</mark>" in result.hits[0].passage


@needs_voikko
def test_phrase_that_stands_nowhere_is_loosened(records: Records) -> None:
    records.publish(key="b", texts=("Pajan luova ihminen.",))
    result = search('"luova paja"')
    assert [hit.key for hit in result.hits] == ["b"]
    assert (result.understanding.phrases, result.understanding.loosened) == ((), ("luova paja",))


@needs_voikko
def test_excluded_word_is_left_out_in_any_form(records: Records) -> None:
    records.publish(key="a", texts=("Tanssia ja balettia.",))
    records.publish(key="b", texts=("Tanssia.",))
    result = search("tanssi -baletti")
    assert [hit.key for hit in result.hits] == ["b"]
    assert result.understanding.excluded == ("baletti",)
    assert set(keys("tanssi -baletti", literal=["baletti"])) == {"a", "b"}


@needs_voikko
@pytest.mark.parametrize("text", ["Kulttuuria kaikille -palvelu", "Sky HD -kanava", '"A b" -kerho'])
def test_head_that_hangs_on_a_name_is_a_word(records: Records, text: str) -> None:
    records.publish(key="a", title="Kulttuuria kaikille -palvelu, Sky HD -kanava, A b -kerho")
    result = search(text)
    assert (result.total, result.understanding.excluded) == (1, ())


def test_omissions_tell_what_to_leave_out(named: Records) -> None:
    two_places(named)
    result = search("teatteri", filters={"task": ["x"], "region": ["18"]})
    assert (result.total, result.omissions) == (0, (Omission(1, facet="task", value="x"),))
    result = search("teatteri -lapsille")
    assert (result.total, result.omissions) == (0, (Omission(2, words="lapsille"),))


@needs_voikko
def test_typing_error_is_mended_and_told(records: Records) -> None:
    records.publish(key="a", texts=("Satuja kirjastossa.",))
    result = search("kirjstossa")
    assert [hit.key for hit in result.hits] == ["a"]
    assert result.understanding.mended == (Mended("kirjstossa", "kirjastossa"),)
    assert keys("kirjstossa", literal=["kirjstossa"]) == []


@needs_voikko
def test_word_without_dots_finds_the_exact_ones_first(records: Records) -> None:
    records.publish(key="dots", title="Sää", texts=("Sää on hyvä.",))
    records.publish(key="exact", title="Saa", texts=("Saa tulla.",))
    assert keys("sää") == ["dots"]
    records.publish(key="voice", texts=("Ääni kuuluu.",))
    result = search("aani")
    assert [hit.key for hit in result.hits] == ["voice"]
    assert result.understanding.mended == (Mended("aani", "ääni"),)


@pytest.fixture
def across(records: Records) -> Records:
    """Records of three languages, and the concept that joins their words."""
    ConceptFactory(
        code="p1", label_fi="lastenkulttuuri", label_sv="barnkultur", label_en="children's culture"
    )
    records.publish(key="fi", language="fi", texts=("Lastenkulttuuria kylille.",))
    records.publish(key="sv", language="sv", texts=("Barnkultur i byarna.",))
    records.publish(key="en", language="en", texts=("Children's culture for villages.",))
    build_lexicon()
    return records


@pytest.mark.parametrize(
    ("text", "language"),
    [("barnkultur", "sv"), ("children's culture", "en"), ("lastenkulttuuri", "fi")],
)
def test_concept_is_found_in_texts_of_every_language(
    across: Records, text: str, language: str
) -> None:
    result = search(text, language=language)
    assert {hit.key for hit in result.hits} == {"fi", "sv", "en"}
    assert result.hits[0].key == language


def test_concept_is_told_with_its_other_names(across: Records) -> None:
    result = search("barnkulturens", language="sv")
    assert result.understanding.language == "sv"
    assert result.understanding.concepts == (
        UnderstoodConcept(
            words="barnkulturens",
            code="p1",
            label="barnkultur",
            label_language="sv",
            names=("children's culture", "lastenkulttuuri"),
        ),
    )


def test_concept_is_marked_in_texts_of_another_language(across: Records) -> None:
    hits = {hit.key: hit for hit in search("barnkultur", language="sv").hits}
    assert hits["fi"].passage == "<mark>Lastenkulttuuria</mark> kylille."


def test_concept_made_literal_is_a_word(across: Records) -> None:
    assert keys("barnkultur", language="sv", literal=["barnkultur"]) == ["sv"]


def test_reason_tells_the_name_that_was_met(records: Records) -> None:
    records.publish(key="a", title="Satuja", labels=("lastenkulttuuri", "barnkultur"))
    records.publish(key="b", title="Muu", own_words=("Kylätalo",))
    assert search("barnkultur").hits[0].reasons == (Reason("label", "barnkultur"),)
    assert search("kylätalolla").hits[0].reasons == (Reason("own words", "Kylätalo"),)
    assert search("satuja").hits[0].reasons == ()


def test_boost_settles_the_order_of_equals(records: Records) -> None:
    records.publish(key="a", title="Museo", boost=1.0)
    records.publish(key="b", title="Museo", boost=1.1)
    scores = {hit.key: hit.score for hit in search("museo").hits}
    assert scores["b"] == pytest.approx(1.1 * scores["a"], rel=1e-4)


def test_lead_weighs_more_than_the_rest(records: Records) -> None:
    records.publish(key="rest", summary="Kesä", texts=("Museo",))
    records.publish(key="lead", summary="Museo", texts=("Kesä",))
    assert keys("museo") == ["lead", "rest"]


def test_since_leaves_out_what_is_not_newer(records: Records) -> None:
    for day in (1, 2, 3):
        records.publish(key=str(day), title="Museo", newest=datetime(2026, 5, day, tzinfo=UTC))
    assert keys("museo", since=datetime(2026, 5, 1, tzinfo=UTC), order="newest") == ["3", "2"]
    assert keys("", since=datetime(2026, 5, 2, tzinfo=UTC)) == ["3"]


def test_preferred_values_come_first_and_all_are_found(records: Records) -> None:
    for key, region in (("a", "01"), ("b", "02"), ("c", "03")):
        records.publish(key=key, title="Museo", facets={"region": (region,)})
    preferences = {"region": {"01": 0.2, "02": 0.9, "03": 0.5}}
    for text in ("museo", ""):
        assert keys(text, order="preferred", preferences=preferences) == ["b", "c", "a"]
    assert keys("", order="preferred") == ["c", "b", "a"]


def test_similar_finds_what_shares_words_and_concepts(records: Records) -> None:
    concept = ConceptFactory(label_fi="satutunnit", label_sv="sagostunder")
    build_lexicon()
    records.publish(key="a", title="Satutunti kirjastossa lapsille", concepts=(concept.code,))
    records.publish(key="b", title="Satutunti museossa lapsille")
    records.publish(key="c", language="sv", title="Sagor", concepts=(concept.code,))
    records.publish(key="d", title="Rock torilla")
    found = similar("record", "a", language="sv")
    assert {hit.key for hit in found} == {"b", "c"}
    assert {hit.key: hit.reasons for hit in found}["c"] == (Reason("label", "sagostunder"),)
    assert similar("record", "unknown", language="fi") == []
    assert len(similar("record", "a", language="fi", limit=1)) == 1


QUERY_TRICKS = st.text(alphabet='abäö "-:()*^~\\', max_size=40)


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.one_of(st.text(max_size=80), QUERY_TRICKS), literal=st.lists(st.text(max_size=5)))
def test_find_answers_any_query_language(named: Records, text: str, literal: list[str]) -> None:
    named.publish(key="a", title="Kirja", facets={"region": ("18",)})
    assert search(text, literal=literal, facets=["region"]).available is True
