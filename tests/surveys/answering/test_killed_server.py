"""The server killed in the middle of writing: what it said is saved, is saved."""

import http.client
import itertools
import re
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

from kenno.practices.queries.workspace import draft_of
from kenno.surveys.models import Answer, ResponsePractice
from tests.factories.surveys import OpenRoundFactory, QuestionFactory
from tests.surveys.answering.conftest import BASICS, Link
from tests.utils.processes import free_port, kill_all, name_static_files, read_until, start_site

HIDDEN = re.compile(r'<input type="hidden"\s+name="([^"]+)"[^>]*?value="([^"]*)"', re.S)
ENOUGH = 60


class Writer(threading.Thread):
    """Writes a number into a form that saves itself, a greater one each time; no one else does."""

    def __init__(self, address: str, field: str, saved: "Count", **beside: str) -> None:
        super().__init__(daemon=True)
        self.address, self.field, self.beside = address, field, beside
        self.saved = saved
        self.acknowledged = 0
        self.failed = ""
        self._browser: OpenerDirector = build_opener(HTTPCookieProcessor())
        self._hidden: dict[str, str] = {}

    def open(self) -> None:
        """Open the page of the form."""
        self._hidden = {}
        self._take_in(self._ask(Request(self.address)))

    def write(self, number: int) -> None:
        """Let the form save itself with this number in it; it is acknowledged when this returns."""
        given = {**self._hidden, **self.beside, self.field: str(number)}
        request = Request(self.address, urlencode(given).encode(), {"HX-Request": "true"})
        self._take_in(self._ask(request))
        self.acknowledged = number
        self.saved.one_more()

    def run(self) -> None:
        """Write on until the server is gone."""
        try:
            self.open()
            for number in itertools.count(1):
                self.write(number)
        except (URLError, ConnectionError, http.client.HTTPException) as gone:
            self.failed = "" if not hasattr(gone, "code") else f"{gone.code}"

    def _ask(self, request: Request) -> str:
        with self._browser.open(request, timeout=30) as answer:
            text: str = answer.read().decode()
        return text

    def _take_in(self, page: str) -> None:
        self._hidden |= dict(HIDDEN.findall(page))


class Count:
    """How many saves all writers have been told of; `enough` is set when it comes to ENOUGH."""

    def __init__(self) -> None:
        self.enough = threading.Event()
        self._numbers = itertools.count(1)

    def one_more(self) -> None:
        if next(self._numbers) == ENOUGH:
            self.enough.set()


@pytest.fixture
def sites(tmp_path: Path) -> Iterator[Any]:
    """Serve the test's database on the same port each time."""
    name_static_files(tmp_path)
    port, started = free_port(), []

    def start() -> subprocess.Popen[str]:
        site = start_site(port, tmp_path, workers=2)
        started.append(site)
        read_until(site, "answers at")
        return site

    start.address = f"http://127.0.0.1:{port}"  # type: ignore[attr-defined]
    yield start
    for site in started:
        if site.poll() is None:
            kill_all(site)


def writers_of(link: Link, address: str, saved: Count) -> list[Writer]:
    """Return who writes an answer to the question, and who the text of a practice."""
    link.post("add_practice", data={"title": "Kyläkino", "is_new": "1"})
    practice = link.response.practices.get().practice
    question = link.response.round.questions.get()
    return [
        Writer(address + link.url("group", 1), f"q{question.pk}", saved),
        Writer(
            address + link.url("section", practice.pk, "basics"), "summary", saved, title="Kyläkino"
        ),
    ]


def stored_of(link: Link) -> list[int]:
    """Return the numbers in the database: of the question, and of the practice."""
    answer = Answer.objects.get(response=link.response)
    row = ResponsePractice.objects.select_related("practice__latest_revision").get(
        response=link.response
    )
    return [int(answer.value), int(draft_of(row.practice).summary)]


@pytest.mark.django_db(transaction=True)
def test_killed_server_has_every_save_it_acknowledged_and_goes_on(invited, sites):
    survey = OpenRoundFactory(practice_sections=BASICS)
    QuestionFactory(round=survey)
    links = [invited(survey) for _person in range(2)]
    saved = Count()
    writers = [writers_of(link, sites.address, saved) for link in links]
    everybody = [writer for pair in writers for writer in pair]

    site = sites()
    for writer in everybody:
        writer.start()
    assert saved.enough.wait(60)
    kill_all(site)
    for writer in everybody:
        writer.join(60)

    assert [writer.failed for writer in everybody] == ["", "", "", ""]
    for link, pair in zip(links, writers, strict=True):
        for writer, number in zip(pair, stored_of(link), strict=True):
            # The one on its way when the server died may be there too.
            assert number in (writer.acknowledged, writer.acknowledged + 1)

    sites()
    for link, pair in zip(links, writers, strict=True):
        for writer in pair:
            writer.open()
            writer.write(1000)
        assert stored_of(link) == [1000, 1000]
