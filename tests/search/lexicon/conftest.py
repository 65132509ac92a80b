"""Word lists as the operating system would have them, with a handful of entries."""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from kenno.search.lexicon import keeping
from kenno.search.lexicon.wordlists import DIGITS, LIST_NAMES

WriteList = Callable[[str, str, list[str]], Path]


@pytest.fixture(autouse=True)
def another_process() -> Iterator[Callable[[], None]]:
    """Forget the lexicon that this process has loaded, as if another one had been started."""

    def forget() -> None:
        keeping._in_use = keeping._InUse()

    forget()
    yield forget
    forget()


@pytest.fixture
def write_list(settings: Settings) -> WriteList:
    """Write a word list of these entries; returns the file of its texts."""

    def write(source: str, target: str, entries: list[str]) -> Path:
        folder = Path(settings.WORD_LISTS_DIR)
        folder.mkdir(exist_ok=True)
        lines, data = [], b""
        for entry in entries:
            raw = entry.encode()
            headword = entry.partition(" /")[0]
            lines.append(f"{headword}\t{number(len(data))}\t{number(len(raw))}\n")
            data += raw
        name = LIST_NAMES[source, target]
        (folder / f"{name}.index").write_text("".join(lines))
        texts = folder / f"{name}.dict.dz"
        texts.write_bytes(gzip.compress(data))
        return texts

    return write


def number(value: int) -> str:
    """Write a number as dictd does, in base 64."""
    digits = DIGITS[value % 64]
    while value := value // 64:
        digits = DIGITS[value % 64] + digits
    return digits
