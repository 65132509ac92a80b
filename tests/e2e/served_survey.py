"""A survey on a served site: its own processes, mail over a real server, a browser for each."""

import os
import re
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings
from django.db.models import F
from django.test import Client, override_settings
from playwright.sync_api import Browser, BrowserContext, Page

from kenno.surveys import tasks
from kenno.surveys.models import Invitation
from tests.e2e.conftest import NARROW
from tests.factories.people import CoordinatorFactory
from tests.utils.serving import ServedSite
from tests.utils.smtp import ReceivedMail, SmtpServer

LONGEST_WAIT = 30
IN_DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "survey.md"


class ServedSurvey:
    """One survey, seen by its coordinator and by those who are asked."""

    def __init__(
        self, browser: Browser, options: dict[str, Any], site: ServedSite, mails: SmtpServer
    ) -> None:
        self.site, self.mails = site, mails
        self._browser = browser
        self._options = {**options, "base_url": site.url}
        self.office = self._context().new_page()
        client = Client()
        client.force_login(CoordinatorFactory())
        name = django_settings.SESSION_COOKIE_NAME
        self.office.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": site.url}]
        )
        self.address = ""
        self.pictures: list[str] = []

    def _context(self, **more: Any) -> BrowserContext:
        return self._browser.new_context(**{**self._options, **more})

    def phone(self, address: str) -> Page:
        """A phone without an account that has opened a link."""
        page = self._context(viewport=NARROW).new_page()
        page.set_default_timeout(10_000)
        page.goto(address)
        return page

    def picture(self, page: Page, name: str, *, heading: str = "") -> None:
        """Take a picture for the coordinator's guide, of what is under a heading, when asked to."""
        if os.environ.get("WRITE_GUIDE"):
            top = page.get_by_role("heading", name=heading).first if heading else page.locator("h1")
            top.evaluate("element => element.scrollIntoView()")
            page.screenshot(path=GUIDE.with_suffix("") / f"{name}.jpg", quality=75, type="jpeg")
        self.pictures.append(f"{GUIDE.stem}/{name}.jpg")

    def mail_to(self, who: str, *, after: int = 0) -> ReceivedMail:
        """Wait until there are more than `after` mails to somebody; return the newest of them."""
        deadline = time.monotonic() + LONGEST_WAIT
        while (
            len(found := [mail for mail in self.mails.received if mail.recipients == [who]])
            <= after
        ):
            assert time.monotonic() < deadline, f"no mail to {who}"
            time.sleep(0.1)
        return found[-1]

    def link_to(self, who: str, *, after: int = 0) -> str:
        """The personal link in the newest mail to somebody."""
        [address, *_more] = re.findall(
            r"https?://[^\s/]+(/(?:kysely|luonnos)/[\w-]+/)", self.mail_to(who, after=after).text
        )
        return address

    def let_days_pass(self, days: int) -> None:
        """Let everything that was mailed have been mailed so many days earlier."""
        Invitation.objects.update(queued_at=F("queued_at") - timedelta(days=days))

    def let_time_bring(self) -> None:
        """Ask the worker of the served site for what the clock asks of it every minute."""
        with override_settings(TASKS=IN_DATABASE):
            tasks.run_rounds.enqueue()

    def states(self) -> dict[str, int]:
        """The municipalities by state, as the tracker shows them."""
        self.office.goto(self.address + "seuranta/")
        rows = self.office.get_by_role("region", name="Kunnat tiloittain").locator("tbody tr")
        return {
            row.get_by_role("rowheader").inner_text(): int(
                row.get_by_role("cell").first.inner_text()
            )
            for row in rows.all()
            if row.get_by_role("cell").first.inner_text() != "0"
        }
