import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenno.search.wording import MOST_WORDS, Piece, is_empty, pieces_of


@pytest.mark.parametrize("text", ["", "  \n", "\u200b\u200e", "\ufeff"])
def test_is_empty_sees_what_a_person_sees(text: str) -> None:
    assert is_empty(text) is True


@pytest.mark.parametrize("text", ["a", "!", " ,"])
def test_is_empty_is_false_for_anything_visible(text: str) -> None:
    assert is_empty(text) is False


def word(text: str) -> Piece:
    return Piece((text,))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("lasten teatteri", [word("lasten"), word("teatteri")]),
        ("e-kirja EU:n", [word("e-kirja"), word("EU:n")]),
        ('"luova paja" tanssi', [Piece(("luova", "paja"), is_phrase=True), word("tanssi")]),
        ("”luova paja”", [Piece(("luova", "paja"), is_phrase=True)]),
        ('"yksi"', [word("yksi")]),
        ("tanssi -balettia", [word("tanssi"), Piece(("balettia",), is_excluded=True)]),
        ('-"luova paja"', [Piece(("luova", "paja"), is_phrase=True, is_excluded=True)]),
        ("kunta:Oulu", [Piece(("Oulu",), field="kunta")]),
        ('KUNTA:"Iso kylä"', [Piece(("Iso", "kylä"), field="kunta")]),
        ("otsikko:tanssi", [Piece(("tanssi",), field="otsikko")]),
        ("kello:12", [word("kello:12")]),
    ],
)
def test_pieces_are_taken_apart(text: str, pieces: list[Piece]) -> None:
    assert pieces_of(text, fields={"kunta"}) == pieces


@pytest.mark.parametrize("text", ["lasten- ja nuorten", "tanssi - baletti", "ei-kaupallinen"])
def test_pieces_have_no_exclusion_without_a_minus_directly_before_a_word(text: str) -> None:
    assert [piece.is_excluded for piece in pieces_of(text)] == [False] * len(pieces_of(text))


@pytest.mark.parametrize("text", ['"luova paja', 'luova" paja', 'luova paja"'])
def test_pieces_take_half_a_pair_of_quotes_as_a_space(text: str) -> None:
    assert pieces_of(text) == [word("luova"), word("paja")]


@pytest.mark.parametrize("text", ["!!! ... ---", '""', "-", "kunta:", "''; --"])
def test_pieces_of_signs_only_are_none_or_words(text: str) -> None:
    assert [piece.text for piece in pieces_of(text, fields={"kunta"})] in ([], ["kunta"])


def test_pieces_of_a_pasted_page_are_its_first_words() -> None:
    page = " ".join(f"word{number}" for number in range(2000))
    assert pieces_of(page) == [word(f"word{number}") for number in range(MOST_WORDS)]


@given(st.text())
def test_pieces_of_any_text_are_few_and_have_words(text: str) -> None:
    pieces = pieces_of(text, fields={"kunta"})
    assert sum(len(piece.words) for piece in pieces) <= MOST_WORDS
    assert all(piece.words for piece in pieces)
