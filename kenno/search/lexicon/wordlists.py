"""Bilingual word lists that the operating system may have: FreeDict's, in the format of dictd.

They are used from where the system keeps them, like Voikko's dictionary. An entry is a line with
the headword, its pronunciation and tags, then the translations, in numbered lines where it has
several senses; lines in between tell what the sense is.
"""

import gzip
import logging
import re
import zlib
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings

logger = logging.getLogger(__name__)

CODES: Final = {"fi": "fin", "sv": "swe", "en": "eng", "de": "deu", "fr": "fra"}
# German and French lead from Finnish to Swedish and back, for which the lists are short.
LIST_NAMES: Final = {
    (source, target): f"freedict-{CODES[source]}-{CODES[target]}"
    for source, target in permutations(CODES, 2)
    if not {"fi", "sv"}.isdisjoint({source, target})
}
DIGITS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
LONGEST_PHRASE: Final = 3
END_OF_HEADWORD = re.compile(r"\s+(?:/|<|\d+\.$)")
SENSE = re.compile(r"(\d+)\.\s+(.*)")
NUMBER_OF_A_DEFINITION = re.compile(r"\s+\d+\.$")
IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
SECTION = re.compile(r"#\S*")


class Entry(NamedTuple):
    """A headword with its translations, the commonest sense first."""

    headword: str
    translations: tuple[str, ...]


def list_files(source: str, target: str) -> tuple[Path, Path] | None:
    """Return index and text of a word list, or None where the system does not have it."""
    name = LIST_NAMES.get((source, target))
    if name is None:
        return None
    index = Path(settings.WORD_LISTS_DIR) / f"{name}.index"
    text = index.with_suffix(".dict.dz")
    return (index, text) if index.is_file() and text.is_file() else None


def entries(source: str, target: str) -> Iterator[Entry]:
    """Yield the entries of a word list; none where it is missing, and no damaged ones."""
    files = list_files(source, target)
    if files is None:
        return
    index, text = files
    try:
        places = index.read_text(encoding="utf-8", errors="replace").splitlines()
        with gzip.open(text) as file:
            data = file.read()
    except (OSError, EOFError, zlib.error) as error:
        logger.warning("The word list %s cannot be read: %s", text, error)
        return
    for line in places:
        fields = line.split("\t")
        if len(fields) != 3 or line.startswith("00"):
            continue
        start, length = _number(fields[1]), _number(fields[2])
        entry = read_entry(data[start : start + length].decode(errors="replace"))
        if entry is not None:
            yield entry


def read_entry(text: str) -> Entry | None:
    """Read one entry; None when it holds no translation."""
    head, *lines = text.strip().splitlines() or [""]
    headword = " ".join(END_OF_HEADWORD.split(head, maxsplit=1)[0].split())
    found: dict[str, None] = {}
    for line in _lines_of_translations(lines):
        found.update(dict.fromkeys(_translations(line)))
    return Entry(headword.lower(), tuple(found)) if headword and found else None


def _lines_of_translations(lines: list[str]) -> list[str]:
    senses: list[str] = []
    for line in lines:
        match = SENSE.match(line)
        if match and int(match[1]) == len(senses) + 1:
            senses.append(match[2])
    return senses or lines[:1]


def _translations(line: str) -> Iterator[str]:
    line = NUMBER_OF_A_DEFINITION.sub("", line.rstrip())
    line = SECTION.sub("", IN_BRACKETS.sub(" ", line))
    for part in re.split(r"[,;]", line):
        phrase = " ".join(part.split()).lower()
        is_affix = phrase.startswith(("-", "\u2010")) or phrase.endswith(("-", "\u2010", "."))
        if len(phrase) > 1 and not is_affix and phrase.count(" ") < LONGEST_PHRASE:
            yield phrase


def _number(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * 64 + max(0, DIGITS.find(digit))
    return number
