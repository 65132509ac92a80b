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
