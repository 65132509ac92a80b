import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from kenno.people.models import User
from kenno.practices.models import Practice
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import (
    FullPracticeFactory,
)
from tests.factories.vocabulary import ArtFormFactory, ConceptFactory, StatutoryTaskFactory
from tests.practices.form import address, newest, rows

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


def basics(**given: str) -> dict[str, str]:
    return {"title": "Kyläkino", "language": "fi", "based_on": "0", "sitting": "a", **given}


def png(width: int = 40) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, 30), "orange").save(file, "PNG")
    return file.getvalue()


def materials(**given: object) -> dict[str, object]:
    return {"based_on": "0", "sitting": "a", **rows("materials"), **given}


def test_section_saves_what_was_typed(writer: Client, practice: Practice) -> None:
    response = writer.post(
        address(practice, "basics"),
        basics(summary="Elokuvia kylätalolla", start_year="2019", next="1"),
    )

    assert response["Location"] == address(practice, "story")
    draft = newest(practice)
    assert (draft.summary, draft.start_year) == ("Elokuvia kylätalolla", 2019)


def test_section_saves_itself_and_tells_time(writer: Client, practice: Practice) -> None:
    response = writer.post(
        address(practice, "basics"), basics(summary="Kesken"), headers={"HX-Request": "true"}
    )

    assert response.status_code == 200
    html = response.content.decode()
    assert "Tallennettu klo" in html
    assert re.search(r'name="based_on"\s+id="based-on"\s+value="1"', html) is not None
    assert newest(practice).summary == "Kesken"


def test_section_with_errors_keeps_everything_typed(writer: Client, practice: Practice) -> None:
    response = writer.post(
        address(practice, "basics"),
        basics(summary=SCRIPT, start_year="2020", end_year="2010"),
    )

    assert response.status_code == 422
    html = response.content.decode()
    assert SCRIPT not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert response.context["editor"].errors == [
        ("Päättyi vuonna: Päättymisvuosi ei voi olla ennen alkamisvuotta.", "id_end_year")
    ]


def test_section_names_unknown_partner_municipality(writer: Client, practice: Practice) -> None:
    response = writer.post(
        address(practice, "basics"), basics(partner_municipalities="Alavieska, Atlantis")
    )

    assert response.context["editor"].form.errors["partner_municipalities"] == [
        "Kuntaa ”Atlantis” ei löydy. Kirjoita kunnan virallinen nimi."
    ]


def test_section_saves_partner_municipalities_in_any_language(
    writer: Client, practice: Practice
) -> None:
    vaasa = MunicipalityFactory(name_fi="Vaasa", name_sv="Vasa")

    writer.post(address(practice, "basics"), basics(partner_municipalities="vasa"))

    assert list(newest(practice).partner_municipalities.all()) == [vaasa]


def test_section_shows_partner_municipalities_by_name(writer: Client, practice: Practice) -> None:
    practice.partner_municipalities.set(
        [MunicipalityFactory(name_fi="Oulu"), MunicipalityFactory(name_fi="Raahe")]
    )
    practice.save()

    form = writer.get(address(practice, "basics")).context["editor"].form

    assert form["partner_municipalities"].value() == "Oulu, Raahe"


def test_section_without_partners_shows_nothing(writer: Client, practice: Practice) -> None:
    form = writer.get(address(practice, "basics")).context["editor"].form

    assert form["partner_municipalities"].value() == ""


def test_section_saves_lists_and_drops_emptied_rows(writer: Client, practice: Practice) -> None:
    writer.post(
        address(practice, "steps"),
        {
            "based_on": "0",
            "sitting": "a",
            **rows(
                "steps",
                {"title": "Kysy", "text": "Kyläyhdistykseltä"},
                {"title": "", "text": ""},
                {"title": "Näytä", "text": ""},
            ),
        },
    )

    assert [(step.title, step.sort_order) for step in newest(practice).steps.all()] == [
        ("Kysy", 0),
        ("Näytä", 1),
    ]


def test_section_saves_same_lists_again_without_doubling(
    writer: Client, practice: Practice
) -> None:
    form = {"sitting": "a", **rows("steps", {"title": "Kysy", "text": ""})}

    for version in range(3):
        writer.post(
            address(practice, "steps"),
            {**form, "based_on": str(version)},
            headers={"HX-Request": "true"},
        )

    assert [step.title for step in newest(practice).steps.all()] == ["Kysy"]


def test_section_row_without_its_name_is_an_error_at_its_place(
    writer: Client, practice: Practice
) -> None:
    response = writer.post(
        address(practice, "steps"),
        {"based_on": "0", "sitting": "a", **rows("steps", {"title": "", "text": "Jotain"})},
    )

    assert response.status_code == 422
    assert response.context["editor"].errors == [
        ("Vaiheen nimi: Anna vaiheelle nimi.", "id_steps-0-title")
    ]


def test_section_moves_row_up(writer: Client, practice: Practice) -> None:
    writer.post(
        address(practice, "steps"),
        {
            "based_on": "0",
            "sitting": "a",
            "move": "steps-1",
            **rows("steps", {"title": "Toka"}, {"title": "Eka"}),
        },
    )

    assert [step.title for step in newest(practice).steps.all()] == ["Eka", "Toka"]


def test_section_saves_classification(writer: Client, practice: Practice) -> None:
    task, art, theme = StatutoryTaskFactory(), ArtFormFactory(), ConceptFactory()

    writer.post(
        address(practice, "audience"),
        {
            "based_on": "0",
            "sitting": "a",
            "statutory_tasks": [task.pk],
            "art_forms": [art.pk],
            "themes": [theme.code],
        },
    )

    draft = newest(practice)
    assert list(draft.statutory_tasks.all()) == [task]
    assert list(draft.art_forms.all()) == [art]
    assert list(draft.themes.all()) == [theme]


def test_section_saves_picture(writer: Client, practice: Practice) -> None:
    writer.post(
        address(practice, "materials"),
        materials(
            image=SimpleUploadedFile("kuva.png", png(), "image/png"),
            lead_image_alt="Yleisö kylätalolla",
            lead_image_permission="on",
        ),
    )

    draft = newest(practice)
    assert (draft.lead_image.width, draft.lead_image_alt) == (40, "Yleisö kylätalolla")
    assert re.fullmatch(r"original_images/[\w-]{22}\.png", draft.lead_image.file.name)


def test_section_refuses_disguised_picture(writer: Client, practice: Practice) -> None:
    response = writer.post(
        address(practice, "materials"),
        materials(image=SimpleUploadedFile("kuva.png", b"MZ\x90\x00 not a picture", "image/png")),
    )

    assert response.status_code == 422
    assert newest(practice).lead_image is None


def test_section_refuses_page_disguised_as_pdf(writer: Client, practice: Practice) -> None:
    response = writer.post(
        address(practice, "materials"),
        {
            "based_on": "0",
            "sitting": "a",
            **rows("materials", {"title": "Ohje"}),
            "materials-0-upload": SimpleUploadedFile("ohje.pdf", b"<html></html>"),
        },
    )

    assert response.status_code == 422
    assert list(newest(practice).materials.all()) == []


def test_section_keeps_file_when_saved_again(writer: Client, practice: Practice) -> None:
    writer.post(
        address(practice, "materials"),
        {
            "based_on": "0",
            "sitting": "a",
            **rows("materials", {"title": "Ohje"}),
            "materials-0-upload": SimpleUploadedFile("ohje.pdf", b"%PDF-1.4 sisus"),
        },
    )
    stored = newest(practice).materials.all()[0].file.name

    writer.post(
        address(practice, "materials"),
        {
            "based_on": "1",
            "sitting": "a",
            **rows("materials", {"title": "Uusi nimi", "stored": stored}),
        },
    )

    row = newest(practice).materials.all()[0]
    assert (row.title, row.file.name, row.file.read()) == ("Uusi nimi", stored, b"%PDF-1.4 sisus")


def test_section_refuses_file_of_another_practice(writer: Client, practice: Practice) -> None:
    response = writer.post(
        address(practice, "materials"),
        {
            "based_on": "0",
            "sitting": "a",
            **rows("materials", {"title": "Ohje", "stored": "materials/toisen.pdf"}),
        },
    )

    assert response.status_code == 422


def test_section_unknown_is_not_found(writer: Client, practice: Practice) -> None:
    assert writer.get(address(practice, "olematon")).status_code == 404


@pytest.mark.parametrize(
    "section",
    ["basics", "story", "audience", "steps", "resources", "results", "materials", "contact"],
)
def test_section_opens_over_full_practice(writer: Client, author: User, section: str) -> None:
    practice = FullPracticeFactory(municipality=author.memberships.get().municipality)

    assert writer.get(address(practice, section)).status_code == 200


def test_section_in_review_leads_back_with_reason(writer: Client, practice: Practice) -> None:
    writer.post(f"/tyopoyta/kaytanteet/{practice.pk}/laheta/")

    response = writer.get(address(practice, "basics"), follow=True)

    assert "Tätä tekstiä ei voi nyt muokata. Tila: tarkistettavana." in response.content.decode()


def test_section_shows_figures_of_claims_without_idle_decimals(
    writer: Client, author: User
) -> None:
    practice = FullPracticeFactory(municipality=author.memberships.get().municipality)

    html = writer.get(address(practice, "results")).content.decode()

    assert re.search(r'name="claims-0-value"\s+value="412"', html) is not None
