import pytest

from kenno.search.lexicon import build_lexicon
from kenno.search.understanding.languages import languages_of
from tests.factories.vocabulary import ConceptFactory
from tests.search.conftest import needs_voikko

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def labels() -> None:
    ConceptFactory(label_fi="museo", label_sv="museum", label_en="museum")
    ConceptFactory(label_fi="lastenkulttuuri", label_sv="barnkultur", label_en="children's culture")


def languages(text: str, readers: str) -> dict[str, float]:
    return languages_of(text.split(), build_lexicon(), readers)


@needs_voikko
@pytest.mark.parametrize("readers", ["fi", "sv", "en"])
def test_language_is_told_by_words_that_only_one_language_has(readers: str) -> None:
    assert languages("lastenkulttuuria kirjastossa", readers) == {"fi": 1.0}
    assert languages("vad är barnkultur", readers) == {"sv": 1.0}
    assert languages("what is children's culture", readers) == {"en": 1.0}


def test_language_of_a_word_of_two_languages_is_the_readers_if_it_is_one() -> None:
    assert languages("museum", "sv") == {"sv": 1.0}
    assert languages("museum", "fi") == {"sv": 1.0, "en": 1.0}


def test_language_of_unknown_words_is_the_readers_and_then_any() -> None:
    assert languages("xyzzy", "sv") == {"sv": 1.0, "fi": 0.8, "en": 0.8}
