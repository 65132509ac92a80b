import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from kenno.vocabulary.queries import (
    ConceptSuggestion,
    Label,
    concepts_by_codes,
    every_label,
    labels_fingerprint,
    suggest,
    terms,
)
from tests.factories.vocabulary import (
    ArtFormFactory,
    ConceptFactory,
    EffectAreaFactory,
    StatutoryTaskFactory,
    TargetGroupFactory,
)

pytestmark = pytest.mark.django_db


def labels(text: str, language: str = "fi", limit: int = 10) -> list[str]:
    return [suggestion.label for suggestion in suggest(text, language, limit)]


def test_suggest_finds_by_the_beginning_of_the_readers_label() -> None:
    museums = ConceptFactory(code="p1", label_fi="museot")
    ConceptFactory(label_fi="taidemuseot")
    assert suggest("Muse", "fi") == [
        ConceptSuggestion(
            code="p1",
            label="museot",
            label_language="fi",
            matched="",
            matched_language="",
            uri=museums.uri,
        )
    ]


def test_suggest_finds_by_another_languages_label_and_shows_it() -> None:
    ConceptFactory(code="p1", label_fi="lastenkulttuuri", label_sv="barnkultur")
    suggestion = suggest("barnk", "fi")[0]
    assert (suggestion.label, suggestion.matched, suggestion.matched_language) == (
        "lastenkulttuuri",
        "barnkultur",
        "sv",
    )


def test_suggest_shows_the_finnish_label_where_the_readers_is_missing() -> None:
    ConceptFactory(label_fi="esitystaide", label_en="performance art")
    suggestion = suggest("performance", "sv")[0]
    assert (suggestion.label, suggestion.label_language, suggestion.matched) == (
        "esitystaide",
        "fi",
        "performance art",
    )


def test_suggest_finds_by_an_alternative_label() -> None:
    ConceptFactory(label_fi="järjestöt", also=["yhdistykset"])
    suggestion = suggest("yhdist", "fi")[0]
    assert (suggestion.label, suggestion.matched) == ("järjestöt", "yhdistykset")


def test_suggest_puts_beginnings_before_later_words() -> None:
    ConceptFactory(label_fi="kulttuurinen moninaisuus")
    ConceptFactory(label_fi="moninaisuuskoulutus")
    assert labels("moni") == ["moninaisuuskoulutus", "kulttuurinen moninaisuus"]


def test_suggest_finds_each_concept_once() -> None:
    ConceptFactory(label_fi="tanssi", label_sv="tanssi", label_en="tanssi art of tanssi")
    assert labels("tanssi") == ["tanssi"]


def test_suggest_puts_whole_labels_first_and_short_before_long() -> None:
    ConceptFactory(label_fi="tanssijat")
    ConceptFactory(label_fi="tanssi (taiteet)")
    ConceptFactory(label_fi="tanssit")
    assert labels("tanssi") == ["tanssi (taiteet)", "tanssit", "tanssijat"]


def test_suggest_puts_the_readers_language_and_culture_first() -> None:
    ConceptFactory(label_fi="taidot")
    ConceptFactory(label_fi="taideteokset", is_cultural=True)
    ConceptFactory(label_fi="japanilaisuus", label_sv="taifu")
    assert labels("tai") == ["taideteokset", "taidot", "japanilaisuus"]


def test_suggest_without_dots_finds_dotted_labels_after_plain_ones() -> None:
    ConceptFactory(label_fi="näyttelyt")
    ConceptFactory(label_fi="nayttelijattaret pitkällä nimellä")
    assert labels("nayttel") == ["nayttelijattaret pitkällä nimellä", "näyttelyt"]


def test_suggest_with_dots_keeps_to_them() -> None:
    ConceptFactory(label_fi="näyttelyt")
    ConceptFactory(label_fi="nayttelijat")
    assert labels("näyttel") == ["näyttelyt"]


@pytest.mark.parametrize("text", ["", " ", "m", " m ", "%", "__", "mu%", "mus'--"])
def test_suggest_gives_nothing_for_too_little_or_for_signs(text: str) -> None:
    ConceptFactory(label_fi="museot")
    assert suggest(text, "fi") == []


def test_suggest_stops_at_the_limit() -> None:
    for number in range(5):
        ConceptFactory(label_fi=f"museo {number}")
    assert labels("museo", limit=3) == ["museo 0", "museo 1", "museo 2"]
    assert labels("museo", limit=0) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_suggest_reads_labels_and_then_words(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        ConceptFactory(label_fi=f"museo {number}", label_sv=f"museum {number}")
    with django_assert_num_queries(2):
        assert len(suggest("mus", "fi")) == rows


def test_suggest_reads_no_words_when_labels_suffice(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ConceptFactory(label_fi="museot")
    with django_assert_num_queries(1):
        suggest("mus", "fi", limit=1)


@pytest.mark.parametrize("rows", [1, 3])
def test_concepts_by_codes_keeps_the_order_in_one_query(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    codes = [ConceptFactory().code for _ in range(rows)][::-1]
    with django_assert_num_queries(1):
        found = concepts_by_codes([*codes, "p0", codes[0]])
    assert [concept.code for concept in found] == codes


@pytest.mark.parametrize("rows", [1, 3])
def test_terms_gives_four_lists_in_four_queries(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    factories = (StatutoryTaskFactory, TargetGroupFactory, ArtFormFactory, EffectAreaFactory)
    for factory in factories:
        for position in range(rows, 0, -1):
            factory(code=f"code-{position}", position=position)
    codes = [f"code-{position}" for position in range(1, rows + 1)]
    with django_assert_num_queries(4):
        lists = terms()
    assert [term.code for term in lists.statutory_tasks] == codes
    assert [term.code for term in lists.target_groups] == codes
    assert [term.code for term in lists.art_forms] == codes
    assert [term.code for term in lists.effect_areas] == codes


@pytest.mark.parametrize(
    ("language", "label"), [("fi", "Musiikki"), ("sv", "Musik"), ("en", "Musiikki")]
)
def test_label_is_in_the_readers_language_else_in_finnish(language: str, label: str) -> None:
    form = ArtFormFactory(label_fi="Musiikki", label_sv="Musik", label_en="")
    with translation.override(language):
        assert form.label == label


def test_every_label_gives_all_ways_to_call_each_concept(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ConceptFactory(code="p1", label_fi="järjestöt", label_sv="föreningar", also=["yhdistykset"])
    ConceptFactory(code="p2", label_fi="kuorot", is_cultural=True)
    with django_assert_num_queries(1):
        found = list(every_label())
    assert found == [
        Label("p1", "fi", "järjestöt", True, False),
        Label("p1", "sv", "föreningar", True, False),
        Label("p1", "fi", "yhdistykset", False, False),
        Label("p2", "fi", "kuorot", True, True),
    ]


def test_labels_fingerprint_changes_with_the_labels(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    fingerprints = [labels_fingerprint()]
    choirs = ConceptFactory(code="p1", label_fi="kuorot")
    fingerprints.append(labels_fingerprint())
    ConceptFactory(code="p2", label_fi="museot")
    fingerprints.append(labels_fingerprint())
    choirs.delete()
    with django_assert_num_queries(1):
        fingerprints.append(labels_fingerprint())
    assert len(set(fingerprints)) == 4
    assert labels_fingerprint() == fingerprints[-1]
