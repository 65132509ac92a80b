from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import TaskState, WorkflowState

from kenno.core import audit
from kenno.core.audit import HistoryEntry
from kenno.moderation.differences import FieldDifference, field_differences
from kenno.moderation.enums import ReviewState
from kenno.moderation.models import Moderated
from kenno.moderation.registry import ModeratedKind, kind_of, kinds
from kenno.people.models import User


@dataclass(frozen=True)
class Submission:
    """A record whose newest text waits for a decision."""

    kind: ModeratedKind
    record: Moderated
    title: str
    place: str
    submitted_by: User | None
    submitted_at: datetime
    is_edit: bool


@dataclass(frozen=True)
class Review:
    """What a coordinator needs for a decision: the submitted text against the published one."""

    kind: ModeratedKind
    record: Moderated
    submitted: Moderated
    revision_id: int
    submitted_by: User | None
    submitted_at: datetime
    differences: list[FieldDifference]
    history: list[HistoryEntry]

    @property
    def is_edit(self) -> bool:
        return self.record.live

    @property
    def changed(self) -> list[FieldDifference]:
        return [field for field in self.differences if field.changed]

    @property
    def unchanged(self) -> list[FieldDifference]:
        return [field for field in self.differences if not field.changed]

    @property
    def new_text(self) -> list[tuple[str, str]]:
        """The fields of a record that has not been public before, label and text."""
        return [(field.label, "".join(part.text for part in field.parts)) for field in self.changed]


def _of_kind(kind: ModeratedKind, regions: set[int] | None) -> Q:
    reviews = Q(base_content_type=ContentType.objects.get_for_model(kind.model))
    if regions is None:
        return reviews
    # Wagtail keeps the key of a record as text.
    waiting = kind.in_regions(regions).filter(review_state=ReviewState.IN_REVIEW)
    keys = waiting.order_by("pk").annotate(text_key=Cast("pk", CharField()))
    return reviews & Q(object_id__in=keys.values("text_key"))


def open_reviews(regions: set[int] | None = None) -> QuerySet[WorkflowState]:
    """Return the reviews in progress of every moderated kind, oldest first.

    With `regions`, primary keys, only those of records that their coordinators review.
    """
    of_kinds = reduce(or_, (_of_kind(kind, regions) for kind in kinds()), Q(pk__in=[]))
    return (
        WorkflowState.objects.filter(of_kinds, status=WorkflowState.STATUS_IN_PROGRESS)
        .select_related("requested_by", "current_task_state__revision")
        .order_by("created_at", "pk")
    )


def queue(reviews: Sequence[WorkflowState]) -> list[Submission]:
    """Return the submissions of these reviews in their order, with one query for each kind."""
    wanted: dict[int, list[str]] = defaultdict(list)
    for review in reviews:
        wanted[review.base_content_type_id].append(review.object_id)
    found: dict[tuple[int, str], tuple[ModeratedKind, Moderated]] = {}
    for kind in kinds():
        type_id = ContentType.objects.get_for_model(kind.model).pk
        if type_id in wanted:
            for record in kind.for_lists().filter(pk__in=wanted[type_id]).order_by("pk"):
                found[type_id, str(record.pk)] = (kind, record)
    submissions = []
    for review in reviews:
        kind, record = found[review.base_content_type_id, review.object_id]
        submissions.append(
            Submission(
                kind=kind,
                record=record,
                title=review.current_task_state.revision.object_str,
                place=kind.place(record),
                submitted_by=review.requested_by,
                submitted_at=review.created_at,
                is_edit=record.live,
            )
        )
    return submissions


def review_of(kind: ModeratedKind, record: Moderated) -> Review | None:
    """Return the open review of this record, or None when nothing of it waits for a decision."""
    state: TaskState | None = record.current_workflow_task_state
    if record.review_state != ReviewState.IN_REVIEW or state is None:
        return None
    submitted = state.revision.as_object()
    return Review(
        kind=kind,
        record=record,
        submitted=submitted,
        revision_id=state.revision_id,
        submitted_by=state.workflow_state.requested_by,
        submitted_at=state.workflow_state.created_at,
        differences=field_differences(
            kind.describe(record) if record.live else [], kind.describe(submitted)
        ),
        history=audit.entries(audit.history(record)),
    )


@dataclass(frozen=True)
class AskedBack:
    """A coordinator's words for which a text came back, and the part that they are about.

    `part` is its name, `title` what it is called; both are empty when the words are about all.
    """

    message: str
    part: str = ""
    title: str = ""


def asked_back(record: Moderated) -> AskedBack | None:
    """Return for what the newest text came back, or None when it is not with its author."""
    if record.review_state != ReviewState.RETURNED:
        return None
    returned = audit.history(record).filter(action="moderation.returned").first()
    if returned is None:
        return None
    part = str(returned.data.get("part", ""))
    title = dict(kind_of(record).parts(record)).get(part, "")
    return AskedBack(returned.message, part if title else "", title)


def message_of_return(record: Moderated) -> str:
    """Return the coordinator's words for which the newest text came back, or nothing."""
    returned = asked_back(record)
    return returned.message if returned is not None else ""
