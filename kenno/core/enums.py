from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class WorkspaceGroup(TextChoices):
    """The parts of the workspace's menu, in order; the first needs no heading."""

    WORK = "work", ""
    NETWORK = "network", _("Ihmiset ja organisaatiot")
    SERVICE = "service", _("Palvelun hoito")
    OWN = "own", _("Omat asiat")


class MessageState(TextChoices):
    WAITING = "waiting", _("odottaa")
    SENDING = "sending", _("lähdössä")
    SENT = "sent", _("lähetetty")
    BOUNCED = "bounced", _("palautui")
    REFUSED = "refused", _("ei lähtenyt")


class RefusalReason(TextChoices):
    """Why a message does not leave."""

    SUPPRESSED = "suppressed", _("osoitteeseen ei lähetetä viestejä")
    REJECTED = "rejected", _("vastaanottajan palvelin ei ota viestiä vastaan")
    UNSENDABLE = "unsendable", _("viestistä ei saa lähetettävää")
    EXHAUSTED = "exhausted", _("yrityksiä on ollut liian monta")


class MessageEventKind(TextChoices):
    """What has happened to a message on its way."""

    TRIED = "tried", _("Yritys ei onnistunut")
    INTERRUPTED = "interrupted", _("Lähetys keskeytyi")
    SENT = "sent", _("Lähetetty")
    REFUSED = "refused", _("Ei lähtenyt")
    RETRIED = "retried", _("Pyydetty lähettämään uudelleen")
    DELAYED = "delayed", _("Viivästyy")
    BOUNCED = "bounced", _("Palautui")
    COMPLAINED = "complained", _("Vastaanottaja ilmoitti roskapostiksi")
    UNSUBSCRIBED = "unsubscribed", _("Vastaanottaja kielsi viestit")


class SuppressionReason(TextChoices):
    """Why an address is not mailed again."""

    BOUNCE = "bounce", _("viesti palautui: osoite ei toimi")
    COMPLAINT = "complaint", _("vastaanottaja ilmoitti viestin roskapostiksi")
    ASKED = "asked", _("vastaanottaja kielsi viestit")


class LinkPurpose(TextChoices):
    SIGN_IN = "sign-in", _("kirjautuminen")
    CONFIRM_SEARCH = "confirm-search", _("hakuvahdin vahvistus")
    SAVED_SEARCH = "saved-search", _("hakuvahdin hallinta")
    CONTACT = "contact", _("kutsu yhteyshenkilöksi")
    INQUIRY_CONFIRM = "inquiry-confirm", _("kysymyksen vahvistus")
    INQUIRY_SENDER = "inquiry-sender", _("oman kysymyksen tila")
    INQUIRY_RECEIVER = "inquiry-receiver", _("lähettäjän sulkeminen ja ilmoitus")
    CONFIRM_CONTACTS = "confirm-contacts", _("yhteystietojen vahvistus")
    CONFIRM_PRACTICES = "confirm-practices", _("käytänteiden vahvistus")
    SURVEY = "survey", _("kyselyyn vastaaminen")
    DRAFT = "draft", _("luonnoksen täydentäminen")
    SURVEY_INTERVIEW = "survey-interview", _("kyselyn haastattelu")
