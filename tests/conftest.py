"""Safety nets under every test: no network, strict templates, no lucky order, own directories."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test.utils import override_settings
from django.utils import translation
from pytest_django import Settings

from tests.utils.network import block_network
from tests.utils.ordering import shuffle_unordered_querysets
from tests.utils.templates import fail_on_unknown_variables

pytest.register_assert_rewrite("tests.utils.htmx")


@pytest.fixture(scope="session", autouse=True)
def house_of_tests() -> Iterator[None]:
    """The nets and settings that hold for the whole run."""
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(
            TASKS={"default": {"BACKEND": "tests.utils.tasks.StrictImmediateBackend"}},
            STORAGES={
                "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
                "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
            },
            WHITENOISE_AUTOREFRESH=True,
            WHITENOISE_USE_FINDERS=True,
        ),
    ):
        block_network(patch)
        fail_on_unknown_variables(patch)
        shuffle_unordered_querysets(patch)
        yield


@pytest.fixture(autouse=True)
def own_directories(tmp_path: Path, settings: Settings) -> None:
    """Give each test its own place for uploads, the search index and everything else of `var/`."""
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SEARCH_INDEX_DIR = tmp_path / "search"


@pytest.fixture(autouse=True)
def own_state() -> Iterator[None]:
    """Start each test in Finnish with an empty cache, whatever the one before it left behind."""
    cache.clear()
    translation.activate("fi")
    yield
    translation.deactivate_all()
