"""What comes with the program."""

from pathlib import Path

from pytest_django import Settings

from kenno.search.lexicon.shipped import DATA, learned_pairs, related_concepts, senses


def test_related_concepts_are_at_most_eight_others():
    related = related_concepts({"p4804", "p0"})
    assert list(related) == ["p4804"]
    assert related["p4804"].texts > 100
    assert "p16164" in related["p4804"].codes
    assert len(related["p4804"].codes) == 8


def test_learned_pairs_of_each_two_languages():
    pairs = learned_pairs()
    assert list(pairs) == [("fi", "sv"), ("fi", "en"), ("sv", "en")]
    assert pairs["fi", "sv"]["lapsi", "barn"] > 0.9
    assert pairs["fi", "en"]["museo", "museums"] > 0.9
    assert pairs["sv", "en"]["kyrka", "church"] > 0.9


def test_senses_are_words_of_two_languages_at_least(settings: Settings):
    settings.WORD_SENSES_FILE = DATA / "senses.tsv.gz"
    found = list(senses())
    assert {"fi": ["arkeologia"], "sv": ["arkeologi"], "en": ["archaeology", "archeology"]} in found
    assert len(found) > 50_000
    assert all(sum(map(bool, sense.values())) > 1 for sense in found)
    assert all(word for sense in found for words in sense.values() for word in words)


def test_senses_are_none_where_there_is_no_file(settings: Settings, tmp_path: Path):
    settings.WORD_SENSES_FILE = tmp_path / "nothing"
    assert list(senses()) == []
