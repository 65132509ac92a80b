"""Saving a section of the writing form, wherever it is written: what was seen, what is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from uuid import uuid4

from kenno.moderation.actions import DraftChanged
from kenno.people.models import User
from kenno.practices.actions import drafts
from kenno.practices.forms.sections import SectionEditor
from kenno.practices.models import Practice
from kenno.practices.queries.workspace import draft_of, practice_for_writing


@dataclass(frozen=True)
class Opened:
    """A form as it was opened: in which sitting, over which version, with what in the section."""

    sitting: str
    based_on: int
    section_state: str

    @classmethod
    def now(cls, editor: SectionEditor, practice: Practice, *, sitting: str = "") -> Self:
        """Open the form over what is stored, in a new sitting unless one goes on."""
        return cls(sitting or str(uuid4()), practice.draft_version, editor.stored_state)

    @classmethod
    def posted(cls, data: Mapping[str, str]) -> Self:
        """Return what the form says of its opening; nonsense counts as never opened."""
        based_on = data.get("based_on", "")
        return cls(
            data.get("sitting", "")[:36],
            int(based_on) if based_on.isdecimal() and len(based_on) < 10 else -1,
            data.get("section_state", ""),
        )


def save_section(editor: SectionEditor, practice: Practice, *, opened: Opened, by: User) -> Opened:
    """Put a checked form on its draft and save it; return as what the form goes on.

    Of a form with errors everything else is saved. Raises DraftChanged when somebody has saved
    this section since it was opened.
    """
    if not editor.errors:
        return _save(editor, practice, opened=opened, by=by)
    # The form has put on the draft in memory what cannot be stored.
    present = practice_for_writing(practice.pk)
    if present is None:
        return opened
    right = editor.without_errors(draft_of(present))
    if right.errors:
        return opened
    editor.draft = right.draft
    opened = _save(right, present, opened=opened, by=by)
    editor.was_saved_in_part(right)
    return opened


def _save(editor: SectionEditor, practice: Practice, *, opened: Opened, by: User) -> Opened:
    """Save; once more over what has been saved elsewhere in the draft since it was read."""
    try:
        return _save_over(editor, practice, opened=opened, by=by)
    except DraftChanged:
        present = practice_for_writing(practice.pk)
        if present is None:
            raise
        again = editor.over(draft_of(present))
        if again.errors or again.stored_state != opened.section_state:
            raise
    opened = _save_over(again, present, opened=opened, by=by)
    editor.draft = again.draft
    return opened


def _save_over(editor: SectionEditor, practice: Practice, *, opened: Opened, by: User) -> Opened:
    based_on = opened.based_on
    if opened.section_state == editor.stored_state:
        # Nobody has touched this section since the form was opened, whatever else was saved: by
        # another writer, or by this one in the section left a moment ago.
        based_on = practice.draft_version
    picture = editor.draft.lead_image_id
    editor.put_on_draft()
    state = SectionEditor(editor.section, editor.draft).stored_state
    same_picture = editor.uploaded_image is None and editor.draft.lead_image_id == picture
    if same_picture and opened.section_state == editor.stored_state == state:
        # A published text with nothing new to it does not become a draft.
        return Opened(opened.sitting, practice.draft_version, state)
    if editor.contact_choice is not None and opened.section_state == state:
        # Nor when only the contact changes, which is none of the text.
        return opened
    version = drafts.save_draft(
        draft=editor.draft,
        by=by,
        based_on=based_on,
        sitting=opened.sitting,
        image=editor.uploaded_image,
    )
    return Opened(opened.sitting, version, state)


def move_pressed_row(editor: SectionEditor, pressed: str, *, opened: Opened, by: User) -> None:
    """Move up the row whose button "steps-2" was pressed, if it is a row of this section."""
    list_name, _dash, row = pressed.partition("-")
    if list_name in editor.section.lists and row.isdecimal():
        drafts.move_row_up(
            draft=editor.draft,
            list_name=list_name,
            row=int(row),
            by=by,
            based_on=opened.based_on,
            sitting=opened.sitting,
        )
