"""How far each section of the writing form is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.urls import reverse
from django.utils.functional import Promise

from kenno.practices.models import Practice
from kenno.practices.queries.completeness import completeness


class NamedSection(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str | Promise: ...


@dataclass(frozen=True)
class SectionProgress:
    """A section with its address and state: done, started or empty."""

    key: str
    label: str
    url: str
    state: str
    missing: list[str]


def section_progress(
    draft: Practice,
    sections: Sequence[NamedSection],
    *,
    url_of: Callable[[str], str] | None = None,
) -> list[SectionProgress]:
    """Return the sections in their order with what each still lacks.

    `url_of` gives the address of a section by its name; without it, that in the workspace.
    """
    wishes = completeness(draft).wishes
    progress = []
    for section in sections:
        own = [wish for wish in wishes if wish.section == section.name]
        missing = [str(wish.label) for wish in own if not wish.fulfilled]
        state = "done" if not missing else "empty" if len(missing) == len(own) else "started"
        url = (
            url_of(section.name)
            if url_of is not None
            else reverse("practices:section", args=[draft.pk, section.name])
        )
        progress.append(SectionProgress(section.name, str(section.title), url, state, missing))
    return progress
