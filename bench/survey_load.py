"""Many people answer a survey at the same time on one machine: is every answer kept, how fast.

    .venv/bin/python bench/survey_load.py [--people 200] [--postgresql postgres://...]
        [--pauses 2 6 | --no-pauses] [--keep FOLDER] [--port 8799]

Prepares an installation of its own (in FOLDER, used again when it is there), generates a round of
900 recipients and 2,500 practices in which as many municipalities as people have not begun, and
serves it as in production (`kenno serve`) on SQLite, or on a PostgreSQL server in a database of its
own. Each person opens their own link, answers the round's questions and tells of a practice in all
its sections by the requests of the page (each field saves itself, texts three times as they grow;
buttons in between), looks at the summary and sends. Then the database is asked for everything that
was acknowledged. Prints JSON.

The people are threads of a process of their own, which takes its share of the same processors:
`processor_seconds` tells how much. Never fails by a clock; fails when an answer is lost.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, redirect_stdout
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from installation import machine, own_database, processor_seconds, served, set_up
from respondent import Record, Respondent, percentiles

SAVES = ("itself", "button")
DATABASE = "kenno_bench_survey"


def invite(people: int) -> list[str]:
    """Generate a round in which so many municipalities have not begun; return their links."""
    from kenno.surveys.actions.generation import generate_survey
    from kenno.surveys.actions.links import make_link
    from kenno.surveys.models import Invitation, Response

    survey = generate_survey(recipients=900, practices=2500).survey
    main = Invitation.objects.filter(
        recipient__round=survey, recipient__is_main=True, parent=None
    ).order_by("pk")
    chosen = list(main.values_list("pk", "recipient__municipality")[:people])
    places = [place for _pk, place in chosen]
    Response.objects.filter(round=survey, municipality__in=places).delete()
    marks = ("opened_at", "started_at", "submitted_at", "delegated_at", "declined_at")
    invitations = Invitation.objects.filter(pk__in=[pk for pk, _place in chosen])
    invitations.update(**dict.fromkeys(marks), decline_reason="", mail_state="sent", language="fi")
    with_round = invitations.select_related("recipient__round").order_by("pk")
    return [make_link(one) for one in with_round]


def answer_all(links: list[str], pauses: tuple[float, float]) -> dict[str, Any]:
    """Let everybody answer at once, in this process; return what they did and saw."""
    record = Record()
    people = [
        Respondent(link, record, pauses=pauses, seed=number) for number, link in enumerate(links)
    ]
    started = time.perf_counter()
    threads = [threading.Thread(target=person.run) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "times": record.times,
        "errors": record.errors,
        "saved": record.saved,
        "finished": record.finished,
        "duration_s": round(time.perf_counter() - started, 1),
        "processor_s": round(time.process_time(), 1),
    }


def lost(saved: dict[str, list[list[str]]]) -> list[str]:
    """Return what was acknowledged and is not in the database, each with its page's address."""
    from django.urls import resolve

    from kenno.surveys.actions.links import open_link
    from kenno.surveys.queries.answering import response_of

    missing = []
    for path, pairs in saved.items():
        match = resolve(path)
        response = response_of(open_link(match.kwargs["token"]).invitation)
        assert response is not None, path
        name = match.url_name
        stored = (
            _answers(response, match.kwargs) if name == "group" else _told(response, match.kwargs)
        )
        sent: dict[str, list[str]] = {}
        for key, value in pairs:
            sent.setdefault(key, []).append(value)
        missing += [
            f"{path} {key}: {sent.get(key)} is not {values}"
            for key, values in stored.items()
            if _plain(sent.get(key, [])) != _plain(values)
        ]
    return missing


def _answers(response: Any, where: dict[str, Any]) -> dict[str, list[str]]:
    from kenno.surveys.forms.answers import AnswersForm
    from kenno.surveys.queries.answering import question_groups

    form = AnswersForm(question_groups(response)[where["number"] - 1].shown)
    return {name: _values(form[name]) for name in form.fields}


def _told(response: Any, where: dict[str, Any]) -> dict[str, list[str]]:
    from kenno.practices.forms.sections import SectionEditor, section_named
    from kenno.practices.queries.workspace import draft_of
    from kenno.surveys.queries.answering import own_row

    row = own_row(response, where["pk"])
    assert row is not None, where
    editor = SectionEditor(section_named(where["name"]), draft_of(row.practice))
    rows = [form for formset in editor.formsets for form in formset.initial_forms]
    return {
        form.add_prefix(name): _values(form[name])
        for form in [editor.form, *rows]
        for name in form.fields
        if name not in ("image", "upload", "themes")
    }


def _values(field: Any) -> list[str]:
    """Return what a form would show again of what is stored, as it would be posted."""
    value = field.field.prepare_value(field.value())
    shown = field.field.widget.format_value(value)
    if value is True:
        return ["on"]
    if shown is None or value is False:
        return [""]
    if isinstance(shown, list | tuple):
        return [str(one) for one in shown]
    return [str(shown)]


def _plain(values: list[str]) -> list[str]:
    """Return values as they compare: no empty ones, numbers in one way, one kind of line break."""
    plain = []
    for value in values:
        text = value.replace("\r\n", "\n").strip()
        try:
            plain.append(str(Decimal(text).normalize()))
        except InvalidOperation:
            plain.append(text)
    return sorted(filter(None, plain))


def measure(people: int, pauses: tuple[float, float], port: int) -> dict[str, Any]:
    """Serve, let everybody answer, and compare with the database."""
    from django.db import connection

    links = invite(people)
    connection.close()
    before = machine()
    with served(port) as process:
        at_start = processor_seconds(process.pid)
        answered = subprocess.run(
            [sys.executable, __file__, "--answer"],
            input=json.dumps({"links": links, "pauses": pauses}),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        at_end = processor_seconds(process.pid)
    told = json.loads(answered.stdout)
    times = told["times"]
    gone = lost(told["saved"])
    server = {name: round(at_end[name] - at_start.get(name, 0), 1) for name in at_end}
    return {
        "database": connection.vendor,
        **before,
        "people": people,
        "pauses_s": pauses,
        "finished": told["finished"],
        "requests": sum(map(len, times.values())),
        "saves": sum(len(times.get(name, [])) for name in SAVES),
        "errors": told["errors"],
        "lost": gone,
        "duration_s": told["duration_s"],
        "a_save": percentiles([one for name in SAVES for one in times.get(name, [])]),
        **{name: percentiles(found) for name, found in sorted(times.items())},
        "processor_seconds": {**server, "people": told["processor_s"]},
    }


def main() -> None:
    """Read the command line, prepare, measure; exit with 1 when an answer is lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--pauses", type=float, nargs=2, default=(2.0, 6.0), metavar="SECONDS")
    parser.add_argument("--no-pauses", action="store_true", help="as fast as the server answers")
    parser.add_argument("--postgresql", help="a server, as postgres://postgres@127.0.0.1:5432")
    parser.add_argument("--keep", type=Path, help="a folder to prepare once and use again")
    parser.add_argument("--port", type=int, default=8799)
    parser.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.answer:
        asked = json.load(sys.stdin)
        print(json.dumps(answer_all(asked["links"], asked["pauses"])))
        return
    pauses = (0.0, 0.0) if arguments.no_pauses else tuple(arguments.pauses)
    with ExitStack() as stack:
        folder = arguments.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = ""
        if arguments.postgresql:
            keep = arguments.keep is not None
            url = stack.enter_context(own_database(arguments.postgresql, DATABASE, keep=keep))
        with redirect_stdout(sys.stderr):
            set_up(folder, port=arguments.port, database_url=url)
        figures = measure(arguments.people, pauses, arguments.port)
    print(json.dumps(figures, indent=1, ensure_ascii=False))
    sys.exit(1 if figures["lost"] else 0)


if __name__ == "__main__":
    main()
