"""What comes with the program."""

from kenno.search.lexicon.shipped import learned_pairs, related_concepts


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
