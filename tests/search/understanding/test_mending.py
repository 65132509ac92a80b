import pytest

from kenno.search.lexicon import build_lexicon
from kenno.search.results import Mended
from kenno.search.understanding.mending import Mender
from tests.factories.vocabulary import ConceptFactory
from tests.search.conftest import needs_voikko
from tests.search.understanding.texts import Texts

pytestmark = pytest.mark.django_db


def mender(*, written_in: str = "fi", literal: str = "", **counts: int) -> Mender:
    return Mender(Texts(**counts), build_lexicon(), (written_in,), literal.split())


@needs_voikko
@pytest.mark.parametrize(
    ("word", "instead"),
    [
        ("kirjstossa", "kirjastossa"),
        ("kirajstossa", "kirjastossa"),
        ("kirjasstossa", "kirjastossa"),
        ("kirjaztossa", "kirjastossa"),
        ("ikrjastossa", "kirjastossa"),
    ],
)
def test_mend_finds_the_word_of_a_text_one_error_away(word: str, instead: str) -> None:
    one = mender(kirjastossa=3, kirjasto=3)
    assert one.mend(word) == instead
    assert one.mended == [Mended(word, instead)]


@needs_voikko
def test_mend_finds_an_inflected_form_that_no_text_has() -> None:
    assert mender(kirjasto=3).mend("kirjstossamme") == "kirjastossamme"


@needs_voikko
def test_mend_takes_the_word_that_most_texts_have() -> None:
    one = mender(muusio=1, museo=9)
    assert one.mend("muuseo") == "museo"
    one = mender(museot=1, museon=9, museo=9)
    assert one.mend("museoj") == "museon"


@needs_voikko
def test_mend_puts_missing_dots_back() -> None:
    one = mender(**{"päätösongelma": 1})
    assert one.mend("paatosongelmiksi") == "päätösongelmiksi"


@needs_voikko
@pytest.mark.parametrize("word", ["kissa", "2026", "1990-luvulla", "abc"])
def test_mend_leaves_known_words_numbers_and_short_words(word: str) -> None:
    one = mender(kirja=5, kirjassa=5, abb=4)
    assert one.mend(word) == word
    assert one.mended == []


def test_mend_leaves_a_word_of_the_language_of_the_search() -> None:
    ConceptFactory(label_fi="kuvakirjat", label_sv="bilder")
    one = mender(written_in="sv", bildes=4)
    assert one.mend("bilder") == "bilder"
    assert one.unknown == ["bilder"]


def test_mend_leaves_an_inflected_word_of_the_language_of_the_search() -> None:
    ConceptFactory(label_fi="kävely", label_sv="gå")
    one = mender(written_in="sv", pick=4)
    assert one.mend("gick") == "gick"
    assert one.mended == []


def test_mend_prefers_the_language_of_the_search_to_that_of_the_texts() -> None:
    ConceptFactory(label_fi="kirjastot", label_sv="bibliotek")
    one = mender(written_in="sv", bibliote=4)
    assert one.mend("biblioten") == "bibliotek"


@needs_voikko
def test_mend_leaves_what_the_reader_wants_as_it_is() -> None:
    assert mender(literal="kirjstossa", kirjastossa=3, kirjasto=3).mend("kirjstossa") == (
        "kirjstossa"
    )


def test_mend_tells_words_that_nothing_holds() -> None:
    one = mender()
    one.mend("xyzzyxyzzy")
    assert one.unknown == ["xyzzyxyzzy"]


@needs_voikko
def test_mend_offers_a_far_more_common_word_beside_a_rare_one() -> None:
    one = mender(kirjsto=1, kirjasto=40)
    assert one.mend("kirjsto") == "kirjsto"
    assert one.mended == [Mended("kirjsto", "kirjasto", offered=True)]


@needs_voikko
def test_function_words_are_known_without_their_dots() -> None:
    one = mender()
    assert [one.is_dotless_stop_word(word) for word in ("missa", "mika", "museo")] == [
        True,
        True,
        False,
    ]
