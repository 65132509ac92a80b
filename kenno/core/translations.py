"""Turns the translators' files (.po) into what the site reads (.mo), without gettext's programs."""

import os
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed


def outdated() -> list[Path]:
    """Return the .po files of the project whose .mo is missing or older."""
    sources = sorted(
        path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.po")
    )
    return [path for path in sources if not _is_newer(path.with_suffix(".mo"), path)]


def compile_outdated() -> int:
    """Compile the outdated .po files, let this process use them, and return how many they were.

    Several processes may do this at the same time: each file appears whole or not at all.
    """
    sources = outdated()
    for source in sources:
        target = source.with_suffix(".mo")
        unfinished = target.with_suffix(f".{os.getpid()}.tmp")
        polib.pofile(str(source)).save_as_mofile(str(unfinished))
        unfinished.replace(target)
        translation_file_changed(None, target)
    return len(sources)


def _is_newer(target: Path, source: Path) -> bool:
    return target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns
