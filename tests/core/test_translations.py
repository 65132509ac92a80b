import gettext
import os

import polib
import pytest

from kenno.core import translations


@pytest.fixture
def swedish(tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    source = tmp_path / "locale" / "sv" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalogue.append(polib.POEntry(msgid="kunta", msgstr="kommun"))
    catalogue.append(polib.POEntry(msgid="kenno", msgstr="", flags=["fuzzy"]))
    catalogue.save(str(source))
    return source


def test_translations_are_compiled_once(swedish):
    assert translations.outdated() == [swedish]
    assert translations.compile_outdated() == 1
    with swedish.with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert (catalogue.gettext("kunta"), catalogue.gettext("kenno")) == ("kommun", "kenno")
    assert sorted(path.name for path in swedish.parent.iterdir()) == ["django.mo", "django.po"]
    assert translations.compile_outdated() == 0


def test_translations_that_changed_are_compiled_again(swedish):
    translations.compile_outdated()
    later = swedish.stat().st_mtime_ns + 10**10
    os.utime(swedish, ns=(later, later))
    assert translations.outdated() == [swedish]


def test_translations_of_nothing_are_nothing(tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path / "nowhere"]
    assert translations.compile_outdated() == 0
