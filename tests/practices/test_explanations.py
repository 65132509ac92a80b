"""How a search was understood, as the list tells it."""

import re

from django.template.loader import render_to_string

from kenno.practices.queries.explanations import (
    explanations,
    omissions_explained,
    what_is_common,
    why_found,
)
from kenno.practices.queries.facets import Chip, chips
from kenno.practices.queries.list_state import ListState
from kenno.practices.queries.related import RelatedSearch, narrower, narrowing_codes
from kenno.search.results import (
    FacetCount,
    Mended,
    Omission,
    Reason,
    Understanding,
    UnderstoodConcept,
    UnderstoodFilter,
)

LABELS = {"region": {"18": "Kainuu"}, "municipality": {"734": "Salo"}}
KAINUU = UnderstoodFilter("region", "18", "Kainuussa")
SALO = UnderstoodFilter("municipality", "734", "salo", offered=True)


def told(text: str, understanding: Understanding) -> list[str]:
    """Return the sentences of the page, each with the addresses of its links."""
    explained = explanations(ListState(text=text), understanding, LABELS)
    page = render_to_string("practices/explanations.html", {"explained": explained})
    items = re.findall(r"<li>(.*?)</li>", page, re.S)
    linked = [re.sub(r'<a href="([^"]*)"[^>]*>(.*?)</a>', r"[\2](\1)", item) for item in items]
    return [" ".join(re.sub(r"<[^>]+>", "", item).split()) for item in linked]


def test_nothing_understood_is_nothing_told() -> None:
    assert told("teatteri", Understanding()) == []


def test_filter_from_words_is_told_and_can_be_made_words() -> None:
    assert told("teatteri Kainuussa", Understanding(filters=(KAINUU,))) == [
        "”Kainuussa” ymmärrettiin rajaukseksi (Maakunta: Kainuu). "
        "[Hae sanalla ”Kainuussa”](?q=teatteri+Kainuussa&amp;literal=Kainuussa)"
    ]


def test_offered_place_is_not_in_force_but_can_be_put_on() -> None:
    understanding = Understanding(filters=(SALO,), unknown=("salo",))
    assert told("salo", understanding) == [
        "”salo” voi olla myös paikka. [Rajaa: Salo](?q=salo&amp;municipality=734)"
    ]
    assert chips(ListState(text="salo"), understanding, LABELS) == []


def test_place_with_nothing_found_is_told_to_be_put_aside() -> None:
    aside = UnderstoodFilter("region", "18", "Kainuussa", offered=True, aside=True)
    assert told("teatteri Kainuussa", Understanding(filters=(aside,))) == [
        "Rajauksella Kainuu ei löytynyt mitään. Näytetään muut löytyneet."
    ]


def test_filter_chosen_already_is_told_once() -> None:
    state = ListState(text="Kainuussa", filters={"region": ("18",)})
    understanding = Understanding(filters=(KAINUU,))
    assert chips(state, understanding, LABELS) == [Chip("Kainuu", "?q=Kainuussa")]
    assert not explanations(state, understanding, LABELS)


def test_chip_from_words_is_marked_and_makes_them_plain() -> None:
    state = ListState(text="Kainuussa", filters={"size": ("ei-ole",)})
    assert chips(state, Understanding(filters=(KAINUU,)), {**LABELS, "size": {}}) == [
        Chip("ei-ole", "?q=Kainuussa"),
        Chip("Kainuu", "?q=Kainuussa&literal=Kainuussa&size=ei-ole", "Kainuussa"),
    ]


def test_concept_in_another_language_is_told_as_equation() -> None:
    concept = UnderstoodConcept(
        "barnkultur", "p1", "lastenkulttuuri", "fi", ("lastenkulttuuri", "children's culture")
    )
    assert told("barnkultur", Understanding(concepts=(concept,))) == [
        "barnkultur = lastenkulttuuri. "
        "[Hae vain sanalla ”barnkultur”](?q=barnkultur&amp;literal=barnkultur)",
        "Haettiin myös muilla kielillä: children&#x27;s culture. "
        "[Hae vain annetuilla sanoilla](?q=barnkultur&amp;literal=barnkultur)",
    ]


def test_concept_of_readers_language_is_no_equation() -> None:
    concepts = (
        UnderstoodConcept("lasten", "p1", "lapset (ikäryhmät)", "fi", ("barn (åldersgrupper)",)),
        UnderstoodConcept("lasten", "p2", "lapset (perheenjäsenet)", "fi", ("barn (familj)",)),
        UnderstoodConcept("teatteri", "p3", "teatterit", "fi", ("theatres",)),
    )
    assert told("lasten teatteri", Understanding(concepts=concepts)) == [
        "Haettiin myös muilla kielillä: barn, theatres. [Hae vain annetuilla sanoilla]"
        "(?q=lasten+teatteri&amp;literal=lasten&amp;literal=teatteri)"
    ]


def test_mended_word_is_told_and_can_be_insisted_on() -> None:
    assert told("kirjstto", Understanding(mended=(Mended("kirjstto", "kirjasto"),))) == [
        "Sanaa ”kirjstto” ei löytynyt. Haettiin sanalla kirjasto. "
        "[Hae sanalla ”kirjstto”](?q=kirjstto&amp;literal=kirjstto)"
    ]


def test_offered_mending_is_a_question() -> None:
    understanding = Understanding(mended=(Mended("teateri", "teatteri", offered=True),))
    assert told("lasten teateri", understanding) == ["Tarkoititko: [teatteri](?q=lasten+teatteri)?"]


def test_word_searched_with_its_dots_too_is_told() -> None:
    understanding = Understanding(mended=(Mended("aani", "ääni", also=True),))
    assert told("aani", understanding) == [
        "Haettiin myös sanalla ääni. [Hae vain sanalla ”aani”](?q=aani&amp;literal=aani)"
    ]


def test_phrases_exclusions_and_unknown_words_are_told() -> None:
    understanding = Understanding(
        phrases=("lasten teatteri",),
        loosened=("luova paja",),
        excluded=("koulu",),
        unknown=("zzzz", "qqqq"),
    )
    assert told("x", understanding) == [
        "Sanojen ”lasten teatteri” on oltava peräkkäin.",
        "Sanoja ”luova paja” ei löytynyt peräkkäin. Haettiin erillisillä sanoilla.",
        "Pois jätettiin ne, joissa on ”koulu”.",
        "Ei missään käytänteessä: zzzz, qqqq.",
    ]


def test_words_with_markup_are_shown_as_text() -> None:
    understanding = Understanding(
        unknown=("<b>x</b>",), mended=(Mended("<i>", "<u>"),), phrases=("<s>",), excluded=("<q>",)
    )
    page = render_to_string(
        "practices/explanations.html",
        {"explained": explanations(ListState(text="<i>"), understanding, LABELS)},
    )
    assert not re.search(r"<[biusq]>", page)


def test_omissions_lead_to_search_without_them() -> None:
    state = ListState(text="teatteri Kainuussa -koulu", filters={"municipality": ("734",)})
    omissions = (
        Omission(7, facet="municipality", value="734"),
        Omission(5, facet="region", value="18"),
        Omission(2, words="koulu"),
    )
    found = omissions_explained(state, omissions, Understanding(filters=(KAINUU,)), LABELS)
    assert [(one.label, one.total, one.url) for one in found] == [
        ("ilman rajausta Salo", 7, "?q=teatteri+Kainuussa+-koulu"),
        ("ilman rajausta Kainuu", 5, "?q=teatteri+-koulu&municipality=734"),
        ("ilman sanoja ”koulu”", 2, "?q=teatteri+Kainuussa&municipality=734"),
    ]


def test_reasons_are_told_by_kind() -> None:
    reasons = (
        Reason("label", "lastenkulttuuri"),
        Reason("own words", "Kansalaisopisto"),
        Reason("label", "Kainuu"),
        Reason("label", "Kainuu"),
        Reason("meaning", ""),
    )
    assert why_found(reasons) == [
        "Löytyi tiedoista: lastenkulttuuri, Kainuu",
        "Löytyi tekijän tiedoista: Kansalaisopisto",
        "Merkitys on lähellä hakuasi",
    ]
    assert why_found(()) == []
    assert what_is_common(reasons) == ["Yhteistä: lastenkulttuuri, Kansalaisopisto, Kainuu"]
    assert what_is_common(()) == []


def test_long_result_is_narrowed_by_concepts_that_divide_it() -> None:
    counts = [FacetCount("p1", 10), FacetCount("p2", 6), FacetCount("p3", 1), FacetCount("p4", 3)]
    state = ListState(text="a")
    assert narrowing_codes(state, counts, 10) == ["p2", "p4"]
    assert narrowing_codes(state, counts, 7) == []
    assert narrowing_codes(state.toggled("concept", "p4"), counts, 10) == []
    assert narrower(state, counts, ["p2", "p9"], {"p2": "musiikki"}) == [
        RelatedSearch("musiikki", "", "?q=a&concept=p2", 6)
    ]
