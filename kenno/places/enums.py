from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LanguageStatus(TextChoices):
    """Language division of municipalities, Language Act 423/2003, section 5."""

    FINNISH = "fi", _("suomenkielinen")
    FINNISH_SWEDISH = "fi-sv", _("kaksikielinen, enemmistö suomenkielisiä")
    SWEDISH_FINNISH = "sv-fi", _("kaksikielinen, enemmistö ruotsinkielisiä")
    SWEDISH = "sv", _("ruotsinkielinen")


class UrbanRural(TextChoices):
    """Statistical grouping of municipalities, Statistics Finland."""

    URBAN = "1", _("kaupunkimainen kunta")
    SEMI_URBAN = "2", _("taajaan asuttu kunta")
    RURAL = "3", _("maaseutumainen kunta")
