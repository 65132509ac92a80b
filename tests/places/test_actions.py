from pathlib import Path

import pytest

from kenno.core import audit
from kenno.core.exceptions import Refusal
from kenno.core.models import AuditRecord
from kenno.places.actions import Loaded, load_places
from kenno.places.enums import LanguageStatus, UrbanRural
from kenno.places.models import Municipality, Region, WellbeingCounty
from tests.factories.people import CoordinatorFactory
from tests.factories.places import MunicipalityFactory
from tests.places.conftest import ALAVIESKA, HELSINKI, INARI, WriteFile

pytestmark = pytest.mark.django_db


def test_load_places_brings_the_official_classification() -> None:
    assert load_places() == {
        "regions": Loaded(19, 0, 0),
        "wellbeing_counties": Loaded(21, 0, 0),
        "municipalities": Loaded(308, 0, 0),
    }
    oulu = Municipality.objects.select_related("region", "wellbeing_county").get(code="564")
    assert (oulu.name_fi, oulu.name_sv, oulu.name_en) == ("Oulu", "Uleåborg", "Oulu")
    assert (oulu.slug_fi, oulu.slug_sv, oulu.slug_en) == ("oulu", "uleaborg", "oulu")
    assert oulu.region.name_sv == "Norra Österbotten"
    assert oulu.wellbeing_county is not None
    assert oulu.wellbeing_county.name_fi == "Pohjois-Pohjanmaan hyvinvointialue"
    assert (oulu.population, oulu.population_year) == (211_848, 2022)
    assert oulu.urban_rural == UrbanRural.URBAN


def test_load_places_knows_the_whole_country() -> None:
    load_places()
    assert sum(Municipality.objects.values_list("population", flat=True)) == 5_563_970
    statuses = Municipality.objects.order_by("pk").values_list("language_status", flat=True)
    assert {status: list(statuses).count(status) for status in LanguageStatus} == {
        LanguageStatus.FINNISH: 259,
        LanguageStatus.FINNISH_SWEDISH: 18,
        LanguageStatus.SWEDISH_FINNISH: 15,
        LanguageStatus.SWEDISH: 16,
    }
    homeland = Municipality.objects.filter(sami_homeland=True).in_name_order()
    assert [place.name for place in homeland] == ["Enontekiö", "Inari", "Sodankylä", "Utsjoki"]
    without = Municipality.objects.filter(wellbeing_county=None)
    assert without.exclude(region__code="21").get().name == "Helsinki"
    assert without.filter(region__code="21").count() == 16


def test_load_places_again_changes_nothing(folder: Path) -> None:
    load_places(folder=folder)
    assert load_places(folder=folder) == {
        "regions": Loaded(0, 0, 2),
        "wellbeing_counties": Loaded(0, 0, 1),
        "municipalities": Loaded(0, 0, 3),
    }
    assert AuditRecord.objects.filter(action="places.loaded").count() == 1


def test_load_places_records_who_and_how_many(folder: Path) -> None:
    person = CoordinatorFactory()
    load_places(folder=folder, by=person)
    record = AuditRecord.objects.get(action="places.loaded")
    assert record.by == person
    assert audit.label_of(record.action) == "Kunnat ja maakunnat ladattu"
    assert record.data["municipalities"] == {"created": 3, "updated": 0, "unchanged": 0}


def test_load_places_changes_what_differs(folder: Path, write: WriteFile) -> None:
    load_places(folder=folder)
    key = Municipality.objects.get(code="009").pk
    renamed = {**ALAVIESKA, "name_sv": "Alavieskastad", "population_2022": "2400"}
    write("municipalities.csv", [renamed, HELSINKI, INARI])
    assert load_places(folder=folder)["municipalities"] == Loaded(0, 1, 2)
    place = Municipality.objects.get(pk=key)
    assert (place.name_sv, place.slug_sv) == ("Alavieskastad", "alavieskastad")
    assert place.population == 2400


def test_load_places_lets_municipalities_change_cells(folder: Path, write: WriteFile) -> None:
    load_places(folder=folder)
    write(
        "cells.csv",
        [
            {"code": "009", "cell_q": "13", "cell_r": "1"},
            {"code": "091", "cell_q": "4", "cell_r": "14"},
            {"code": "148", "cell_q": "-2", "cell_r": "31"},
        ],
    )
    assert load_places(folder=folder)["municipalities"] == Loaded(0, 3, 0)
    cells = Municipality.objects.order_by("code").values_list("cell_q", "cell_r")
    assert list(cells) == [(13, 1), (4, 14), (-2, 31)]


def test_load_places_keeps_what_has_left_the_files(folder: Path) -> None:
    MunicipalityFactory(code="588", name_fi="Pertunmaa", cell_q=50, cell_r=50)
    load_places(folder=folder)
    assert Municipality.objects.filter(code="588").exists()


def test_load_places_refuses_the_cell_of_one_that_has_left(folder: Path) -> None:
    MunicipalityFactory(code="588", name_fi="Pertunmaa", cell_q=4, cell_r=14)
    with pytest.raises(Refusal, match="Kunta Pertunmaa ei ole enää tiedostoissa"):
        load_places(folder=folder)
    assert list(Municipality.objects.order_by("code").values_list("code", flat=True)) == ["588"]
    assert not Region.objects.filter(code="17").exists()


def test_load_places_changes_nothing_when_a_row_is_wrong(folder: Path, write: WriteFile) -> None:
    write("municipalities.csv", [ALAVIESKA, HELSINKI, {**INARI, "population_2022": "paljon"}])
    with pytest.raises(Refusal) as refused:
        load_places(folder=folder)
    assert refused.value.message == (
        "Tiedosto municipalities.csv, rivi 4, sarake population_2022: arvo ”paljon” ei kelpaa"
    )
    assert not Municipality.objects.exists()
    assert not Region.objects.exists()
    assert not WellbeingCounty.objects.exists()
    assert not AuditRecord.objects.exists()
