"""Every change of one organisation."""

from dataclasses import dataclass, fields

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kenno.core import audit
from kenno.core.exceptions import Conflict, Refusal
from kenno.people.models import Organisation
from kenno.people.registry import contacts_changed
from kenno.people.validators import normal_business_id
from kenno.places.models import Municipality, Region, WellbeingCounty


@dataclass(frozen=True, kw_only=True)
class Details:
    """What is told of an organisation; at most one of the three places."""

    kind: str
    name_fi: str
    name_sv: str = ""
    name_en: str = ""
    business_id: str = ""
    municipality: Municipality | None = None
    region: Region | None = None
    wellbeing_county: WellbeingCounty | None = None
    website: str = ""
    general_title: str = ""
    general_email: str = ""


DETAIL_FIELDS = tuple(field.name for field in fields(Details))


class OrganisationChanged(Conflict):
    """Somebody saved the organisation after the version that this save was based on."""


@transaction.atomic
def add_organisation(*, details: Details, by: AbstractBaseUser | None) -> Organisation:
    """Make an organisation; raise Refusal when its details do not hold or it is there already."""
    organisation = Organisation()
    _fill(organisation, details)
    _check(organisation)
    organisation.save(force_insert=True)
    audit.record("people.organisation_added", subject=organisation, by=by)
    return organisation


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, details: Details, based_on: int, by: AbstractBaseUser | None
) -> Organisation:
    """Change an organisation and return it as it now is; nothing happens if nothing changes.

    `based_on` is the version that the person saw. Raises OrganisationChanged when somebody has
    saved another meanwhile, and Refusal when the details do not hold.
    """
    present = _locked(organisation)
    if present.version != based_on:
        raise OrganisationChanged(
            _(
                "Joku muu on muuttanut organisaation tietoja sillä välin, joten mitään ei "
                "tallennettu. Katso, mikä on nyt toisin, ja tallenna uudelleen, jos omasi pätevät."
            )
        )
    changed = _fill(present, details)
    if not changed:
        return present
    _check(present)
    present.version += 1
    present.save()
    audit.record(
        "people.organisation_changed", subject=present, by=by, data={"fields": sorted(changed)}
    )
    return present


@transaction.atomic
def deactivate_organisation(*, organisation: Organisation, by: AbstractBaseUser | None) -> None:
    """Mark that the organisation works no more; its page stays. The second time changes nothing."""
    _set_active(organisation, False, "people.organisation_closed", by)


@transaction.atomic
def reopen_organisation(*, organisation: Organisation, by: AbstractBaseUser | None) -> None:
    """Mark that the organisation is at work after all; the second time changes nothing."""
    _set_active(organisation, True, "people.organisation_reopened", by)


def _locked(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def _fill(organisation: Organisation, details: Details) -> list[str]:
    """Put the details into the organisation and return the names of the fields that changed."""
    wanted = {name: getattr(details, name) for name in DETAIL_FIELDS}
    wanted["business_id"] = normal_business_id(details.business_id)
    changed = [name for name, value in wanted.items() if getattr(organisation, name) != value]
    for name in changed:
        setattr(organisation, name, wanted[name])
    return changed


def _check(organisation: Organisation) -> None:
    try:
        organisation.full_clean()
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error


def _set_active(
    organisation: Organisation, active: bool, action: str, by: AbstractBaseUser | None
) -> None:
    present = _locked(organisation)
    if present.is_active == active:
        return
    present.is_active = active
    present.version += 1
    present.save(update_fields=["is_active", "version"])
    audit.record(action, subject=present, by=by)
    # Nothing is shown of the contacts of one that has closed.
    contacts_changed(list(present.contacts.order_by("pk").values_list("pk", flat=True)))
