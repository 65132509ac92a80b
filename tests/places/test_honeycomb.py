import re
from dataclasses import replace

import pytest
from django.utils import translation

from kenno.places import honeycomb
from kenno.places.honeycomb import Honeycomb, Layout, LegendEntry, Mark, Shade
from kenno.places.models import Municipality
from tests.core.drawing import draw
from tests.factories.places import MunicipalityFactory, RegionFactory

pytestmark = pytest.mark.django_db

NOTHING = Mark(figure="", text="ei vielä käytänteitä", shade=Shade.NONE)
THREE = Mark(figure="3", text="3 käytännettä", shade=Shade.SOME)
LEGEND = [LegendEntry("3–5 käytännettä", Shade.SOME), LegendEntry("haun osuma", Shade.NONE, True)]


@pytest.fixture
def oulu() -> Municipality:
    return MunicipalityFactory(name_fi="Oulu", slug_fi="oulu", cell_q=0, cell_r=0)


@pytest.fixture
def map(oulu: Municipality) -> Honeycomb:
    return honeycomb.draw(
        [oulu],
        name="kartta",
        title="Käytänteet",
        heading="Käytänteitä",
        marks={oulu.pk: THREE},
        otherwise=NOTHING,
        legend=LEGEND,
    )


def drawn(map: Honeycomb) -> str:
    return draw("{% load places %}{% honeycomb map %}", map=map)


def test_draw_puts_each_municipality_into_its_cell(oulu: Municipality, map: Honeycomb) -> None:
    assert [group.name for group in map.groups] == [oulu.region.name]
    [cell] = map.groups[0].cells
    assert (cell.name, cell.url, cell.x, cell.y) == ("Oulu", "/kunnat/oulu/", 0, 0)
    assert cell.mark == THREE
    assert cell.classes == "some"


def test_draw_gives_addresses_in_the_readers_language() -> None:
    place = MunicipalityFactory(slug_sv="uleaborg")
    with translation.override("sv"):
        map = honeycomb.draw([place], name="x", title="", marks={}, otherwise=NOTHING)
        assert map.groups[0].cells[0].url == place.get_absolute_url()


def test_draw_orders_cells_of_a_region_from_north_west() -> None:
    region = RegionFactory()
    for name, cell_q, cell_r in [("Etelä", 0, 9), ("Itä", 5, 1), ("Länsi", -2, 1)]:
        MunicipalityFactory(name_fi=name, region=region, cell_q=cell_q, cell_r=cell_r)
    places = list(Municipality.objects.select_related("region").order_by("pk"))
    map = honeycomb.draw(places, name="x", title="", marks={}, otherwise=NOTHING)
    assert [cell.name for cell in map.groups[0].cells] == ["Länsi", "Itä", "Etelä"]


def test_draw_marks_the_chosen_and_the_rest(oulu: Municipality) -> None:
    other = MunicipalityFactory(cell_q=1, cell_r=0, region=oulu.region)
    map = honeycomb.draw(
        [oulu, other],
        name="x",
        title="",
        marks={oulu.pk: THREE},
        otherwise=NOTHING,
        chosen=[other.pk],
    )
    assert [cell.classes for cell in map.groups[0].cells] == ["some", "none chosen"]


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("Ii", ""),
        ("Mänttä-Vilppula", ""),
        ("Rautjärvi", ""),
        ("Lappeenranta", "long"),
        ("Kristiinankaupunki", "longest"),
    ],
)
def test_draw_makes_long_names_smaller(name: str, size: str) -> None:
    place = MunicipalityFactory(name_fi=name)
    map = honeycomb.draw([place], name="x", title="", marks={}, otherwise=NOTHING)
    assert map.groups[0].cells[0].size == size


def test_cell_is_a_link_with_name_figure_and_state_in_words(map: Honeycomb) -> None:
    assert (
        '<a href="/kunnat/oulu/" class="some" transform="translate(0 0)">'
        '<title>Oulu: 3 käytännettä</title><use href="#kartta-cell"/><text>3</text></a>'
    ) in drawn(map)


def test_table_has_the_same_figures(map: Honeycomb) -> None:
    table = drawn(map).split("<details")[1]
    assert '<a href="/kunnat/oulu/">Oulu</a></td><td class="numeric">3</td>' in table
    assert '<th scope="col" class="numeric">Käytänteitä</th>' in table


def test_map_with_a_table_can_be_skipped(map: Honeycomb) -> None:
    page = drawn(map)
    assert '<a class="skip-link" href="#kartta-end">Ohita kartta</a>' in page
    assert 'id="kartta-end"' in page


def test_legend_shows_the_sign_and_its_meaning(map: Honeycomb) -> None:
    legend = drawn(map).split('class="honeycomb__legend"')[1].split("</ul>")[0]
    assert re.findall(r'class="([a-z ]+)"><path', legend) == ["some", "none chosen"]
    assert "3–5 käytännettä" in legend


def test_map_of_the_country_leaves_names_to_titles(map: Honeycomb) -> None:
    assert 'class="name' not in drawn(map)
    assert "data-cell-name" in drawn(map)


def test_near_map_has_names_in_its_cells(map: Honeycomb) -> None:
    page = drawn(replace(map, layout=Layout.NEARBY, heading=""))
    assert '<text class="name " y="-5">Oulu</text><text>3</text>' in page
    assert "<details" not in page
    assert "skip-link" not in page


def test_script_in_a_name_is_text(oulu: Municipality) -> None:
    oulu.name_fi = "<script>alert(1)</script>"
    map = honeycomb.draw([oulu], name="x", title="", marks={}, otherwise=NOTHING, heading="n")
    assert "<script" not in drawn(map)


def test_map_has_no_inline_style(map: Honeycomb) -> None:
    assert "style" not in drawn(map)


def test_locator_marks_places_and_outlines_their_region(oulu: Municipality) -> None:
    country = [((0, 0), oulu.region_id), ((3, 0), oulu.region_id), ((9, 0), oulu.region_id + 1)]
    locator = honeycomb.locate([oulu], title="Oulu", country=country, region=oulu.region_id)
    page = draw("{% load places %}{% locator map %}", map=locator)
    assert locator.middles == [(0, 0)]
    assert locator.others.count("M") == 2
    assert 'role="img" aria-label="Oulu"' in page
    assert page.count('class="own"') == 1
