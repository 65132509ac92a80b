"""One person who answers a survey: opens the link, writes as the page saves, sends."""

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from browser import Answer, Browser, Control, Form, forms_of

SENTENCES = (
    "Kerho kokoontuu kirjastossa joka toinen viikko, ja sinne saa tulla ilmoittautumatta.",
    "Kokeilimme ensin yhdellä kylällä ja laajensimme, kun väkeä alkoi tulla muualtakin.",
    "Työ tehdään yhdessä hyvinvointialueen, koulujen ja kahden yhdistyksen kanssa.",
    "Taiteilija maksetaan kunnan avustuksesta, tilat tarjoaa seurakunta.",
    "Palaute kerätään kahdesti vuodessa ja käydään läpi osallistujien kanssa.",
)
PLACE = "Alavieska"
# What fits no rule by kind: the name of the field, without the number of its row.
BY_NAME = {"start_year": "2019", "end_year": "2024", "value": "12", "partner_municipalities": PLACE}
GROUP = re.compile(r'href="([^"]*/kysymykset/\d+/)"')
MOST_STEPS = 60
# Written in the same breath as the next: alone it is not saved.
AT_ONCE = {"materials-0-title"}


class Unexpected(Exception):
    """The site answered what no respondent should see."""


@dataclass
class Record:
    """What all respondents of a run did and saw; safe to share between threads."""

    times: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    saved: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    finished: int = 0

    def __post_init__(self) -> None:
        self._lock = threading.Lock()

    def note(self, what: str, path: str, status: int, text: str, seconds: float) -> None:
        """Keep a time and, when the answer is none to be expected, an error."""
        with self._lock:
            self.times.setdefault(what, []).append(seconds * 1000)
            if status == 0:
                self.errors[f"{what}: {text}"] += 1
            elif status >= 400:
                self.errors[f"{what}: {status} {_said(text)}"] += 1

    def note_saved(self, path: str, pairs: list[tuple[str, str]]) -> None:
        """Keep what a form held that the site says is saved."""
        with self._lock:
            self.saved[path] = pairs

    def note_finished(self, error: Exception | None) -> None:
        """Keep how a respondent ended."""
        with self._lock:
            if error is None:
                self.finished += 1
            elif isinstance(error, Unexpected):
                self.errors[f"{error}"] += 1


def _said(text: str) -> str:
    """Return what an answer that was none says: of a field, of the form, or as its heading."""
    for pattern in (r"Virhe: </span>(.*?)</", r"</strong>(.*?)</p>", r"<h1[^>]*>(.*?)</h1>"):
        if found := re.search(pattern, text, re.S):
            return re.sub(r"<[^>]*>|\s+", " ", found[1]).strip()
    return text[:80]


class Respondent:
    """Opens `link`, answers, tells of a practice, and sends; pauses between as people do."""

    def __init__(
        self, link: str, record: Record, *, pauses: tuple[float, float], seed: int
    ) -> None:
        base = "{0.scheme}://{0.netloc}".format(urlsplit(link))
        self.link = urlsplit(link).path
        self.record = record
        self.browser = Browser(base, record.note)
        self.pauses = pauses
        self.chance = random.Random(seed)

    def run(self) -> None:
        """Do everything; an error ends the sitting and is in the record."""
        error: Exception | None = None
        try:
            self._answer()
        except Exception as caught:
            error = caught
        self.record.note_finished(error)

    def _answer(self) -> None:
        self._pause()
        opened = self.browser.get(self.link)
        self._pause()
        begun = self._press(opened, "/aloita/", what="start")
        groups = list(dict.fromkeys(GROUP.findall(begun.text)))
        for address in groups:
            self._pause()
            self._write(self.browser.get(address))
        self._tell_practice()
        self._pause()
        summary = self.browser.get(f"{self.link}yhteenveto/")
        self._pause()
        sent = self._press(summary, "/laheta/", what="submit")
        if "Vastaus on lähetetty" not in sent.text:
            raise Unexpected("the summary does not say that the answer is sent")

    def _tell_practice(self) -> None:
        self._pause()
        page = self.browser.get(f"{self.link}kaytanne/uusi/")
        title = f"Kylän kulttuurikerho {self.chance.randrange(10_000)}"
        for end in (len(title) // 2, len(title)):
            self._pause()
            query = urlencode({"title": title[:end]})
            address = f"{self.link}kaytanne/samankaltaiset/?{query}"
            self.browser.get(address, what="alike", htmx=True)
        for _try in range(2):
            form = next(
                f for f in forms_of(page.text)[0] if f.attributes.get("id") == "new-practice"
            )
            form.controls["title"].values = [title]
            answer = self.browser.post(page.address, form.pairs(by_itself=False), what="begin")
            if answer.leads_to:
                break
            page = answer
            self._pause()
        page = self.browser.get(answer.leads_to)
        for _step in range(MOST_STEPS):
            page = self._write(page)
            if "/osa/" not in page.address:
                return
        raise Unexpected("the sections of a practice do not end")

    def _press(self, page: Answer, action: str, *, what: str) -> Answer:
        """Press the only button of the form that posts to `action`; return where it leads."""
        form = next((f for f in forms_of(page.text)[0] if f.action.endswith(action)), None)
        if form is None:
            raise Unexpected(f"no button for {action} on {_said(page.text)}")
        answer = self.browser.post(form.action, form.pairs(by_itself=False), what=what)
        if not answer.leads_to:
            raise Unexpected(f"{action} answered {answer.status}")
        return self.browser.get(answer.leads_to)

    def _write(self, page: Answer) -> Answer:
        """Fill in the form that saves itself, field by field; press the button; follow it."""
        form = next((f for f in forms_of(page.text)[0] if "hx-post" in f.attributes), None)
        if form is None:
            raise Unexpected(f"nothing to write on {_said(page.text)}")
        done: set[str] = set()
        while control := next((c for c in form.controls.values() if _to_fill(c, done)), None):
            done.add(control.name)
            for values in self._values(control):
                self._pause()
                control.values = values
                if control.name not in AT_ONCE:
                    self._save_itself(form)
        if chip := next((b for b in form.buttons if b[0] == "add-theme"), None):
            self._pause()
            self._save_itself(form, pressed=[chip])
        self._pause()
        button = next(b for b in (("next", "1"), ("save", "1")) if b in form.buttons)
        pairs = form.pairs(by_itself=False)
        answer = self.browser.post(page.address, [*pairs, button], what="button")
        if not answer.leads_to:
            raise Unexpected(f"saving by the button answered {answer.status} {_said(answer.text)}")
        self.record.note_saved(urlsplit(page.address).path, pairs)
        return self.browser.get(answer.leads_to)

    def _save_itself(self, form: Form, *, pressed: Sequence[tuple[str, str]] = ()) -> None:
        """Post the form as htmx does, and take in what the answer swaps into the page."""
        address = form.attributes["hx-post"]
        pairs = [*form.pairs(by_itself=True), *pressed]
        answer = self.browser.post(address, pairs, what="itself", htmx=True)
        if answer.status != 200:
            return
        self.record.note_saved(address, pairs)
        for name, control in forms_of(answer.text)[1].controls.items():
            if name not in form.controls or control.kind == "hidden":
                form.controls[name] = control

    def _values(self, control: Control) -> list[list[str]]:
        """Return what a control holds after each pause of the writer."""
        name = control.name.rpartition("-")[2]
        if control.kind in ("radio", "select"):
            chosen = [one for one in control.choices if one]
            return [[self.chance.choice(chosen)]] if chosen else []
        if control.kind == "checkbox":
            return [[self.chance.choice(control.choices)]]
        if control.kind == "textarea":
            told = self.chance.sample(SENTENCES, 3)
            return [[" ".join(told[:number])] for number in (1, 2, 3)]
        by_kind = {"number": "12", "date": "2024-05-14", "url": "https://kerho.kunta.example/"}
        told = BY_NAME.get(name) or by_kind.get(control.kind) or ("12" if control.is_number else "")
        return [[told or (PLACE if control.has_list else f"Vastaus {self.chance.randrange(99)}")]]

    def _pause(self) -> None:
        shortest, longest = self.pauses
        if longest:
            time.sleep(self.chance.uniform(shortest, longest))


def _to_fill(control: Control, done: set[str]) -> bool:
    """Tell whether the person writes here; concepts are looked for, which is measured elsewhere."""
    is_search = control.name.endswith("-q") or control.choices == [""]
    return not (control.name in done or control.kind in ("hidden", "file") or is_search)


def percentiles(times: list[float]) -> dict[str, Any]:
    """Return the number of times, and p50, p95, p99 and the longest in milliseconds."""
    ordered = sorted(times)
    if not ordered:
        return {"count": 0}
    at = {
        f"p{share}_ms": round(ordered[min(len(ordered) - 1, len(ordered) * share // 100)], 1)
        for share in (50, 95, 99)
    }
    return {"count": len(ordered), **at, "longest_ms": round(ordered[-1], 1)}
