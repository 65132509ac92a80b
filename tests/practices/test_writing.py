import pytest
from django.test import Client

from kenno.moderation import actions as moderation
from kenno.moderation.enums import ReviewState
from kenno.people.models import User
from kenno.practices.models import Practice
from tests.factories.people import ContributorFactory, CoordinatorFactory, UserFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import (
    PracticeFactory,
    PublishedPracticeFactory,
)
from tests.practices.form import address

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


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


def test_mine_finds_by_published_or_drafted_name(
    writer: Client, practice: Practice, author: User
) -> None:
    renamed = PublishedPracticeFactory(title="Vanha", municipality=practice.municipality)
    draft = renamed.get_latest_revision_as_object()
    draft.title = "Uudempi nimi"
    moderation.save_draft(record=draft, by=author, based_on=0)

    for words, found in (("kyläk", [practice]), ("uudempi", [renamed]), ("vanha", [renamed])):
        page = writer.get("/tyopoyta/kaytanteet/", {"q": words}).context["page"]
        assert list(page.object_list) == found


def test_mine_without_match_says_so(writer: Client, practice: Practice) -> None:
    html = writer.get("/tyopoyta/kaytanteet/", {"q": "zzzz"}).content.decode()

    assert "Tällä nimellä ei löytynyt käytänteitä" in html


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
