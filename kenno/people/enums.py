from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    CONTRIBUTOR = "contributor", _("kunnan kirjoittaja")
    COORDINATOR = "coordinator", _("koordinaattori")
