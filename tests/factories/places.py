import csv
from pathlib import Path

import factory
from factory.django import DjangoModelFactory

from kenno.places.enums import LanguageStatus, UrbanRural
from kenno.places.models import Municipality, Region, WellbeingCounty

# Made places have codes that no real one has: tests give real codes themselves. Nor those that
# tests take for unknown, or that a municipality had once.
_NEVER = {"99", "000", "588", "999"}
_PLACES = Path(__file__).parents[2] / "kenno/places/data/municipalities.csv"
with _PLACES.open(encoding="utf-8", newline="") as _lines:
    _ROWS = list(csv.DictReader(_lines))


def _unused(column: str, digits: int) -> list[str]:
    used = {row[column] for row in _ROWS} | _NEVER
    codes = (f"{number:0{digits}}" for number in range(10**digits))
    return [code for code in codes if code not in used]


REGION_CODES = _unused("region_code", 2)
COUNTY_CODES = _unused("wellbeing_county_code", 2)
MUNICIPALITY_CODES = _unused("code", 3)


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region

    code = factory.Sequence(lambda number: REGION_CODES[number % len(REGION_CODES)])
    name_fi = factory.Sequence(lambda number: f"Maakunta {number}")
    name_sv = factory.LazyAttribute(lambda region: f"{region.name_fi} sv")
    name_en = factory.LazyAttribute(lambda region: f"{region.name_fi} en")
    slug_fi = factory.Sequence(lambda number: f"maakunta-{number}")
    slug_sv = factory.Sequence(lambda number: f"landskap-{number}")
    slug_en = factory.Sequence(lambda number: f"region-{number}")


class WellbeingCountyFactory(DjangoModelFactory):
    class Meta:
        model = WellbeingCounty

    code = factory.Sequence(lambda number: COUNTY_CODES[number % len(COUNTY_CODES)])
    name_fi = factory.Sequence(lambda number: f"Hyvinvointialue {number}")
    name_sv = factory.Sequence(lambda number: f"Välfärdsområde {number}")


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = Municipality

    code = factory.Sequence(lambda number: MUNICIPALITY_CODES[number % len(MUNICIPALITY_CODES)])
    name_fi = factory.Sequence(lambda number: f"Kunta {number}")
    name_sv = factory.LazyAttribute(lambda place: f"{place.name_fi} sv")
    name_en = factory.LazyAttribute(lambda place: place.name_fi)
    slug_fi = factory.Sequence(lambda number: f"kunta-{number}")
    slug_sv = factory.Sequence(lambda number: f"kommun-{number}")
    slug_en = factory.Sequence(lambda number: f"municipality-{number}")
    region = factory.SubFactory(RegionFactory)
    subregion_fi = "Seutu"
    subregion_sv = "Region"
    wellbeing_county = factory.SubFactory(WellbeingCountyFactory)
    language_status = LanguageStatus.FINNISH
    urban_rural = UrbanRural.RURAL
    nuts3_code = "FI1D9"
    population = 2407
    population_year = 2025
    land_area_km2 = 251.5
    total_area_km2 = 253.02
    latitude = 64.16
    longitude = 24.32
    cell_q = factory.Sequence(lambda number: number % 1000)
    cell_r = factory.Sequence(lambda number: number // 1000)
