"""A section in which something is wrong: what is right is saved, and what is not is named."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kenno.moderation.enums import ReviewState
from kenno.people.models import User
from kenno.practices.models import Practice
from tests.factories.people import CoordinatorFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import FullPracticeFactory
from tests.practices.form import address, newest, opened, rows, told

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def basics(**given: str) -> dict[str, str]:
    return {"title": "Kyläkino", "language": "fi", **given}


def test_form_that_saves_itself_saves_all_but_the_field_with_an_error_and_names_it(
    writer: Client, practice: Practice
) -> None:
    form = opened(writer, practice, "basics")

    response = writer.post(
        address(practice, "basics"),
        {**form, **basics(summary="Elokuvia", partner_municipalities="Atlantis")},
        headers=HTMX,
    )

    assert response.status_code == 422
    html = response.content.decode()
    assert "<strong>Kaikkea ei tallennettu.</strong>" in html
    assert (
        "Muut mukana olevat kunnat: Kuntaa ”Atlantis” ei löydy. Kirjoita kunnan virallinen nimi. "
        "Muut kohdat ovat tallessa."
    ) in html
    assert newest(practice).summary == "Elokuvia"

    mended = writer.post(
        address(practice, "basics"),
        {**form, **told(html), **basics(summary="Elokuvia ja kahvia", start_year="2019")},
        headers=HTMX,
    )

    assert mended.status_code == 200
    draft = newest(practice)
    assert (draft.summary, draft.start_year) == ("Elokuvia ja kahvia", 2019)


def test_page_left_with_an_error_on_it_saves_the_rest(writer: Client, practice: Practice) -> None:
    response = writer.post(
        address(practice, "basics"),
        {
            **opened(writer, practice, "basics"),
            **basics(summary="Elokuvia", start_year="noin 2019"),
        },
    )

    assert response.status_code == 422
    draft = newest(practice)
    assert (draft.summary, draft.start_year) == ("Elokuvia", None)
    html = response.content.decode()
    assert 'value="noin 2019"' in html
    assert "Tallennettu klo" in html

    mended = writer.post(
        address(practice, "basics"),
        {**told(html), **basics(summary="Elokuvia", start_year="2019")},
    )

    assert mended.status_code == 302
    assert newest(practice).start_year == 2019


def test_fields_checked_against_one_another_are_kept_back_together(
    writer: Client, practice: Practice
) -> None:
    practice.start_year, practice.end_year = 2001, 2005
    practice.save()

    response = writer.post(
        address(practice, "basics"),
        {
            **opened(writer, practice, "basics"),
            **basics(summary="Elokuvia", start_year="2020", end_year="2010"),
        },
        headers=HTMX,
    )

    assert response.status_code == 422
    draft = newest(practice)
    assert (draft.summary, draft.start_year, draft.end_year) == ("Elokuvia", 2001, 2005)


def test_list_with_an_error_stays_as_it_was_and_the_texts_beside_it_are_saved(
    writer: Client, practice: Practice
) -> None:
    writer.post(
        address(practice, "steps"),
        {**opened(writer, practice, "steps"), **rows("steps", {"title": "Kysy"})},
    )

    response = writer.post(
        address(practice, "steps"),
        {
            **opened(writer, practice, "steps"),
            **rows("steps", {"title": "Kysy kaikilta"}, {"title": "", "text": "Jotain"}),
            "must_be_in_place": "Sali",
        },
        headers=HTMX,
    )

    assert (
        "Vaiheen nimi: Anna vaiheelle nimi. Muut kohdat ovat tallessa." in response.content.decode()
    )
    draft = newest(practice)
    assert [step.title for step in draft.steps.all()] == ["Kysy"]
    assert draft.must_be_in_place == "Sali"


def test_file_given_beside_an_error_is_kept_and_need_not_be_chosen_again(
    writer: Client, practice: Practice
) -> None:
    response = writer.post(
        address(practice, "materials"),
        {
            **opened(writer, practice, "materials"),
            **rows("materials", {"title": "Ohje"}),
            "materials-0-upload": SimpleUploadedFile("ohje.pdf", b"%PDF-1.4 sisus"),
            "lead_image_photographer": "x" * 1000,
        },
    )

    assert response.status_code == 422
    stored = newest(practice).materials.all()[0].file.name
    html = response.content.decode()
    assert re.search(rf'name="materials-0-stored"\s+value="{re.escape(stored)}"', html) is not None


def test_error_alone_makes_no_draft_of_a_published_practice(writer: Client, author: User) -> None:
    practice = FullPracticeFactory(municipality=author.memberships.get().municipality)
    form = writer.get(address(practice, "story")).context["editor"].form
    texts = {name: form[name].value() for name in form.fields}

    response = writer.post(
        address(practice, "story"),
        {**opened(writer, practice, "story"), **texts, "need": "x" * 100_000},
        headers=HTMX,
    )

    assert response.status_code == 422
    practice.refresh_from_db()
    assert (practice.review_state, practice.draft_version) == (ReviewState.PUBLISHED, 0)


def test_published_practice_saved_without_a_change_does_not_become_a_draft(
    writer: Client, author: User
) -> None:
    practice = FullPracticeFactory(municipality=author.memberships.get().municipality)
    form = writer.get(address(practice, "story")).context["editor"].form
    texts = {name: form[name].value() for name in form.fields}

    response = writer.post(
        address(practice, "story"), {**opened(writer, practice, "story"), **texts, "next": "1"}
    )

    assert response["Location"] == address(practice, "audience")
    practice.refresh_from_db()
    assert (practice.review_state, practice.draft_version) == (ReviewState.PUBLISHED, 0)


def test_error_does_not_hide_that_somebody_else_saved_the_section(
    writer: Client, practice: Practice
) -> None:
    mine = opened(writer, practice, "basics")
    other = Client()
    other.force_login(CoordinatorFactory())
    other.post(
        address(practice, "basics"), {**opened(other, practice, "basics"), **basics(summary="Hän")}
    )

    wrong = {**mine, **basics(summary="Minä", start_year="noin 2019")}
    itself = writer.post(address(practice, "basics"), wrong, headers=HTMX)
    pressed = writer.post(address(practice, "basics"), wrong)

    assert (itself.status_code, pressed.status_code) == (409, 409)
    assert told(itself.content.decode()) == {}
    html = pressed.content.decode()
    assert "Joku muu ehti tallentaa ennen sinua" in html
    assert 'value="noin 2019"' in html
    assert newest(practice).summary == "Hän"


def test_contact_that_cannot_be_invited_keeps_nothing_else_back(
    writer: Client, practice: Practice
) -> None:
    source = FullPracticeFactory(municipality=MunicipalityFactory())

    response = writer.post(
        address(practice, "contact"),
        {
            **opened(writer, practice, "contact"),
            "contact_choice": "other",
            "contact_title": "Kulttuurisihteeri",
            "contact_email": "ei osoite",
            "provenance": "own",
            "adapted_from": source.get_absolute_url(),
        },
    )

    assert response.status_code == 422
    assert newest(practice).adapted_from == source
    practice.refresh_from_db()
    assert practice.contact is None
