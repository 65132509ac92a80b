from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    CONTRIBUTOR = "contributor", _("kunnan kirjoittaja")
    REGION_COORDINATOR = "region-coordinator", _("alueen koordinaattori")
    COORDINATOR = "coordinator", _("valtakunnallinen koordinaattori")
    ADMINISTRATOR = "administrator", _("ylläpitäjä")


# Those who see what others have written and who they are: they need a second factor.
STAFF_ROLES = (Role.REGION_COORDINATOR, Role.COORDINATOR, Role.ADMINISTRATOR)
# Those who work for the whole country, and so have no place.
ROLES_WITHOUT_PLACE = (Role.COORDINATOR, Role.ADMINISTRATOR)


class OrganisationKind(TextChoices):
    MUNICIPALITY = "municipality", _("kunta")
    REGIONAL_COUNCIL = "regional-council", _("maakunnan liitto")
    WELLBEING_COUNTY = "wellbeing-county", _("hyvinvointialue")
    ASSOCIATION = "association", _("yhdistys")
    SCHOOL = "school", _("oppilaitos tai korkeakoulu")
    THEATRE = "theatre", _("teatteri")
    MUSEUM = "museum", _("museo")
    LIBRARY = "library", _("kirjasto")
    STATE_BODY = "state-body", _("valtion viranomainen tai laitos")
    COMPANY = "company", _("yritys")
    WORKING_GROUP = "working-group", _("työryhmä")


class Visibility(TextChoices):
    """What readers see of a contact."""

    NONE = "none", _("ei mitään")
    ROLE = "role", _("tehtävänimike")
    ROLE_AND_NAME = "role-and-name", _("tehtävänimike ja nimi")


class AddresseeKind(TextChoices):
    """Where somebody was found who may be asked on behalf of a municipality."""

    CONTACT = "contact", _("yhteyshenkilö")
    MAIN_CONTRIBUTOR = "main-contributor", _("kunnan pääkirjoittaja")
    ORGANISATION = "organisation", _("organisaation yleinen osoite")


class ContactLanguage(TextChoices):
    """Languages in which a contact can be asked; each named in itself."""

    FINNISH = "fi", "suomi"
    SWEDISH = "sv", "svenska"
    ENGLISH = "en", "English"
    NORTHERN_SAMI = "se", "davvisámegiella"


class ConsentPurpose(TextChoices):
    """What a person has agreed to."""

    ROLE = "role", _("tehtävänimike näkyy ja kysymykset välitetään")
    NAME = "name", _("nimi näkyy")


class ConsentSource(TextChoices):
    """How a consent was given."""

    OWN_PAGE = "own-page", _("omalla sivulla")
    LINK = "link", _("sähköpostin linkistä")
    YEARLY = "yearly", _("vuosivahvistuksessa")
    DEMONSTRATION = "demonstration", _("esimerkki")


class InquiryState(TextChoices):
    """Where a question to a contact is; those from RELAYED on are told by its mail, while it is."""

    UNCONFIRMED = "unconfirmed", _("odottaa vahvistusta")
    EXPIRED = "expired", _("ei vahvistettu ajoissa")
    TAKEN_BACK = "taken-back", _("otettu takaisin")
    DISOWNED = "disowned", _("ei osoitteen haltijan lähettämä")
    DECLINED = "declined", _("ei otettu vastaan")
    UNREACHABLE = "unreachable", _("ei ollut kenelle välittää")
    RELAYED = "relayed", _("matkalla")
    DELIVERED = "delivered", _("lähetetty vastaanottajalle")
    BOUNCED = "bounced", _("palautui")
    REFUSED = "refused", _("ei mennyt perille")


class DeclinedBy(TextChoices):
    """Who does not take messages of a sender."""

    RECEIVER = "receiver", _("vastaanottaja")
    SERVICE = "service", _("palvelu")


class ReportReason(TextChoices):
    """Why a receiver found a question improper."""

    ADVERTISING = "advertising", _("mainos tai roskaposti")
    OFFENSIVE = "offensive", _("loukkaava tai uhkaava")
    FRAUD = "fraud", _("huijausyritys")
    OTHER = "other", _("muu asiaton viesti")


class ClosureReason(TextChoices):
    """Why no messages of an address are passed on to anyone."""

    REPORTED = "reported", _("kolme vastaanottajaa ilmoitti asiattomasta viestistä")
    DISOWNED = "disowned", _("osoitteen haltija ei ollut lähettänyt viestiä")


class ConfirmationAnswer(TextChoices):
    """How the yearly question about a contact ended."""

    KEPT = "kept", _("pitää paikkansa")
    HANDED_OVER = "handed-over", _("siirtyi seuraajalle")
    REMOVED = "removed", _("poistui yhteyshenkilöistä")
    ENDED = "ended", _("tehtävä päättyi muuten")
