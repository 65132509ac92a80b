"""What of the writing form of practices a round may ask, by name: sections, fields and lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from kenno.practices.forms.rows import ROW_FORMSETS
from kenno.practices.forms.sections import SECTIONS, Section, section_named

# Asked always: without these nothing is known of what the municipality does.
ALWAYS = {"basics": ("title", "summary")}
# Answered otherwise: by whom and where from is known, and consents are not asked in passing.
NEVER = {"contact"}


@dataclass(frozen=True)
class AskedSection:
    """A section of the writing form as a round asks it: only `fields`, in the form's order."""

    section: Section
    fields: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.section.name

    @property
    def title(self) -> str | Promise:
        return self.section.title

    @property
    def lists(self) -> tuple[str, ...]:
        """The lists of rows that are asked."""
        return tuple(name for name in self.section.lists if name in self.fields)


def askable_sections() -> list[Section]:
    """Return the sections that a round may ask, in the order of the writing form."""
    return [section for section in SECTIONS if section.name not in NEVER]


def askable_fields(section: Section) -> list[tuple[str, str]]:
    """Return the names and labels of a section's fields and lists, in the form's order."""
    form_fields = section.form.base_fields
    named = [
        (name, str(field.label)) for name, field in form_fields.items() if name != "remove_image"
    ]
    return [*named, *((name, str(ROW_FORMSETS[name].legend)) for name in section.lists)]


def everything() -> list[dict[str, Any]]:
    """Return what a round asks when nothing is left out."""
    return [
        {"section": section.name, "fields": [name for name, _label in askable_fields(section)]}
        for section in askable_sections()
    ]


def normal(chosen: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return `chosen` in its normal form: fields in the form's order, with what is always asked.

    Raises ValueError for a section or field that there is not, and for a section named twice.
    """
    asks_anything = any(part.get("fields") for part in chosen)
    known = {section.name: section for section in askable_sections()}
    result = []
    for part in chosen:
        name = part.get("section")
        if name not in known:
            raise ValueError(f"no section {name!r}, or it is named twice")
        possible = [field for field, _label in askable_fields(known.pop(name))]
        strange = set(part.get("fields", ())) - set(possible)
        if strange:
            raise ValueError(f"no field {sorted(strange)[0]!r} in section {name!r}")
        asked = {*part.get("fields", ()), *ALWAYS.get(name, ())}
        if asked and asks_anything:
            result.append({"section": name, "fields": [f for f in possible if f in asked]})
    missing = [name for name in ALWAYS if name in known]
    if result and missing:
        return [{"section": name, "fields": list(ALWAYS[name])} for name in missing] + result
    return result


def asked_sections(stored: Sequence[dict[str, Any]]) -> list[AskedSection]:
    """Return what a round asks of a practice, in order; names unknown by now are left out."""
    found = []
    for part in stored:
        section = section_named(part["section"])
        if section is not None:
            found.append(AskedSection(section, tuple(part["fields"])))
    return found
