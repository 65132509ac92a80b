import pytest

from kenno.search.analysis.finnish import analyser_name, finnish_tokens
from tests.search.conftest import needs_voikko


@needs_voikko
@pytest.mark.parametrize(
    ("word", "tokens"),
    [
        ("kirjastossa", ("kirjasto",)),
        ("oulussa", ("oulu",)),
        ("lastenkulttuurin", ("lastenkulttuuri", "lapsi", "kulttuuri")),
        (
            "kulttuurikasvatussuunnitelmissa",
            ("kulttuurikasvatussuunnitelma", "kulttuuri", "kasvattaa", "suunnitelma", "kasvatus"),
        ),
        ("testaaja", ("testaaja", "testata")),
        ("60-luvun", ("60-luku", "luku", "60")),
        ("eu:n", ("eu",)),
    ],
)
def test_finnish_tokens_are_base_form_bases_and_compound_parts(
    word: str, tokens: tuple[str, ...]
) -> None:
    assert finnish_tokens(word) == tokens


@needs_voikko
def test_finnish_tokens_of_a_name_come_from_its_capitalised_form() -> None:
    assert finnish_tokens("minnan") == ("minna",)


@needs_voikko
def test_finnish_tokens_of_an_unknown_word_are_itself_and_its_stem() -> None:
    assert finnish_tokens("teaviisarissa") == ("teaviisarissa", "teaviisar")


@needs_voikko
def test_finnish_tokens_of_an_unknown_hyphenated_word_include_its_parts() -> None:
    assert finnish_tokens("teaviisari-verkostossa") == (
        "teaviisari-verkostossa",
        "teaviisari",
        "teaviisar",
        "verkosto",
    )


@needs_voikko
def test_finnish_tokens_leave_out_parts_that_say_nothing() -> None:
    assert finnish_tokens("e-kirja") == ("e-kirja", "kirja")
    assert finnish_tokens("ei-kaupallinen") == ("ei-kaupallinen", "kauppa", "kaupallinen")


@needs_voikko
def test_analyser_name_has_the_version_of_voikko() -> None:
    assert analyser_name().startswith("voikko 4.")


@pytest.mark.usefixtures("without_voikko")
def test_finnish_tokens_without_voikko_are_base_forms() -> None:
    assert analyser_name() == "simplemma"
    assert finnish_tokens("kirjastossa") == ("kirjasto",)
    assert finnish_tokens("lastenkulttuurin") == ("lastenkulttuuri",)
    assert finnish_tokens("oulussa") == ("oulu",)
    assert finnish_tokens("teaviisari") == ("teaviisari", "teaviisar")
    assert finnish_tokens("60-luvun") == ("60-luku", "60", "luku")
