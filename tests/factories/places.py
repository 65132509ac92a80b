import factory
from factory.django import DjangoModelFactory

from kenno.places.enums import LanguageStatus, UrbanRural
from kenno.places.models import Municipality, Region, WellbeingCounty


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region

    code = factory.Sequence(lambda number: f"{number % 100:02}")
    name_fi = factory.Sequence(lambda number: f"Maakunta {number}")
    name_sv = factory.LazyAttribute(lambda region: f"{region.name_fi} sv")
    name_en = factory.LazyAttribute(lambda region: f"{region.name_fi} en")
    slug_fi = factory.Sequence(lambda number: f"maakunta-{number}")
    slug_sv = factory.Sequence(lambda number: f"landskap-{number}")
    slug_en = factory.Sequence(lambda number: f"region-{number}")


class WellbeingCountyFactory(DjangoModelFactory):
    class Meta:
        model = WellbeingCounty

    code = factory.Sequence(lambda number: f"{number % 100:02}")
    name_fi = factory.Sequence(lambda number: f"Hyvinvointialue {number}")
    name_sv = factory.Sequence(lambda number: f"Välfärdsområde {number}")


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = Municipality

    code = factory.Sequence(lambda number: f"{number % 1000:03}")
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
