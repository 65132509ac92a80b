"""Every mail of every room, in the three languages: its text and its HTML say the same."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.utils import timezone, translation

from kenno.core.mails import Mail
from kenno.core.models import OutboxMessage
from kenno.moderation.notices import Notice, notice_to_author
from kenno.pages.actions import give_feedback
from kenno.people import inquiry_mails as inquiries
from kenno.people import mails as people
from kenno.people.models import Confirmation
from kenno.practices import mails as practices
from kenno.search import mails as search
from kenno.search.watching import NewsItem
from kenno.surveys import mails as surveys
from tests.factories.inquiries import InquiryFactory, RelayedInquiryFactory
from tests.factories.people import (
    ContributorFactory,
    CoordinatorFactory,
    InvitedContactFactory,
    ShownContactFactory,
)
from tests.factories.practices import PublishedPracticeFactory
from tests.factories.search import AddressSearchFactory
from tests.factories.surveys import ReminderFactory, SentInvitationFactory

ADDRESS = re.compile(r"https?://[^\s\"<]+")
SITE = "https://kenno.example"
TITLE = "Taidetta <b>kaikille</b> & “heti”"
LANGUAGES = ("fi", "sv", "en")


def _notice(notice: Notice) -> Mail:
    practice = PublishedPracticeFactory(title=TITLE)
    return notice_to_author(notice, record=practice, message="Hieno!\n\n<i>Lisää</i> kuva.")


def _digest(news: int) -> Mail:
    items = [
        NewsItem(
            timezone.now(),
            f"{TITLE} {number}",
            "Ii",
            "Koko kylä mukana.",
            f"https://kenno.example/{number}/?a=1&b=2",
        )
        for number in range(news)
    ]
    saved = AddressSearchFactory(language=translation.get_language())
    return search.digest(saved, items, "t" * 43)


def _confirmation() -> Mail:
    saved = AddressSearchFactory(language=translation.get_language())
    return search.confirmation(saved, "t" * 43)


def _invited() -> Mail:
    contact = InvitedContactFactory(title=TITLE)
    return people.contact_invitation(contact, f"{SITE}/kutsu/", "Hei!\n\n<i>Tule</i> mukaan.")


def _yearly() -> Mail:
    contact = ShownContactFactory(title=TITLE)
    question = Confirmation(contact=contact, successor_failed_on=timezone.localdate())
    return people.yearly_question([question], f"{SITE}/vahvista/", is_reminder=False)


def _yearly_on_practices() -> Mail:
    practice = PublishedPracticeFactory(title=TITLE)
    place = practice.municipality
    return practices.yearly_question(place, [practice], f"{SITE}/vahvista/", is_reminder=False)


def _question() -> Mail:
    return inquiries.question(
        RelayedInquiryFactory(about_title=TITLE, text="Montako?\n\n<i>Entä</i> hinta?"),
        address="kysyja@naapuri.example",
        about_url=f"{SITE}/sivu/",
        close_url=f"{SITE}/sulje/",
        report_url=f"{SITE}/ilmoita/",
    )


MAILS: dict[str, Callable[[], Mail]] = {
    "invitation to a survey": lambda: surveys.invitation(
        SentInvitationFactory(), f"{SITE}/kysely/t/", f"{SITE}/kysely/t/lopeta-viestit/"
    ),
    "approval of an interview": lambda: surveys.approval(
        SentInvitationFactory(), f"{SITE}/kysely/t/", f"{SITE}/kysely/t/lopeta-viestit/"
    ),
    "survey passed on": lambda: surveys.delegation(
        SentInvitationFactory(),
        f"{SITE}/kysely/t/",
        f"{SITE}/kysely/t/lopeta-viestit/",
        asker="kulttuurisihteeri",
        message="Tiedät tästä enemmän.",
    ),
    "reminder of a survey": lambda: surveys.reminder(
        SentInvitationFactory(),
        ReminderFactory(),
        f"{SITE}/kysely/t/",
        f"{SITE}/kysely/t/lopeta-viestit/",
    ),
    "sign-in code": lambda: people.sign_in_code("ABCD-EFGH"),
    "invitation of a contributor": lambda: people.invitation(
        ContributorFactory().memberships.get()
    ),
    "invitation of a coordinator": lambda: people.invitation(
        CoordinatorFactory().memberships.get()
    ),
    **{f"notice: {notice.value}": lambda notice=notice: _notice(notice) for notice in Notice},
    "confirmation of a saved search": _confirmation,
    "digest": lambda: _digest(2),
    "long digest": lambda: _digest(25),
    "invitation of a contact": _invited,
    "yearly question": _yearly,
    "yearly question on practices": _yearly_on_practices,
    "question": _question,
    "confirmation of a question": lambda: inquiries.confirmation(
        InquiryFactory(), confirm_url=f"{SITE}/vahvista/", status_url=f"{SITE}/tila/"
    ),
    "receipt of a question": lambda: inquiries.receipt(
        RelayedInquiryFactory(), status_url=f"{SITE}/tila/"
    ),
    "receipt of a removal": lambda: people.removal_receipt(unused=False),
    "unused account": lambda: people.unused_account(timezone.localdate()),
}
WITHOUT_A_LINK = {"sign-in code", "receipt of a removal"}
STOPPED = {
    *("digest", "long digest", "invitation to a survey", "reminder of a survey"),
    *("approval of an interview", "survey passed on"),
}


class Reader(HTMLParser):
    """What a mail program shows of an HTML part, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.language = ""
        self._silent = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"style", "title"}
        given = dict(attrs)
        if tag == "a":
            self.links.append(given["href"] or "")
        if tag == "html":
            self.language = given["lang"] or ""

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"style", "title"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words += words(data)


def words(text: str) -> list[str]:
    """Return the words of a text without its addresses and the marks of plain text."""
    bare = re.sub(r"^(>|--)( |$)", "", ADDRESS.sub("", text), flags=re.MULTILINE)
    return [word for piece in bare.split() if (word := piece.rstrip(":"))]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest):
    with translation.override(request.param):
        yield request.param


@pytest.mark.parametrize("name", MAILS)
def test_text_and_html_of_a_mail_say_the_same(db, name, language):
    mail = MAILS[name]()
    shown = Reader(mail.html)
    assert shown.language == mail.language == language
    assert shown.words == words(mail.text)
    assert shown.links == ADDRESS.findall(mail.text)
    assert (len(shown.links) > 1) is (name not in WITHOUT_A_LINK)


@pytest.mark.parametrize("name", MAILS)
def test_mail_is_in_its_readers_language(db, name):
    subjects, firsts = set(), set()
    for language in LANGUAGES:
        with translation.override(language):
            mail = MAILS[name]()
        subjects.add(mail.subject)
        firsts.add(mail.text.splitlines()[0])
    assert (len(subjects), len(firsts)) == (3, 3)


@pytest.mark.parametrize("name", MAILS)
def test_mail_says_how_to_stop_it_where_it_can_be_stopped(db, name):
    mail = MAILS[name]()
    assert (mail.unsubscribe_url != "") is (name in STOPPED)
    if mail.stop:
        assert mail.unsubscribe_url in Reader(mail.html).links


def test_mail_about_feedback_says_the_same_in_both_parts(db, settings):
    settings.FEEDBACK_EMAIL = "palvelu@kenno.example"
    give_feedback(stamp="1", message="Haku on hyvä.", page="", email="", language="sv")
    message = OutboxMessage.objects.get()
    shown = Reader(message.html)
    assert (shown.language, message.language) == ("fi", "fi")
    assert shown.words == words(message.body)
    assert shown.links == ADDRESS.findall(message.body)
