from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StatementKind(TextChoices):
    """The pages that every page of the site links to, or whose text the law asks for."""

    ABOUT = "about", _("tietoa palvelusta")
    CREDITS = "credits", _("lähteet ja lisenssit")
    ACCESSIBILITY = "accessibility", _("saavutettavuusseloste")
    PRIVACY = "privacy", _("tietosuojaseloste")
    GUIDE = "guide", _("kirjoitusohje")


class FeedbackState(TextChoices):
    NEW = "new", _("odottaa vastausta")
    ANSWERED = "answered", _("vastattu")


class FigurePart(TextChoices):
    """Which of a survey's figures an article shows."""

    MAP = "map", _("kartta")
    REGIONS = "regions", _("maakunnat taulukkona")
    TASKS = "tasks", _("lakisääteiset tehtävät")
    THEMES = "themes", _("yleisimmät teemat")
