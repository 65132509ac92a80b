"""The state of the list: from an address, to an address, and what changes it."""

import pytest
from django.http import QueryDict

from kenno.practices.queries.list_state import ListState


def state(query: str) -> ListState:
    return ListState.of(QueryDict(query))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=lasten+teatteri",
        "q=a&literal=kainuussa&literal=b",
        "q=a&task=access&task=education&region=18&municipality=290&concept=p1",
        "q=a&order=newest",
        "order=alike&near=009",
    ],
)
def test_state_survives_its_address(query: str) -> None:
    assert state(query).query() == query
    assert state(state(query).query()) == state(query)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("unknown=1", ListState()),
        ("q=++", ListState()),
        ("order=nonsense", ListState()),
        ("page=0", ListState()),
        ("page=-2", ListState()),
        ("page=x", ListState()),
        ("page=99999999999", ListState()),
        ("near=9", ListState()),
        ("near=abc", ListState()),
        ("near=' OR 1=1", ListState()),
        ("region=", ListState()),
        ("literal=", ListState()),
        ("region=18&region=18", ListState(filters={"region": ("18",)})),
        ("page=7", ListState(page=7)),
    ],
)
def test_state_leaves_out_what_it_does_not_know(query: str, expected: ListState) -> None:
    assert state(query) == expected


def test_state_from_another_page_begins_anew_when_changed() -> None:
    third = state("q=a&page=3")
    assert third.query(page=3) == "q=a&page=3"
    assert third.toggled("region", "18").query() == "q=a&region=18"
    assert third.ordered("newest").query() == "q=a&order=newest"
    assert third.searching("b").query() == "q=b"
    assert third.taking_literally("a").page == 1


def test_state_toggles_one_value_and_keeps_others() -> None:
    both = state("region=18&region=19&size=0-2000")
    assert both.toggled("region", "18").query() == "region=19&size=0-2000"
    assert both.toggled("size", "0-2000").query() == "region=18&region=19"


def test_state_keeps_what_each_form_of_page_needs() -> None:
    full = state("q=a&literal=b&region=18&municipality=290&concept=p1&order=alike&near=009")
    assert full.kept_by_search == [
        ("region", "18"),
        ("municipality", "290"),
        ("concept", "p1"),
        ("order", "alike"),
        ("near", "009"),
    ]
    assert full.kept_by_facets == [
        ("q", "a"),
        ("literal", "b"),
        ("order", "alike"),
        ("near", "009"),
        ("municipality", "290"),
        ("concept", "p1"),
    ]
    assert full.kept_by_near == [
        ("q", "a"),
        ("literal", "b"),
        ("region", "18"),
        ("municipality", "290"),
        ("concept", "p1"),
        ("order", "alike"),
    ]


@pytest.mark.parametrize(
    ("text", "left_out", "expected"),
    [
        ("teatteri -koulu", "koulu", "teatteri"),
        ('"lasten teatteri" salo', "lasten teatteri", "salo"),
        ("”lasten  teatteri” salo", "lasten teatteri", "salo"),
        ('musiikki -"lasten teatteri"', "lasten teatteri", "musiikki"),
        ("teatteri Kainuussa", "kainuussa", "teatteri"),
        ("teatterit", "teatteri", "teatterit"),
        ("a.b (c", "(c", "a.b"),
    ],
)
def test_state_leaves_out_words_as_they_were_asked_for(
    text: str, left_out: str, expected: str
) -> None:
    assert ListState(text=text).leaving_out(left_out).text == expected


def test_state_says_another_word_instead_once() -> None:
    asked = ListState(text="Kirjstto ja kirjstto", literal=("x",))
    assert asked.saying_instead("kirjstto", "kirjasto") == ListState(text="kirjasto ja kirjstto")
    assert ListState(text="a").saying_instead("a", r"\1").text == r"\1"


def test_state_adds_words_and_keeps_the_rest() -> None:
    asked = state("q=a&literal=a&region=18&page=2")
    assert asked.adding("b c").query() == "q=a+b+c&literal=a&region=18"


def test_state_offers_orders_that_make_sense() -> None:
    def links(query: str, own: str = "") -> list[tuple[str, str, bool]]:
        return [(one.label, one.url, one.current) for one in state(query).order_links(own=own)]

    assert links("") == [
        ("Uusimmat ensin", "?", True),
        ("Kaltaisemme kunnat ensin", "?order=alike", False),
    ]
    assert links("order=newest", own="009") == [
        ("Uusimmat ensin", "?", True),
        ("Kaltaisemme kunnat ensin", "?order=alike&near=009", False),
    ]
    assert links("q=a&order=alike&near=290", own="009") == [
        ("Osuvimmat ensin", "?q=a", False),
        ("Uusimmat ensin", "?q=a&order=newest", False),
        ("Kaltaisemme kunnat ensin", "?q=a&order=alike&near=290", True),
    ]
