"""The workspace's pages on files of organisations, and the commands."""

import base64
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client

from kenno.core.models import AuditRecord
from kenno.people.models import Organisation, User
from tests.factories.people import OrganisationFactory
from tests.factories.places import MunicipalityFactory
from tests.people.conftest import text_of

pytestmark = pytest.mark.django_db

IMPORT = "/tyopoyta/organisaatiot/tuo/"
APPLY = "/tyopoyta/organisaatiot/tuo/tallenna/"
FILE = "kind;name_fi;name_sv\nmuseum;Museo;\nassociation;Seura;Förening\n"


def upload(client: Client, content: str | bytes) -> HttpResponse:
    content = content.encode() if isinstance(content, str) else content
    return client.post(IMPORT, {"file": SimpleUploadedFile("tiedosto.csv", content)})


def shown_form(page: HttpResponse) -> dict[str, str]:
    """The hidden fields that go on with the button."""
    html = page.content.decode()
    return {
        name: re.search(rf'name="{name}" value="([^"]*)"', html).group(1)
        for name in ("content", "fingerprint")
    }


def run(*arguments: str) -> list[str]:
    output = StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue().splitlines()


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", IMPORT, 200),
        ("post", IMPORT, 422),
        ("post", APPLY, 400),
        ("get", "/tyopoyta/organisaatiot/vie/csv/", 200),
        ("get", "/tyopoyta/organisaatiot/vie/xlsx/", 200),
    ],
)
def test_files_of_organisations_are_for_coordinators(
    method: str, address: str, status: int, clients: dict[str, Client]
) -> None:
    answers = {who: getattr(client, method)(address) for who, client in clients.items()}
    assert answers["anonymous"]["Location"] == f"/kirjaudu/?next={address}"
    assert answers["no role"].status_code == 403
    assert answers["contributor"].status_code == 403
    assert answers["coordinator"].status_code == status


@pytest.mark.parametrize(
    ("method", "path"), [("put", "tuo/"), ("get", "tuo/tallenna/"), ("post", "vie/csv/")]
)
def test_pages_refuse_methods_that_are_not_theirs(
    method: str, path: str, coordinating: Client
) -> None:
    assert getattr(coordinating, method)(f"/tyopoyta/organisaatiot/{path}").status_code == 405


def test_import_shows_what_would_change_and_then_changes_it(
    coordinating: Client, coordinator: User
) -> None:
    OrganisationFactory(name_fi="Seura")
    looked_at = upload(coordinating, FILE)
    page = text_of(looked_at)
    assert "Lisättäisiin 1, muutettaisiin 1, ennallaan 0." in page
    assert "name_sv:" in page
    assert Organisation.objects.count() == 1
    response = coordinating.post(APPLY, shown_form(looked_at), follow=True)
    assert response.redirect_chain == [("/tyopoyta/organisaatiot/", 302)]
    assert "Tuotu: lisätty 1, muutettu 1, ennallaan 0." in text_of(response)
    assert Organisation.objects.get(name_fi="Seura").name_sv == "Förening"
    assert AuditRecord.objects.filter(by=coordinator).count() == 3


def test_import_of_nothing_new_says_so(coordinating: Client) -> None:
    OrganisationFactory(name_fi="Seura")
    page = text_of(upload(coordinating, "kind,name_fi\nassociation,Seura\n"))
    assert "Mikään ei muuttuisi" in page
    assert "Tallenna muutokset" not in page


def test_import_lists_wrong_rows_and_offers_no_button(coordinating: Client) -> None:
    response = upload(coordinating, "kind,name_fi\nking,<b>X\n")
    assert response.status_code == 422
    page = text_of(response)
    assert '<th scope="row">2</th> <td>kind</td> <td>Lajia ”king” ei ole.</td>' in page
    assert "Tallenna muutokset" not in page
    assert "<b>X" not in page


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "Tiedosto on tyhjä."),
        (b"%PDF-1.7 \0", "Tiedosto ei ole taulukko"),
        (b"x" * (1024 * 1024 + 1), "Tiedosto on liian suuri. Suurin sallittu koko on 1 Mt."),
        ("name_fi\nX\n", "Rivi 1: sarake puuttuu: kind"),
    ],
)
def test_import_says_what_is_wrong_with_a_file(
    content: str | bytes, message: str, coordinating: Client
) -> None:
    response = upload(coordinating, content)
    assert response.status_code == 422
    assert message in text_of(response)
    assert "Korjaa vielä nämä kohdat" in text_of(response)


def test_import_without_a_file_asks_for_one(coordinating: Client) -> None:
    assert "Valitse tiedosto." in text_of(coordinating.post(IMPORT))


def test_apply_shows_again_what_has_changed_meanwhile(coordinating: Client) -> None:
    looked_at = upload(coordinating, FILE)
    OrganisationFactory(name_fi="Seura")
    response = coordinating.post(APPLY, shown_form(looked_at))
    assert response.status_code == 409
    assert "Organisaatiot ovat muuttuneet sen jälkeen" in text_of(response)
    assert Organisation.objects.count() == 1
    assert coordinating.post(APPLY, shown_form(response)).status_code == 302
    assert Organisation.objects.count() == 2


def test_apply_twice_changes_once(coordinating: Client) -> None:
    form = shown_form(upload(coordinating, FILE))
    coordinating.post(APPLY, form)
    response = coordinating.post(APPLY, form)
    assert response.status_code == 409
    assert "Mikään ei muuttuisi" in text_of(response)
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 400),
        ({"content": "%%%", "fingerprint": "x"}, 400),
        ({"content": base64.b64encode(b"\0").decode(), "fingerprint": "x"}, 400),
        ({"content": base64.b64encode(FILE.encode()).decode(), "fingerprint": "x"}, 409),
        ({"content": base64.b64encode(FILE.encode()).decode(), "fingerprint": ""}, 400),
    ],
)
def test_apply_of_what_was_not_shown_changes_nothing(
    form: dict[str, str], status: int, coordinating: Client
) -> None:
    assert coordinating.post(APPLY, form).status_code == status
    assert Organisation.objects.count() == 0


def test_export_gives_a_file_in_each_form(coordinating: Client) -> None:
    OrganisationFactory(name_fi="=Ääni", municipality=MunicipalityFactory(code="009"))
    response = coordinating.get("/tyopoyta/organisaatiot/vie/csv/")
    assert response["Content-Disposition"] == 'attachment; filename="organisations.csv"'
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[1] == "association;'=Ääni;;;;009;;;"
    response = coordinating.get("/tyopoyta/organisaatiot/vie/xlsx/")
    assert response.content[:4] == b"PK\x03\x04"
    assert "Mikään ei muuttuisi" in text_of(upload(coordinating, response.content))
    assert coordinating.get("/tyopoyta/organisaatiot/vie/exe/").status_code == 404


def test_import_command_shows_and_does(tmp_path: Path) -> None:
    OrganisationFactory(name_fi="Seura")
    file = tmp_path / "file.csv"
    file.write_text(FILE)
    rows = ["line 2: added: Museo", "line 3: changed: Seura (name_sv)"]
    counts = "1 added, 1 changed, 0 unchanged"
    dry = run("import_organisations", str(file), "--dry-run")
    assert dry == [*rows, f"{counts} (dry run)"]
    assert Organisation.objects.count() == 1
    assert run("import_organisations", str(file)) == [*rows, counts]
    assert run("import_organisations", str(file)) == ["0 added, 0 changed, 2 unchanged"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        ("name_fi\nX\n", "sarake puuttuu: kind"),
        ("kind,name_fi\nking,X\n", r"Nothing was changed.\nline 2, kind: Lajia ”king” ei ole."),
    ],
)
def test_import_command_says_what_is_wrong(
    content: str | None, message: str, tmp_path: Path
) -> None:
    file = tmp_path / "file.csv"
    if content is not None:
        file.write_text(content)
    with pytest.raises(CommandError, match=message):
        run("import_organisations", str(file))
    assert Organisation.objects.count() == 0


def test_load_command_prints_the_counts() -> None:
    place = MunicipalityFactory(region__code="21")
    assert place.region.code == "21"
    assert run("load_organisations") == ["organisations: 2 created, 0 unchanged"]
    assert run("load_organisations") == ["organisations: 0 created, 2 unchanged"]
