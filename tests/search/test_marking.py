import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenno.search.analysis import analysed, is_stop_word, tokens, trace_of, words
from kenno.search.marking import ELLIPSIS, PASSAGE_LETTERS, Marker
from tests.search.conftest import needs_voikko


def marker(query: str, language: str) -> Marker:
    """A marker of the words of `query` that are not function words."""
    telling = [word for word in words(query) if not is_stop_word(word, language)]
    return Marker([tokens(word, language) for word in telling], language)


def mark(text: str, query: str, *, language: str = "fi") -> str:
    return marker(query, language).marked(text)


def passage_of(query: str, *texts: str, language: str = "sv") -> str | None:
    traces = [trace_of(analysed(text, language)) for text in texts]
    return marker(query, language).best_passage(texts, traces)


def test_mark_wraps_every_inflected_form() -> None:
    assert mark("Kirjastot ja kirjaston talo", "kirjastossa") == (
        "<mark>Kirjastot</mark> ja <mark>kirjaston</mark> talo"
    )


@needs_voikko
def test_mark_wraps_compounds_that_hold_the_word() -> None:
    assert mark("Lastenkulttuurin viikko", "kulttuuria") == "<mark>Lastenkulttuurin</mark> viikko"


def test_mark_knows_the_language_of_the_text() -> None:
    assert mark("Böckerna lästes", "böcker", language="sv") == "<mark>Böckerna</mark> lästes"


def test_mark_leaves_function_words() -> None:
    assert mark("Att vara i Åbo", "vara i åbo", language="sv") == "Att vara i <mark>Åbo</mark>"


@pytest.mark.parametrize("query", ["", "!!!", "\u200b"])
def test_mark_without_words_marks_nothing(query: str) -> None:
    assert mark("Kirja & talo", query) == "Kirja &amp; talo"


def test_mark_shows_tags_as_text() -> None:
    assert mark("<script>alert('kirja')</script>", "script") == (
        "&lt;<mark>script</mark>&gt;alert(&#x27;kirja&#x27;)&lt;/<mark>script</mark>&gt;"
    )


def test_mark_escapes_text_that_claims_to_be_safe() -> None:
    assert mark(mark("<b>", ""), "") == "&amp;lt;b&amp;gt;"


@given(st.text(), st.text(), st.sampled_from(["fi", "sv", "en", "se"]))
def test_mark_changes_nothing_but_adds_marks(text: str, query: str, language: str) -> None:
    html = mark(text, query, language=language)
    assert unescape(re.sub("</?mark>", "", html)) == unescape(mark(text, ""))
    assert html.count("<mark>") == html.count("</mark>")
    assert set(re.findall(r"<[^>]*>", html)) <= {"<mark>", "</mark>"}


@given(st.text(alphabet="abäö -'<&", min_size=1))
def test_mark_of_a_text_with_itself_marks_whole_words(text: str) -> None:
    inside = re.findall("<mark>(.*?)</mark>", mark(text, text, language="se"))
    assert [unescape(word) for word in inside] == re.findall(r"[\wäö]+(?:[-'][\wäö]+)*", text)


def test_best_passage_is_the_one_that_meets_most_words() -> None:
    assert (
        passage_of(
            "dans musik", "Dans dans dans.", "Musik och dans i skolan.", "Musik och dans igen."
        )
        == "<mark>Musik</mark> och <mark>dans</mark> i skolan."
    )


def test_best_passage_is_none_when_nothing_meets() -> None:
    assert passage_of("teater", "Musik och dans.", "") is None


def test_best_passage_begins_with_its_sentence_and_ends_in_whole_words() -> None:
    before = "Ett helt annat ämne behandlas här. " * 10
    after = " Sedan fortsätter texten länge" * 20
    passage = passage_of("teater", f"{before}Alla fick se teater!{after}")
    assert passage is not None
    assert passage.startswith("Alla fick se <mark>teater</mark>! Sedan fortsätter texten")
    assert passage.endswith(f"länge{ELLIPSIS}") or passage.endswith(f"texten{ELLIPSIS}")
    assert len(passage) <= PASSAGE_LETTERS + len("<mark></mark>") + len(ELLIPSIS)


def test_best_passage_inside_a_long_sentence_says_that_it_begins_there() -> None:
    passage = passage_of("teater", f"{'ord ' * 100}teater")
    assert passage is not None
    assert passage.startswith(f"{ELLIPSIS}ord ord")
    assert passage.endswith("ord <mark>teater</mark>")


def test_best_passage_escapes_what_is_around_the_marks() -> None:
    assert passage_of("teater", "<b>teater</b> & dans") == (
        "&lt;b&gt;<mark>teater</mark>&lt;/b&gt; &amp; dans"
    )


@given(
    st.lists(st.text(alphabet="abc .<&\n-", max_size=900), max_size=3),
    st.text(alphabet="abc ", min_size=1, max_size=12),
)
def test_best_passage_of_any_texts_is_a_stretch_of_one_of_them(
    texts: list[str], query: str
) -> None:
    passage = passage_of(query, *texts, language="se")
    if passage is None:
        assert all("<mark>" not in mark(text, query, language="se") for text in texts)
    else:
        plain = unescape(re.sub("</?mark>", "", passage)).strip(ELLIPSIS)
        assert "<mark>" in passage
        assert any(plain in text for text in texts)
