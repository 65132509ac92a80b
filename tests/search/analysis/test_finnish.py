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
            (
                *("kulttuurikasvatussuunnitelma", "kulttuuri", "kasvattaa", "suunnitelma"),
                *("kulttuurikasvatus", "kasvatussuunnitelma"),
            ),
        ),
        ("testaaja", ("testaaja", "testata")),
        ("60-luvun", ("60-luku", "60")),
        ("1990-luvulla", ("1990-luku", "1990")),
        ("eu:n", ("eu",)),
        ("sks:n", ("sks",)),
        ("tl", ("tl",)),
        ("vaa'an", ("vaaka",)),
    ],
)
def test_finnish_tokens_are_base_form_bases_and_compound_parts(
    word: str, tokens: tuple[str, ...]
) -> None:
    assert finnish_tokens(word) == tokens


@needs_voikko
@pytest.mark.parametrize(
    ("word", "base_form"),
    [
        ("oppilasta", "oppilas"),
        ("salossa", "salo"),
        ("alusta", "alku"),
        ("tanssi", "tanssi"),
        # commoner than vuo, kota, luokki, koni
        ("vuotta", "vuosi"),
        ("kodin", "koti"),
        ("luokista", "luokka"),
        ("koneilla", "kone"),
        ("valokuvausluokilla", "valokuvausluokka"),
        # no possessive suffix: your moon, your stream
        ("kuusi", "kuusi"),
        ("vuosi", "vuosi"),
        # a name that the dictionary has as a whole: no power of the east
        ("itävalta", "itävalta"),
    ],
)
def test_finnish_tokens_come_from_the_likeliest_reading(word: str, base_form: str) -> None:
    assert finnish_tokens(word)[0] == base_form
    assert "lapsi" not in finnish_tokens(word)


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
        "teaviisariverkostossa",
        "teaviisari",
        "teaviisar",
        "verkosto",
    )


@needs_voikko
def test_finnish_tokens_of_a_hyphenated_word_are_its_parts_and_the_word_in_one() -> None:
    assert finnish_tokens("e-kirjoja") == ("e-kirja", "ekirja", "kirja")
    assert finnish_tokens("ei-kaupallinen") == (
        "ei-kaupallinen",
        "eikaupallinen",
        "kauppa",
        "kaupallinen",
    )


@needs_voikko
def test_analyser_name_has_the_version_of_voikko() -> None:
    assert analyser_name().startswith("voikko 4.")


def test_analyser_name_tells_by_which_rules_words_were_analysed() -> None:
    assert analyser_name().endswith(", rules 4")


@pytest.mark.usefixtures("without_voikko")
@pytest.mark.parametrize(
    ("word", "tokens"),
    [
        ("kirjastossa", ("kirjasto",)),
        ("oulussa", ("oulu",)),
        ("lastenkulttuurin", ("lastenkulttuuri", "lapsi", "kulttuuri")),
        ("teaviisari", ("teaviisari", "teaviisar")),
        ("60-luvun", ("60-luku", "60", "luku")),
        ("sks:n", ("sks",)),
        ("e-kirja", ("e-kirja", "ekirja", "kirja")),
    ],
)
def test_finnish_tokens_without_voikko_are_base_forms_and_parts(
    word: str, tokens: tuple[str, ...]
) -> None:
    assert analyser_name() == "simplemma, rules 4"
    assert finnish_tokens(word) == tokens
