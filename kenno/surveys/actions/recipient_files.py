"""Recipients from a table: every wrong cell is named by line and column, and nothing is changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from kenno.people.models import Organisation, User
from kenno.people.queries.addressees import language_of
from kenno.people.spreadsheets import Row, read_table
from kenno.places.models import Municipality
from kenno.surveys.actions.recipients import Asked, add_all, problem_of
from kenno.surveys.enums import RecipientSource, SurveyLanguage
from kenno.surveys.models import Recipient, SurveyRound
from kenno.surveys.queries.organisations import organisations_by_name

COLUMNS: Final = ("municipality", "email", "title", "language", "main", "organisation")
NEEDED: Final = ("municipality", "email")
YES: Final = {"1", "x", "k", "kyllä", "ja", "yes", "true"}
NO: Final = {"", "0", "e", "ei", "nej", "no", "false"}
CODE_DIGITS: Final = 3


@dataclass(frozen=True)
class WrongCell:
    """What does not hold in a cell; the file's lines begin from one."""

    line: int
    column: str
    message: str


@dataclass(frozen=True)
class Outcome:
    """What became of a file: how many were added, or what is wrong in it."""

    added: int
    errors: list[WrongCell]


class _Reading:
    """The rows of a file against the recipients that there are, and those on earlier rows."""

    def __init__(self, survey: SurveyRound, *, with_organisations: bool) -> None:
        self.organisations = organisations_by_name() if with_organisations else {}
        places = list(Municipality.objects.order_by("pk"))
        self.by_code = {place.code: place for place in places}
        self.by_name = {
            name.casefold(): place
            for place in places
            for name in (place.name_en, place.name_sv, place.name_fi)
        }
        present = list(
            Recipient.objects.real().filter(round=survey).select_related("person").order_by("pk")
        )
        self.with_main = {each.municipality_id for each in present if each.is_main}
        self.addresses = {
            (each.municipality_id, each.person.email) for each in present if each.person
        }
        self.closed = set(User.objects.filter(is_active=False).values_list("email", flat=True))
        self.asked: list[Asked] = []
        self.errors: list[WrongCell] = []

    def take(self, row: Row) -> None:
        """Take a row: whom it asks, or what is wrong in it."""
        wrong = list(self._wrong(row))
        self.errors += wrong
        if wrong:
            return
        place = self._place(row)
        if place is None:
            return
        email = row.cells["email"].lower()
        is_main = self._is_main(row, place)
        self.addresses.add((place.pk, email))
        if is_main:
            self.with_main.add(place.pk)
        self.asked.append(
            Asked(
                municipality=place,
                email=email,
                title=row.cells.get("title", ""),
                language=row.cells.get("language", "").lower() or language_of(place),
                is_main=is_main,
                source=RecipientSource.FILE,
                organisation=self._organisation(row, place),
            )
        )

    def _place(self, row: Row) -> Municipality | None:
        text = row.cells["municipality"]
        if text.isdecimal():
            return self.by_code.get(text.zfill(CODE_DIGITS))
        return self.by_name.get(text.casefold())

    def _organisation(self, row: Row, place: Municipality) -> Organisation | None:
        return self.organisations.get((place.pk, row.cells.get("organisation", "").casefold()))

    def _is_main(self, row: Row, place: Municipality) -> bool:
        """Whether the row names the main recipient; the first of a municipality when not told."""
        if "main" in row.cells:
            return row.cells["main"].casefold() in YES
        return place.pk not in self.with_main

    def _wrong(self, row: Row) -> Iterator[WrongCell]:
        place, email = self._place(row), row.cells["email"].lower()
        if place is None:
            text = _("Kuntaa ”%(name)s” ei ole. Kirjoita kunnan nimi tai kolmenumeroinen koodi.")
            yield WrongCell(row.line, "municipality", text % {"name": row.cells["municipality"]})
            return
        asked = Asked(municipality=place, email=email, title=row.cells.get("title", ""))
        if problem := problem_of(asked):
            column = "title" if problem_of(replace(asked, title="")) == "" else "email"
            yield WrongCell(row.line, column, problem)
        elif (place.pk, email) in self.addresses:
            yield WrongCell(row.line, "email", _("Tämä osoite on jo kunnan vastaanottajissa."))
        elif email in self.closed:
            text = _("Osoitteen %(email)s tunnus on suljettu.")
            yield WrongCell(row.line, "email", text % {"email": email})
        if row.cells.get("language", "").lower() not in ("", *SurveyLanguage.values):
            yield WrongCell(row.line, "language", _("Kieli on fi, sv tai en."))
        if row.cells.get("organisation") and self._organisation(row, place) is None:
            text = _("Kunnassa ei ole organisaatiota ”%(name)s”.")
            yield WrongCell(row.line, "organisation", text % {"name": row.cells["organisation"]})
        main = row.cells.get("main", "").casefold()
        if main not in YES | NO:
            yield WrongCell(row.line, "main", _("Kirjoita kyllä tai ei."))
        elif self._is_main(row, place) and place.pk in self.with_main:
            yield WrongCell(row.line, "main", _("Kunnalla on jo päävastaanottaja."))


def import_recipients(*, survey: SurveyRound, content: bytes, by: User) -> Outcome:
    """Add everyone of a table (`COLUMNS`; CSV or XLSX), or nobody when a cell is wrong.

    Raises Refusal when the file cannot be read or lacks a needed column, and Conflict when the
    round is over.
    """
    table = read_table(content)
    errors = [
        WrongCell(1, name, _("Sarake puuttuu.")) for name in NEEDED if name not in table.columns
    ]
    errors += [
        WrongCell(1, name, _("Tällaista saraketta ei tunneta."))
        for name in table.columns
        if name not in COLUMNS
    ]
    if errors:
        return Outcome(0, errors)
    reading = _Reading(survey, with_organisations="organisation" in table.columns)
    for row in table.rows:
        reading.take(row)
    if reading.errors:
        return Outcome(0, reading.errors)
    return Outcome(add_all(survey=survey, everyone=reading.asked, by=by), [])
