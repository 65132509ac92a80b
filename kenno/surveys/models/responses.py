from datetime import datetime
from typing import Final, Self

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kenno.moderation.enums import ReviewState
from kenno.places.models import Municipality
from kenno.practices.models import Practice
from kenno.surveys.models.interviews import Interview
from kenno.surveys.models.questions import Question
from kenno.surveys.models.recipients import REASON_LENGTH, Invitation
from kenno.surveys.models.rounds import SurveyRound

MOST_PRACTICES: Final = 30


class ResponseQuerySet(models.QuerySet["Response"]):
    def real(self) -> Self:
        """Those that count, without trials."""
        return self.filter(is_trial=False)

    def submitted(self) -> Self:
        """Those that have been sent, trials aside."""
        return self.real().filter(submitted_at__isnull=False)

    def reopened_in_vain(self) -> Self:
        """Those that were opened again and not sent by their last day."""
        return self.real().filter(reopened_until__lte=timezone.now())


class Response(models.Model):
    """A municipality's one answer to a round, which everyone invited for it writes together.

    What it tells of practices are drafts of practices (`practices`); only answers to the round's
    own questions are kept here. A trial is thrown away before the round opens. A coordinator may
    open it again until `reopened_until`; when and by whom it had been sent is kept
    (`sent_before_*`), so that it counts again as it was if nobody sends it.
    """

    round = models.ForeignKey(SurveyRound, on_delete=models.CASCADE, related_name="responses")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="survey_responses"
    )
    is_trial = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        Invitation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reopened_until = models.DateTimeField(null=True, blank=True)
    sent_before_at = models.DateTimeField(null=True, blank=True)
    sent_before_by = models.ForeignKey(
        Invitation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The latest interview that was sent to be approved; sending the answer approves it.
    interview = models.ForeignKey(
        Interview, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("vastaus kyselyyn")
        verbose_name_plural = _("vastaukset kyselyyn")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "municipality", "is_trial"], name="response_one_of_municipality"
            ),
            models.CheckConstraint(
                name="response_submitted_by_when_submitted",
                condition=Q(submitted_at__isnull=False) | Q(submitted_by__isnull=True),
            ),
            models.CheckConstraint(
                name="response_reopened_or_submitted",
                condition=(
                    Q(
                        reopened_until__isnull=True,
                        sent_before_at__isnull=True,
                        sent_before_by__isnull=True,
                    )
                    | Q(
                        reopened_until__isnull=False,
                        sent_before_at__isnull=False,
                        submitted_at__isnull=True,
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality.name}, {self.round.name}"

    @property
    def is_open_again(self) -> bool:
        """Whether a coordinator has opened it again after it was sent, and its time goes on."""
        return self.reopened_until is not None and self.reopened_until > timezone.now()

    @property
    def last_moment(self) -> datetime | None:
        """Until when it may be sent, which may be long after the round."""
        return self.reopened_until or self.round.last_moment

    @property
    def awaits_approval(self) -> bool:
        """Whether it was written in an interview and nobody of the municipality has sent it yet."""
        return self.interview_id is not None and self.submitted_at is None


class Answer(models.Model):
    """What a response says to one question; `version` grows at each save, so that none is lost.

    `value` by the kind of question: a text, a number, an option's value, a list of them, a code of
    a municipality, a list of URIs of concepts; of a file its name for readers, with `file`.
    """

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.RESTRICT, related_name="answers")
    value = models.JSONField(null=True, blank=True)
    file = models.FileField(blank=True, upload_to="survey-answers")
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        Invitation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("vastaus kysymykseen")
        verbose_name_plural = _("vastaukset kysymyksiin")
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="answer_once_in_response")
        ]

    def __str__(self) -> str:
        return f"Vastaus {self.pk}"


class ResponsePractice(models.Model):
    """A practice that a response tells of.

    It is a draft that the response began, or, when `is_joined`, another's practice that the
    municipality says it uses too, or to which a coordinator joined what it told. A coordinator may
    take a draft over, and may decide that it is not published and say why.
    """

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="practices")
    practice = models.ForeignKey(
        Practice, on_delete=models.CASCADE, related_name="survey_responses"
    )
    position = models.PositiveSmallIntegerField(default=0)
    is_joined = models.BooleanField(default=False)
    added_at = models.DateTimeField(default=timezone.now)
    taken_over_at = models.DateTimeField(null=True, blank=True)
    rejected_at = models.DateTimeField(null=True, blank=True)
    rejection = models.TextField(blank=True, validators=[MaxLengthValidator(REASON_LENGTH)])

    class Meta:
        verbose_name = _("vastauksen käytänne")
        verbose_name_plural = _("vastauksen käytänteet")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["response", "practice"], name="response_practice_once"),
            models.UniqueConstraint(
                fields=["practice"],
                condition=Q(is_joined=False),
                name="response_practice_of_one_response",
            ),
            models.CheckConstraint(
                name="response_practice_rejected_with_reason",
                condition=Q(rejected_at__isnull=True, rejection="")
                | (Q(rejected_at__isnull=False) & ~Q(rejection="")),
            ),
        ]

    def __str__(self) -> str:
        return self.practice.title

    @property
    def is_taken_over(self) -> bool:
        """Whether a coordinator is completing the text, so that the answer's writers rest."""
        return self.taken_over_at is not None and self.practice.review_state == ReviewState.DRAFT

    @property
    def is_rejected(self) -> bool:
        """Whether a coordinator decided that it is not published, and nobody has restored it."""
        return self.rejected_at is not None and self.practice.review_state == ReviewState.ARCHIVED


class AskedBack(models.Model):
    """That a told practice came back to somebody who wrote it, and whose links open just it.

    Such a link is a `SignedLink` (purpose SURVEY) with this as its subject. One that works is left
    alone when the practice comes back again: each mail's link works for its own time.
    """

    told = models.ForeignKey(ResponsePractice, on_delete=models.CASCADE, related_name="asked_back")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="asked_back")
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("vastaajalle palautettu käytänne")
        verbose_name_plural = _("vastaajille palautetut käytänteet")
        constraints = [
            models.UniqueConstraint(fields=["told", "invitation"], name="asked_back_once")
        ]

    def __str__(self) -> str:
        return f"Palautus {self.pk}"
