import pytest
from pytest_django import DjangoAssertNumQueries

from kenno.core.exceptions import Refusal
from kenno.core.models import AuditRecord
from kenno.people.actions import ImportReport, import_organisations
from kenno.people.actions.imports import CellChange, PlannedRow
from kenno.people.models import Organisation, User
from kenno.people.queries.exports import organisation_rows
from kenno.people.spreadsheets import write_csv, write_xlsx
from tests.factories.people import OrganisationFactory
from tests.factories.places import MunicipalityFactory, RegionFactory

pytestmark = pytest.mark.django_db


def take(
    text: str, *, by: User | None = None, dry_run: bool = False, seen: str = ""
) -> ImportReport:
    return import_organisations(content=text.encode(), by=by, dry_run=dry_run, seen=seen)


def outcomes(report: ImportReport) -> list[tuple[int, str, str]]:
    assert report.errors == []
    return [(row.line, row.name, row.outcome) for row in report.rows]


def errors(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(wrong.line, wrong.column, wrong.message) for wrong in report.errors]


def test_import_adds_changes_and_leaves_alone(coordinator: User) -> None:
    place = MunicipalityFactory(code="009", region=RegionFactory(code="17"))
    changing = OrganisationFactory(name_fi="Seura", municipality=place)
    OrganisationFactory(name_fi="Kirjasto", kind="library", name_sv="Bibliotek")
    report = take(
        "kind;name_fi;name_sv;municipality_code\n"
        "museum;Museo;Museet;9\n"
        "association;Seura;Förening;009\n"
        "Kirjasto;Kirjasto;Bibliotek;\n",
        by=coordinator,
    )
    assert report.rows == [
        PlannedRow(2, "Museo", "added"),
        PlannedRow(3, "Seura", "changed", (CellChange("name_sv", "", "Förening"),)),
        PlannedRow(4, "Kirjasto", "unchanged"),
    ]
    added = Organisation.objects.get(name_fi="Museo")
    assert (added.kind, added.name_sv, added.municipality) == ("museum", "Museet", place)
    changing.refresh_from_db()
    assert (changing.name_sv, changing.version) == ("Förening", 2)
    records = AuditRecord.objects.order_by("pk")
    assert [(record.action, record.label, record.by) for record in records] == [
        ("people.organisation_added", "Museo", coordinator),
        ("people.organisation_changed", "Seura", coordinator),
        ("people.organisations_imported", "", coordinator),
    ]
    assert records.last().data == {"added": 1, "changed": 1, "unchanged": 1}


def test_import_twice_changes_nothing_the_second_time() -> None:
    text = "kind,name_fi,business_id\nmuseum,Museo,112038-9\nmuseum,Toinen,\n"
    take(text)
    AuditRecord.objects.all().delete()
    assert outcomes(take(text)) == [(2, "Museo", "unchanged"), (3, "Toinen", "unchanged")]
    assert Organisation.objects.count() == 2
    assert AuditRecord.objects.count() == 0


def test_import_with_dry_run_changes_nothing() -> None:
    report = take("kind,name_fi\nmuseum,Museo\n", dry_run=True)
    assert outcomes(report) == [(2, "Museo", "added")]
    assert (Organisation.objects.count(), AuditRecord.objects.count()) == (0, 0)


def test_import_knows_an_organisation_by_business_id_then_place_then_name() -> None:
    place = MunicipalityFactory(code="009")
    by_id = OrganisationFactory(name_fi="Vanha nimi", business_id="0112038-9")
    by_place = OrganisationFactory(name_fi="Alavieska", kind="municipality", municipality=place)
    by_name = OrganisationFactory(name_fi="Seura", kind="museum")
    take(
        "kind,name_fi,business_id,municipality_code\n"
        "association,Uusi nimi,0112038-9,\n"
        "municipality,Alavieskan kunta,,009\n"
        "museum,Seura,0737546-2,\n"
    )
    assert Organisation.objects.count() == 3
    for organisation in (by_id, by_place, by_name):
        organisation.refresh_from_db()
    assert (by_id.name_fi, by_place.name_fi) == ("Uusi nimi", "Alavieskan kunta")
    assert by_name.business_id == "0737546-2"


def test_import_leaves_alone_missing_columns_and_empties_empty_cells() -> None:
    OrganisationFactory(name_fi="Museo", name_sv="Museet", website="https://museo.example")
    take("kind,name_fi,name_sv\nassociation,Museo,\n")
    stored = Organisation.objects.get()
    assert (stored.name_sv, stored.website) == ("", "https://museo.example")


@pytest.mark.parametrize("kind", ["museum", "MUSEUM", "museo", "Museo"])
def test_import_knows_a_kind_by_code_and_name(kind: str) -> None:
    take(f"kind,name_fi\n{kind},X\n")
    assert Organisation.objects.get().kind == "museum"


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        (",X,,,,,", "kind", "Tieto puuttuu."),
        ("museum,,,,,,", "name_fi", "Tieto puuttuu."),
        ("king,X,,,,,", "kind", "Lajia ”king” ei ole."),
        ("museum,X,0112038-8,,,,", "business_id", "Y-tunnuksen tarkistusnumero ei täsmää."),
        ("museum,X,1,,,,", "business_id", "Kirjoita Y-tunnus muodossa 1234567-8"),
        ("museum,X,,999,,,", "municipality_code", "Tunnusta ”999” ei ole."),
        ("museum,X,,,77,,", "region_code", "Tunnusta ”77” ei ole."),
        ("museum,X,,,,77,", "wellbeing_county_code", "Tunnusta ”77” ei ole."),
        ("museum,X,,009,17,,", "region_code", "Valitse vain yksi"),
        ("municipality,X,,,,,", "municipality_code", "Valitse alue"),
        ("museum,X,,,,,ftp://x.example", "website", "Syötä oikea URL-osoite."),
        ('museum,"X\ny",,,,,', "name_fi", "Kirjoita nimi yhdelle riville"),
        (f"museum,{'x' * 201},,,,,", "name_fi", "enintään 200 merkkiä"),
        ("association,Toinen,0112038-9,,,,", "name_fi", "Sama on jo toisella organisaatiolla."),
    ],
)
def test_import_names_line_and_column_of_what_is_wrong_and_changes_nothing(
    cells: str, column: str, message: str
) -> None:
    MunicipalityFactory(code="009", region=RegionFactory(code="17"))
    OrganisationFactory(name_fi="Ensimmäinen", business_id="0112038-9")
    OrganisationFactory(name_fi="Toinen")
    report = take(
        "kind,name_fi,business_id,municipality_code,region_code,wellbeing_county_code,website\n"
        "library,Kunnossa,,,,,\n"
        f"{cells}\n"
    )
    (wrong,) = report.errors
    assert (wrong.line, wrong.column) == (3, column)
    assert message in wrong.message
    assert Organisation.objects.count() == 2
    assert AuditRecord.objects.count() == 0


def test_import_tells_every_wrong_row() -> None:
    report = take("kind,name_fi\nking,X\nmuseum,Museo\nmuseum,\n")
    assert errors(report) == [
        (2, "kind", "Lajia ”king” ei ole."),
        (4, "name_fi", "Tieto puuttuu."),
    ]


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        ("museum,Museo,,\nmuseum,Museo,,\n", "name_fi"),
        ("museum,A,0112038-9,\ncompany,B,0112038-9,\n", "business_id"),
        ("municipality,A,,009\nmunicipality,B,,9\n", "municipality_code"),
    ],
)
@pytest.mark.parametrize("known", [True, False])
def test_import_refuses_doubled_rows(rows: str, column: str, known: bool) -> None:
    MunicipalityFactory(code="009")
    text = "kind,name_fi,business_id,municipality_code\n"
    if known:
        take(text + rows.partition("\n")[0])
    before = Organisation.objects.count()
    report = take(text + rows)
    place = "name_fi" if known else column
    assert errors(report) == [(3, place, "Sama organisaatio on jo rivillä 2.")]
    assert Organisation.objects.count() == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name_fi\nX\n", "Rivi 1: sarake puuttuu: kind"),
        ("kind,name_fi,email\nmuseum,X,\n", "Rivi 1: saraketta ei tunneta: email."),
        ("kind,name_fi\n", "Tiedostossa ei ole rivejä otsikon jälkeen."),
    ],
)
def test_import_refuses_a_file_with_other_columns(text: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        take(text)
    assert message in str(refused.value.message)


def test_import_refuses_rows_that_change_places() -> None:
    OrganisationFactory(name_fi="A", business_id="0112038-9")
    OrganisationFactory(name_fi="B", business_id="0737546-2")
    with pytest.raises(Refusal, match="Rivit vaihtavat tietoja keskenään"):
        take("kind,name_fi,business_id\nassociation,B,0112038-9\nassociation,A,0737546-2\n")
    names = Organisation.objects.order_by("pk").values_list("name_fi", flat=True)
    assert list(names) == ["A", "B"]
    assert AuditRecord.objects.count() == 0


def test_import_of_what_was_seen_does_it_only_when_the_outcome_is_the_same() -> None:
    text = "kind,name_fi,name_sv\nassociation,Seura,Förening\n"
    seen = take(text, dry_run=True).fingerprint()
    OrganisationFactory(name_fi="Seura")
    report = take(text, seen=seen)
    assert report.fingerprint() != seen
    assert Organisation.objects.get().name_sv == ""
    take(text, seen=report.fingerprint())
    assert Organisation.objects.get().name_sv == "Förening"


def test_export_is_imported_back_without_changes() -> None:
    place = MunicipalityFactory(code="009", region=RegionFactory(code="07"))
    OrganisationFactory(name_fi="=1+1", municipality=place, business_id="0112038-9")
    OrganisationFactory(name_fi="Liitto", kind="regional-council", region=place.region)
    OrganisationFactory(
        kind="wellbeing-county", wellbeing_county=place.wellbeing_county, name_sv="Öst"
    )
    OrganisationFactory(name_fi="Entinen", is_active=False)
    rows = organisation_rows()
    assert [row[1] for row in rows] == ["name_fi", "=1+1", "Liitto", rows[3][1]]
    assert rows[1] == ["association", "=1+1", "", "", "0112038-9", "009", "", "", ""]
    for content in (write_csv(rows), write_xlsx(rows, title="t")):
        report = import_organisations(content=content, by=None, dry_run=False)
        assert report.counts() == {"added": 0, "changed": 0, "unchanged": 3}


@pytest.mark.parametrize("rows", [1, 3])
def test_dry_run_costs_the_same_with_many(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lines = [f"museum,Museo {number}" for number in range(rows)]
    for number in range(rows):
        OrganisationFactory(name_fi=f"Museo {number}", municipality=MunicipalityFactory())
    # The transaction's two savepoints; municipalities, regions, counties and organisations.
    with django_assert_num_queries(6):
        take("\n".join(["kind,name_fi", *lines]), dry_run=True)


@pytest.mark.parametrize("rows", [1, 3])
def test_export_makes_one_query(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        OrganisationFactory(municipality=MunicipalityFactory())
    with django_assert_num_queries(1):
        organisation_rows()
