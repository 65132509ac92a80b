"""How a word may be said in the language of the texts, with a handful of labels.

The Swedish words are in the word pairs that come with the program.
"""

from dataclasses import replace

from kenno.search.lexicon import Lexicon
from kenno.search.lexicon.building import lexicon_entries
from kenno.search.lexicon.tables import Table, table_bytes
from kenno.search.understanding.expanding import Expansion
from kenno.vocabulary.queries import Label
from tests.search.conftest import WriteList, WriteSenses, needs_voikko
from tests.search.understanding.texts import Texts


def label(code: str, text: str, language: str, *, preferred: bool = True) -> Label:
    return Label(code, language, text, preferred=preferred, is_cultural=False)


def expansion(*labels: Label, texts: Texts | None = None, literal: str = "") -> Expansion:
    known = Lexicon(Table(table_bytes(lexicon_entries(labels))), "test")
    return Expansion(known, {"sv": 1.0}, texts or Texts(), literal.split())


def said(one: Expansion, word: str) -> dict[str, float]:
    """The main tokens by which Finnish texts say a Swedish word, with their weights."""
    concept = next(iter(one.concepts_in([word])), None)
    ways = one.wanted([word], concept).alternatives["fi"]
    return {way.tokens[0]: round(way.weight, 3) for way in ways}


def test_concepts_in_leaves_out_another_name_that_a_word_list_knows_better() -> None:
    manager = (
        label("p1", "esimiehet", "fi"),
        label("p1", "chefer", "sv"),
        label("p1", "verksamhet", "sv", preferred=False),
    )
    assert expansion(*manager).concepts_in(["verksamheten"]) == []
    [(match, language)] = expansion(*manager).concepts_in(["cheferna"])
    assert (match.codes, language) == (("p1",), "sv")


def test_concepts_in_keeps_another_name_that_a_word_list_agrees_with() -> None:
    activity = (
        label("p1", "toiminta", "fi"),
        label("p1", "aktivitet", "sv"),
        label("p1", "verksamhet", "sv", preferred=False),
    )
    [(match, _language)] = expansion(*activity).concepts_in(["verksamheten"])
    assert match.codes == ("p1",)


def test_concepts_in_leaves_out_what_a_verb_only_looks_like(write_list: WriteList) -> None:
    songs = (label("p1", "laulelmat", "fi"), label("p1", "visor", "sv"))
    write_list("sv", "fi", ["visa /x/ <v>\nnäyttää\n"])
    assert expansion(*songs).concepts_in(["visade"]) == []
    [(match, _language)] = expansion(*songs).concepts_in(["visorna"])
    assert match.codes == ("p1",)


def test_concepts_in_keeps_of_several_concepts_those_that_are_meant(write_list: WriteList) -> None:
    railways = (
        label("p1", "rautatiet", "fi"),
        label("p1", "xylovägar", "sv"),
        label("p2", "rautatieläiset", "fi"),
        label("p2", "xylovägare", "sv"),
    )
    codes = [m.codes for m, _language in expansion(*railways).concepts_in(["xylovägar"])]
    assert codes == [("p1", "p2")]
    write_list("sv", "fi", ["xyloväg /x/ <n>\nrautatie\n"])
    codes = [m.codes for m, _language in expansion(*railways).concepts_in(["xylovägar"])]
    assert codes == [("p1",)]


def test_wanted_weighs_a_name_before_one_with_the_same_stem() -> None:
    one = expansion(label("p1", "ksylofonit", "fi"), label("p1", "xyloda", "sv"))
    assert said(one, "xyloda")["ksylofoni"] == 0.315
    assert said(one, "xylodig")["ksylofoni"] == 0.14


def test_concepts_in_takes_no_compound_apart_that_a_word_list_has(write_list: WriteList) -> None:
    labels = (label("p1", "kulttuuri", "fi"), label("p1", "kultur", "sv"))
    assert [match.codes for match, _ in expansion(*labels).concepts_in(["kulturbarn"])]
    write_list("sv", "fi", ["kulturbarn /x/ <n>\nlapsonen\n"])
    assert expansion(*labels).concepts_in(["kulturbarn"]) == []


def test_wanted_weighs_lists_less_beside_a_name_unless_it_is_a_question(
    write_senses: WriteSenses,
) -> None:
    write_senses("puuharppu\txyloda\t")
    one = expansion(label("p1", "ksylofonit", "fi"), label("p1", "xyloda", "sv"))
    assert said(one, "xyloda")["puuharppu"] == 0.126
    assert said(replace(one, is_question=True), "xyloda")["puuharppu"] == 0.315


def test_wanted_has_synonyms_of_the_words_of_a_question(write_senses: WriteSenses) -> None:
    write_senses("kuuluisa\tberömd\t", "tunnettu\tberömd\t")
    one = replace(expansion(label("p1", "kello", "fi")), written_in={"fi": 1.0})
    assert set(said(one, "kuuluisasta")) == {"kuuluisa"}
    assert said(replace(one, is_question=True), "kuuluisasta") == {"kuuluisa": 1.0, "tunnettu": 0.5}


@needs_voikko
def test_wanted_takes_a_translation_for_a_base_form(write_senses: WriteSenses) -> None:
    write_senses("sataa\tregna\t")
    assert "sataa" in said(expansion(label("p1", "kello", "fi")), "regnade")


def test_wanted_translates_the_parts_of_a_compound_that_no_list_has() -> None:
    found = said(expansion(label("p1", "kello", "fi")), "verksamhetsbarn")
    assert {"toiminta", "lapsi"} <= set(found)


def test_wanted_has_words_of_texts_that_begin_like_an_unknown_one() -> None:
    texts = Texts("tsyksografia", "tsaari")
    one = expansion(label("p1", "kello", "fi"), texts=texts)
    assert said(one, "zyxografen")["tsyksografia"] == 0.245


def test_wanted_weighs_one_word_of_a_name_less_than_all() -> None:
    one = expansion(label("p1", "nuoret", "fi"), label("p1", "unga människor", "sv"))
    words = ["unga", "människor"]
    own = one.wanted(words, one.concepts_in(words)[0]).alternatives["sv"][0]
    assert (own.weight, own.part_weight) == (1.0, 0.5)
    assert one.wanted(["unga"]).alternatives["sv"][0].part_weight == 1.0


def test_wanted_says_a_literal_word_only_as_it_is() -> None:
    one = expansion(label("p1", "kello", "fi"), literal="verksamhet")
    assert set(said(one, "verksamhet")) == {"verksamhet"}
