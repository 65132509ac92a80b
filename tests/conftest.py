"""Safety nets under every test: no network, strict templates, no lucky order, own directories."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test.utils import override_settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker, Settings

from kenno.core import translations
from tests.utils.network import block_network
from tests.utils.ordering import shuffle_unordered_querysets
from tests.utils.signing import sign_in_with_second_factor
from tests.utils.smtp import smtp_server  # noqa: F401
from tests.utils.templates import fail_on_unknown_variables

pytest.register_assert_rewrite("tests.utils.htmx")
# No test fails by a clock: the first example of a process may read a dictionary.
hypothesis_settings.register_profile("without clock", deadline=None)
hypothesis_settings.load_profile("without clock")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give every test that empties the database what the migrations had put there."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker is not None and marker.kwargs.get("transaction"):
            restored = pytest.mark.django_db(transaction=True, serialized_rollback=True)
            item.add_marker(restored, append=False)


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, django_db_keepdb: bool
) -> Iterator[None]:
    """Leave a database that is kept for the next run (--reuse-db) as full as it was found."""
    # Read now: within Playwright's loop Django has another connection, which knows nothing of it.
    contents = getattr(connection, "_test_serialized_contents", "")
    yield
    if django_db_keepdb and contents:
        with django_db_blocker.unblock():
            if not ContentType.objects.exists():
                connection.creation.deserialize_db_from_string(contents)


@pytest.fixture(scope="session", autouse=True)
def house_of_tests() -> Iterator[None]:
    """The nets and settings that hold for the whole run."""
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(
            CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
            TASKS={"default": {"BACKEND": "tests.utils.tasks.StrictImmediateBackend"}},
            STORAGES={
                "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
                "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
            },
            WHITENOISE_AUTOREFRESH=True,
            WHITENOISE_USE_FINDERS=True,
        ),
    ):
        translations.compile_outdated()
        block_network(patch)
        fail_on_unknown_variables(patch)
        shuffle_unordered_querysets(patch)
        sign_in_with_second_factor(patch)
        yield


@pytest.fixture(autouse=True)
def own_directories(tmp_path: Path, settings: Settings) -> None:
    """Give each test its own place for uploads, the search index and everything else of `var/`.

    And no word lists, whatever the system has, nor senses of words: they take seconds to read, and
    tests would differ.
    """
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    settings.WORD_LISTS_DIR = tmp_path / "dictd"
    settings.WORD_SENSES_FILE = tmp_path / "senses.tsv.gz"


@pytest.fixture(autouse=True)
def own_state() -> Iterator[None]:
    """Start each test in Finnish with an empty cache, whatever the one before it left behind."""
    cache.clear()
    translation.activate("fi")
    yield
    translation.deactivate_all()
