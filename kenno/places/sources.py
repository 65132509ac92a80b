"""Reading the files of `data/`: checked row by row, nothing written; see data/README.md."""

import csv
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.utils.text import slugify
from django.utils.translation import gettext as _

from kenno.core.exceptions import Refusal
from kenno.core.languages import LANGUAGES
from kenno.places.enums import LanguageStatus, UrbanRural

POPULATION_YEAR = 2022
MAXIMUM_NAME = 80
# The file names Helsinki and Åland where a county stands; neither has a wellbeing county.
WITHOUT_WELLBEING_COUNTY = {"90", "91"}
LANGUAGE_STATUS = {
    "fi": LanguageStatus.FINNISH,
    "bilingual_fi_majority": LanguageStatus.FINNISH_SWEDISH,
    "bilingual_sv_majority": LanguageStatus.SWEDISH_FINNISH,
    "sv": LanguageStatus.SWEDISH,
}
COLUMNS = {
    "code",
    *(f"name_{language}" for language in LANGUAGES),
    "language_status",
    "sami_homeland",
    "urban_rural_code",
    "region_code",
    *(f"region_{language}" for language in LANGUAGES),
    "subregion_fi",
    "subregion_sv",
    "wellbeing_county_code",
    "wellbeing_county_fi",
    "wellbeing_county_sv",
    "nuts3_code",
    f"population_{POPULATION_YEAR}",
    "land_area_km2",
    "total_area_km2",
    "yso_place_uri_2019",
}
SAMI_HOMELAND = {"": False, "part": True, "whole": True}

Names = tuple[str, str, str]
Value = TypeVar("Value")


@dataclass(frozen=True)
class AreaRow:
    """A region or a wellbeing county; names in the order fi, sv, en; counties have no third."""

    code: str
    names: Names


@dataclass(frozen=True)
class MunicipalityRow:
    """A municipality of the classification; `county_code` is empty where there is no county."""

    code: str
    names: Names
    region_code: str
    county_code: str
    values: dict[str, object]


@dataclass(frozen=True)
class Places:
    """What the files say."""

    regions: list[AreaRow]
    counties: list[AreaRow]
    municipalities: list[MunicipalityRow]


class _Row:
    """One row of a file, which knows where it stands when something is wrong with it."""

    def __init__(self, file: Path, number: int, cells: dict[str, str | None]) -> None:
        self.file = file
        self.number = number
        self.cells = cells

    def wrong(self, column: str, problem: str) -> Refusal:
        return Refusal(
            _("Tiedosto %(file)s, rivi %(row)d, sarake %(column)s: %(problem)s")
            % {"file": self.file.name, "row": self.number, "column": column, "problem": problem}
        )

    def text(self, column: str, *, needed: bool = True) -> str:
        value = " ".join((self.cells[column] or "").split())
        if needed and not value:
            raise self.wrong(column, _("arvo puuttuu"))
        return value

    def name(self, column: str) -> str:
        value = self.text(column)
        if len(value) > MAXIMUM_NAME or not slugify(value):
            raise self.wrong(column, _("nimi ”%(name)s” ei kelpaa") % {"name": value})
        return value

    def names(self, prefix: str) -> Names:
        finnish, swedish, english = (self.name(f"{prefix}_{language}") for language in LANGUAGES)
        return finnish, swedish, english

    def code(self, column: str, digits: int) -> str:
        value = self.text(column)
        if not re.fullmatch(rf"\d{{{digits}}}", value):
            raise self.wrong(column, _("tunnus ”%(code)s” ei kelpaa") % {"code": value})
        return value

    def read(self, column: str, parse: Callable[[str], Value], *, needed: bool = True) -> Value:
        value = self.text(column, needed=needed)
        try:
            return parse(value)
        except (ValueError, KeyError) as error:
            raise self.wrong(column, _("arvo ”%(value)s” ei kelpaa") % {"value": value}) from error


def _rows(file: Path, columns: set[str]) -> Iterator[_Row]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            missing = columns - set(reader.fieldnames or [])
            if missing:
                raise Refusal(
                    _("Tiedosto %(file)s: sarake puuttuu: %(columns)s")
                    % {"file": file.name, "columns": ", ".join(sorted(missing))}
                )
            for cells in reader:
                yield _Row(file, reader.line_num, cells)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Refusal(
            _("Tiedostoa %(file)s ei voi lukea: %(problem)s")
            % {"file": file.name, "problem": error}
        ) from error


def _people(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError
    return number


def _area(text: str) -> float:
    number = float(text)
    if not (math.isfinite(number) and number > 0):
        raise ValueError
    return number


def _degrees(text: str) -> float:
    number = float(text)
    if not -180 <= number <= 180:
        raise ValueError
    return number


def _cells(file: Path) -> dict[str, tuple[int, int]]:
    cells: dict[str, tuple[int, int]] = {}
    for row in _rows(file, {"code", "cell_q", "cell_r"}):
        cell = row.read("cell_q", int), row.read("cell_r", int)
        if cell in cells.values():
            raise row.wrong("cell_q", _("kenno on jo toisella kunnalla"))
        cells[row.code("code", 3)] = cell
    return cells


def _points(file: Path) -> dict[str, tuple[float, float]]:
    return {
        row.code("code", 3): (row.read("lat", _degrees), row.read("lon", _degrees))
        for row in _rows(file, {"code", "lat", "lon"})
    }


def _note_area(row: _Row, known: dict[str, AreaRow], code: str, column: str, names: Names) -> None:
    if known.setdefault(code, AreaRow(code, names)).names != names:
        raise row.wrong(column, _("sama tunnus mutta eri nimi kuin aiemmalla rivillä"))


def read_places(folder: Path) -> Places:
    """Return what municipalities.csv, municipality_centroids.csv and cells.csv of `folder` say.

    Raise Refusal that names file, row and column when a row is wrong.
    """
    cells = _cells(folder / "cells.csv")
    points = _points(folder / "municipality_centroids.csv")
    regions: dict[str, AreaRow] = {}
    counties: dict[str, AreaRow] = {}
    municipalities: dict[str, MunicipalityRow] = {}
    slugs: dict[str, str] = {}
    for row in _rows(folder / "municipalities.csv", COLUMNS):
        code, names = row.code("code", 3), row.names("name")
        if code in municipalities:
            raise row.wrong("code", _("tunnus ”%(code)s” on jo käytössä") % {"code": code})
        if code not in cells or code not in points:
            raise row.wrong("code", _("kunnalla ei ole kennoa tai sijaintia"))
        for language, name in zip(LANGUAGES, names, strict=True):
            if slugs.setdefault(slugify(name), code) != code:
                raise row.wrong(f"name_{language}", _("samanniminen kunta on jo aiemmalla rivillä"))
        region_code, county_code = row.code("region_code", 2), row.code("wellbeing_county_code", 2)
        _note_area(row, regions, region_code, "region_fi", row.names("region"))
        if county_code in WITHOUT_WELLBEING_COUNTY:
            county_code = ""
        else:
            county_names = row.name("wellbeing_county_fi"), row.name("wellbeing_county_sv"), ""
            _note_area(row, counties, county_code, "wellbeing_county_fi", county_names)
        municipalities[code] = MunicipalityRow(
            code=code,
            names=names,
            region_code=region_code,
            county_code=county_code,
            values=_facts(row, points[code], cells[code]),
        )
    return Places(list(regions.values()), list(counties.values()), list(municipalities.values()))


def _facts(row: _Row, point: tuple[float, float], cell: tuple[int, int]) -> dict[str, object]:
    return {
        "subregion_fi": row.name("subregion_fi"),
        "subregion_sv": row.name("subregion_sv"),
        "language_status": row.read("language_status", LANGUAGE_STATUS.__getitem__),
        "sami_homeland": row.read("sami_homeland", SAMI_HOMELAND.__getitem__, needed=False),
        "urban_rural": row.read("urban_rural_code", UrbanRural),
        "nuts3_code": row.text("nuts3_code"),
        "population": row.read(f"population_{POPULATION_YEAR}", _people),
        "population_year": POPULATION_YEAR,
        "land_area_km2": row.read("land_area_km2", _area),
        "total_area_km2": row.read("total_area_km2", _area),
        "latitude": point[0],
        "longitude": point[1],
        "yso_place_uri": row.text("yso_place_uri_2019", needed=False),
        "cell_q": cell[0],
        "cell_r": cell[1],
    }
