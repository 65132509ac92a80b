"""The measuring process: `apart.py` starts it where nothing is that belongs to the installation."""

import json
import logging
import sys
from pathlib import Path
from typing import Any

import django


def main(step: str, order: Path) -> None:
    """Do one step of the order that `apart.py` wrote into the file."""
    django.setup()
    from kenno.search.evaluation.apart import read_order
    from kenno.search.evaluation.measuring import measure
    from kenno.search.evaluation.sets import SetError

    if step == "prepare":
        prepare()
        return
    answer: dict[str, Any]
    try:
        answer = measure(read_order(order), order.parent, say)
    except SetError as error:
        answer = {"error": str(error)}
    (order.parent / "answer.json").write_text(json.dumps(answer))


def prepare() -> None:
    """Make the tables, bring in the vocabulary, and what the search makes of it.

    The tables are made as the models say, not by all migrations of the past: it takes a second.
    """
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    from kenno.search.actions import rebuild
    from kenno.search.queries import find
    from kenno.vocabulary.actions import load_vocabulary

    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0, skip_checks=True)
    load_vocabulary()
    rebuild()
    # The first search of an installation makes what the search knows of the vocabulary's words.
    find("kulttuuri", kind="", language="fi", limit=0)


def say(line: str) -> None:
    """Tell how far it is."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    logging.captureWarnings(True)
    main(sys.argv[1], Path(sys.argv[2]))
