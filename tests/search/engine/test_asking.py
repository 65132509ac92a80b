from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
import tantivy

from kenno.search.engine import matching
from kenno.search.engine.asking import meaning_query, preferring, restricted
from kenno.search.engine.generation import Generation, Reader
from kenno.search.engine.schema import Applied
from kenno.search.meaning import Alternative, Meaning, Phrase, Wanted
from tests.factories.search import SearchDocumentFactory


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """An index of a Finnish and a Swedish record with the same text."""
    generation = Generation.create(tmp_path / "index")
    with generation.writing() as writer:
        for language in ("fi", "sv"):
            writer.put(
                SearchDocumentFactory.build(
                    key=language,
                    language=language,
                    title="Titanic",
                    facets={"region": ("01" if language == "fi" else "02",)},
                    newest=datetime(2026, 1, 1, tzinfo=UTC),
                )
            )
        writer.commit(Applied(1, ""), {})
    return generation.reader()


def wanted(*tokens: str, **weights: float) -> Wanted:
    """A word that texts of each language of `weights` say with these tokens."""
    ways = {language: (Alternative(tokens, weight),) for language, weight in weights.items()}
    return Wanted(tokens, ways)


def scores(reader: Reader, query: tantivy.Query) -> dict[str, float]:
    """The score of each record found, by its key."""
    found = reader.searcher.search(query, limit=10).hits
    return {reader.stored(address).key: score for score, address in found}


def test_meaning_query_weighs_the_languages(reader: Reader) -> None:
    found = scores(reader, meaning_query(reader, Meaning((wanted("titanic", fi=1.0, sv=0.5),))))
    assert found["fi"] == pytest.approx(2 * found["sv"], rel=1e-5)


def test_reader_remembers_clauses_as_long_as_there_is_room(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kenno.search.engine.generation.KEPT_CLAUSES", 2)
    made: list[str] = []

    def clause_of(word: str) -> tuple[tantivy.Query, ...]:
        made.append(word)
        return (tantivy.Query.empty_query(),)

    for word in ("one", "two", "one", "three", "three", "one"):
        assert len(reader.clauses(word, partial(clause_of, word))) == 1
    assert made == ["one", "two", "three", "one"]


def test_meaning_query_of_words_that_no_text_has_matches_nothing(reader: Reader) -> None:
    assert scores(reader, meaning_query(reader, Meaning((wanted("laiva", fi=1.0),)))) == {}
    assert scores(reader, meaning_query(reader, Meaning(says_nothing=True))) == {}


def test_meaning_query_leaves_excluded_words_out(reader: Reader) -> None:
    excluded = Phrase({"fi": (("titanic",),)})
    query = restricted(reader, meaning_query(reader, Meaning(excluded=(excluded,))), "record", {})
    assert list(scores(reader, query)) == ["sv"]


def test_meaning_query_takes_the_best_of_several_ways(reader: Reader) -> None:
    ways = (Alternative(("titanic",), 1.0), Alternative(("laiva",), 1.0))
    several = scores(reader, meaning_query(reader, Meaning((Wanted(("x",), {"fi": ways}),))))
    one = scores(reader, meaning_query(reader, Meaning((wanted("titanic", fi=1.0),))))
    assert several["fi"] == pytest.approx(one["fi"], rel=1e-5)


def test_meaning_query_weighs_a_part_as_much_as_it_is_told(reader: Reader) -> None:
    def score_of(part_weight: float) -> float:
        way = Alternative(("laiva", "titanic"), 1.0, part_weight)
        word = Wanted(("x",), {"fi": (way,)})
        return scores(reader, meaning_query(reader, Meaning((word,))))["fi"]

    assert score_of(1.0) == pytest.approx(2 * score_of(0.5), rel=1e-5)


@pytest.fixture
def common_and_rare(tmp_path: Path) -> Reader:
    """An index where three records say "house" in a common way and one says "tower"."""
    generation = Generation.create(tmp_path / "common")
    with generation.writing() as writer:
        for number, title in enumerate(["talo", "talo", "talo", "torni", "silta", "portti"]):
            writer.put(
                SearchDocumentFactory.build(
                    key=f"{title}{number}",
                    language="fi",
                    title=title,
                    texts=(),
                    summary="",
                    newest=datetime(2026, 1, 1, tzinfo=UTC),
                )
            )
        writer.commit(Applied(1, ""), {})
    return generation.reader()


def test_meaning_query_lets_a_rare_way_tell_no_more_than_all_ways(common_and_rare: Reader) -> None:
    ways = (Alternative(("talo",), 1.0), Alternative(("torni",), 0.7))
    found = scores(
        common_and_rare, meaning_query(common_and_rare, Meaning((Wanted(("hus",), {"fi": ways}),)))
    )
    assert set(found) == {"talo0", "talo1", "talo2", "torni3"}
    assert found["torni3"] < found["talo0"]
    alone = meaning_query(common_and_rare, Meaning((wanted("torni", fi=0.7),)))
    assert scores(common_and_rare, alone)["torni3"] > found["talo0"]


def index_of(folder: Path, **texts: str) -> Reader:
    """An index of one Finnish record for each text, which is its body."""
    generation = Generation.create(folder)
    with generation.writing() as writer:
        for key, text in texts.items():
            plain = {"title": "", "summary": "", "steps": (), "leads": (), "labels": ()}
            writer.put(SearchDocumentFactory.build(key=key, language="fi", texts=(text,), **plain))
        writer.commit(Applied(1, ""), {})
    return generation.reader()


def test_meaning_query_puts_more_of_the_words_before_more_of_one_word(tmp_path: Path) -> None:
    bridges = {f"bridge{number}": "silta" for number in range(2)}
    others = {f"other{number}": "muu" for number in range(12)} | bridges
    both = "torni silta muu muu muu muu"
    reader = index_of(tmp_path / "i", often="torni torni torni", both=both, **others)
    words = (wanted("torni", fi=1.0), wanted("silta", fi=1.0))
    found = scores(reader, meaning_query(reader, Meaning(words)))
    assert sorted(found, key=lambda key: -found[key])[:2] == ["both", "often"]


def test_meaning_query_counts_the_presence_of_a_word_once(tmp_path: Path) -> None:
    reader = index_of(tmp_path / "i", once="torni muu muu", often="torni torni torni")
    tower, ship = wanted("torni", fi=1.0), wanted("laiva", fi=1.0)
    alone = scores(reader, meaning_query(reader, Meaning((tower,))))
    beside = scores(reader, meaning_query(reader, Meaning((tower, ship))))
    gained = {key: beside[key] - alone[key] for key in alone}
    assert gained["once"] > 0
    assert gained["often"] == pytest.approx(gained["once"], rel=1e-5)


def test_meaning_query_lets_a_part_of_what_may_be_meant_tell_less_in_a_longer_search(
    tmp_path: Path,
) -> None:
    reader = index_of(tmp_path / "i", whole="tulipesä", part="pesä", other="muu")
    meant = wanted("tulipesä", "pesä", fi=0.7)
    missing = [wanted(word, fi=1.0) for word in ("laiva", "hevonen", "portti")]
    short = scores(reader, meaning_query(reader, Meaning((meant,))))
    long = scores(reader, meaning_query(reader, Meaning((meant, *missing))))
    assert long["part"] / long["whole"] < short["part"] / short["whole"]


def test_preferring_puts_preferred_values_first(reader: Reader) -> None:
    plain = meaning_query(reader, Meaning((wanted("titanic", fi=1.0, sv=0.1),)))
    best = scores(reader, plain)["fi"]
    preferences = {"region": {"02": 1.0}}
    assert list(scores(reader, preferring(reader, plain, preferences, best))) == ["sv", "fi"]


def test_restricted_leaves_out_other_kinds_and_the_entry_about_the_index(reader: Reader) -> None:
    everything = tantivy.Query.all_query()
    assert reader.searcher.search(everything).count == 3
    assert reader.searcher.search(restricted(reader, everything, "record", {})).count == 2
    assert reader.searcher.search(restricted(reader, everything, "article", {})).count == 0


def test_restricted_can_leave_one_filter_out(reader: Reader) -> None:
    everything = tantivy.Query.all_query()
    filters = {"region": ["03"]}
    assert reader.searcher.search(restricted(reader, everything, "record", filters)).count == 0
    without = restricted(reader, everything, "record", filters, but="region")
    assert reader.searcher.search(without).count == 2


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """An index of 1,000 Finnish records: every other tells of culture, the first one of a horse.

    That counts as very many here; 25,000 would take their time to make.
    """
    monkeypatch.setattr(matching, "FEWEST_DOCUMENTS", 1_000)
    generation = Generation.create(tmp_path / "large")
    with generation.writing() as writer:
        for number in range(1_000):
            word = "hevonen" if number == 0 else "kulttuuri" if number % 2 else "muu"
            plain = {"summary": "", "texts": (), "steps": (), "leads": (), "labels": (word,)}
            writer.put(SearchDocumentFactory.build(key=str(number), title=word, **plain))
        writer.commit(Applied(1, ""), {})
    return generation.reader()


def found_in(reader: Reader, *wanted: Wanted) -> int:
    """How many records are found."""
    query = meaning_query(reader, Meaning(wanted))
    counted = meaning_query(reader, Meaning(wanted), to_count=True)
    total = reader.searcher.search(query).count
    assert reader.searcher.search(counted).count == total
    return total


def test_meaning_query_leaves_out_a_very_common_other_way_when_one_is_left(large: Reader) -> None:
    horse, culture = Alternative(("hevonen",), 0.9), Alternative(("kulttuuri",), 0.9)
    assert found_in(large, Wanted(("x",), {"fi": (horse, culture)})) == 1
    assert found_in(large, Wanted(("x",), {"fi": (culture,)})) == 500


def test_meaning_query_leaves_the_presence_of_a_common_word_out_of_account(large: Reader) -> None:
    culture, ship = wanted("kulttuuri", fi=1.0), wanted("laiva", fi=1.0)
    alone = scores(large, meaning_query(large, Meaning((culture,))))
    beside = scores(large, meaning_query(large, Meaning((culture, ship))))
    assert set(beside.values()) == set(alone.values())


def test_meaning_query_keeps_a_very_common_word_that_was_typed(large: Reader) -> None:
    ways = (Alternative(("kulttuuri",), 1.0), Alternative(("hevonen",), 0.9))
    assert found_in(large, Wanted(("kulttuuri",), {"fi": ways})) == 501


def test_meaning_query_looks_for_one_other_word_beside_the_typed_one_in_very_many_documents(
    large: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "COMMON_PART", 1.0)
    monkeypatch.setattr(matching, "COMMON_WORD", 1.0)
    ways = [Alternative((word,), weight) for word, weight in (("hevonen", 1.0), ("kulttuuri", 0.4))]
    word = Wanted(("hevonen",), {"fi": (*ways, Alternative(("muu",), 0.5))})
    assert found_in(large, word) == 500


def test_meaning_query_leaves_out_a_very_common_label_beside_other_words(large: Reader) -> None:
    culture = Wanted(("kultur",), {}, labels={"kulttuuri": 1.0})
    horse = Wanted(("häst",), {"fi": (Alternative(("hevonen",), 1.0),)})
    assert found_in(large, culture) == 500
    assert found_in(large, culture, horse) == 1
