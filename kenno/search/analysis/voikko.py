"""A small binding to the system's Voikko library: the first reading of a Finnish word."""

import logging
import os
import threading
from ctypes import CDLL, POINTER, byref, c_char_p, c_int, c_void_p, c_wchar_p
from dataclasses import dataclass
from functools import lru_cache

logger = logging.getLogger(__name__)

LIBRARY_NAMES = ("libvoikko.so.1", "libvoikko.1.dylib")
LANGUAGE = b"fi"
SPELLED_RIGHT = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """What Voikko says of one word.

    `structure` has one letter for each letter of the word and "=" before each part of a compound;
    `word_bases` names the bases in parentheses, e.g. "+lasten(lapsi)+kulttuuri(kulttuuri)".
    `word_class` is Voikko's CLASS ("nimisana", "paikannimi"), `case` its SIJAMUOTO ("sisaolento"),
    `has_possessive` tells of a possessive suffix ("kuusi", your moon).
    """

    base_form: str
    structure: str
    word_bases: str
    word_class: str = ""
    case: str = ""
    has_possessive: bool = False


class Voikko:
    """One loaded dictionary. The library allows one call at a time, so each call takes a lock."""

    def __init__(self) -> None:
        """Load library and dictionary; raise OSError when either is missing."""
        library = _load_library()
        library.voikkoGetVersion.restype = c_char_p
        library.voikkoInit.argtypes = [POINTER(c_char_p), c_char_p, c_char_p]
        library.voikkoInit.restype = c_void_p
        library.voikkoAnalyzeWordUcs4.argtypes = [c_void_p, c_wchar_p]
        library.voikkoAnalyzeWordUcs4.restype = POINTER(c_void_p)
        library.voikko_mor_analysis_value_ucs4.argtypes = [c_void_p, c_char_p]
        library.voikko_mor_analysis_value_ucs4.restype = c_wchar_p
        library.voikkoSpellUcs4.argtypes = [c_void_p, c_wchar_p]
        library.voikkoSpellUcs4.restype = c_int
        library.voikko_free_mor_analysis.argtypes = [POINTER(c_void_p)]
        library.voikko_free_mor_analysis.restype = None
        error = c_char_p()
        handle = library.voikkoInit(byref(error), LANGUAGE, None)
        if not handle or error.value:
            raise OSError(f"Voikko has no Finnish dictionary: {(error.value or b'').decode()}")
        self.version: str = library.voikkoGetVersion().decode()
        self._library = library
        self._handle = handle
        self._lock = threading.Lock()
        # A child made by fork must not inherit a lock that some other thread held at that moment.
        os.register_at_fork(after_in_child=self._renew_lock)

    def _renew_lock(self) -> None:
        self._lock = threading.Lock()

    def spells(self, word: str) -> bool:
        """Tell whether Voikko takes `word` as spelled right, in a form of a word that it knows."""
        with self._lock:
            return bool(self._library.voikkoSpellUcs4(self._handle, word) == SPELLED_RIGHT)

    def first_reading(self, word: str) -> Reading | None:
        """Return Voikko's first reading of `word`, or None when it does not know the word."""
        return next(iter(self.readings(word, most=1)), None)

    def readings(self, word: str, *, most: int = 20) -> list[Reading]:
        """Return Voikko's readings of `word` in its order, none when it does not know the word."""
        library = self._library
        value = library.voikko_mor_analysis_value_ucs4
        found: list[Reading] = []
        with self._lock:
            analyses = library.voikkoAnalyzeWordUcs4(self._handle, word)
            if not analyses:
                return []
            try:
                while len(found) < most and (one := analyses[len(found)]):
                    found.append(
                        Reading(
                            base_form=value(one, b"BASEFORM") or word,
                            structure=value(one, b"STRUCTURE") or "",
                            word_bases=value(one, b"WORDBASES") or "",
                            word_class=value(one, b"CLASS") or "",
                            case=value(one, b"SIJAMUOTO") or "",
                            has_possessive=bool(value(one, b"POSSESSIVE")),
                        )
                    )
            finally:
                library.voikko_free_mor_analysis(analyses)
        return found


def _load_library() -> CDLL:
    problems = []
    for name in LIBRARY_NAMES:
        try:
            return CDLL(name)
        except OSError as error:
            problems.append(str(error))
    raise OSError("; ".join(problems))


@lru_cache(maxsize=1)
def voikko() -> Voikko | None:
    """Return the process's one Voikko, or None when it is missing or KENNO_VOIKKO=0 forbids it."""
    if os.environ.get("KENNO_VOIKKO", "1").strip() == "0":
        return None
    try:
        return Voikko()
    except (OSError, AttributeError) as error:
        logger.warning("Voikko is missing, Finnish words are analysed with simplemma: %s", error)
        return None
