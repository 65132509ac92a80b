from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReviewState(TextChoices):
    """Where the newest text of a record stands; what is published stays beside it untouched."""

    DRAFT = "draft", _("luonnos")
    IN_REVIEW = "in-review", _("tarkistettavana")
    RETURNED = "returned", _("palautettu")
    PUBLISHED = "published", _("julkaistu")
    ARCHIVED = "archived", _("arkistoitu")
