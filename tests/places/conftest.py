import csv
from collections.abc import Callable
from pathlib import Path

import pytest

Rows = list[dict[str, str]]
WriteFile = Callable[[str, Rows], None]


def municipality(code: str, name: str, **cells: str) -> dict[str, str]:
    """A row of municipalities.csv as the official classification gives it."""
    return {
        "code": code,
        "name_fi": name,
        "name_sv": name,
        "name_en": name,
        "language_status": "fi",
        "sami_homeland": "",
        "urban_rural_code": "3",
        "region_code": "17",
        "region_fi": "Pohjois-Pohjanmaa",
        "region_sv": "Norra Österbotten",
        "region_en": "North Ostrobothnia",
        "subregion_fi": "Ylivieska",
        "subregion_sv": "Ylivieska",
        "wellbeing_county_code": "19",
        "wellbeing_county_fi": "Pohjois-Pohjanmaan hyvinvointialue",
        "wellbeing_county_sv": "Norra Österbottens välfärdsområde",
        "nuts3_code": "FI1D9",
        "population_2022": "2447",
        "land_area_km2": "251.5",
        "total_area_km2": "253.02",
        "yso_place_uri_2019": "http://www.yso.fi/onto/yso/p105329",
        **cells,
    }


ALAVIESKA = municipality("009", "Alavieska")
HELSINKI = municipality(
    "091",
    "Helsinki",
    name_sv="Helsingfors",
    language_status="bilingual_fi_majority",
    urban_rural_code="1",
    region_code="01",
    region_fi="Uusimaa",
    region_sv="Nyland",
    region_en="Uusimaa",
    wellbeing_county_code="90",
    wellbeing_county_fi="Helsingin kaupunki",
    wellbeing_county_sv="Helsingfors stad",
    yso_place_uri_2019="",
)
INARI = municipality("148", "Inari", name_sv="Enare", sami_homeland="whole")


@pytest.fixture
def write(tmp_path: Path) -> WriteFile:
    """Write a file of the classification into the test's folder."""

    def write(name: str, rows: Rows) -> None:
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)

    return write


@pytest.fixture
def folder(tmp_path: Path, write: WriteFile) -> Path:
    """A classification of three municipalities."""
    write("municipalities.csv", [ALAVIESKA, HELSINKI, INARI])
    write(
        "municipality_centroids.csv",
        [
            {"code": "009", "lat": "64.16412", "lon": "24.32968"},
            {"code": "091", "lat": "60.17", "lon": "24.94"},
            {"code": "148", "lat": "68.9", "lon": "27.03"},
        ],
    )
    write(
        "cells.csv",
        [
            {"code": "009", "cell_q": "4", "cell_r": "14"},
            {"code": "091", "cell_q": "-2", "cell_r": "31"},
            {"code": "148", "cell_q": "13", "cell_r": "1"},
        ],
    )
    return tmp_path
