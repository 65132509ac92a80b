"""Help while typing: titles, places, concepts and earlier searches that a begun text may become."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from kenno.search import documents
from kenno.search.documents import FilterName, SearchSource
from kenno.search.engine.folder import index_folder
from kenno.search.models import SearchRecord
from kenno.search.suggesting import Suggestion, suggest
from tests.factories.vocabulary import ConceptFactory
from tests.search.conftest import Records

pytestmark = pytest.mark.django_db

NAMES = (
    FilterName("region", "18", "Kainuu", "fi"),
    FilterName("region", "18", "Kajanaland", "sv"),
    FilterName("municipality", "205", "Kajaani", "fi"),
    FilterName("municipality", "205", "Kajana", "sv"),
    FilterName("municipality", "009", "Äänekoski", "fi"),
    FilterName("art", "music", "kaikenlainen", "fi", bare=False),
)


@pytest.fixture
def records(records: Records, monkeypatch: pytest.MonkeyPatch) -> Records:
    """The room of records, with names of places."""
    monkeypatch.setattr(documents, "_sources", {})
    documents.register_source(
        SearchSource(
            kind=records.kind,
            keys=records.keys,
            documents=records.documents,
            facets=("region", "municipality", "art"),
            names=lambda: NAMES,
        )
    )
    return records


def suggested(text: str, language: str = "fi", limit: int = 8) -> list[tuple[str, str, str]]:
    found = suggest(text, kind="record", language=language, limit=limit)
    return [(one.kind, one.text, one.typed) for one in found]


def test_titles_are_met_by_any_of_their_words(records: Records) -> None:
    records.publish(key="1", title="Kyläteatteri kiertää", language="fi")
    records.publish(key="2", title="Teatteria kylille", language="fi")
    records.publish(key="3", title="Barnteater på turné", language="sv")

    assert suggest("teatteri", kind="record", language="fi") == [
        Suggestion("record", "Teatteria kylille", "fi", "teatteri", key="2")
    ]
    assert suggested("ky te") == [("record", "Teatteria kylille", "ky te")]
    assert suggested("turn", "en") == [("record", "Barnteater på turné", "turn")]
    assert suggested("teatteri puuttuu") == []


def test_titles_that_begin_as_typed_come_first(records: Records) -> None:
    records.publish(key="1", title="Museo muuttaa", language="fi")
    records.publish(key="2", title="Koko kylän museo", language="fi")

    assert [one[1] for one in suggested("muse")] == ["Museo muuttaa", "Koko kylän museo"]


def test_missing_dots_find_names_and_titles_with_them(records: Records) -> None:
    records.publish(key="1", title="Ääniä metsästä", language="fi")

    assert suggested("aan") == [
        ("filter", "Äänekoski", "aan"),
        ("record", "Ääniä metsästä", "aan"),
    ]
    assert suggested("ään") == [
        ("filter", "Äänekoski", "ään"),
        ("record", "Ääniä metsästä", "ään"),
    ]


def test_places_complete_last_words_and_are_named_in_readers_language(records: Records) -> None:
    records.publish(key="1", title="x", language="fi")

    assert suggested("lasten teatteri kai") == [("filter", "Kainuu", "kai")]
    assert suggested("kajana", "fi") == [
        ("filter", "Kajaani", "kajana"),
        ("filter", "Kainuu", "kajana"),
    ]
    [first, _second] = suggest("kajana", kind="record", language="sv")
    assert (first.text, first.facet, first.value, first.language) == (
        "Kajana",
        "municipality",
        "205",
        "sv",
    )


def test_names_that_need_their_field_are_not_suggested(records: Records) -> None:
    records.publish(key="1", title="x", language="fi")

    assert suggested("kaikenlai") == []


def test_concepts_of_some_record_come_first(records: Records) -> None:
    ConceptFactory(code="p1", label_fi="musiikki", label_sv="musik")
    ConceptFactory(code="p2", label_fi="musiikkileikki")
    records.publish(key="1", title="x", language="fi", concepts=("p2",))

    assert suggested("uusi mus") == [
        ("concept", "musiikkileikki", "mus"),
        ("concept", "musiikki", "mus"),
    ]
    [one] = suggest("musik", kind="record", language="fi")
    assert (one.text, one.code, one.matched, one.matched_language) == (
        "musiikki",
        "p1",
        "musik",
        "sv",
    )


def test_searches_that_others_made_with_success_are_suggested(records: Records) -> None:
    for text, times, total in (
        ("teatteri lapsille", 5, 3),
        ("teatteri", 9, 9),
        ("teatteriin yksin", 1, 4),
        ("teatteri puuttuu", 9, 0),
    ):
        SearchRecord.objects.create(
            day=timezone.localdate(),
            kind="record",
            language="fi",
            text=text,
            times=times,
            total=total,
            slowest_ms=1,
        )

    assert suggested("Teatteri") == [("earlier", "teatteri lapsille", "Teatteri")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "k",
        " k ",
        "\u200b\u200b",
        "x" * 101,
        ".*",
        "[[[",
        "((",
        "\\",
        "\x00\x00",
        "\ud800x",
    ],
)
def test_nothing_is_suggested_for_what_is_no_beginning(records: Records, text: str) -> None:
    records.publish(key="1", title="Kyläteatteri", language="fi")

    assert suggested(text) == []


def test_limit_holds_over_all_kinds(records: Records) -> None:
    ConceptFactory(label_fi="kaiku")
    for number in range(9):
        records.publish(key=str(number), title=f"Kaikki soi {number}", language="fi")

    assert [len(suggested("kai", limit=limit)) for limit in (-1, 0, 1, 3, 8, 20)] == [
        *(0, 0, 1, 3, 8),
        11,
    ]


def test_concepts_are_suggested_without_index(records: Records) -> None:
    ConceptFactory(label_fi="kaiku")
    index_folder().path.mkdir(parents=True)
    index_folder().path.chmod(0o500)
    index_folder().rest(60)

    assert ("concept", "kaiku", "kai") in suggested("kai")


@pytest.mark.parametrize("rows", [1, 3])
def test_suggestions_make_same_number_of_queries(
    records: Records, django_assert_num_queries: Callable[..., object], rows: int
) -> None:
    for number in range(rows):
        ConceptFactory(label_fi=f"kaiku {number}")
        records.publish(key=str(number), title=f"Kaikki soi {number}", language="fi")
    suggested("kai")

    with django_assert_num_queries(4):  # type: ignore[attr-defined]
        suggested("kai")
