"""Organisations other than the municipalities themselves, through which a round may ask."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from kenno.core.models import SuppressedAddress
from kenno.people.enums import OrganisationKind
from kenno.people.models import Organisation
from kenno.people.queries.addressees import Addressee, addressee_of, contacts_of_kinds
from kenno.places.models import Municipality
from kenno.places.queries import all_municipalities
from kenno.surveys.models import Recipient, SurveyRound

# On one page: a form takes only so many fields. Those added leave room for the next.
MOST_PROPOSED: Final = 600
OTHER_KINDS: Final = tuple(
    kind for kind in OrganisationKind if kind != OrganisationKind.MUNICIPALITY
)


def organisation_proposals(
    survey: SurveyRound, kinds: Iterable[str] = OTHER_KINDS
) -> list[Addressee]:
    """Propose the contacts of each municipality's organisations of these kinds, by municipality.

    Left out: who is asked for the municipality already, and addresses that are not mailed. A person
    is proposed once for a municipality. Five queries.
    """
    asked = set(
        Recipient.objects.real()
        .filter(round=survey)
        .order_by("pk")
        .values_list("municipality_id", "person_id")
    )
    closed = set(SuppressedAddress.objects.values_list("address", flat=True))
    by_place: dict[int, list[Addressee]] = defaultdict(list)
    places = {place.pk: place for place in all_municipalities()}
    wanted = [kind for kind in kinds if kind in OTHER_KINDS]
    for contact in contacts_of_kinds(wanted):
        place = places.get(contact.organisation.municipality_id or 0)
        key = (place.pk if place else 0, contact.person_id)
        if place is None or key in asked or contact.person.email.lower() in closed:
            continue
        asked.add(key)
        by_place[place.pk].append(addressee_of(contact, place))
    return [proposal for pk in places for proposal in by_place[pk]]


def organisations_by_name(
    municipality: Municipality | None = None,
) -> Mapping[tuple[int, str], Organisation]:
    """Return the active organisations of a municipality, or of all, by its key and each name.

    Names are casefolded. Of two with the same name, the older one.
    """
    found = Organisation.objects.active().filter(municipality__isnull=False)
    if municipality is not None:
        found = found.filter(municipality=municipality)
    named: dict[tuple[int, str], Organisation] = {}
    for organisation in found.order_by("pk"):
        for name in (organisation.name_fi, organisation.name_sv, organisation.name_en):
            if name:
                named.setdefault((organisation.municipality_id or 0, name.casefold()), organisation)
    return named


def organisation_names(code: str) -> list[str]:
    """Return the names of the active organisations of the municipality with this code."""
    found = Organisation.objects.active().filter(municipality__code=code)
    return [organisation.name for organisation in found.in_name_order()]
