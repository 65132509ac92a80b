"""The one state machine of everything that is reviewed before publication.

save_draft      draft, returned, published -> draft (what is live stays live)
submit          draft, returned            -> in review
withdraw        in review                  -> draft
return_to_author in review                 -> returned
take_over       draft, in review, returned -> draft, in a coordinator's hands
approve         in review                  -> published
archive         any but archived           -> archived (not live)
restore         archived                   -> draft

Each is one transaction with one audit record. A state that does not allow the step raises Conflict.
"""

from datetime import timedelta
from typing import Final, TypeVar

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import Task, TaskState, Workflow, WorkflowState, WorkflowTask

from kenno.core import audit, outbox
from kenno.core.exceptions import Conflict, Refusal
from kenno.moderation.enums import ReviewState
from kenno.moderation.keeping import keep_in_tables
from kenno.moderation.models import Moderated
from kenno.moderation.notices import Notice, notice_to_author
from kenno.moderation.registry import kind_of, way_back
from kenno.people.models import User

Record = TypeVar("Record", bound=Moderated)
REVIEW_WORKFLOW = "Koordinaattorin tarkistus"
# For so long a mail with a personal link may wait to leave.
WAY_BACK_KEPT: Final = timedelta(days=14)


class DraftChanged(Conflict):
    """Somebody saved the draft after the version that this save was based on."""


def _locked(record: Record) -> Record:
    """Read the record again and keep others from changing its state until the transaction ends."""
    return type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)


def _require_state(record: Moderated, *allowed: ReviewState) -> None:
    if record.review_state not in allowed:
        raise Conflict(
            _("Tila on muuttunut: nyt ”%(state)s”. Lataa sivu uudelleen ja katso, mitä on tehty.")
            % {"state": record.get_review_state_display()}
        )


def _set_state(record: Moderated, state: ReviewState) -> None:
    record.review_state = state
    type(record)._default_manager.filter(pk=record.pk).update(review_state=state)


def _review_workflow() -> Workflow:
    workflow, created = Workflow.objects.get_or_create(name=REVIEW_WORKFLOW)
    if created:
        task = Task.objects.create(name=REVIEW_WORKFLOW)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow


def _may_overwrite(record: Moderated, by: User) -> bool:
    """An author's own running draft is saved in place, so that saving often leaves no revisions."""
    latest = record.latest_revision
    return (
        latest is not None
        and latest.user_id == by.pk
        and latest.pk != record.live_revision_id
        and not TaskState.objects.filter(revision=latest).exists()
    )


@transaction.atomic
def save_draft(*, record: Moderated, by: User, based_on: int, sitting: str = "") -> int:
    """Save the text of `record` as the draft and return the draft's new version.

    `based_on` is the version the writer started from, `sitting` names the opened form. Raises
    DraftChanged when someone has saved in another sitting after that version, and Conflict when
    the record is in review or archived. A live record keeps its published
    text; one never published is kept up to date in its table too, so that lists show it.
    """
    current = _locked(record)
    if not current.is_editable:
        _require_state(current, ReviewState.DRAFT, ReviewState.RETURNED, ReviewState.PUBLISHED)
    same_sitting = bool(sitting) and sitting == current.draft_sitting
    if current.draft_version != based_on and not same_sitting:
        raise DraftChanged(_("Joku muu on tallentanut tämän luonnoksen sinun jälkeesi."))
    was = current.review_state
    for name in record.belongs_to_record:
        setattr(record, name, getattr(current, name))
    record.latest_revision = current.latest_revision
    record.live = current.live
    record.has_unpublished_changes = True
    record.draft_version = current.draft_version + 1
    record.draft_sitting = sitting
    record.draft_saved_at = timezone.now()
    record.draft_saved_by = by
    if was != ReviewState.RETURNED:
        record.review_state = ReviewState.DRAFT
    overwrite = current.latest_revision if _may_overwrite(current, by) else None
    if not current.live:
        keep_in_tables(record, stored=current)
    revision = record.save_revision(user=by, clean=False, overwrite_revision=overwrite)
    if current.live:
        type(record)._default_manager.filter(pk=record.pk).update(
            draft_version=record.draft_version,
            draft_sitting=sitting,
            draft_saved_at=record.draft_saved_at,
            draft_saved_by=by,
            review_state=record.review_state,
        )
    if overwrite is None:
        audit.record("moderation.draft", subject=record, by=by, data={"revision": revision.pk})
    return record.draft_version


@transaction.atomic
def submit(*, record: Moderated, by: User, message: str = "") -> None:
    """Send the draft for review; raises Refusal when something needed is missing."""
    current = _locked(record)
    _require_state(current, ReviewState.DRAFT, ReviewState.RETURNED)
    missing = kind_of(current).missing(current.get_latest_revision_as_object())
    if missing:
        raise Refusal(_("Ennen lähettämistä tarvitaan vielä: %s.") % ", ".join(missing))
    state = current.current_workflow_state
    if state is not None:
        state.cancel(user=by)
    _review_workflow().start(current, by)
    _set_state(current, ReviewState.IN_REVIEW)
    audit.record("moderation.submitted", subject=current, by=by, message=message)


@transaction.atomic
def withdraw(*, record: Moderated, by: User) -> None:
    """Take a submission back to be written further."""
    current = _locked(record)
    _require_state(current, ReviewState.IN_REVIEW)
    current.current_workflow_state.cancel(user=by)
    _set_state(current, ReviewState.DRAFT)
    audit.record("moderation.withdrawn", subject=current, by=by)


def _task_under_review(record: Moderated, revision_id: int) -> TaskState:
    """Return the open review of exactly the text that the coordinator read."""
    _require_state(record, ReviewState.IN_REVIEW)
    task_state: TaskState = record.current_workflow_task_state
    if task_state.revision_id != revision_id:
        raise Conflict(
            _("Kirjoittaja on lähettänyt uuden version. Lue se ennen kuin teet päätöksen.")
        )
    return task_state


def _tell_author(
    record: Moderated,
    notice: Notice,
    *,
    review: WorkflowState | None,
    by: User,
    message: str = "",
    part: str = "",
) -> None:
    """Queue a mail to who asked for the review, in that person's language.

    Where a coordinator had sent the text themself, its author is told. What comes back by a
    personal link is confidential.
    """
    author = review.requested_by if review is not None else record.draft_saved_by
    if author == by and notice is not Notice.ARCHIVED:
        author = kind_of(record).author(record)
    if author is None or author == by or not author.is_active:
        return
    with translation.override(author.language):
        back = way_back(record, author) if notice is Notice.RETURNED else None
        mail = notice_to_author(notice, record=record, message=message, part=part, way_back=back)
    outbox.queue_message(
        kind=f"moderation.{notice.value}",
        recipient=author.email,
        mail=mail,
        confidential=back is not None,
        expires_at=timezone.now() + WAY_BACK_KEPT if back is not None else None,
    )


@transaction.atomic
def return_to_author(
    *, record: Moderated, by: User, revision_id: int, message: str, part: str = ""
) -> None:
    """Give the submission back to its author with a message that says what to mend.

    `part` names the part of the form that the message is about; empty when it is about all.
    """
    current = _locked(record)
    task_state = _task_under_review(current, revision_id)
    task_state.reject(user=by, comment=message)
    _set_state(current, ReviewState.RETURNED)
    data = {"part": part} if part else {}
    audit.record("moderation.returned", subject=current, by=by, message=message, data=data)
    _tell_author(
        current,
        Notice.RETURNED,
        review=task_state.workflow_state,
        by=by,
        message=message,
        part=part,
    )


@transaction.atomic
def take_over(*, record: Moderated, by: User) -> None:
    """Let a coordinator complete a text that is written, in review or returned: a draft again."""
    current = _locked(record)
    _require_state(current, ReviewState.DRAFT, ReviewState.IN_REVIEW, ReviewState.RETURNED)
    state = current.current_workflow_state
    if state is not None:
        state.cancel(user=by)
    _set_state(current, ReviewState.DRAFT)
    type(record)._default_manager.filter(pk=record.pk).update(draft_saved_by=by)
    audit.record("moderation.taken_over", subject=current, by=by)


@transaction.atomic
def approve(*, record: Moderated, by: User, revision_id: int, message: str = "") -> None:
    """Publish the text that was reviewed; Conflict when it was withdrawn or changed meanwhile."""
    current = _locked(record)
    task_state = _task_under_review(current, revision_id)
    kind = kind_of(current)
    kind.before_publication(current)
    task_state.approve(user=by, comment=message)
    published = type(record)._default_manager.get(pk=current.pk)
    _set_state(published, ReviewState.PUBLISHED)
    audit.record(
        "moderation.published",
        subject=published,
        by=by,
        message=message,
        data={"revision": revision_id},
    )
    kind.after_change(published)
    _tell_author(
        published, Notice.PUBLISHED, review=task_state.workflow_state, by=by, message=message
    )


@transaction.atomic
def archive(*, record: Moderated, by: User, message: str = "", tells_author: bool = True) -> None:
    """Take the record out of what readers find; its text and history stay.

    Whoever calls it without `tells_author` tells the author in words of their own.
    """
    current = _locked(record)
    if current.review_state == ReviewState.ARCHIVED:
        _require_state(current, ReviewState.PUBLISHED)
    state = current.current_workflow_state
    if state is not None:
        state.cancel(user=by)
    current.review_state = ReviewState.ARCHIVED
    if current.live:
        UnpublishAction(current, user=by).execute(skip_permission_checks=True)
    _set_state(current, ReviewState.ARCHIVED)
    audit.record("moderation.archived", subject=current, by=by, message=message)
    kind_of(current).after_change(current)
    if tells_author:
        _tell_author(current, Notice.ARCHIVED, review=state, by=by, message=message)


@transaction.atomic
def restore(*, record: Moderated, by: User) -> None:
    """Bring an archived record back as a draft, to be reviewed before it is public again."""
    current = _locked(record)
    _require_state(current, ReviewState.ARCHIVED)
    _set_state(current, ReviewState.DRAFT)
    audit.record("moderation.restored", subject=current, by=by)
