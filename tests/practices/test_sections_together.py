"""Several persons, tabs and answers at work on one draft."""

import pytest
from django.test import Client

from kenno.moderation import actions as moderation
from kenno.practices.forms.saving import Opened, move_pressed_row, save_section
from kenno.practices.forms.sections import SectionEditor, section_named
from kenno.practices.models import Practice
from kenno.practices.queries.workspace import draft_of
from tests.factories.people import CoordinatorFactory
from tests.practices.form import address, newest, opened, rows, told

pytestmark = pytest.mark.django_db


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
    assert "hx-post" not in html
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


def test_sections_of_one_draft_are_written_at_the_same_time(
    writer: Client, practice: Practice
) -> None:
    other = Client()
    other.force_login(CoordinatorFactory())
    mine, theirs = opened(writer, practice, "story"), opened(other, practice, "steps")
    other.post(
        address(practice, "steps"),
        {**theirs, **rows("steps"), "must_be_in_place": "Hänen tekstinsä"},
    )

    response = writer.post(address(practice, "story"), {**mine, "need": "Minun tekstini"})

    assert response.status_code == 302
    draft = newest(practice)
    assert (draft.need, draft.must_be_in_place) == ("Minun tekstini", "Hänen tekstinsä")


def test_section_left_before_it_was_saved_does_not_disturb_the_next_one(
    writer: Client, practice: Practice
) -> None:
    left = opened(writer, practice, "story")
    following = opened(writer, practice, "steps")
    writer.post(address(practice, "story"), {**left, "need": "Lähti perään"})

    response = writer.post(
        address(practice, "steps"), {**following, **rows("steps"), "smallest_version": "Yksi ilta"}
    )

    assert response.status_code == 302
    draft = newest(practice)
    assert (draft.need, draft.smallest_version) == ("Lähti perään", "Yksi ilta")


def test_section_saving_itself_knows_its_own_text_after_another_section_was_saved(
    writer: Client, practice: Practice
) -> None:
    mine = opened(writer, practice, "story")
    answer = writer.post(
        address(practice, "story"), {**mine, "need": "Yksi"}, headers={"HX-Request": "true"}
    ).content.decode()
    mine |= told(answer)
    moderation.save_draft(record=newest(practice), by=CoordinatorFactory(), based_on=1)

    response = writer.post(address(practice, "story"), {**mine, "need": "Yksi kaksi"})

    assert response.status_code == 302
    assert newest(practice).need == "Yksi kaksi"


def test_section_saved_while_another_one_is_keeps_both(writer: Client, practice: Practice) -> None:
    mine = opened(writer, practice, "steps")
    data = {**mine, **rows("steps", {"title": "Kysy"}, {"title": "Näytä"})}
    read = Practice.objects.get()
    editor = SectionEditor(section_named("steps"), draft_of(read), data)
    assert editor.is_valid() is True
    other = Client()
    other.force_login(CoordinatorFactory())
    other.post(
        address(practice, "story"), {**opened(other, practice, "story"), "need": "Hänen tekstinsä"}
    )

    by = practice.created_by
    goes_on = save_section(editor, read, opened=Opened.posted(data), by=by)
    move_pressed_row(editor, "steps-1", opened=goes_on, by=by)

    draft = newest(practice)
    assert draft.need == "Hänen tekstinsä"
    assert [step.title for step in draft.steps.all()] == ["Näytä", "Kysy"]


def test_section_saved_while_the_same_one_is_tells_of_the_other(
    writer: Client, practice: Practice
) -> None:
    data = {**opened(writer, practice, "story"), "need": "Minun tekstini"}
    read = Practice.objects.get()
    editor = SectionEditor(section_named("story"), draft_of(read), data)
    assert editor.is_valid() is True
    other = Client()
    other.force_login(CoordinatorFactory())
    other.post(
        address(practice, "story"), {**opened(other, practice, "story"), "need": "Hänen tekstinsä"}
    )

    with pytest.raises(moderation.DraftChanged):
        save_section(editor, read, opened=Opened.posted(data), by=practice.created_by)

    assert newest(practice).need == "Hänen tekstinsä"


def test_same_section_changed_by_another_person_is_a_conflict_in_any_case(
    writer: Client, practice: Practice
) -> None:
    mine = opened(writer, practice, "story")
    other = Client()
    other.force_login(CoordinatorFactory())
    other.post(
        address(practice, "story"), {**opened(other, practice, "story"), "need": "Hänen tekstinsä"}
    )

    response = writer.post(address(practice, "story"), {**mine, "need": "Minun tekstini"})

    assert response.status_code == 409
    assert newest(practice).need == "Hänen tekstinsä"


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
