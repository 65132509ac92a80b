"""The workspace's pages on organisations."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kenno.core.models import AuditRecord
from kenno.people.models import Organisation, User
from tests.factories.people import OrganisationFactory
from tests.factories.places import MunicipalityFactory, RegionFactory
from tests.people.conftest import text_of

pytestmark = pytest.mark.django_db

ADD = "/tyopoyta/organisaatiot/lisaa/"
MUSEUM = {
    "kind": "museum",
    "name_fi": "Museo",
    "name_sv": "",
    "name_en": "",
    "business_id": "",
    "municipality": "",
    "region": "",
    "wellbeing_county": "",
    "website": "",
    "version": "1",
}


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("get", "kept_organisations"),
        ("get", "add_organisation"),
        ("post", "add_organisation"),
        ("get", "change_organisation"),
        ("post", "change_organisation"),
        ("get", "deactivate_organisation"),
        ("post", "deactivate_organisation"),
        ("post", "reopen_organisation"),
    ],
)
def test_keeping_organisations_is_for_coordinators(
    method: str, name: str, clients: dict[str, Client]
) -> None:
    listed = name in ("kept_organisations", "add_organisation")
    address = reverse(f"people:{name}", args=[] if listed else [OrganisationFactory().pk])
    answers = {who: getattr(client, method)(address) for who, client in clients.items()}
    assert answers["anonymous"]["Location"] == f"/kirjaudu/?next={address}"
    assert answers["no role"].status_code == 403
    assert answers["contributor"].status_code == 403
    assert "Organisaatioita muuttavat koordinaattorit ja ylläpitäjät." in text_of(
        answers["contributor"]
    )
    changes = method == "post" and name in ("deactivate_organisation", "reopen_organisation")
    assert answers["coordinator"].status_code == (302 if changes else 200)


@pytest.mark.parametrize(
    ("method", "path"), [("post", ""), ("put", "lisaa/"), ("put", "1/"), ("get", "1/avaa/")]
)
def test_pages_refuse_methods_that_are_not_theirs(
    method: str, path: str, coordinating: Client
) -> None:
    assert getattr(coordinating, method)(f"/tyopoyta/organisaatiot/{path}").status_code == 405


@pytest.mark.parametrize(("method", "path"), [("get", ""), ("get", "lopeta/"), ("post", "avaa/")])
def test_pages_of_what_is_not_there_say_so(method: str, path: str, coordinating: Client) -> None:
    assert getattr(coordinating, method)(f"/tyopoyta/organisaatiot/0/{path}").status_code == 404


@pytest.mark.parametrize(
    ("who", "shown"), [("no role", False), ("contributor", False), ("coordinator", True)]
)
def test_workspace_menu_leads_coordinators_to_organisations(
    who: str, shown: bool, clients: dict[str, Client]
) -> None:
    page = clients[who].get("/tyopoyta/").content.decode()
    assert ('href="/tyopoyta/organisaatiot/"' in page) is shown


def test_list_shows_also_those_that_work_no_more(coordinating: Client) -> None:
    OrganisationFactory(name_fi="Toimiva")
    OrganisationFactory(name_fi="Entinen", is_active=False)
    page = coordinating.get("/tyopoyta/organisaatiot/")
    assert [organisation.name for organisation in page.context["page"]] == ["Entinen", "Toimiva"]
    assert text_of(page).count("lopettanut") == 1
    narrowed = coordinating.get("/tyopoyta/organisaatiot/?q=toim")
    assert [organisation.name for organisation in narrowed.context["page"]] == ["Toimiva"]


def test_list_says_when_none_is_found(coordinating: Client) -> None:
    page = text_of(coordinating.get("/tyopoyta/organisaatiot/?q=zzz"))
    assert "Yhtään organisaatiota ei löytynyt" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_list_makes_seven_queries(
    rows: int, coordinating: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        OrganisationFactory(municipality=MunicipalityFactory())
    # The session, the person and their roles; regions and municipalities; count and organisations.
    with django_assert_num_queries(7):
        coordinating.get("/tyopoyta/organisaatiot/")


@pytest.mark.parametrize("rows", [1, 3])
def test_form_makes_seven_queries(
    rows: int, coordinating: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        organisation = OrganisationFactory(municipality=MunicipalityFactory())
    # The session, the person and their roles; the organisation; three lists of places.
    with django_assert_num_queries(7):
        coordinating.get(f"/tyopoyta/organisaatiot/{organisation.pk}/")


def test_add_organisation_makes_it_and_shows_its_page(
    coordinating: Client, coordinator: User
) -> None:
    MunicipalityFactory(code="009", name_fi="Alavieska")
    typed = {
        **MUSEUM,
        "municipality": "009",
        "business_id": "0112038 - 9",
        "website": "museo.example",
    }
    response = coordinating.post(ADD, typed, follow=True)
    added = Organisation.objects.get()
    assert response.redirect_chain == [(f"/organisaatiot/{added.pk}/", 302)]
    assert "Organisaatio on lisätty: Museo." in text_of(response)
    assert (added.kind, added.municipality.code) == ("museum", "009")
    assert (added.business_id, added.website) == ("0112038-9", "https://museo.example")
    assert AuditRecord.objects.get().by == coordinator


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"kind": ""}, {"kind": ["Tämä kenttä on pakollinen."]}),
        (
            {"kind": "king"},
            {"kind": ["Valitse oikea vaihtoehto. king ei ole vaihtoehtojen joukossa."]},
        ),
        ({"name_fi": " "}, {"name_fi": ["Tämä kenttä on pakollinen."]}),
        (
            {"name_fi": "Museo\r\nBcc: x"},
            {"name_fi": ["Kirjoita nimi yhdelle riville ilman ohjausmerkkejä."]},
        ),
        (
            {"business_id": "0112038-8"},
            {
                "business_id": [
                    "Y-tunnuksen tarkistusnumero ei täsmää. "
                    "Tarkista, ettei numeroissa ole virhettä."
                ]
            },
        ),
        (
            {"business_id": "0737546-2"},
            {"business_id": ["Tämä Y-tunnus on jo toisella organisaatiolla."]},
        ),
        ({"website": "ftp://museo.example"}, {"website": ["Syötä oikea URL-osoite."]}),
        ({"website": "javascript:alert(1)"}, {"website": ["Syötä oikea URL-osoite."]}),
        (
            {"municipality": "009", "region": "17"},
            {"region": ["Valitse vain yksi: kunta, maakunta tai hyvinvointialue."]},
        ),
        (
            {"kind": "municipality"},
            {"municipality": ["Valitse alue, jonka organisaatio tämä on."]},
        ),
        (
            {"kind": "regional-council", "municipality": "009"},
            {"region": ["Valitse alue, jonka organisaatio tämä on."]},
        ),
        (
            {"kind": "association", "name_fi": "Seura"},
            {"__all__": ["Samanlajinen ja samanniminen organisaatio on jo täällä."]},
        ),
    ],
)
def test_add_organisation_says_what_is_wrong_and_keeps_the_rest(
    typed: dict[str, str], errors: dict[str, list[str]], coordinating: Client
) -> None:
    MunicipalityFactory(code="009", region=RegionFactory(code="17"))
    OrganisationFactory(name_fi="Seura", business_id="0737546-2")
    response = coordinating.post(ADD, {**MUSEUM, "name_sv": "Skrivet", **typed})
    assert response.status_code == 422
    assert response.context["form"].errors == errors
    assert "Korjaa vielä nämä kohdat" in text_of(response)
    assert 'value="Skrivet"' in response.content.decode()
    assert Organisation.objects.count() == 1


def test_change_organisation_begins_with_what_is_known_and_saves(coordinating: Client) -> None:
    place = MunicipalityFactory(code="009")
    organisation = OrganisationFactory(name_fi="Vanha", municipality=place)
    address = f"/tyopoyta/organisaatiot/{organisation.pk}/"
    page = coordinating.get(address).content.decode()
    assert 'value="Vanha"' in page
    assert '<option value="009" selected>' in page
    response = coordinating.post(address, {**MUSEUM, "name_fi": "Uusi"}, follow=True)
    assert "Tiedot on tallennettu." in text_of(response)
    organisation.refresh_from_db()
    assert (organisation.name_fi, organisation.kind) == ("Uusi", "museum")
    assert organisation.municipality is None


@pytest.mark.parametrize("version", ["1", "", "x", "-1"])
def test_change_organisation_tells_what_another_did_and_loses_nothing(
    version: str, coordinating: Client
) -> None:
    organisation = OrganisationFactory(name_fi="Muuttunut", version=2)
    address = f"/tyopoyta/organisaatiot/{organisation.pk}/"
    typed = {**MUSEUM, "name_fi": "Oma", "version": version}
    response = coordinating.post(address, typed)
    assert response.status_code == (422 if version == "x" else 409)
    page = response.content.decode()
    assert 'value="Oma"' in page
    organisation.refresh_from_db()
    assert organisation.name_fi == "Muuttunut"
    if version == "x":
        return
    assert "Joku muu on muuttanut organisaation tietoja" in page
    assert '<input type="hidden" name="version" value="2"' in page
    assert "<h1>Muuttunut</h1>" in page
    assert coordinating.post(address, {**typed, "version": "2"}).status_code == 302
    organisation.refresh_from_db()
    assert organisation.name_fi == "Oma"


def test_deactivate_organisation_asks_first_and_reopening_undoes_it(coordinating: Client) -> None:
    organisation = OrganisationFactory(name_fi="Museo")
    address = f"/tyopoyta/organisaatiot/{organisation.pk}/"
    assert "Onko organisaatio lopettanut?" in text_of(coordinating.get(f"{address}lopeta/"))
    organisation.refresh_from_db()
    assert organisation.is_active is True
    response = coordinating.post(f"{address}lopeta/", follow=True)
    assert "Organisaatio on merkitty lopettaneeksi." in text_of(response)
    assert "Ota taas käyttöön" in text_of(coordinating.get(address))
    response = coordinating.post(f"{address}avaa/", follow=True)
    assert "Organisaatio on taas käytössä." in text_of(response)
    organisation.refresh_from_db()
    assert organisation.is_active is True
