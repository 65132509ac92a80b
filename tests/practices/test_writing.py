import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from kenno.moderation import actions as moderation
from kenno.moderation.enums import ReviewState
from kenno.people.models import User
from kenno.practices.models import Practice
from tests.factories.people import ContributorFactory, CoordinatorFactory, UserFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import (
    FullPracticeFactory,
    PracticeFactory,
    PublishedPracticeFactory,
)
from tests.factories.vocabulary import ArtFormFactory, ConceptFactory, StatutoryTaskFactory

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def author() -> User:
    return ContributorFactory(municipality=MunicipalityFactory(name_fi="Alavieska"))


@pytest.fixture
def practice(author: User) -> Practice:
    return PracticeFactory(
        municipality=author.memberships.get().municipality, title="Kyläkino", created_by=author
    )


@pytest.fixture
def writer(client: Client, author: User) -> Client:
    client.force_login(author)
    return client


def address(practice: Practice, section: str) -> str:
    return f"/tyopoyta/kaytanteet/{practice.pk}/osa/{section}/"


def rows(prefix: str, *given: dict[str, str]) -> dict[str, str]:
    posted = {f"{prefix}-TOTAL_FORMS": str(len(given)), f"{prefix}-INITIAL_FORMS": "0"}
    for number, row in enumerate(given):
        posted |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return posted


def newest(practice: Practice) -> Practice:
    found: Practice = Practice.objects.get(pk=practice.pk).get_latest_revision_as_object()
    return found


def basics(**given: str) -> dict[str, str]:
    return {"title": "Kyläkino", "language": "fi", "based_on": "0", "sitting": "a", **given}


def test_start_makes_draft_for_own_municipality(writer: Client, author: User) -> None:
    place = author.memberships.get().municipality

    response = writer.post(
        "/tyopoyta/kaytanteet/uusi/",
        {"title": "Runopolku", "municipality": place.pk, "language": "fi", "sitting": "s"},
    )

    practice = Practice.objects.get()
    assert response["Location"] == address(practice, "basics")
    assert (practice.title, practice.municipality, practice.review_state, practice.live) == (
        "Runopolku",
        place,
        ReviewState.DRAFT,
        False,
    )


def test_start_twice_in_a_row_makes_one_draft(writer: Client, author: User) -> None:
    form = {
        "title": "Runopolku",
        "municipality": author.memberships.get().municipality.pk,
        "language": "fi",
        "sitting": "sama",
    }

    first = writer.post("/tyopoyta/kaytanteet/uusi/", form)
    second = writer.post("/tyopoyta/kaytanteet/uusi/", form)

    assert first["Location"] == second["Location"]
    assert Practice.objects.count() == 1


def test_start_with_too_long_title_keeps_what_was_typed(writer: Client) -> None:
    long = "Runopolku " * 11

    response = writer.post("/tyopoyta/kaytanteet/uusi/", {"title": long, "language": "fi"})

    assert response.status_code == 422
    assert response.context["form"]["title"].value() == long
    assert "title" in response.context["form"].errors


def test_start_for_foreign_municipality_is_refused(writer: Client) -> None:
    other = MunicipalityFactory()

    response = writer.post(
        "/tyopoyta/kaytanteet/uusi/",
        {"title": "Runopolku", "municipality": other.pk, "language": "fi"},
    )

    assert response.status_code == 422
    assert Practice.objects.count() == 0


def test_start_by_coordinator_with_misspelt_municipality_suggests_right_one(
    client: Client,
) -> None:
    MunicipalityFactory(name_fi="Kuhmo")
    client.force_login(CoordinatorFactory())

    response = client.post(
        "/tyopoyta/kaytanteet/uusi/",
        {"title": "Runopolku", "municipality": "Kuhmoo", "language": "fi"},
    )

    assert response.status_code == 422
    assert response.context["form"].errors["municipality"] == [
        "Kuntaa ”Kuhmoo” ei löydy. Tarkoititko: Kuhmo?"
    ]


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


def test_section_saving_itself_with_error_says_so(writer: Client, practice: Practice) -> None:
    response = writer.post(
        address(practice, "basics"), basics(start_year="abc"), headers={"HX-Request": "true"}
    )

    assert response.status_code == 422
    assert "Ei tallennettu: korjaa ensin virheet." in response.content.decode()
    assert newest(practice).draft_version == 0


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
        ("Päättymisvuosi ei voi olla ennen alkamisvuotta.", "id_end_year")
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
    assert response.context["editor"].errors == [("Anna vaiheelle nimi.", "id_steps-0-title")]


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


def test_section_saved_by_two_people_tells_second_and_loses_nothing(
    writer: Client, practice: Practice
) -> None:
    other = Client()
    other.force_login(CoordinatorFactory(first_name="Koordinaattori", last_name=""))
    other.post(
        address(practice, "story"),
        {"based_on": "0", "sitting": "b", "need": "Hänen tekstinsä"},
    )

    response = writer.post(
        address(practice, "story"),
        {"based_on": "0", "sitting": "a", "need": "Minun tekstini", "description": "Lisäys"},
    )

    assert response.status_code == 409
    html = response.content.decode()
    assert "Joku muu ehti tallentaa ennen sinua" in html
    assert "Minun tekstini" in html
    assert "Hänen" in html
    assert newest(practice).need == "Hänen tekstinsä"

    again = writer.post(
        address(practice, "story"),
        {
            "based_on": str(response.context["based_on"]),
            "sitting": "a",
            "need": "Minun tekstini",
            "description": "Lisäys",
        },
    )

    assert again.status_code == 302
    assert newest(practice).need == "Minun tekstini"


def test_section_saving_itself_after_other_person_says_so(
    writer: Client, practice: Practice
) -> None:
    moderation.save_draft(record=practice, by=CoordinatorFactory(), based_on=0)

    response = writer.post(
        address(practice, "story"),
        {"based_on": "0", "sitting": "a", "need": "x"},
        headers={"HX-Request": "true"},
    )

    assert response.status_code == 409
    assert "Joku muu on tallentanut tämän luonnoksen" in response.content.decode()


def png(width: int = 40) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, 30), "orange").save(file, "PNG")
    return file.getvalue()


def materials(**given: object) -> dict[str, object]:
    return {"based_on": "0", "sitting": "a", **rows("materials"), **given}


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


def test_submit_twice_is_one_submission(writer: Client, practice: Practice) -> None:
    url = f"/tyopoyta/kaytanteet/{practice.pk}/laheta/"

    for _ in range(2):
        assert writer.post(url)["Location"] == f"/tyopoyta/kaytanteet/{practice.pk}/"

    practice.refresh_from_db()
    assert practice.review_state == ReviewState.IN_REVIEW
    assert practice.workflow_states.count() == 1


def test_submit_of_unfinished_says_what_is_missing(writer: Client, author: User) -> None:
    practice = PracticeFactory(summary="", municipality=author.memberships.get().municipality)

    response = writer.post(f"/tyopoyta/kaytanteet/{practice.pk}/laheta/", follow=True)

    assert "Ennen lähettämistä tarvitaan vielä: tiivistelmä." in response.content.decode()


def test_section_in_review_leads_back_with_reason(writer: Client, practice: Practice) -> None:
    writer.post(f"/tyopoyta/kaytanteet/{practice.pk}/laheta/")

    response = writer.get(address(practice, "basics"), follow=True)

    assert "Tätä tekstiä ei voi nyt muokata. Tila: tarkistettavana." in response.content.decode()


def test_withdraw_makes_text_editable_again(writer: Client, practice: Practice) -> None:
    writer.post(f"/tyopoyta/kaytanteet/{practice.pk}/laheta/")

    writer.post(f"/tyopoyta/kaytanteet/{practice.pk}/ota-takaisin/")

    assert writer.get(address(practice, "basics")).status_code == 200


def test_delete_draft_removes_it_after_asking(writer: Client, practice: Practice) -> None:
    url = f"/tyopoyta/kaytanteet/{practice.pk}/poista/"

    assert writer.get(url).status_code == 200
    assert Practice.objects.count() == 1
    writer.post(url)
    assert Practice.objects.count() == 0


def test_delete_draft_of_published_is_refused(writer: Client, author: User) -> None:
    practice = PublishedPracticeFactory(municipality=author.memberships.get().municipality)

    assert writer.post(f"/tyopoyta/kaytanteet/{practice.pk}/poista/").status_code == 403


def test_preview_shows_newest_text_of_published(writer: Client, author: User) -> None:
    practice = PublishedPracticeFactory(municipality=author.memberships.get().municipality)
    draft = practice.get_latest_revision_as_object()
    draft.need = "Uusi tarve"
    moderation.save_draft(record=draft, by=author, based_on=0)

    html = writer.get(f"/tyopoyta/kaytanteet/{practice.pk}/esikatselu/").content.decode()

    assert "Uusi tarve" in html
    assert "Uusi tarve" not in writer.get(practice.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "path",
    ["", "osa/basics/", "esikatselu/", "laheta/", "ota-takaisin/", "poista/"],
)
@pytest.mark.parametrize(
    ("who", "status"), [("anonymous", 302), ("no role", 403), ("other municipality", 403)]
)
def test_writing_is_closed_to_others(
    client: Client, practice: Practice, path: str, who: str, status: int
) -> None:
    if who == "no role":
        client.force_login(UserFactory())
    elif who == "other municipality":
        client.force_login(ContributorFactory(municipality=MunicipalityFactory()))

    response = client.post(f"/tyopoyta/kaytanteet/{practice.pk}/{path}")

    assert response.status_code == status
    assert Practice.objects.filter(pk=practice.pk).exists()


def test_mine_lists_practices_of_own_municipality(writer: Client, practice: Practice) -> None:
    PracticeFactory(title="Toisen kunnan")

    html = writer.get("/tyopoyta/kaytanteet/").content.decode()

    assert "Kyläkino" in html
    assert "Toisen kunnan" not in html


@pytest.mark.parametrize("count", [1, 3])
def test_mine_makes_same_number_of_queries(
    writer: Client, practice: Practice, django_assert_num_queries: object, count: int
) -> None:
    PracticeFactory.create_batch(count, municipality=practice.municipality)

    with django_assert_num_queries(5):  # type: ignore[operator]
        writer.get("/tyopoyta/kaytanteet/")


def test_workspace_shows_own_drafts(writer: Client, practice: Practice, author: User) -> None:
    moderation.save_draft(record=practice, by=author, based_on=0)

    assert "Kyläkino" in writer.get("/tyopoyta/").content.decode()
