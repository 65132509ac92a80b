"""Organisations as rows of a table, the same that can be imported."""

from kenno.people.models import Organisation
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
