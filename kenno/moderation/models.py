from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from modelcluster.models import get_all_child_relations
from wagtail.models import DraftStateMixin, RevisionMixin, WorkflowMixin

from kenno.moderation.enums import ReviewState


class ModeratedQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        """Records that anyone may read."""
        return self.filter(live=True)

    def unfinished(self) -> Self:
        """Records with a text that somebody is writing, or that came back to its author."""
        return self.filter(review_state__in=[ReviewState.DRAFT, ReviewState.RETURNED])


class Moderated(WorkflowMixin, DraftStateMixin, RevisionMixin, models.Model):
    """A record that is written as a draft, reviewed, and published: one state machine for all.

    draft -> in review -> published -> archived, and in review -> returned -> in review.
    A published record whose text is edited goes round again while what is live stays as it is.
    `draft_version` counts the saves of the draft, so that a save based on an older one is noticed;
    `draft_sitting` tells in which opened form the last one was made, so that a form which saves
    itself is never told that somebody else, meaning it itself, was faster.
    """

    review_state = models.CharField(
        max_length=10, choices=ReviewState.choices, default=ReviewState.DRAFT, editable=False
    )
    draft_version = models.PositiveIntegerField(default=0, editable=False)
    draft_sitting = models.CharField(max_length=36, blank=True, editable=False)
    draft_saved_at = models.DateTimeField(null=True, blank=True, editable=False)
    draft_saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    live = models.BooleanField(default=False, editable=False)

    belongs_to_record: tuple[str, ...] = (
        "review_state",
        "draft_version",
        "draft_sitting",
        "draft_saved_at",
        "draft_saved_by_id",
        "live_revision_id",
        "last_published_at",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_published_is_live",
                condition=~Q(review_state=ReviewState.PUBLISHED) | Q(live=True),
            ),
            models.CheckConstraint(
                name="%(class)s_archived_is_not_live",
                condition=~Q(review_state=ReviewState.ARCHIVED) | Q(live=False),
            ),
        ]
        indexes = [models.Index(fields=["review_state"], name="%(class)s_review_state")]

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """Give the record with a revision's text; its state stays the record's own."""
        record: Self = super().with_content_json(self._without_parents(content))
        for name in self.belongs_to_record:
            setattr(record, name, getattr(self, name))
        return record

    def _without_parents(self, content: dict[str, Any]) -> dict[str, Any]:
        """Leave out of each row whose it is: that would be looked up anew for every row."""
        parents = {
            relation.get_accessor_name(): relation.field.name
            for relation in get_all_child_relations(self)
        }
        return {
            name: [{k: v for k, v in row.items() if k != parents[name]} for row in value]
            if name in parents
            else value
            for name, value in content.items()
        }

    @property
    def is_editable(self) -> bool:
        return self.review_state not in (ReviewState.IN_REVIEW, ReviewState.ARCHIVED)
