from datetime import datetime, timedelta
from typing import Any, Final, Self

from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kenno.people.models import User
from kenno.surveys.enums import RoundState

NAME_LENGTH: Final = 120
TITLE_LENGTH: Final = 160
SIGNER_LENGTH: Final = 160
TEXT_LENGTH: Final = 5000
MOST_GRACE_HOURS: Final = 14 * 24


def long_text(label: Any) -> models.TextField:
    """A text that may be missing and that nobody can fill a disk with."""
    return models.TextField(label, blank=True, validators=[MaxLengthValidator(TEXT_LENGTH)])


def line(label: Any, length: int = TITLE_LENGTH) -> models.CharField:
    """One line that may be missing."""
    return models.CharField(label, max_length=length, blank=True)


class Multilingual(models.Model):
    """Something whose texts stand in three languages, in fields named `<text>_<language>`."""

    class Meta:
        abstract = True

    def text(self, name: str, language: str | None = None) -> str:
        """Return a text in `language`, the reader's when None; in Finnish where it is missing."""
        chosen = language or get_language()
        return str(getattr(self, f"{name}_{chosen}", "") or getattr(self, f"{name}_fi"))


class SurveyRoundQuerySet(models.QuerySet["SurveyRound"]):
    def newest_first(self) -> Self:
        """By when they were made."""
        return self.order_by("-created_at", "-pk")

    def open(self) -> Self:
        """Those that have been opened and go on."""
        return self.filter(state=RoundState.OPEN)

    def over(self) -> Self:
        """Those still open or paused whose closing time has passed."""
        running = [RoundState.OPEN, RoundState.PAUSED]
        return self.filter(state__in=running, closes_at__lte=timezone.now())


class SurveyRound(Multilingual):
    """One asking of the municipalities: what is asked, by whom, and when.

    `practice_sections` names what is asked of each practice: a list, in the order of asking, of
    {"section": ..., "fields": [...]}, by the names of the writing form of practices
    (`kenno.surveys.sections`). It is empty when only the round's own questions are asked. Whoever
    changes the round or its questions tells which `version` they saw.
    """

    name = models.CharField(
        _("kyselyn nimi"),
        max_length=NAME_LENGTH,
        help_text=_("Näkyy vain työpöydällä. Esimerkiksi Valtakunnallinen kysely 2027."),
    )
    title_fi = line(_("otsikko suomeksi"))
    title_sv = line(_("otsikko ruotsiksi"))
    title_en = line(_("otsikko englanniksi"))
    introduction_fi = long_text(_("johdanto suomeksi"))
    introduction_sv = long_text(_("johdanto ruotsiksi"))
    introduction_en = long_text(_("johdanto englanniksi"))
    thanks_fi = long_text(_("kiitos suomeksi"))
    thanks_sv = long_text(_("kiitos ruotsiksi"))
    thanks_en = long_text(_("kiitos englanniksi"))
    signer_unit_fi = line(_("allekirjoittava yksikkö suomeksi"), SIGNER_LENGTH)
    signer_unit_sv = line(_("allekirjoittava yksikkö ruotsiksi"), SIGNER_LENGTH)
    signer_unit_en = line(_("allekirjoittava yksikkö englanniksi"), SIGNER_LENGTH)
    signer_title_fi = line(_("allekirjoittajan tehtävä suomeksi"), SIGNER_LENGTH)
    signer_title_sv = line(_("allekirjoittajan tehtävä ruotsiksi"), SIGNER_LENGTH)
    signer_title_en = line(_("allekirjoittajan tehtävä englanniksi"), SIGNER_LENGTH)
    opens_at = models.DateTimeField(_("avautuu"), null=True, blank=True)
    closes_at = models.DateTimeField(_("sulkeutuu"), null=True, blank=True)
    grace_hours = models.PositiveSmallIntegerField(
        _("armonaika tunteina"),
        default=24,
        validators=[MaxValueValidator(MOST_GRACE_HOURS)],
        help_text=_("Kuinka kauan aloitetun vastauksen voi vielä lähettää sulkeutumisen jälkeen."),
    )
    state = models.CharField(
        max_length=10, choices=RoundState.choices, default=RoundState.DRAFT, editable=False
    )
    practice_sections = models.JSONField(default=list, blank=True)
    copied_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="copies",
    )
    created_by = models.ForeignKey(
        User, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    is_example = models.BooleanField(default=False, editable=False)

    objects = SurveyRoundQuerySet.as_manager()

    TEXTS = ("title", "introduction", "thanks", "signer_unit", "signer_title")

    class Meta:
        verbose_name = _("kysely")
        verbose_name_plural = _("kyselyt")
        constraints = [
            models.CheckConstraint(name="survey_round_name_given", condition=~Q(name="")),
            models.CheckConstraint(
                name="survey_round_state_known", condition=Q(state__in=RoundState.values)
            ),
            models.CheckConstraint(
                name="survey_round_times_when_opened",
                condition=(
                    Q(state=RoundState.DRAFT) | Q(opens_at__isnull=False, closes_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="survey_round_closes_after_opening",
                condition=(
                    Q(opens_at__isnull=True)
                    | Q(closes_at__isnull=True)
                    | Q(closes_at__gt=F("opens_at"))
                ),
                violation_error_message=_("Sulkeutumisajan pitää olla avautumisajan jälkeen."),
            ),
            models.CheckConstraint(
                name="survey_round_grace_bounded", condition=Q(grace_hours__lte=MOST_GRACE_HOURS)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        return self.text("title")

    @property
    def introduction(self) -> str:
        return self.text("introduction")

    @property
    def thanks(self) -> str:
        return self.text("thanks")

    @property
    def signer_unit(self) -> str:
        return self.text("signer_unit")

    @property
    def signer_title(self) -> str:
        return self.text("signer_title")

    @property
    def asks_practices(self) -> bool:
        return bool(self.practice_sections)

    @property
    def last_moment(self) -> datetime | None:
        """Until when an answer that was begun may be sent; None before the times are set."""
        closes = self.closes_at
        return closes + timedelta(hours=self.grace_hours) if closes is not None else None

    @property
    def takes_new_answers(self) -> bool:
        """Whether an answer may be begun, and any of it changed, now."""
        opens, closes = self.opens_at, self.closes_at
        if self.state != RoundState.OPEN or opens is None or closes is None:
            return False
        return opens <= timezone.now() < closes

    @property
    def takes_begun_answers(self) -> bool:
        """Whether an answer that was begun before may be saved and sent now, the grace included."""
        if self.takes_new_answers:
            return True
        closes, last = self.closes_at, self.last_moment
        if self.state not in (RoundState.OPEN, RoundState.CLOSED) or closes is None or last is None:
            return False
        return closes <= timezone.now() < last
