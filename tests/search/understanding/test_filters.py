import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenno.search.documents import FilterName
from kenno.search.understanding.filters import FilterBook, NamedFilter
from tests.search.conftest import needs_voikko

BOOK = FilterBook(
    [
        FilterName("region", "18", "Kainuu", "fi"),
        FilterName("region", "18", "Kajanaland", "sv"),
        FilterName("region", "17", "Pohjois-Pohjanmaa", "fi"),
        FilterName("region", "17", "Norra Österbotten", "sv"),
        FilterName("municipality", "734", "Salo", "fi"),
        FilterName("municipality", "065", "Geta", "fi"),
        FilterName("municipality", "065", "Geta", "sv"),
        FilterName("art", "music", "musiikki", "fi", bare=False),
    ]
)


def named(text: str) -> list[NamedFilter]:
    return list(BOOK.named_in(text.split()))


@needs_voikko
@pytest.mark.parametrize("text", ["teatteri Kainuussa", "teatteri kainuun", "teatteri Kainuu"])
def test_named_in_finds_a_name_in_any_form(text: str) -> None:
    assert named(text) == [NamedFilter(1, 2, "region", "18", True)]


@pytest.mark.parametrize("text", ["teater Kajanaland", "teater kajanalands"])
def test_named_in_finds_a_name_in_each_language(text: str) -> None:
    assert named(text) == [NamedFilter(1, 2, "region", "18", True)]


@pytest.mark.parametrize("text", ["how to get young people involved", "Get on", "en get i byn"])
def test_named_in_takes_no_shorter_word_for_a_swedish_name(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize("text", ["konst Geta", "konst getas", "konst geta"])
def test_named_in_finds_a_swedish_name_as_it_is_and_in_the_genitive(text: str) -> None:
    assert named(text) == [NamedFilter(1, 2, "municipality", "065", True)]


def test_named_in_finds_a_name_of_two_words() -> None:
    assert named("i norra österbotten barn") == [NamedFilter(1, 3, "region", "17", True)]
    assert named("norra österbottens barn") == [NamedFilter(0, 2, "region", "17", True)]


@needs_voikko
def test_named_in_finds_an_inflected_name_with_a_hyphen() -> None:
    assert named("taidetta Pohjois-Pohjanmaalla") == [NamedFilter(1, 2, "region", "17", True)]


@needs_voikko
@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("retki salossa", True),
        ("retki Salo", True),
        ("salo", True),
        ("retki salo", False),
        ("retki salon", False),
    ],
)
def test_named_in_is_certain_when_a_word_can_only_be_a_name(text: str, certain: bool) -> None:
    assert [found.certain for found in named(text)] == [certain]


def test_named_in_leaves_names_that_need_a_field() -> None:
    assert named("musiikki") == []


def test_value_of_finds_names_of_a_facet_and_keeps_other_words() -> None:
    assert BOOK.value_of("art", ["musiikki"]) == "music"
    assert BOOK.value_of("region", ["Norra", "Österbotten"]) == "17"
    assert BOOK.value_of("region", ["18"]) == "18"
    assert BOOK.value_of("unknown", ["x", "y"]) == "x y"


@given(st.lists(st.text(min_size=1), max_size=6))
def test_named_in_of_any_words_stays_within_them(surfaces: list[str]) -> None:
    ends = [0]
    for found in BOOK.named_in(surfaces):
        assert ends[-1] <= found.start < found.end <= len(surfaces)
        ends.append(found.end)
