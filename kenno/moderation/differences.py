"""What changed between two texts, word by word, for a person to read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from kenno.moderation.registry import FieldText

WORDS = re.compile(r"\s+|[^\s]+")
MAXIMUM_COMPARED_WORDS = 4000


@dataclass(frozen=True)
class Part:
    """A run of text that is the same, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True)
class FieldDifference:
    """One field with its text before and after, cut into parts."""

    label: str
    parts: tuple[Part, ...]

    @property
    def changed(self) -> bool:
        return any(part.kind != "same" for part in self.parts)


def word_parts(before: str, after: str) -> tuple[Part, ...]:
    """Cut two texts into same, removed and added runs of whole words.

    A mere space between two changed words does not part them.

    Texts of more than MAXIMUM_COMPARED_WORDS pieces are shown as removed and added whole,
    because comparing takes time in the square of their length.
    """
    if before == after:
        return (Part("same", after),) if after else ()
    old, new = WORDS.findall(before), WORDS.findall(after)
    if max(len(old), len(new)) > MAXIMUM_COMPARED_WORDS:
        whole = (Part("removed", before), Part("added", after))
        return tuple(part for part in whole if part.text)
    parts: list[Part] = []
    removed = added = ""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for number, (tag, i1, i2, j1, j2) in enumerate(blocks):
        before_part, after_part = "".join(old[i1:i2]), "".join(new[j1:j2])
        between_changes = (removed or added) and number + 1 < len(blocks)
        if tag != "equal" or (between_changes and after_part.isspace()):
            removed, added = removed + before_part, added + after_part
            continue
        parts += [Part("removed", removed), Part("added", added), Part("same", after_part)]
        removed = added = ""
    parts += [Part("removed", removed), Part("added", added)]
    return tuple(part for part in parts if part.text)


def field_differences(
    before: Sequence[FieldText], after: Sequence[FieldText]
) -> list[FieldDifference]:
    """Compare two records field by field in the order of the newer; leave out empty fields."""
    old = {field.label: field.text for field in before}
    new = {field.label: field.text for field in after}
    labels = [*new, *(label for label in old if label not in new)]
    compared = (
        FieldDifference(label, word_parts(old.get(label, ""), new.get(label, "")))
        for label in labels
    )
    return [difference for difference in compared if difference.parts]
