"""Writing a practice: from its first words to being sent for review."""

from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from wagtail.images import get_image_model

from kenno.core import audit
from kenno.core.uploads import image_kind, stored_name
from kenno.moderation import actions as moderation
from kenno.people.models import User
from kenno.places.models import Municipality
from kenno.practices.enums import Provenance
from kenno.practices.models import Practice
from kenno.practices.queries.workspace import draft_of


@transaction.atomic
def start_practice(
    *,
    title: str,
    municipality: Municipality,
    language: str,
    by: User,
    sitting: str = "",
    provenance: Provenance = Provenance.OWN,
    author: User | None = None,
) -> Practice:
    """Begin a practice of a municipality and return it as a saved draft.

    It is the draft of `author`, in whose stead `by` writes, when that is somebody else. The same
    `sitting` twice (a button pressed twice) gives the practice that was begun first.
    """
    if sitting:
        begun = Practice.objects.filter(created_by=author or by, draft_sitting=sitting).first()
        if begun is not None:
            return begun
    practice = Practice(
        title=title,
        municipality=municipality,
        language=language,
        created_by=author or by,
        provenance=provenance,
    )
    practice.save()
    audit.record("practices.started", subject=practice, by=by)
    moderation.save_draft(record=practice, by=by, based_on=0, sitting=sitting)
    return practice


@transaction.atomic
def save_draft(
    *,
    draft: Practice,
    by: User,
    based_on: int,
    sitting: str = "",
    image: UploadedFile | None = None,
) -> int:
    """Save the text that a form has put on `draft`; return the draft's new version.

    `image` becomes the lead image; its content has been checked. Raises DraftChanged when
    someone else has saved after version `based_on`.
    """
    if image is not None:
        image.name = PurePath(stored_name("images", image_kind(image))).name
        stored = get_image_model()(title=draft.title, file=image, uploaded_by_user=by)
        stored.save()
        draft.lead_image = stored
    return moderation.save_draft(record=draft, by=by, based_on=based_on, sitting=sitting)


def move_row_up(
    *, draft: Practice, list_name: str, row: int, by: User, based_on: int, sitting: str
) -> int:
    """Change places of a row of one of the draft's lists and the one above it; return the version.

    A row that has none above it, or is not there, stays where it is.
    """
    rows = list(getattr(draft, list_name).all())
    if not 0 < row < len(rows):
        return based_on
    rows[row - 1], rows[row] = rows[row], rows[row - 1]
    for position, moved in enumerate(rows):
        moved.sort_order = position
    getattr(draft, list_name).set(rows)
    return save_draft(draft=draft, by=by, based_on=based_on, sitting=sitting)


@transaction.atomic
def submit(*, practice: Practice, by: User) -> None:
    """Send the newest text for review."""
    draft = draft_of(practice)
    moderation.save_draft(record=draft, by=by, based_on=practice.draft_version)
    moderation.submit(record=draft, by=by)


@transaction.atomic
def delete_draft(*, practice: Practice, by: User) -> None:
    """Throw away a draft that was never published, with its revisions."""
    audit.record("practices.draft_deleted", subject=practice, by=by)
    practice.delete()
