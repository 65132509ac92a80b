"""What has to be in place before the site is served, and what of it is in place already."""

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from kenno.core import translations
from kenno.core.models import PreparedStep

Say = Callable[[str], None]


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Step:
    """One part of preparing: `command` is called when there is a reason to.

    A reason is: `is_missing` says so, or since the step was last done a file changed that matches
    its `inputs` (globs from the project's root) or those of a step in `after`. A step that is
    `only_at_first` is done when a database is prepared for the first time, and never again.
    """

    name: str
    title: str
    command: Sequence[str]
    inputs: Sequence[str] = ()
    after: Sequence[str] = ()
    is_missing: Callable[[], bool] = _never
    only_at_first: bool = False


def migrations_wait() -> bool:
    """Tell whether the database lacks migrations."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _no_static_files() -> bool:
    return not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()


def _no_index() -> bool:
    folder = Path(settings.SEARCH_INDEX_DIR)
    return not folder.is_dir() or not any(folder.iterdir())


STEPS: Sequence[Step] = (
    Step(
        "translations",
        "Translations of the interface",
        ["compile_translations"],
        is_missing=lambda: bool(translations.outdated()),
    ),
    Step("database", "Database", ["migrate", "--verbosity=0"], is_missing=migrations_wait),
    Step(
        "vocabulary",
        "Vocabulary: YSO and the short lists",
        ["load_vocabulary"],
        inputs=["kenno/vocabulary/data/**/*", "kenno/vocabulary/management/commands/*.py"],
    ),
    Step(
        "places",
        "Places: municipalities, regions and the honeycomb",
        ["load_places"],
        inputs=["kenno/places/data/**/*", "kenno/places/management/commands/*.py"],
    ),
    Step(
        "organisations",
        "Organisations of the municipalities, regions and wellbeing services counties",
        ["load_organisations"],
        inputs=["kenno/people/data/*", "kenno/people/management/commands/load_organisations.py"],
        after=["places"],
    ),
    Step(
        "pages",
        "Pages of the site",
        ["load_pages"],
        inputs=["kenno/pages/data/**/*", "kenno/pages/management/commands/*.py"],
    ),
    Step("examples", "Demonstration content", ["load_examples"], only_at_first=True),
    Step(
        "static",
        "Style sheets, scripts and pictures",
        ["collectstatic", "--noinput", "--clear", "--verbosity=0"],
        inputs=["kenno/*/static/**/*", "requirements/run.txt"],
        is_missing=_no_static_files,
    ),
    Step(
        "search",
        "Search index",
        ["rebuild_index"],
        inputs=[
            "kenno/search/analysis/*.py",
            "kenno/search/data/*",
            "kenno/search/engine/*.py",
            "kenno/search/lexicon/**/*",
        ],
        after=["vocabulary", "places", "pages"],
        is_missing=_no_index,
    ),
)


def prepare(say: Say, *, steps: Sequence[Step] = STEPS, leave_out: Iterable[str] = ()) -> list[str]:
    """Do every step that there is a reason to do, in order; return the names of those done.

    `say` gets a line as each step begins and ends (with its seconds). A step of `leave_out` that
    is `only_at_first` is not done later either. What a step raises is raised, and the steps after
    it are not done.
    """
    done: list[str] = []
    known = _known_digests()
    wanted: dict[str, str] = {}
    for number, step in enumerate(steps, start=1):
        wanted[step.name] = _digest(step.inputs, [wanted[name] for name in step.after])
        changed = bool(step.inputs or step.only_at_first) and (
            step.name not in known
            or (known[step.name] != wanted[step.name] and not step.only_at_first)
        )
        if (changed or step.is_missing()) and step.name not in leave_out:
            started = time.monotonic()
            say(f"[{number}/{len(steps)}] {step.title} ...")
            call_command(*step.command)
            say(f"      done in {time.monotonic() - started:.1f} s")
            done.append(step.name)
        if changed:
            _note(step, wanted[step.name])
    return done


def _known_digests() -> dict[str, str]:
    if PreparedStep._meta.db_table not in connection.introspection.table_names():
        return {}
    return dict(PreparedStep.objects.order_by("name").values_list("name", "digest"))


def _note(step: Step, digest: str) -> None:
    PreparedStep.objects.update_or_create(
        name=step.name, defaults={"digest": digest, "at": timezone.now()}
    )


def _digest(patterns: Sequence[str], others: Sequence[str]) -> str:
    """Return a fingerprint of the names and contents of all files that match, and of `others`."""
    found = sorted({path for pattern in patterns for path in settings.BASE_DIR.glob(pattern)})
    total = hashlib.sha256(" ".join(others).encode())
    for path in found:
        if path.is_file() and "__pycache__" not in path.parts:
            total.update(str(path.relative_to(settings.BASE_DIR)).encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
