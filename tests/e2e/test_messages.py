"""Messages that do not get through, in a browser: refused, bounced, allowed, sent again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kenno.core.bounces import take_report
from kenno.core.models import OutboxMessage
from kenno.core.reports import read_reports
from kenno.people.actions import add_person
from kenno.people.enums import Role
from kenno.people.models import User
from tests.core.reports import bounce
from tests.factories.people import CoordinatorFactory
from tests.utils.smtp import SmtpServer

pytestmark = pytest.mark.browser
EMAIL = "uusi@kunta.example"


def invite() -> OutboxMessage:
    """Make the new person a coordinator, whom that invites by mail."""
    person = User.objects.filter(email=EMAIL).first()
    if person is not None:
        person.memberships.all().delete()
    add_person(email=EMAIL, role=Role.COORDINATOR, municipality=None, by=None)
    return OutboxMessage.objects.latest("pk")


def test_coordinator_gets_messages_through_after_a_bounce(
    page: Page,
    sign_in: Callable[[Page, User], None],
    axe: Callable[[Page], None],
    smtp_server: SmtpServer,
) -> None:
    sign_in(page, CoordinatorFactory())
    first = invite()
    assert [mail.recipients for mail in smtp_server.received] == [[EMAIL]]
    [report] = read_reports(bounce(message_id=first.message_id, recipient=EMAIL))
    take_report(report)
    invite()
    assert len(smtp_server.received) == 1

    page.goto("/tyopoyta/viestit/")
    page.get_by_role("link", name="ei lähtenyt 1").click()
    page.get_by_role("link", name="Tervetuloa Kulttuurikennoon").click()
    expect(page.get_by_text("osoitteeseen ei lähetetä viestejä")).to_be_visible()
    expect(page.get_by_role("button", name="Lähetä uudelleen")).to_have_count(0)
    axe(page)

    page.get_by_role("link", name="Salli osoite").click()
    expect(page.get_by_text("viesti palautui: osoite ei toimi")).to_be_visible()
    page.get_by_role("button", name="Salli osoite").click()
    expect(page.get_by_text("Osoitteeseen lähetetään taas viestejä.")).to_be_visible()
    expect(page.get_by_text("Kaikkiin osoitteisiin lähetetään")).to_be_visible()

    page.get_by_role("link", name="Kaikki viestit").click()
    page.get_by_role("link", name="ei lähtenyt 1").click()
    page.get_by_role("link", name="Lähetä nämä uudelleen").click()
    page.get_by_role("button", name="Lähetä uudelleen").click()
    expect(page.get_by_text("1 viesti lähetetään uudelleen.")).to_be_visible()
    expect(page.get_by_role("link", name="lähetetty 1")).to_be_visible()
    expect(page.get_by_role("link", name="palautui 1")).to_be_visible()
    assert [mail.recipients for mail in smtp_server.received] == [[EMAIL], [EMAIL]]
    assert smtp_server.received[1].header("Subject") == "Tervetuloa Kulttuurikennoon"

    page.goto("/tyopoyta/tapahtumat/?kind=core.suppressedaddress")
    expect(page.get_by_role("cell", name="Estetty osoite sallittu")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Lataa nämä CSV-tiedostona").click()
    rows = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert [row.split(";")[2] for row in rows[1:]] == [
        "people.address_lifted",
        "core.address_suppressed",
    ]
