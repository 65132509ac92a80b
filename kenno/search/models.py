from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from kenno.search.enums import Frequency, SavedSearchState

QUERY_LENGTH = 2_000
TEXT_LENGTH = 100
UNCONFIRMED_KEPT = timedelta(days=7)
STOPPED_KEPT = timedelta(days=30)


class IndexChange(models.Model):
    """The journal of the search index: this record changed and is to be indexed again.

    Written in the transaction of the change, so that a record and its place in the index can
    never part: whatever was not indexed yet is seen from the journal by the next search.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.id}: {self.kind} {self.key}"


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def of(self, person: models.Model) -> "SavedSearchQuerySet":
        """The saved searches of one person, the newest first."""
        return self.filter(owner=person.pk).order_by("-created_at", "-pk")

    def due(self, now: datetime) -> "SavedSearchQuerySet":
        """Those whose next digest is to be made, the longest waiting first."""
        return (
            self.filter(state=SavedSearchState.ACTIVE, next_at__lte=now)
            .filter(Q(owner__isnull=True) | Q(owner__is_active=True))
            .order_by("next_at", "pk")
        )

    def expired(self, now: datetime) -> "SavedSearchQuerySet":
        """Those that nobody confirmed in time, and those stopped long ago."""
        return self.filter(
            Q(state=SavedSearchState.UNCONFIRMED, created_at__lt=now - UNCONFIRMED_KEPT)
            | Q(state=SavedSearchState.STOPPED, stopped_at__lt=now - STOPPED_KEPT)
        )


class SavedSearch(models.Model):
    """A search of which somebody wants to be told news by mail.

    It belongs to a person who signs in, or to an address that its owner has confirmed. `query` is
    the query part of the search's address. News up to `told_until` have been told; the next digest
    is made at `next_at` or soon after.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="saved_searches",
    )
    email = models.EmailField(blank=True)
    kind = models.CharField(max_length=40)
    query = models.CharField(max_length=QUERY_LENGTH, blank=True)
    language = models.CharField(max_length=2)
    frequency = models.CharField(max_length=10, choices=Frequency.choices)
    state = models.CharField(max_length=12, choices=SavedSearchState.choices)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    stopped_at = models.DateTimeField(null=True, blank=True)
    told_until = models.DateTimeField()
    next_at = models.DateTimeField()

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "next_at"], name="saved_search_due")]
        constraints = [
            models.CheckConstraint(
                name="saved_search_owner_or_address",
                condition=(Q(owner__isnull=False, email="") | Q(owner__isnull=True) & ~Q(email="")),
            ),
            models.CheckConstraint(
                name="saved_search_stopped_at_when_stopped",
                condition=(
                    Q(state=SavedSearchState.STOPPED, stopped_at__isnull=False)
                    | ~Q(state=SavedSearchState.STOPPED) & Q(stopped_at__isnull=True)
                ),
            ),
            models.UniqueConstraint(
                name="saved_search_once_for_person",
                fields=["owner", "kind", "query", "language"],
                condition=Q(owner__isnull=False),
            ),
            models.UniqueConstraint(
                name="saved_search_once_for_address",
                fields=["email", "kind", "query", "language", "state"],
                condition=Q(owner__isnull=True) & ~Q(state=SavedSearchState.STOPPED),
            ),
        ]

    def __str__(self) -> str:
        return f"Hakuvahti {self.pk}"

    @property
    def address(self) -> str:
        """Where its mail goes: the person's own address, or the one that was given."""
        return self.owner.email if self.owner else self.email


class SearchRecord(models.Model):
    """How often a text was searched on one day, and what came of it; not by whom.

    `total` is what was found the last time, `unknown` the words of the text that no record has.
    """

    day = models.DateField()
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    text = models.CharField(max_length=TEXT_LENGTH)
    times = models.PositiveIntegerField(default=1)
    total = models.PositiveIntegerField()
    slowest_ms = models.PositiveIntegerField()
    unknown = models.CharField(max_length=TEXT_LENGTH, blank=True)

    class Meta:
        ordering = ["-day", "text"]
        indexes = [models.Index(fields=["language", "text"], name="search_record_text")]
        constraints = [
            models.UniqueConstraint(
                name="search_record_once_a_day", fields=["day", "kind", "language", "text"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.text}"
