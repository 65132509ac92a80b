from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from kenno.search.queries import FacetCount, SearchResult, find
from kenno.search.wording import pieces_of
from tests.search.conftest import Records, needs_voikko

pytestmark = pytest.mark.django_db


def search(text: str, **options: Any) -> SearchResult:
    return find(text, kind="record", **{"language": "fi", **options})


def keys(text: str, **options: Any) -> list[str]:
    return [hit.key for hit in search(text, **options).hits]


def test_find_finds_an_inflected_word(records: Records) -> None:
    records.publish(key="a", texts=("Luemme satuja kirjastoissa.",))
    records.publish(key="b", texts=("Soitamme torilla.",))
    assert keys("kirjaston sadut") == ["a"]


@needs_voikko
def test_find_finds_a_part_of_a_compound_and_the_other_way_round(records: Records) -> None:
    records.publish(key="a", title="Lastenkulttuurin viikko")
    records.publish(key="b", title="Kulttuuria lapsille")
    assert set(keys("kulttuurit")) == {"a", "b"}
    assert keys("lastenkulttuuri") == ["a", "b"]


def test_find_shows_title_and_best_passage_with_marks(records: Records) -> None:
    records.publish(
        key="a",
        title="Kirjastoauton kierros",
        summary="Kirjat tulevat kylään.",
        texts=("Auto lähtee aamulla.", "Satuja kirjastoissa ja kirjastojen pihoilla."),
    )
    (hit,) = search("kirjastossa satu").hits
    assert (hit.key, hit.language) == ("a", "fi")
    assert "<mark>Satuja</mark> <mark>kirjastoissa</mark> ja <mark>kirjastojen</mark>" in (
        hit.passage
    )
    assert hit.score > 0


def test_find_falls_back_to_the_summary_as_passage(records: Records) -> None:
    records.publish(key="a", title="Satuja", summary="Lyhyt & <hyvä>", labels=("Oulu",))
    (hit,) = search("Oulussa").hits
    assert hit.title == "Satuja"
    assert hit.passage == "Lyhyt &amp; &lt;hyvä&gt;"


def test_find_escapes_what_is_not_marked(records: Records) -> None:
    records.publish(key="a", title="<script>Kirja</script>")
    (hit,) = search("kirja").hits
    assert hit.title == "&lt;script&gt;<mark>Kirja</mark>&lt;/script&gt;"


def test_find_finds_labels_in_every_language(records: Records) -> None:
    records.publish(key="a", labels=("Oulu", "Uleåborg", "lastenkulttuuri", "barnkultur"))
    records.publish(key="b", labels=("Kemi",))
    for text in ("oulussa", "Uleåborgs", "barnkulturen"):
        assert keys(text) == ["a"]


@pytest.mark.parametrize("language", ["fi", "sv", "en", "se"])
def test_find_finds_a_record_of_any_language_from_any_interface(
    records: Records, language: str
) -> None:
    records.publish(key="fi", language="fi", texts=("Luemme kirjastoissa.",))
    records.publish(key="sv", language="sv", texts=("Vi läser på biblioteken.",))
    records.publish(key="en", language="en", texts=("We read in libraries.",))
    records.publish(key="se", language="se", texts=("Girjerádju lea rabas.",))
    assert keys("kirjastossa", language=language) == ["fi"]
    assert keys("biblioteket", language=language) == ["sv"]
    assert keys("library", language=language) == ["en"]
    assert keys("girjerádju", language=language) == ["se"]


def test_find_does_not_take_the_readers_function_words_for_words_of_another_language(
    records: Records,
) -> None:
    records.publish(key="sv", language="sv", texts=("Under men.",))
    records.publish(key="en", language="en", texts=("Artists have been here.",))
    assert keys("the artists of what and under", language="en") == ["en"]


def test_find_marks_in_the_language_of_the_record(records: Records) -> None:
    records.publish(key="sv", language="sv", title="Läsning på biblioteken")
    (hit,) = search("biblioteket").hits
    assert hit.title == "Läsning på <mark>biblioteken</mark>"


def test_find_needs_any_word_and_ranks_more_words_first(records: Records) -> None:
    records.publish(key="one", texts=("Teatteri esiintyy.",))
    records.publish(key="both", texts=("Teatteri koululla.",))
    records.publish(key="none", texts=("Museo aukeaa.",))
    assert keys("teatteri koulu") == ["both", "one"]


def test_find_ranks_words_near_one_another_first(records: Records) -> None:
    far = "Tanssi. " + "Jotain muuta kerrotaan tästä asiasta. " * 4 + "Vanhus."
    near = "Tanssi vanhus. " + "Jotain muuta kerrotaan tästä asiasta. " * 4
    records.publish(key="far", texts=(far,))
    records.publish(key="near", texts=(near,))
    assert keys("tanssi vanhus") == ["near", "far"]


def test_find_does_not_take_words_of_two_texts_as_near(records: Records) -> None:
    records.publish(key="apart", texts=("Lopussa tanssi", "vanhus alussa"))
    records.publish(key="near", texts=("Lopussa", "tanssi vanhus alussa"))
    assert keys("tanssi vanhus") == ["near", "apart"]


def test_find_ranks_the_title_first(records: Records) -> None:
    records.publish(key="text", title="Kesä", texts=("Museo aukeaa",))
    records.publish(key="title", title="Museo", texts=("Kesä aukeaa",))
    assert keys("museot") == ["title", "text"]


def test_find_without_text_lists_everything_newest_first(records: Records) -> None:
    for day in (2, 3, 1):
        records.publish(key=str(day), newest=datetime(2026, 5, day, tzinfo=UTC))
    for text in ("", "  ", "\u200b"):
        assert keys(text) == ["3", "2", "1"]


def test_find_orders_by_time_when_asked(records: Records) -> None:
    records.publish(key="old", title="Museo", newest=datetime(2020, 5, 1, tzinfo=UTC))
    records.publish(key="new", texts=("Museo",), newest=datetime(2026, 5, 1, tzinfo=UTC))
    result = search("museo", order="newest")
    assert [(hit.key, hit.score) for hit in result.hits] == [("new", 0.0), ("old", 0.0)]


def test_find_gives_pages(records: Records) -> None:
    for day in range(1, 6):
        records.publish(key=str(day), newest=datetime(2026, 5, day, tzinfo=UTC))
    assert keys("", offset=0, limit=2) == ["5", "4"]
    assert keys("", offset=4, limit=2) == ["1"]
    assert search("", limit=2).total == 5


@pytest.mark.parametrize(
    ("offset", "limit", "count"),
    [(-5, 2, 2), (10**15, 2, 0), (0, 10**15, 3), (0, 0, 0), (0, -1, 0)],
)
def test_find_bears_any_page(records: Records, offset: int, limit: int, count: int) -> None:
    for key in "abc":
        records.publish(key=key)
    result = search("", offset=offset, limit=limit)
    assert (len(result.hits), result.total) == (count, 3)


def publish_in_regions(records: Records) -> None:
    records.publish(key="a", title="Kirja", facets={"region": ("01",), "task": ("x", "y")})
    records.publish(key="b", title="Kirja", facets={"region": ("01",), "task": ("x",)})
    records.publish(key="c", title="Kirja", facets={"region": ("02",), "task": ("y",)})
    records.publish(key="d", title="Muu", facets={"region": ("03",), "task": ()})


def test_find_filters_any_value_of_one_facet_and_all_facets(records: Records) -> None:
    publish_in_regions(records)
    assert set(keys("kirja", filters={"region": ["01", "02"]})) == {"a", "b", "c"}
    assert keys("kirja", filters={"region": ["01", "03"], "task": ["y"]}) == ["a"]
    assert keys("", filters={"region": ["03"]}) == ["d"]
    assert keys("kirja", filters={"region": ["99"]}) == []
    assert set(keys("kirja", filters={"region": [], "task": [""]})) == {"a", "b", "c"}


def test_find_scores_do_not_depend_on_filters(records: Records) -> None:
    publish_in_regions(records)
    scores = {hit.key: hit.score for hit in search("kirja").hits}
    (hit,) = search("kirja", filters={"region": ["02"]}).hits
    assert hit.score == pytest.approx(scores["c"], rel=1e-6)


def test_find_counts_facets_with_the_other_filters_in_force(records: Records) -> None:
    publish_in_regions(records)
    result = search("kirja", filters={"region": ["01"]}, facets=["region", "task"])
    assert result.total == 2
    assert result.facets == {
        "region": [FacetCount("01", 2), FacetCount("02", 1)],
        "task": [FacetCount("x", 2), FacetCount("y", 1)],
    }


def test_find_counts_chosen_values_even_when_none_has_them(records: Records) -> None:
    publish_in_regions(records)
    result = search("kirja", filters={"task": ["z"]}, facets=["region", "task"])
    assert result.facets == {
        "region": [],
        "task": [FacetCount("x", 2), FacetCount("y", 2), FacetCount("z", 0)],
    }


def test_find_refuses_a_facet_that_the_source_does_not_name(records: Records) -> None:
    with pytest.raises(ValueError, match="size"):
        search("", facets=["size"])
    with pytest.raises(ValueError, match="size"):
        search("", filters={"size": ["big"]})


def test_find_of_an_unknown_kind_finds_nothing(records: Records) -> None:
    records.publish(key="a", title="Kirja")
    result = find("kirja", kind="article", language="fi")
    assert (result.total, result.hits, result.available) == (0, [], True)


@pytest.mark.parametrize("count", [1, 3])
def test_find_takes_one_query_when_the_index_is_in_step(
    records: Records, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        records.publish(key=str(number), title="Kirja", facets={"region": ("01",)})
    search("kirja")
    with django_assert_num_queries(1):
        assert search("kirja", facets=["region"], filters={"task": []}).total == count


def test_find_tells_how_long_it_took(records: Records) -> None:
    assert 0 < search("kirja").took_ms < 10_000


BAD_TEXTS = {
    "long": "kirja " * 1700,
    "one word": "a" * 400,
    "no words": "!!! ... ??? ---",
    "quotes": '"kirja',
    "operators": 'kirja AND OR NOT (title:* +"x',
    "SQL": "'; DROP TABLE search_indexchange; --",
    "HTML": "<script>alert('kirja')</script>",
    "zero width": "k\u200bi\u200brja\u2060",
    "right to left": "\u202eajrik\u202c שלום مرحبا",
    "surrogate": "kirja \ud800",
    "control": "kirja\x00\x01\x1f",
    "separators": "kirja\t\n\r",
    "emoji": "📚 kirja",
}
FOUND_BY = {"long", "quotes", "operators", "HTML", "zero width", "surrogate", "control",
            "separators", "emoji"}  # fmt: skip


@pytest.mark.parametrize("name", BAD_TEXTS)
def test_find_answers_any_text(records: Records, name: str) -> None:
    records.publish(key="a", title="Kirja", texts=("<script>",) if name == "HTML" else ())
    result = search(BAD_TEXTS[name])
    assert result.available is True
    assert len(records.asked) == 1
    assert result.total == (1 if name in FOUND_BY else 0)


def test_find_answers_any_filter_value(records: Records) -> None:
    records.publish(key="a", facets={"region": ("01",)})
    search("")
    records.asked.clear()
    for value in ("'; DROP TABLE x", "x" * 70_000, "\x00", "a.b", '"', "\ud800"):
        result = search("", filters={"region": [value]}, facets=["region"])
        assert (result.total, result.available) == (0, True)
        assert search("", filters={"region": [value, "01"]}).total == 1
    assert records.asked == []


def test_find_stores_any_text(records: Records) -> None:
    records.publish(key="a", title="Kirja \ud800 \x00", texts=("\u202e" * 50, "x" * 70_000))
    assert keys("kirja") == ["a"]


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(), language=st.sampled_from(["fi", "sv", "en", "se"]))
def test_find_finds_a_record_by_the_text_of_its_title(
    records: Records, text: str, language: str
) -> None:
    title = f"{text} kirja"
    # What leaves words out finds other records.
    assume(not any(piece.is_excluded for piece in pieces_of(title)))
    records.publish(key="a", title=title, language=language)
    assert keys(title, language=language) == ["a"]


def test_find_without_any_index_says_so(records: Records, index_path: Path) -> None:
    index_path.write_text("in the way")
    result = search("kirja", facets=["region"])
    assert (result.total, result.hits, result.facets, result.available) == (0, [], {}, False)
