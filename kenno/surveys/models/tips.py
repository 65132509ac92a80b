from typing import Final, Self

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kenno.moderation.enums import ReviewState
from kenno.people.models import User
from kenno.places.models import Municipality
from kenno.practices.models import TITLE_LENGTH, DraftRequest, Practice
from kenno.surveys.enums import TipOutcome, TipState

TEXT_LENGTH: Final = 2000
WHO_LENGTH: Final = 120
ASIDE_LENGTH: Final = 600
# The site's status marks (components/status.html); other states have a plain one.
SIGNS: Final = {
    TipState.NEW: "waiting",
    TipState.SENT_ON: "sent",
    TipState.DECLINED: "returned",
    TipState.IN_REVIEW: "in-review",
    TipState.PUBLISHED: "published",
    TipState.JOINED: "published",
    TipState.PUT_ASIDE: "archived",
}


class TipQuerySet(models.QuerySet["Tip"]):
    def with_state(self) -> Self:
        """Tell of each its state as the draft and those asked to complete it have it now."""
        asked = DraftRequest.objects.open().filter(practice=OuterRef("practice"))
        now = [
            When(outcome=TipOutcome.PUT_ASIDE, then=Value(TipState.PUT_ASIDE)),
            When(practice__isnull=True, then=Value(TipState.NEW)),
            When(outcome=TipOutcome.JOINED, then=Value(TipState.JOINED)),
            When(practice__live=True, then=Value(TipState.PUBLISHED)),
            When(practice__review_state=ReviewState.ARCHIVED, then=Value(TipState.PUT_ASIDE)),
            When(practice__review_state=ReviewState.IN_REVIEW, then=Value(TipState.IN_REVIEW)),
            When(~Exists(asked), then=Value(TipState.DECLINED)),
        ]
        return self.annotate(
            state_now=Case(*now, default=Value(TipState.SENT_ON), output_field=models.CharField())
        )

    def in_state(self, state: TipState) -> Self:
        """Those in this state now."""
        return self.with_state().filter(state_now=state)

    def of_regions(self, region_ids: set[int] | None) -> Self:
        """Those of the municipalities of these regions; of the whole country for None."""
        return self if region_ids is None else self.filter(municipality__region__in=region_ids)


class Tip(models.Model):
    """What anybody told of a good practice of some municipality (vinkki).

    A coordinator sends it on to whose it is as a draft (`practice`), joins it to a practice that is
    there already, or puts it aside. A tip whose draft is deleted is new again. `version` counts
    what coordinators did, so that two of them notice each other.
    """

    # Of the form and what was sent with it, so that the same sending twice is one.
    key = models.CharField(max_length=64, unique=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="tips")
    title = models.CharField(max_length=TITLE_LENGTH)
    text = models.TextField(validators=[MaxLengthValidator(TEXT_LENGTH)])
    # A role or a unit: nobody's address is asked behind their back.
    who_knows = models.CharField(max_length=WHO_LENGTH, blank=True)
    told_by = models.CharField(max_length=WHO_LENGTH, blank=True)
    teller_email = models.EmailField(blank=True)
    language = models.CharField(max_length=2)
    told_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=TipOutcome.choices, default=TipOutcome.NEW)
    practice = models.ForeignKey(
        Practice, null=True, blank=True, on_delete=models.SET_NULL, related_name="tips"
    )
    aside_reason = models.TextField(blank=True, validators=[MaxLengthValidator(ASIDE_LENGTH)])
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    is_example = models.BooleanField(default=False)

    objects = TipQuerySet.as_manager()

    # Filled by `with_state`.
    state_now: str

    class Meta:
        verbose_name = _("vinkki")
        verbose_name_plural = _("vinkit")
        indexes = [models.Index(fields=["-told_at"], name="tip_told_at")]
        constraints = [
            models.CheckConstraint(
                name="tip_handled_at_when_handled",
                condition=(
                    Q(outcome=TipOutcome.NEW, handled_at__isnull=True)
                    | Q(
                        outcome__in=[o for o in TipOutcome if o != TipOutcome.NEW],
                        handled_at__isnull=False,
                    )
                ),
            ),
            models.CheckConstraint(
                name="tip_reason_when_put_aside",
                condition=Q(outcome=TipOutcome.PUT_ASIDE) | Q(aside_reason=""),
            ),
        ]

    def __str__(self) -> str:
        """Never who told it: this stands in the audit trail."""
        return self.title

    @property
    def state(self) -> TipState:
        """How far it has come; needs `with_state`."""
        return TipState(self.state_now)

    @property
    def can_be_sent_on(self) -> bool:
        """Whether somebody may be asked to complete it; needs `with_state`."""
        return self.can_be_put_aside or self.state == TipState.PUT_ASIDE

    @property
    def can_be_joined(self) -> bool:
        """Whether it may still be about a practice that is there; needs `with_state`."""
        return self.state in (TipState.NEW, TipState.PUT_ASIDE) and self.practice_id is None

    @property
    def can_be_put_aside(self) -> bool:
        """Whether it has not come further, nor lies aside already; needs `with_state`."""
        return self.state in (TipState.NEW, TipState.SENT_ON, TipState.DECLINED)

    @property
    def sign(self) -> str:
        """Which of the site's status marks goes with its state; needs `with_state`."""
        return SIGNS[self.state]
