from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Frequency(TextChoices):
    DAILY = "daily", _("joka päivä")
    WEEKLY = "weekly", _("kerran viikossa")


class SavedSearchState(TextChoices):
    UNCONFIRMED = "unconfirmed", _("odottaa vahvistusta")
    ACTIVE = "active", _("käytössä")
    STOPPED = "stopped", _("lopetettu")
