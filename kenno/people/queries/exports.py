"""Organisations as rows of a table, the same that can be imported; contacts as rows to look at."""

from collections import defaultdict
from typing import Final

from kenno.people.models import Contact, ContactQuerySet, Organisation
from kenno.people.queries.organisations import organisations
from kenno.vocabulary.models import Concept

CHUNK: Final = 2000
NAMES: Final = ("person__first_name", "person__last_name")

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
    found = _with_job(Contact.objects.shown(), "languages", "visibility", *Contact.WILLING, *NAMES)
    topics = _topics_of_contacts()
    rows = (
        _contact_row(contact, topics[contact.pk]) for contact in found.iterator(chunk_size=CHUNK)
    )
    return [list(CONTACT_COLUMNS), *rows]


def contact_address_rows() -> list[list[str]]:
    """Return the addresses of the contacts at work, for staff only."""
    found = _with_job(Contact.objects.at_work(), "person__email")
    rows = ([*_job(contact), contact.person.email] for contact in found.iterator(chunk_size=CHUNK))
    return [list(ADDRESS_COLUMNS), *rows]


def _with_job(contacts: ContactQuerySet, *fields: str) -> ContactQuerySet:
    """Read of tens of thousands of contacts no more than the job, and these fields."""
    names = ("name_fi", "name_sv", "name_en")
    job = (
        "title",
        *(f"organisation__{name}" for name in names),
        "organisation__municipality__code",
    )
    return (
        contacts.filter(organisation__is_active=True)
        .select_related(None)
        .select_related("person", "organisation__municipality")
        .only(*job, *fields)
        .order_by("organisation", "title", "pk")
    )


def _topics_of_contacts() -> dict[int, list[str]]:
    """Return the names of the topics by contact, each topic read once."""
    chosen = Contact.topics.through.objects.order_by("concept__label_fi", "concept")
    topics = Concept.objects.filter(pk__in=chosen.order_by().values("concept")).order_by("pk")
    labels = {topic.pk: topic.label for topic in topics}
    found: dict[int, list[str]] = defaultdict(list)
    for contact, topic in chosen.values_list("contact_id", "concept_id").iterator(chunk_size=CHUNK):
        found[contact].append(labels[topic])
    return found


def _job(contact: Contact) -> list[str]:
    organisation = contact.organisation
    code = organisation.municipality.code if organisation.municipality else ""
    return [str(organisation.pk), code, organisation.name, contact.title]


def _contact_row(contact: Contact, topics: list[str]) -> list[str]:
    return [
        *_job(contact),
        contact.shown_name,
        contact.languages,
        ", ".join(topics),
        *("1" if getattr(contact, name) else "0" for name in Contact.WILLING),
    ]
