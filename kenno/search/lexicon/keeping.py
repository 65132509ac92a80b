"""The process's one lexicon, and the file in the index folder from which it is read.

The small file `lexicon` in the index folder names the lexicon in use, so that a process sees with
one look at the disk that another one has built a new one. Everything can be deleted at any time.
"""

import hashlib
import logging
import os
import threading
import zlib
from pathlib import Path
from typing import Final

from django.conf import settings
from filelock import FileLock, Timeout

from kenno.search.analysis import analyser_name, tokens
from kenno.search.lexicon import shipped, wordlists
from kenno.search.lexicon.building import lexicon_entries
from kenno.search.lexicon.looking import Lexicon
from kenno.search.lexicon.tables import DamagedTable, Table, table_bytes
from kenno.vocabulary.queries import every_label, labels_fingerprint

logger = logging.getLogger(__name__)

# To be raised whenever a lexicon built by older code would be read wrongly.
FORMAT: Final = 8
# Words by whose tokens a change of the analysis is seen.
PROBES: Final = (
    *(("fi", word) for word in ("kulttuurikasvatussuunnitelmissa", "oppilaista", "lähi-ilta")),
    *(("sv", word) for word in ("barnkulturens", "skolan", "biblioteket", "analysens", "gick")),
    *(("en", word) for word in ("libraries", "children's", "organisation", "thought")),
)
POINTER: Final = "lexicon"
PREFIX: Final = "lexicon-"
LOCK: Final = "lexicon.lock"
BUILD_WAIT_SECONDS: Final = 120.0


class _InUse:
    """What this process has loaded, and from where."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.folder: Path | None = None
        self.pointer = ""
        self.lexicon: Lexicon | None = None


_in_use = _InUse()


def lexicon() -> Lexicon:
    """Return the lexicon of the vocabulary as it was when the lexicon was last built.

    The first call in a process compares it with the vocabulary (one query) and builds it anew when
    that has changed, in half a minute; later calls look at one small file. Never raises for the
    file's sake: what cannot be read or written is built in memory.
    """
    folder = Path(settings.SEARCH_INDEX_DIR)
    loaded = _in_use.lexicon
    if loaded is not None and _in_use.folder == folder and _in_use.pointer == _pointer(folder):
        return loaded
    with _in_use.lock:
        if _in_use.folder == folder and _in_use.lexicon is not None:
            pointer = _pointer(folder)
            if pointer in (_in_use.pointer, ""):
                return _in_use.lexicon
            opened = _opened(folder / pointer) if pointer.startswith(PREFIX) else None
            if opened is not None:
                return _use(folder, opened)
        return build_lexicon()


def build_lexicon() -> Lexicon:
    """Bring the lexicon in step with vocabulary, word lists and analysis, and put it in use.

    Builds nothing when it already is; one query then, two when it is built.
    """
    folder = Path(settings.SEARCH_INDEX_DIR)
    name = f"{PREFIX}{_digest()}"
    with _in_use.lock:
        if _in_use.folder == folder and _in_use.lexicon and _in_use.lexicon.name == name:
            return _in_use.lexicon
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with FileLock(folder / LOCK, timeout=BUILD_WAIT_SECONDS):
                found = _opened(folder / name) or _built(folder / name)
                _point(folder, name)
        except (OSError, Timeout) as error:
            logger.warning("The lexicon %s is kept in memory only: %s", name, error)
            found = Lexicon(Table(table_bytes(lexicon_entries(every_label()))), name)
        return _use(folder, found)


def _use(folder: Path, found: Lexicon) -> Lexicon:
    _in_use.folder, _in_use.pointer, _in_use.lexicon = folder, _pointer(folder), found
    return found


def _pointer(folder: Path) -> str:
    try:
        return (folder / POINTER).read_text(errors="replace")
    except OSError:
        return ""


def _point(folder: Path, name: str) -> None:
    if _pointer(folder) != name:
        _write(folder / POINTER, name.encode())
    for path in folder.glob(f"{PREFIX}*"):
        if path.name != name:
            path.unlink(missing_ok=True)


def _opened(path: Path) -> Lexicon | None:
    try:
        return Lexicon(Table.opened(path), path.name)
    except FileNotFoundError:
        return None
    except (OSError, DamagedTable) as error:
        logger.warning("The lexicon %s cannot be used: %s", path.name, error)
        return None


def _built(path: Path) -> Lexicon:
    """Build and write the lexicon; when it cannot be written, raise OSError."""
    _write(path, table_bytes(lexicon_entries(every_label())))
    return Lexicon(Table.opened(path), path.name)


def _write(path: Path, content: bytes) -> None:
    waiting = path.with_name(f"new-{path.name}.{os.getpid()}")
    try:
        waiting.write_bytes(content)
        waiting.replace(path)
    finally:
        waiting.unlink(missing_ok=True)


def _digest() -> str:
    """Name what the lexicon is made from, cheaply. One query."""
    analysis = [" ".join(tokens(word, language)) for language, word in PROBES]
    made_from = [str(FORMAT), analyser_name(), *analysis, labels_fingerprint()]
    shipped_files = (shipped.RELATED, shipped.LEARNED, Path(settings.WORD_SENSES_FILE))
    made_from += [str(zlib.crc32(path.read_bytes())) for path in shipped_files if path.is_file()]
    for source, target in wordlists.LIST_NAMES:
        for path in wordlists.list_files(source, target) or ():
            status = path.stat()
            made_from.append(f"{path.name} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(made_from).encode()).hexdigest()[:16]
