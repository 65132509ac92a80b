from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RoundState(TextChoices):
    DRAFT = "draft", _("luonnos")
    OPEN = "open", _("avoin")
    PAUSED = "paused", _("tauolla")
    CLOSED = "closed", _("suljettu")
    ARCHIVED = "archived", _("arkistoitu")


class QuestionKind(TextChoices):
    SHORT_TEXT = "short-text", _("lyhyt teksti")
    LONG_TEXT = "long-text", _("pitkä teksti")
    NUMBER = "number", _("luku ja yksikkö")
    ONE_OF = "one-of", _("yksi vaihtoehdoista")
    MANY_OF = "many-of", _("monta vaihtoehdoista")
    SCALE = "scale", _("asteikko")
    MUNICIPALITY = "municipality", _("kunta")
    CONCEPT = "concept", _("asiasana (YSO)")
    FILE = "file", _("tiedosto")


# Kinds whose answers are chosen among options written for the question.
CHOSEN_KINDS = (QuestionKind.ONE_OF, QuestionKind.MANY_OF)
# Kinds on whose answer another question may depend: these have few and known answers.
DECIDING_KINDS = (*CHOSEN_KINDS, QuestionKind.SCALE)


class QuestionPlace(TextChoices):
    """When a question is asked: before the practices or after them."""

    BEFORE = "before", _("ennen käytänteitä")
    AFTER = "after", _("käytänteiden jälkeen")


class SurveyLanguage(TextChoices):
    """Languages of rounds and of their mails; each named in itself."""

    FINNISH = "fi", "suomi"
    SWEDISH = "sv", "svenska"
    ENGLISH = "en", "English"


class RecipientSource(TextChoices):
    """Where a recipient was found."""

    CONTACT = "contact", _("yhteyshenkilö")
    MAIN_CONTRIBUTOR = "main-contributor", _("kunnan pääkirjoittaja")
    ORGANISATION = "organisation", _("organisaation yleinen osoite")
    BY_HAND = "by-hand", _("lisätty käsin")
    FILE = "file", _("tuotu tiedostosta")
    DELEGATION = "delegation", _("vastaanottaja pyysi vastaamaan")
    TRIAL = "trial", _("kokeilu")


class InvitationState(TextChoices):
    """How far an invitation has come."""

    WAITING = "waiting", _("odottaa lähettämistä")
    SENT = "sent", _("lähetetty")
    BOUNCED = "bounced", _("palautui")
    REFUSED = "refused", _("ei lähtenyt")
    OPENED = "opened", _("avattu")
    STARTED = "started", _("aloitettu")
    DELEGATED = "delegated", _("siirretty toiselle")
    SUBMITTED = "submitted", _("vastattu")
    DECLINED = "declined", _("kieltäytynyt")
    REVOKED = "revoked", _("peruttu")


class ReminderAudience(TextChoices):
    """Who is reminded."""

    UNOPENED = "unopened", _("kutsu avaamatta")
    UNFINISHED = "unfinished", _("avannut tai aloittanut, ei lähettänyt")


class PlaceState(TextChoices):
    """How far a municipality has come in a round, the furthest first."""

    SUBMITTED = "submitted", _("vastannut")
    INTERVIEWED = "interviewed", _("haastateltu, odottaa hyväksyntää")
    STARTED = "started", _("aloittanut vastaamisen")
    DELEGATED = "delegated", _("siirtänyt toiselle")
    OPENED = "opened", _("avannut kutsun")
    SENT = "sent", _("kutsuttu, ei avannut")
    WAITING = "waiting", _("kutsu lähtemässä")
    DECLINED = "declined", _("kieltäytynyt")
    FAILED = "failed", _("kutsu ei tullut perille")
    UNASKED = "unasked", _("ei vastaanottajaa")


# Municipalities in these states have not been reached at all.
UNREACHED = (PlaceState.FAILED, PlaceState.UNASKED)


class TipOutcome(TextChoices):
    """What a coordinator did with a tip."""

    NEW = "new", _("ei vielä mitään")
    SENT_ON = "sent-on", _("lähetetty omistajalle")
    JOINED = "joined", _("liitetty käytänteeseen")
    PUT_ASIDE = "put-aside", _("pantu sivuun")


class TipState(TextChoices):
    """How far a tip has come."""

    NEW = "new", _("uusi")
    SENT_ON = "sent-on", _("omistajan täydennettävänä")
    DECLINED = "declined", _("omistaja ei täydennä")
    IN_REVIEW = "in-review", _("tarkistettavana")
    PUBLISHED = "published", _("julkaistu")
    JOINED = "joined", _("liitetty käytänteeseen")
    PUT_ASIDE = "put-aside", _("sivussa")


class ExportKind(TextChoices):
    """As what kind of file the answers are taken out."""

    XLSX = "xlsx", _("XLSX")
    CSV = "csv", _("CSV")
    JSON = "json", _("JSON")


class ExportState(TextChoices):
    """How far a file of answers is."""

    MAKING = "making", _("valmistellaan")
    READY = "ready", _("valmis")
    FAILED = "failed", _("ei onnistunut")
    GONE = "gone", _("poistettu")
