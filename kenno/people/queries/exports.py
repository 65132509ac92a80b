"""Organisations as rows of a table, the same that can be imported; contacts as rows to look at."""

from kenno.people.models import Contact, Organisation
from kenno.people.queries.contacts import with_topics
from kenno.people.queries.organisations import organisations

# The columns of the file, and the field of an organisation that each tells.
COLUMNS = {
    "kind": "kind",
    "name_fi": "name_fi",
    "name_sv": "name_sv",
    "name_en": "name_en",
    "business_id": "business_id",
    "municipality_code": "municipality",
    "region_code": "region",
    "wellbeing_county_code": "wellbeing_county",
    "website": "website",
}


def organisation_rows() -> list[list[str]]:
    """Return the names of the columns, and a row for each organisation that is at work."""
    return [list(COLUMNS), *(_row(organisation) for organisation in organisations())]


def _row(organisation: Organisation) -> list[str]:
    values = (getattr(organisation, field) for field in COLUMNS.values())
    return [value if isinstance(value, str) else value.code if value else "" for value in values]


# The columns of contacts that tell no more than anyone may see.
CONTACT_COLUMNS = (
    "organisation",
    "municipality_code",
    "organisation_name",
    "title",
    "name",
    "languages",
    "topics",
    *Contact.WILLING,
)
ADDRESS_COLUMNS = ("organisation", "municipality_code", "organisation_name", "title", "email")


def contact_rows() -> list[list[str]]:
    """Return the names of the columns, and a row for each contact as anyone may see it.

    The name is there only where its own consent holds; addresses never are.
    """
    found = Contact.objects.shown().filter(organisation__is_active=True)
    contacts = with_topics(found.order_by("organisation", "title", "pk"))
    return [list(CONTACT_COLUMNS), *(_contact_row(contact) for contact in contacts)]


def contact_address_rows() -> list[list[str]]:
    """Return the addresses of the contacts at work, for staff only."""
    contacts = (
        Contact.objects.at_work()
        .filter(organisation__is_active=True)
        .select_related("person", "organisation__municipality")
        .order_by("organisation", "title", "pk")
    )
    return [
        list(ADDRESS_COLUMNS),
        *([*_job(contact), contact.person.email] for contact in contacts),
    ]


def _job(contact: Contact) -> list[str]:
    organisation = contact.organisation
    code = organisation.municipality.code if organisation.municipality else ""
    return [str(organisation.pk), code, organisation.name, contact.title]


def _contact_row(contact: Contact) -> list[str]:
    return [
        *_job(contact),
        contact.shown_name,
        contact.languages,
        ", ".join(topic.label for topic in contact.topics.all()),
        *("1" if getattr(contact, name) else "0" for name in Contact.WILLING),
    ]
