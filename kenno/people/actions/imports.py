"""Taking organisations in from a table: all rows or none, and first a look at what would change."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kenno.core import audit
from kenno.core.exceptions import Refusal
from kenno.people.enums import OrganisationKind
from kenno.people.models import Organisation
from kenno.people.queries.exports import COLUMNS
from kenno.people.spreadsheets import Row, Table, read_table
from kenno.people.validators import normal_business_id
from kenno.places.models import Municipality, Region, WellbeingCounty

NEEDED = ("kind", "name_fi")
COLUMN_OF = {name: column for column, name in COLUMNS.items()}
PLACES: dict[str, tuple[type[Municipality] | type[Region] | type[WellbeingCounty], int]] = {
    "municipality": (Municipality, 3),
    "region": (Region, 2),
    "wellbeing_county": (WellbeingCounty, 2),
}
Key = tuple[Any, ...]


@dataclass(frozen=True)
class RowError:
    """What is wrong with a cell; `line` is that of the file."""

    line: int
    column: str
    message: str


@dataclass(frozen=True)
class CellChange:
    """A cell that differs from what is known."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class PlannedRow:
    """What an import does with one row: "added", "changed" or "unchanged"."""

    line: int
    name: str
    outcome: str
    changes: tuple[CellChange, ...] = ()


@dataclass
class ImportReport:
    """What an import does, or what keeps it from doing anything."""

    rows: list[PlannedRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        """Return how many rows have this outcome."""
        return sum(row.outcome == outcome for row in self.rows)

    def counts(self) -> dict[str, int]:
        """Return how many rows are added, changed and unchanged."""
        return {name: self.count(name) for name in ("added", "changed", "unchanged")}

    def fingerprint(self) -> str:
        """Return what is equal only for reports that do the same."""
        return hashlib.sha256(repr(self.rows).encode()).hexdigest()


@transaction.atomic
def import_organisations(
    *, content: bytes, by: AbstractBaseUser | None, dry_run: bool, seen: str = ""
) -> ImportReport:
    """Add and change organisations as the rows of a CSV or XLSX file say; return what was done.

    A row is that of a known organisation by its business identity code, else by the place that
    its kind stands for, else by kind, Finnish name and place. A column that is not in the file
    leaves its field alone; an empty cell empties it. Nothing changes with `dry_run`, or when the
    report has errors. With `seen`, the fingerprint of a report that a person has looked at,
    nothing changes either when the outcome would now be another one: compare the fingerprints.
    Whether an organisation is at work is not imported. Raises Refusal when the file is no table.
    """
    plan = _Plan(read_table(content))
    report = plan.report
    if dry_run or report.errors or (seen and seen != report.fingerprint()):
        return report
    try:
        with transaction.atomic():
            for organisation in plan.touched:
                added = organisation.pk is None
                if not added:
                    organisation.version += 1
                organisation.save()
                action = "people.organisation_added" if added else "people.organisation_changed"
                audit.record(action, subject=organisation, by=by, data={"import": True})
    except IntegrityError as error:
        raise Refusal(
            _("Rivit vaihtavat tietoja keskenään, eikä niitä voi tallentaa yhdellä kertaa.")
        ) from error
    if plan.touched:
        audit.record("people.organisations_imported", subject=None, by=by, data=report.counts())
    return report


class _WrongCell(Exception):
    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column, self.message = column, message


class _Plan:
    """What to save for the rows of a table, worked out without writing anything."""

    def __init__(self, table: Table) -> None:
        _check_columns(table)
        self.columns = table.columns
        self.report = ImportReport()
        self.touched: list[Organisation] = []
        self.line_of: dict[int, int] = {}
        self.kinds = _kinds_by_name()
        self.places = {name: _by_code(model) for name, (model, _digits) in PLACES.items()}
        self.known = list(
            Organisation.objects.select_for_update(of=("self",))
            .select_related("municipality", "region", "wellbeing_county")
            .order_by("pk")
        )
        self.by_key = {key: known for known in self.known for key in _keys(known)}
        planned = [found for row in table.rows if (found := self._add(row))]
        self._check_that_each_is_one(planned)

    def _add(self, row: Row) -> Organisation | None:
        try:
            values = self._values(row)
            organisation = self._match(values)
            other = self.line_of.get(id(organisation))
            if other is not None:
                raise _WrongCell("name_fi", _same_as(other))
            changes = _fill(organisation, values)
            # The places were found by their codes: no need to ask the database for each again.
            organisation.clean_fields(exclude=set(PLACES))
            organisation.clean()
        except _WrongCell as wrong:
            self.report.errors.append(RowError(row.line, wrong.column, wrong.message))
            return None
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                column = COLUMN_OF.get(name, name)
                self.report.errors.append(RowError(row.line, column, " ".join(messages)))
            return None
        self.line_of[id(organisation)] = row.line
        outcome = "added" if organisation.pk is None else "changed" if changes else "unchanged"
        shown = () if outcome == "added" else tuple(changes)
        self.report.rows.append(PlannedRow(row.line, organisation.name_fi, outcome, shown))
        if outcome != "unchanged":
            self.touched.append(organisation)
        return organisation

    def _values(self, row: Row) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for column in self.columns:
            name, text = COLUMNS[column], row.cells[column]
            if column in NEEDED and not text:
                raise _WrongCell(column, _("Tieto puuttuu."))
            if name == "kind":
                if text.casefold() not in self.kinds:
                    raise _WrongCell(column, _("Lajia ”%(text)s” ei ole.") % {"text": text})
                values[name] = self.kinds[text.casefold()]
            elif name in PLACES:
                # A spreadsheet program takes the zeros off the beginning of a code.
                code = text.zfill(PLACES[name][1]) if text else ""
                if code and code not in self.places[name]:
                    raise _WrongCell(column, _("Tunnusta ”%(text)s” ei ole.") % {"text": text})
                values[name] = self.places[name].get(code)
            else:
                values[name] = normal_business_id(text) if name == "business_id" else text
        return values

    def _match(self, values: dict[str, Any]) -> Organisation:
        sought = Organisation(**values)
        found = (self.by_key[key] for key in _keys(sought) if key in self.by_key)
        return next(found, sought)

    def _check_that_each_is_one(self, planned: list[Organisation]) -> None:
        """Note as errors the rows that would make two of what there may be only one of."""
        taken: dict[Key, Organisation] = {}
        rest = [known for known in self.known if id(known) not in self.line_of]
        for organisation in [*rest, *planned]:
            line = self.line_of.get(id(organisation))
            for key in _keys(organisation):
                other = taken.setdefault(key, organisation)
                if other is organisation or line is None:
                    continue
                before = self.line_of.get(id(other))
                message = _same_as(before) if before else _("Sama on jo toisella organisaatiolla.")
                self.report.errors.append(RowError(line, _column_of_key(key), message))
                break
        self.report.errors.sort(key=lambda error: error.line)


def _keys(organisation: Organisation) -> Iterator[Key]:
    """Yield what only one organisation may have, what tells most first."""
    if organisation.business_id:
        yield "business_id", organisation.business_id
    own = Organisation.OWN_PLACE.get(organisation.kind)
    if own and getattr(organisation, f"{own}_id"):
        yield own, str(organisation.kind), getattr(organisation, f"{own}_id")
    places = tuple(getattr(organisation, f"{place}_id") for place in Organisation.PLACES)
    yield "name_fi", str(organisation.kind), organisation.name_fi, *places


def _column_of_key(key: Key) -> str:
    return COLUMN_OF[key[0]]


def _fill(organisation: Organisation, values: dict[str, Any]) -> list[CellChange]:
    changes = []
    for name, value in values.items():
        before = getattr(organisation, name)
        if before != value:
            changes.append(CellChange(COLUMN_OF[name], _shown(before), _shown(value)))
            setattr(organisation, name, value)
    return changes


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _same_as(line: int) -> str:
    return _("Sama organisaatio on jo rivillä %(line)s.") % {"line": line}


def _check_columns(table: Table) -> None:
    missing = [name for name in NEEDED if name not in table.columns]
    if missing:
        raise Refusal(_("Rivi 1: sarake puuttuu: %(columns)s") % {"columns": ", ".join(missing)})
    unknown = [name for name in table.columns if name not in COLUMNS]
    if unknown:
        raise Refusal(
            _("Rivi 1: saraketta ei tunneta: %(columns)s. Sarakkeet ovat: %(known)s")
            % {"columns": ", ".join(unknown), "known": ", ".join(COLUMNS)}
        )
    if not table.rows:
        raise Refusal(_("Tiedostossa ei ole rivejä otsikon jälkeen."))


def _kinds_by_name() -> dict[str, str]:
    """Return the kinds by their code and by what they are called in each language."""
    names: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            names |= {str(kind.label).casefold(): kind.value for kind in OrganisationKind}
    return names | {kind.value: kind.value for kind in OrganisationKind}


def _by_code(model: type[Municipality] | type[Region] | type[WellbeingCounty]) -> dict[str, Any]:
    return {place.code: place for place in model._default_manager.order_by("code")}
