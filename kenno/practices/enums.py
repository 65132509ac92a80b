from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PracticeLanguage(TextChoices):
    """Languages in which a practice may be written; each named in itself."""

    FINNISH = "fi", "suomi"
    SWEDISH = "sv", "svenska"
    ENGLISH = "en", "English"
    NORTHERN_SAMI = "se", "davvisámegiella"


class PracticeStatus(TextChoices):
    IDEA = "idea", _("idea")
    TRYING = "trying", _("kokeilussa")
    IN_USE = "in-use", _("käytössä")
    ENDED = "ended", _("päättynyt")


class ClaimBasis(TextChoices):
    """How the figure or statement of a claim was obtained."""

    COUNTED = "counted", _("laskettu")
    MEASURED = "measured", _("mitattu")
    ESTIMATED = "estimated", _("arvioitu")
    EXPERIENCED = "experienced", _("koettu")


class Provenance(TextChoices):
    """Where the record came from."""

    OWN = "own", _("kunnan oma ilmoitus")
    SURVEY = "survey", _("vastaus kyselyyn")
    TIP = "tip", _("vinkki")
    PILOT = "pilot", _("taidepilotti")
    ADAPTATION = "adaptation", _("muunnelma toisesta käytänteestä")


class SizeClass(TextChoices):
    """Municipalities by population, the classes of the Association of Finnish Municipalities."""

    UNDER_2000 = "0-2000", _("alle 2 000 asukasta")
    UNDER_5000 = "2000-5000", _("2 000–5 000 asukasta")
    UNDER_10000 = "5000-10000", _("5 000–10 000 asukasta")
    UNDER_20000 = "10000-20000", _("10 000–20 000 asukasta")
    UNDER_40000 = "20000-40000", _("20 000–40 000 asukasta")
    UNDER_100000 = "40000-100000", _("40 000–100 000 asukasta")
    OVER_100000 = "100000-", _("yli 100 000 asukasta")


class CostClass(TextChoices):
    """What the first year costs in euros: the one-off and the yearly costs together."""

    FREE = "free", _("ei maksa mitään")
    UNDER_1000 = "under-1000", _("alle 1 000 €")
    UNDER_5000 = "1000-5000", _("1 000–5 000 €")
    UNDER_20000 = "5000-20000", _("5 000–20 000 €")
    OVER_20000 = "20000-", _("20 000 € tai enemmän")
    UNKNOWN = "unknown", _("ei kerrottu")


class ConfirmationAnswer(TextChoices):
    """How the yearly question about a practice ended."""

    KEPT = "kept", _("yhä käytössä")
    EDITED = "edited", _("julkaistu uudelleen")
    ARCHIVE = "archive", _("pyydetty arkistoimaan")
    ENDED = "ended", _("arkistoitu")


class RequestReason(TextChoices):
    """Why somebody is asked to complete a draft."""

    TIP = "tip", _("vinkki")
    INTERVIEW = "interview", _("koordinaattorin muistiinpano")


class RequestState(TextChoices):
    """How far a request to complete a draft has come."""

    WAITING = "waiting", _("odottaa lähettämistä")
    SENT = "sent", _("lähetetty")
    BOUNCED = "bounced", _("palautui")
    REFUSED = "refused", _("ei lähtenyt")
    OPENED = "opened", _("avattu")
    STARTED = "started", _("aloitettu")
    PASSED_ON = "passed-on", _("siirretty toiselle")
    SUBMITTED = "submitted", _("lähetetty tarkistettavaksi")
    DECLINED = "declined", _("kieltäytynyt")
    EXPIRED = "expired", _("linkki vanhentunut")
    REVOKED = "revoked", _("peruttu")
