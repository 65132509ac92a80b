from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MessageState(TextChoices):
    WAITING = "waiting", _("odottaa")
    SENDING = "sending", _("lähdössä")
    SENT = "sent", _("lähetetty")
    FAILED = "failed", _("ei mennyt perille")


class LinkPurpose(TextChoices):
    SIGN_IN = "sign-in", _("kirjautuminen")
    CONFIRM_SEARCH = "confirm-search", _("hakuvahdin vahvistus")
    SAVED_SEARCH = "saved-search", _("hakuvahdin hallinta")
    CONTACT = "contact", _("kutsu yhteyshenkilöksi")
