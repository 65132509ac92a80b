from pathlib import Path

import pytest

from kenno.core.exceptions import Refusal
from kenno.places.sources import AreaRow, read_places
from tests.places.conftest import ALAVIESKA, HELSINKI, INARI, WriteFile


def test_read_places_groups_areas_and_leaves_out_counties_that_are_none(folder: Path) -> None:
    places = read_places(folder)
    assert [row.code for row in places.municipalities] == ["009", "091", "148"]
    assert places.regions == [
        AreaRow("17", ("Pohjois-Pohjanmaa", "Norra Österbotten", "North Ostrobothnia")),
        AreaRow("01", ("Uusimaa", "Nyland", "Uusimaa")),
    ]
    assert [area.code for area in places.counties] == ["19"]
    assert [row.county_code for row in places.municipalities] == ["19", "", "19"]


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({"code": "9"}, "code", "tunnus ”9” ei kelpaa"),
        ({"code": "091"}, "code", "tunnus ”091” on jo käytössä"),
        ({"code": "999"}, "code", "kunnalla ei ole kennoa tai sijaintia"),
        ({"name_fi": ""}, "name_fi", "arvo puuttuu"),
        ({"name_fi": "x" * 81}, "name_fi", f"nimi ”{'x' * 81}” ei kelpaa"),
        ({"name_en": "?"}, "name_en", "nimi ”?” ei kelpaa"),
        ({"name_sv": "Helsinki"}, "name_sv", "samanniminen kunta on jo aiemmalla rivillä"),
        ({"language_status": "se"}, "language_status", "arvo ”se” ei kelpaa"),
        ({"sami_homeland": "yes"}, "sami_homeland", "arvo ”yes” ei kelpaa"),
        ({"urban_rural_code": "4"}, "urban_rural_code", "arvo ”4” ei kelpaa"),
        ({"region_code": "7"}, "region_code", "tunnus ”7” ei kelpaa"),
        ({"region_fi": "Kainuu"}, "region_fi", "sama tunnus mutta eri nimi kuin aiemmalla rivillä"),
        ({"population_2022": "-1"}, "population_2022", "arvo ”-1” ei kelpaa"),
        ({"land_area_km2": "nan"}, "land_area_km2", "arvo ”nan” ei kelpaa"),
        ({"land_area_km2": "0"}, "land_area_km2", "arvo ”0” ei kelpaa"),
        ({"total_area_km2": ""}, "total_area_km2", "arvo puuttuu"),
    ],
)
def test_read_places_names_row_and_column_of_what_is_wrong(
    folder: Path, write: WriteFile, cells: dict[str, str], column: str, problem: str
) -> None:
    write("municipalities.csv", [ALAVIESKA, HELSINKI, {**INARI, **cells}])
    with pytest.raises(Refusal) as refused:
        read_places(folder)
    assert refused.value.message == (
        f"Tiedosto municipalities.csv, rivi 4, sarake {column}: {problem}"
    )


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({"code": "148", "cell_q": "4", "cell_r": "14"}, "cell_q", "kenno on jo toisella kunnalla"),
        ({"code": "148", "cell_q": "1.5", "cell_r": "14"}, "cell_q", "arvo ”1.5” ei kelpaa"),
    ],
)
def test_read_places_names_wrong_cell(
    folder: Path, write: WriteFile, cells: dict[str, str], column: str, problem: str
) -> None:
    write("cells.csv", [{"code": "009", "cell_q": "4", "cell_r": "14"}, cells])
    with pytest.raises(Refusal) as refused:
        read_places(folder)
    assert refused.value.message == f"Tiedosto cells.csv, rivi 3, sarake {column}: {problem}"


def test_read_places_names_wrong_place_on_earth(folder: Path, write: WriteFile) -> None:
    write("municipality_centroids.csv", [{"code": "009", "lat": "640", "lon": "24"}])
    with pytest.raises(Refusal, match="rivi 2, sarake lat: arvo ”640” ei kelpaa"):
        read_places(folder)


def test_read_places_names_missing_column(folder: Path, write: WriteFile) -> None:
    write("cells.csv", [{"code": "009", "cell_q": "4"}])
    with pytest.raises(Refusal) as refused:
        read_places(folder)
    assert refused.value.message == "Tiedosto cells.csv: sarake puuttuu: cell_r"


def test_read_places_names_missing_file(folder: Path) -> None:
    (folder / "cells.csv").unlink()
    with pytest.raises(Refusal, match=r"Tiedostoa cells\.csv ei voi lukea"):
        read_places(folder)
