"""A visitor asks a contact whose address nobody sees, and the answer finds the visitor."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kenno.people.models import User
from tests.factories.people import ShownContactFactory, UserFactory
from tests.factories.practices import PublishedPracticeFactory
from tests.utils.smtp import ReceivedMail, SmtpServer

pytestmark = pytest.mark.browser
SignIn = Callable[[Page, User], None]
ASKER, ANSWERER = "kysyja@naapuri.example", "vastaaja@kunta.example"
# Forms that come back in a blink look like a machine's.
A_WHILE = 3_500


def link(mail: ReceivedMail, name: str) -> str:
    return re.findall(rf"/kysymys/{name}/[\w-]+/", mail.text)[0]


def ask(page: Page, path: str, text: str) -> None:
    page.goto(path)
    page.get_by_role("link", name="Kysy tästä käytänteestä").click()
    expect(page.get_by_text("Viestin saa: kulttuurisihteeri")).to_be_visible()
    page.get_by_label("Nimesi").fill("Naapurikunnan kulttuurisihteeri")
    page.get_by_label("Kunta tai organisaatio, josta kysyt").fill("Naapurikunta")
    if page.get_by_label("Sähköpostiosoitteesi").count():
        page.get_by_label("Sähköpostiosoitteesi").fill(ASKER)
    page.get_by_label("Viestisi").fill(text)
    page.wait_for_timeout(A_WHILE)
    page.get_by_role("button", name="Lähetä viesti").click()


def test_visitor_asks_confirms_and_the_question_arrives(
    page: Page, smtp_server: SmtpServer, axe: Callable[[Page], None]
) -> None:
    contact = ShownContactFactory(person__email=ANSWERER)
    practice = PublishedPracticeFactory(title="Kulttuurikaveri", contact=contact)

    ask(page, practice.get_absolute_url(), "")
    expect(page.get_by_text("Kirjoita viesti ennen kuin lähetät sen.").first).to_be_visible()
    axe(page)
    page.get_by_label("Viestisi").fill("Montako kaveria teillä on?")
    page.get_by_role("button", name="Lähetä viesti").click()
    expect(page.get_by_role("heading", name="Katso sähköpostisi")).to_be_visible()
    [asked] = smtp_server.received
    assert asked.recipients == [ASKER]
    assert "Montako" not in asked.text

    page.goto(link(asked, "vahvista"))
    expect(page.get_by_text("Montako kaveria teillä on?")).to_be_visible()
    assert len(smtp_server.received) == 1
    page.get_by_role("button", name="Vahvista ja lähetä viesti").click()
    expect(page.get_by_text("Viesti on lähtenyt vastaanottajan sähköpostiin.")).to_be_visible()
    [_asked, question] = smtp_server.received
    assert question.recipients == [ANSWERER]
    assert (question.sender, question.header("Reply-To")) == ("kenno@kenno.example", ASKER)
    assert "> Montako kaveria teillä on?" in question.text

    page.goto(practice.get_absolute_url())
    expect(page.get_by_text("@")).to_have_count(0)

    page.goto(link(question, "sulje"))
    page.get_by_role("button", name="Sulje lähettäjä").click()
    expect(page.get_by_text("Lähettäjä on suljettu")).to_be_visible()
    axe(page)
    ask(page, practice.get_absolute_url(), "Vielä yksi kysymys")
    expect(page.get_by_role("heading", name="Katso sähköpostisi")).to_be_visible()
    told = smtp_server.received[-1]
    assert told.recipients == [ASKER]
    assert "Vastaanottaja ei ota vastaan viestejä sinulta." in told.text


def test_signed_in_person_follows_a_question_in_the_workspace(
    page: Page, sign_in: SignIn, smtp_server: SmtpServer
) -> None:
    practice = PublishedPracticeFactory(contact=ShownContactFactory(person__email=ANSWERER))
    smtp_server.recipient_answers = ["550 No such user"]
    sign_in(page, UserFactory(email=ASKER))
    ask(page, practice.get_absolute_url(), "Montako kaveria teillä on?")
    expect(page.get_by_role("heading", name="Omat viestit")).to_be_visible()
    expect(page.get_by_role("cell", name="ei mennyt perille")).to_be_visible()


def test_visitor_asks_without_scripts(page: Page, smtp_server: SmtpServer) -> None:
    practice = PublishedPracticeFactory(contact=ShownContactFactory(person__email=ANSWERER))
    page.route("**/*.js", lambda route: route.abort())
    ask(page, practice.get_absolute_url(), "Montako kaveria teillä on?")
    expect(page.get_by_role("heading", name="Katso sähköpostisi")).to_be_visible()
    assert [mail.recipients for mail in smtp_server.received] == [[ASKER]]
