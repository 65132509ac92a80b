import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kenno.people.models import User
from kenno.surveys.enums import ExportKind, ExportState
from kenno.surveys.models.rounds import SurveyRound

KEPT: Final = timedelta(hours=24)
# Nobody makes a file for so long: its maker is gone.
LONGEST_MAKING: Final = timedelta(minutes=30)


def exports_folder() -> Path:
    """Return where the files are: not among the uploads, which the site gives to anyone."""
    return Path(settings.VAR_DIR) / "exports"


def _secret_name() -> str:
    return secrets.token_urlsafe(16)


class AnswersFileQuerySet(models.QuerySet["AnswersFile"]):
    def kept(self) -> Self:
        """Those that may still be fetched, or are being made."""
        return self.filter(asked_at__gt=timezone.now() - KEPT)

    def being_made(self) -> Self:
        """Those that a task is making, or is about to."""
        begun = timezone.now() - LONGEST_MAKING
        return self.filter(made_at__isnull=True, failed_at__isnull=True, asked_at__gt=begun)


class AnswersFile(models.Model):
    """The answers of a round as a file, made for who asked, for nobody else, and kept for KEPT."""

    round = models.ForeignKey(SurveyRound, on_delete=models.CASCADE, related_name="answers_files")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("tiedostomuoto"), max_length=4, choices=ExportKind.choices)
    unfinished = models.BooleanField(_("myös lähettämättömät"), default=False)
    personal = models.BooleanField(_("henkilötiedot"), default=False)
    asked_at = models.DateTimeField(_("pyydetty"), default=timezone.now)
    made_at = models.DateTimeField(_("valmis"), null=True, blank=True)
    failed_at = models.DateTimeField(_("epäonnistui"), null=True, blank=True)
    responses = models.PositiveIntegerField(_("vastauksia"), default=0)
    size = models.PositiveBigIntegerField(_("koko"), default=0)
    name = models.CharField(max_length=30, unique=True, default=_secret_name, editable=False)

    objects = AnswersFileQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.round}, {self.get_kind_display()}"

    @property
    def path(self) -> Path:
        """Where the file is, once it has been made."""
        return exports_folder() / self.name

    @property
    def until(self) -> datetime:
        """The moment after which it can no longer be fetched."""
        return self.asked_at + KEPT

    @property
    def state(self) -> ExportState:
        """How far it is."""
        if timezone.now() >= self.until:
            return ExportState.GONE
        if self.made_at is not None:
            return ExportState.READY
        late = timezone.now() >= self.asked_at + LONGEST_MAKING
        return ExportState.FAILED if self.failed_at or late else ExportState.MAKING
