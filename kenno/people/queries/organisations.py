"""What the pages on organisations read."""

from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext as _

from kenno.people.models import Organisation, OrganisationQuerySet
from kenno.people.rules import (
    Person,
    contributes_for,
    coordinated_regions,
    works_for_whole_country,
)
from kenno.places.models import Municipality, Region, WellbeingCounty

Facts = list[tuple[str, str]]


def organisations(
    *,
    search: str = "",
    kind: str = "",
    region: Region | None = None,
    municipality: Municipality | None = None,
    active_only: bool = True,
    kept_in: set[int] | None = None,
) -> OrganisationQuerySet:
    """Return organisations with their places, by name in the reader's language.

    `search` looks in their names in every language; what is empty or None does not narrow.
    `kept_in` leaves those that the coordinators of these regions (primary keys) keep.
    """
    found = organisations_with_places().in_name_order()
    text = " ".join(search.split())
    if active_only:
        found = found.active()
    if text:
        found = found.named_like(text)
    if kind:
        found = found.filter(kind=kind)
    if region is not None:
        found = found.of_region(region)
    if municipality is not None:
        found = found.filter(municipality=municipality)
    if kept_in is not None:
        found = found.kept_in(kept_in)
    return found


def organisations_with_places() -> OrganisationQuerySet:
    """Return every organisation with its place."""
    return Organisation.objects.select_related("municipality__region", "region", "wellbeing_county")


def organisations_of_contributor(person: Person) -> OrganisationQuerySet:
    """Return the organisations of the municipalities for which a person writes, by name."""
    own = Organisation.objects.active().filter(municipality__in=contributes_for(person))
    return own.in_name_order()


def organisations_for_own_card(person: Person, *, asked: str = "") -> OrganisationQuerySet:
    """Return the organisations whose contact a person may make themselves, by name.

    Those of the municipalities for which they write; for staff those that belong to their region,
    or to no municipality, and of the thousands of others the one with the primary key `asked`.
    """
    offered = Q(municipality__in=contributes_for(person))
    one_asked = Q(pk=int(asked) if asked.isdecimal() and len(asked) < 10 else None)
    regions = coordinated_regions(person)
    offered |= Q(region__in=regions) | (one_asked & Q(municipality__region__in=regions))
    if works_for_whole_country(person):
        offered |= Q(municipality__isnull=True) | one_asked
    return Organisation.objects.active().filter(offered).in_name_order()


def organisation_facts(organisation: Organisation) -> Facts:
    """Return label and value of each thing that is known of an organisation with its place."""
    facts = [(_("Laji"), organisation.get_kind_display()), (_("Alue"), _place(organisation))]
    names = ((_("Suomeksi"), "name_fi"), (_("Ruotsiksi"), "name_sv"), (_("Englanniksi"), "name_en"))
    facts += [
        (label, value)
        for label, field in names
        if (value := getattr(organisation, field)) and value != organisation.name
    ]
    if organisation.business_id:
        facts.append((_("Y-tunnus"), organisation.business_id))
    if organisation.website:
        link = format_html(
            '<a href="{}" rel="external nofollow">{}</a>',
            organisation.website,
            organisation.website,
        )
        facts.append((_("Verkkosivut"), link))
    return facts


def _place(organisation: Organisation) -> str:
    place = organisation.place
    if place is None:
        return _("koko maa")
    if isinstance(place, WellbeingCounty):
        return place.name
    return format_html('<a href="{}">{}</a>', place.get_absolute_url(), place.name)
