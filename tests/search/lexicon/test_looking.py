"""What the lexicon tells of words, with a handful of labels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenno.core.languages import LANGUAGES
from kenno.search.analysis import tokens, words
from kenno.search.lexicon import ConceptMatch, Lexicon, build_lexicon
from kenno.search.lexicon.building import lexicon_entries
from kenno.search.lexicon.looking import Translations
from kenno.search.lexicon.tables import Table, table_bytes
from kenno.vocabulary.queries import Label
from tests.factories.vocabulary import ConceptFactory
from tests.search.conftest import needs_voikko


def label(code: str, text: str, language: str = "fi", **fields: bool) -> Label:
    return Label(code, language, text, **{"preferred": True, "is_cultural": False, **fields})


def lexicon_of(*labels: Label) -> Lexicon:
    return Lexicon(Table(table_bytes(lexicon_entries(labels))), "test")


CHILDREN_AND_CULTURE = lexicon_of(
    label("p1", "barn", "sv"), label("p2", "kultur", "sv"), label("p3", "barn i kultur", "sv")
)


def found(lexicon: Lexicon, text: str, language: str) -> list[ConceptMatch]:
    return lexicon.concepts_in([tokens(word, language) for word in words(text)], language)


@pytest.mark.django_db
def test_lexicon_knows_the_labels_of_the_vocabulary():
    ConceptFactory(
        code="p1", label_fi="lastenkulttuuri", label_sv="barnkultur", also=["lasten taide"]
    )
    lexicon = build_lexicon()
    assert found(lexicon, "barnkulturens framtid", "sv") == [ConceptMatch(0, 1, ("p1",))]
    assert lexicon.labels("p1", "fi") == ("lastenkulttuuri", "lasten taide")
    assert lexicon.labels("p1", "en") == ()
    assert lexicon.labels("p2", "fi") == ()


def test_concepts_in_takes_the_longest_label():
    lexicon = lexicon_of(label("p1", "culture", "en"), label("p2", "children's culture", "en"))
    assert found(lexicon, "the children's culture and cultures", "en") == [
        ConceptMatch(1, 3, ("p2",)),
        ConceptMatch(4, 5, ("p1",)),
    ]


def test_concepts_in_needs_all_words_of_a_label_in_order():
    lexicon = lexicon_of(label("p1", "cultural diversity", "en"))
    assert found(lexicon, "diversity cultural cultural", "en") == []


def test_concepts_in_finds_a_label_with_function_words_also_where_they_are_left_out():
    lexicon = lexicon_of(label("p1", "barn i skolan", "sv"))
    assert found(lexicon, "barn i skolan", "sv") == [ConceptMatch(0, 3, ("p1",))]
    assert lexicon.concepts_in([("barn",), (), tokens("skolan", "sv")], "sv") == [
        ConceptMatch(0, 3, ("p1",))
    ]


def test_concepts_in_never_takes_a_function_word_for_a_concept():
    lexicon = lexicon_of(label("p1", "It", "en"), label("p2", "the", "en"))
    assert found(lexicon, "it is the", "en") == []
    assert found(lexicon_of(label("p1", "förare", "sv")), "för alla", "sv") == []


def test_concepts_in_needs_no_qualifier_and_puts_what_has_one_last():
    lexicon = lexicon_of(label("p1", "kuoro (arkkitehtuuri)"), label("p2", "kuoro"))
    assert found(lexicon, "kuoro", "fi") == [ConceptMatch(0, 1, ("p2", "p1"))]


def test_concepts_in_takes_what_is_called_so_before_what_is_also_called_so():
    lexicon = lexicon_of(
        label("p1", "maalaus", preferred=False, is_cultural=True),
        label("p2", "maalaus"),
        label("p3", "maalaus (taide)", is_cultural=True),
        label("p4", "kuva", preferred=False),
        label("p5", "kuva", preferred=False, is_cultural=True),
    )
    assert found(lexicon, "maalaus", "fi") == [ConceptMatch(0, 1, ("p3", "p2"))]
    assert found(lexicon, "kuva", "fi") == [ConceptMatch(0, 1, ("p5", "p4"))]


def test_concepts_in_finds_definite_forms_that_the_stemmer_leaves():
    lexicon = lexicon_of(label("p1", "skola", "sv"), label("p2", "bibliotek", "sv"))
    assert [match.codes for match in found(lexicon, "skolan biblioteket", "sv")] == [
        ("p1",),
        ("p2",),
    ]


def test_concepts_in_splits_a_swedish_compound_into_labels():
    lexicon = lexicon_of(
        label("p1", "barnkultur", "sv"),
        label("p2", "verksamhet", "sv"),
        label("p3", "barn", "sv"),
        label("p4", "kultur", "sv"),
    )
    match = found(lexicon, "barnkulturverksamhet", "sv")[0]
    assert match.codes == ("p1", "p2")
    assert match.parts == (("p1",), ("p2",))


@needs_voikko
def test_concepts_in_splits_a_finnish_compound_into_labels():
    lexicon = lexicon_of(label("p1", "lastenkulttuuri"), label("p2", "toiminta"))
    assert found(lexicon, "lastenkulttuuritoiminnassa", "fi") == [
        ConceptMatch(0, 1, ("p1", "p2"), (("p1",), ("p2",)))
    ]


def test_concepts_in_of_another_language_is_empty():
    lexicon = lexicon_of(label("p1", "kulttuuri"))
    assert lexicon.concepts_in([("kulttuuri",)], "se") == []
    assert lexicon.concepts_in([("kulttuuri",)], "sv") == []
    assert lexicon.concepts_in([], "fi") == []


@given(
    st.lists(
        st.lists(
            st.sampled_from(["barn", "kultur", "i", "barnkultur", "barnkulturbarn", ""])
            | st.text(max_size=20),
            max_size=3,
        ),
        max_size=12,
    ),
    st.sampled_from(LANGUAGES),
)
def test_concepts_in_never_overlaps_or_leaves_the_text(text, language):
    end = 0
    for match in CHILDREN_AND_CULTURE.concepts_in(text, language):
        assert end <= match.start < match.end <= len(text)
        assert match.codes
        end = match.end


def test_translations_are_learned_from_parallel_labels_and_found_in_any_form():
    lexicon = lexicon_of(label("p1", "mikä tahansa"))
    assert lexicon.translations("barnens", "sv", "fi").texts[0] == "lapsi"
    assert lexicon.translations("Verksamheter", "sv", "fi").texts[0] == "toiminta"
    assert lexicon.translations("lapsille", "fi", "sv").texts[0] == "barn"


def test_translations_that_lists_of_both_directions_have_come_before_those_of_one(write_list):
    write_list("sv", "fi", ["yxa /x/ <n>\n1. kirves, tappara\n2. piilu\n"])
    write_list("fi", "sv", ["tappara /x/ <n>\nyxa\n"])
    lexicon = lexicon_of(label("p1", "mikä tahansa"))
    assert lexicon.translations("yxa", "sv", "fi").texts == ("tappara", "kirves", "piilu")


def test_translations_that_were_learned_count_beside_those_of_the_lists(write_list):
    write_list("sv", "fi", ["barn /bɑːɳ/ <n, neut>\nkakara, lapsi\n"])
    lexicon = lexicon_of(label("p1", "mikä tahansa"))
    assert lexicon.translations("barn", "sv", "fi").texts[:2] == ("lapsi", "kakara")


def test_translations_of_senses_count_less_than_the_first_of_a_list(write_list, write_senses):
    write_list("sv", "fi", ["yxa /x/ <n>\nkirves\n"])
    write_senses("tappara\tyxa\t", "kirves\thuggyxa\t", "\tyxa\taxe|ax", "torvi\t\thorn")
    lexicon = lexicon_of(label("p1", "mikä tahansa"))
    assert lexicon.translations("yxa", "sv", "fi").texts == ("kirves", "tappara")
    assert lexicon.translations("huggyxan", "sv", "fi").texts == ("kirves",)
    assert lexicon.translations("ax", "en", "sv").texts == ("yxa",)
    assert lexicon.translations("torvi", "fi", "en").texts == ("horn",)


def test_translations_are_those_of_the_headword_before_others_with_its_stem(write_list):
    write_list("sv", "fi", ["vikt /x/ <n>\npaino\n", "viktig /x/ <adj>\ntärkeä\n"])
    lexicon = lexicon_of(label("p1", "mikä tahansa"))
    assert lexicon.translations("viktig", "sv", "fi") == Translations(("tärkeä",), of_headword=True)
    assert lexicon.translations("vikten", "sv", "fi").texts[0] == "paino"
    assert not lexicon.translations("viktigheten", "sv", "fi").of_headword


def test_translations_go_by_way_of_other_languages(write_list):
    write_list("sv", "en", ["epok /x/ <n>\nepoch\n", "stol /x/ <n>\nchair\n"])
    write_list(
        "en",
        "fi",
        [
            "epoch /x/ <n>\naikakausi, epookki, hetki, aika, kausi\n",
            "chair /x/ <n>\npuhemies, tuoli\n",
        ],
    )
    write_list("sv", "de", ["stol /x/ <n>\nstuhl\n"])
    write_list("fi", "de", ["tuoli /x/ <n>\nstuhl\n"])
    lexicon = lexicon_of(label("p1", "mikä tahansa"))
    # The fifth translation is less than a quarter as likely as the first.
    by_english = Translations(("aikakausi", "epookki", "hetki", "aika"), of_headword=True)
    assert lexicon.translations("epoker", "sv", "fi") == by_english
    assert lexicon.translations("aikakausi", "fi", "sv").texts == ("epok",)
    # What two ways agree on comes before what one has first.
    assert lexicon.translations("stol", "sv", "fi").texts == ("tuoli", "puhemies")


def test_translations_of_a_form_are_of_its_base_form_before_its_own_headword(write_list):
    write_list("sv", "fi", ["yxor /x/ <n>\ntapparat\n", "yxa /x/ <n>\nkirves\n"])
    lexicon = lexicon_of(label("p1", "mikä tahansa"))
    assert lexicon.translations("yxor", "sv", "fi").texts == ("kirves", "tapparat")


def test_synonyms_are_words_that_share_their_translations(write_list):
    write_list("fi", "sv", ["kuuluisa /x/ <adj>\nberömd\n", "tunnettu /x/ <adj>\nkänd, berömd\n"])
    write_list(
        "sv",
        "fi",
        ["skogsrå /x/ <n>\nmetsänhaltija, vuorenpeikko, menninkäinen, maahinen, näkki\n"],
    )
    lexicon = lexicon_of(label("p1", "mikä tahansa"))
    assert lexicon.synonyms("kuuluisa", "fi") == ("tunnettu",)
    assert lexicon.synonyms("berömda", "sv") == ("känd",)
    assert lexicon.synonyms("näkki", "fi") == ("metsänhaltija", "vuorenpeikko")
    assert lexicon.synonyms("kukko", "fi") == ()
    assert lexicon.synonyms("", "fi") == ()


@pytest.mark.parametrize(
    ("word", "texts"),
    [
        ("ökade", ("lisätä",)),
        ("ökar", ("lisätä",)),
        ("gick", ("mennä",)),
        ("delar", ("osa", "jakaa")),
    ],
)
def test_translations_of_an_inflected_form_are_those_of_its_base_forms(write_list, word, texts):
    entries = ["öka /x/ <v>\nlisätä\n", "gå /x/ <v>\nmennä\n", "del /x/ <n>\nosa\n"]
    write_list("sv", "fi", [*entries, "dela /x/ <v>\njakaa\n"])
    found = lexicon_of(label("p1", "mikä tahansa")).translations(word, "sv", "fi")
    assert set(found.texts[: len(texts)]) == set(texts)
    assert found.of_headword


@pytest.mark.parametrize(
    ("text", "name", "language", "is_form"),
    [
        ("vikten", "vikt", "sv", True),
        ("viktig", "vikt", "sv", False),
        ("Demonstrant", "demonstranter", "sv", True),
        ("barnets barn", "barn", "sv", False),
        ("byten", "byte (utbyte)", "sv", True),
        ("städerna", "städer", "sv", True),
        ("stories", "story", "en", True),
        ("storage", "story", "en", False),
        ("lapsille", "lapset", "fi", True),
        ("", "vikt", "sv", False),
    ],
)
def test_is_form_of_needs_more_than_the_same_stem(text, name, language, is_form):
    lexicon = lexicon_of(label("p1", "mikä tahansa"))
    assert lexicon.is_form_of(text.split(), name, language) is is_form


@pytest.mark.parametrize(
    ("word", "name", "language", "is_noun"),
    [
        ("visorna", "visor", "sv", True),
        ("Byten", "byte (utbyte)", "sv", True),
        ("visade", "visor", "sv", False),
        ("police", "Police", "en", False),
        ("Police", "Police", "en", True),
        ("works", "works of art", "en", False),
        ("", "visor", "sv", False),
    ],
)
def test_is_noun_of_needs_an_ending_of_nouns(word, name, language, is_noun):
    assert lexicon_of(label("p1", "mikä tahansa")).is_noun_of(word, name, language) is is_noun


@pytest.mark.parametrize(
    "word", ["", "och", "två ord", "!?", "x" * 500, "\u200b", "1234", "\ud800"]
)
def test_translations_of_what_is_no_word_are_none(word):
    found = lexicon_of(label("p1", "mikä tahansa")).translations(word, "sv", "fi")
    assert found == Translations((), of_headword=False)


def test_knows_words_of_labels_and_lists_in_any_form(write_list):
    write_list("sv", "fi", ["blomkål /x/ <n>\nkukkakaali\n"])
    lexicon = lexicon_of(label("p1", "barn i staden", "sv"))
    known = ["barnens", "staden", "blomkålen", "och", "barnblomkål"]
    assert [lexicon.knows(word, "sv") for word in known] == [True, True, True, True, False]
    assert not lexicon.knows("xqzzy", "sv")
    assert not lexicon.knows("", "sv")
    assert not lexicon.knows("staden", "se")


@needs_voikko
def test_knows_finnish_words_that_voikko_knows():
    assert lexicon_of().knows("kulttuurikasvatussuunnitelmissa", "fi")
    assert not lexicon_of().knows("kulttuurixyz", "fi")


def test_related_concepts_are_those_that_the_vocabulary_has():
    related = lexicon_of(label("p4804", "lastenkulttuuri"), label("p16164", "lastenteatterit"))
    assert related.related("p4804") == ("p16164",)
    assert related.related("p0") == ()
