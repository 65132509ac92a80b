import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kenno.core.bounces import Outcome, take_report
from kenno.core.reports import MAXIMUM_BYTES, Unreadable, read_reports

STANDARD_INPUT = "-"


class Command(BaseCommand):
    """Take in bounces and complaints: mails from files, from a Maildir, or from standard input."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="*",
            metavar="FILE",
            help="a mail, or the folder of a Maildir; standard input when none is given",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        counts: Counter[str] = Counter()
        unreadable = 0
        for name in _expanded(options["files"] or [STANDARD_INPUT]):
            try:
                reports = read_reports(_content(name))
            except (OSError, Unreadable) as error:
                unreadable += 1
                self.stderr.write(f"{name}: {error}")
                continue
            if not reports:
                counts["other mails"] += 1
            for report in reports:
                outcome = take_report(report)
                counts[outcome.value] += 1
                if outcome is Outcome.UNMATCHED:
                    self.stderr.write(f"{name}: fits none of our messages")
        told = [f"{counts[outcome.value]} {outcome.value}" for outcome in Outcome]
        self.stdout.write(f"Reports: {', '.join(told)}; other mails: {counts['other mails']}")
        if unreadable:
            raise CommandError(f"{unreadable} could not be read")


def _expanded(names: list[str]) -> Iterator[str]:
    """Go through the names; a Maildir stands for the mails in it, the oldest names first."""
    for name in names:
        path = Path(name)
        if name == STANDARD_INPUT or not path.is_dir():
            yield name
            continue
        folders = [path / part for part in ("new", "cur") if (path / part).is_dir()] or [path]
        yield from sorted(str(mail) for folder in folders for mail in folder.iterdir())


def _content(name: str) -> bytes:
    """Return what is in a file, not more of it than shows that it is too large."""
    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read(MAXIMUM_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(MAXIMUM_BYTES + 1)
