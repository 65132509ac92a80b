import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kenno.search.evaluation.apart import measure_apart
from kenno.search.evaluation.measuring import ENGINES, Plan
from kenno.search.evaluation.noise import NOISES
from kenno.search.evaluation.sets import SetError


class Command(BaseCommand):
    help = "Measure how well and how fast the search finds; prints one line of JSON."
    # It runs beside any installation, also one that is not in order.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--corpus", type=Path, action="append", required=True, help="documents, JSON lines"
        )
        parser.add_argument("--queries", type=Path, required=True, help="questions, JSON lines")
        parser.add_argument("--qrels", type=Path, required=True, help="judgements, with tabs")
        parser.add_argument("--engine", choices=ENGINES, default="kenno")
        parser.add_argument("--noise", choices=NOISES, default="none")
        parser.add_argument("--semantic", action="store_true", help="with search by meaning")
        parser.add_argument("--seed", type=int, default=1, help="of the noise")
        parser.add_argument("--facets", action="store_true", help="time facet counts too")
        parser.add_argument("--limit-queries", type=int, help="ask only the first so many")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure apart from the installation and print the figures."""
        if options["limit_queries"] is not None and options["limit_queries"] < 1:
            raise CommandError("--limit-queries must be at least 1")
        if options["semantic"] and options["engine"] != "kenno":
            raise CommandError("--semantic goes with the engine kenno only")
        plan = Plan(
            corpus=tuple(options["corpus"]),
            queries=options["queries"],
            qrels=options["qrels"],
            engine=options["engine"],
            noise=options["noise"],
            semantic=options["semantic"],
            seed=options["seed"],
            facets=options["facets"],
            limit_queries=options["limit_queries"],
        )
        try:
            figures = measure_apart(plan, self._say)
        except SetError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(figures))

    def _say(self, line: str) -> None:
        self.stderr.write(line, lambda text: text)
