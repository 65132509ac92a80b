"""What the lexicon tells of words, with a handful of labels."""

import pytest

from kenno.search.analysis import tokens, words
from kenno.search.lexicon import ConceptMatch, build_lexicon
from tests.factories.vocabulary import ConceptFactory

pytestmark = pytest.mark.django_db


def found(text: str, language: str) -> list[ConceptMatch]:
    return build_lexicon().concepts_in([tokens(word, language) for word in words(text)], language)


def test_concepts_in_finds_inflected_words() -> None:
    ConceptFactory(code="p1", label_fi="lastenkulttuuri", label_sv="barnkultur")
    assert found("barnkulturens framtid", "sv") == [ConceptMatch(0, 1, ("p1",))]


def test_concepts_in_takes_the_longest_label() -> None:
    ConceptFactory(code="p1", label_fi="kulttuuri", label_en="culture")
    ConceptFactory(code="p2", label_fi="lastenkulttuuri", label_en="children's culture")
    assert found("the children's culture", "en") == [ConceptMatch(1, 3, ("p2",))]


def test_concepts_in_splits_a_compound_into_labels() -> None:
    ConceptFactory(code="p1", label_fi="lastenkulttuuri", label_sv="barnkultur")
    ConceptFactory(code="p2", label_fi="toiminta", label_sv="verksamhet")
    assert found("barnkulturverksamheten", "sv") == [
        ConceptMatch(0, 1, ("p1", "p2"), (("p1",), ("p2",)))
    ]
