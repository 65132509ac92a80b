"""Every Finnish text of the interface has its Swedish and its English."""

import re
import shutil
from pathlib import Path

import polib
import pytest
from django.core.management import call_command
from django.test import override_settings

ROOT = Path(__file__).parents[1]
LANGUAGES = ("sv", "en")
PROGRAMS = ("xgettext", "msguniq")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|<\w+:\w+>")


@pytest.fixture(scope="module")
def texts_in_code(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """Collect the texts of code and templates the way Django's makemessages does."""
    if missing := [program for program in PROGRAMS if shutil.which(program) is None]:
        pytest.skip(f"{', '.join(missing)} of gettext is needed to collect the texts")
    folder = tmp_path_factory.mktemp("texts")
    (folder / "locale").mkdir()
    for name in ("kenno", "config"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("data", "vendor", "*.pyc")
        )
    with pytest.MonkeyPatch.context() as patch, override_settings(LOCALE_PATHS=[]):
        patch.chdir(folder)
        call_command("makemessages", "--locale=sv", "--keep-pot", "--verbosity=0")
    return polib.pofile(str(folder / "locale" / "django.pot"))


@pytest.fixture(params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> polib.POFile:
    path = ROOT / "locale" / request.param / "LC_MESSAGES" / "django.po"
    if not path.exists():
        pytest.skip(f"{path.relative_to(ROOT)} is not there yet")
    return polib.pofile(str(path))


def key(entry: polib.POEntry) -> tuple[str | None, str]:
    return entry.msgctxt, entry.msgid


def test_texts_are_all_translated(texts_in_code, catalogue):
    known = {key(entry) for entry in catalogue.translated_entries()}
    assert [entry.msgid for entry in texts_in_code if key(entry) not in known] == []


def test_translations_are_all_in_use(texts_in_code, catalogue):
    used = {key(entry) for entry in texts_in_code}
    assert [entry.msgid for entry in catalogue if key(entry) not in used] == []


def placeholders_differ(entry: polib.POEntry, text: str) -> bool:
    """A plural form may leave its number out; nothing else may be lost or added."""
    wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    found = set(PLACEHOLDER.findall(text))
    return not found <= wanted if entry.msgid_plural else found != wanted


def test_translations_keep_the_placeholders(catalogue):
    different = [
        f"{entry.msgid} -> {text}"
        for entry in catalogue.translated_entries()
        for text in filter(None, [entry.msgstr, *entry.msgstr_plural.values()])
        if placeholders_differ(entry, text)
    ]
    assert different == []


def test_texts_name_their_placeholders(texts_in_code):
    nameless = [
        entry.msgid for entry in texts_in_code if len(re.findall(r"%[sd]|\{\}", entry.msgid)) > 1
    ]
    assert nameless == []
