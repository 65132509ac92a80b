import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenno.core.bounces import Report, ReportKind
from kenno.core.reports import MAXIMUM_BYTES, Unreadable, read_reports
from tests.core.reports import bounce, complaint, reply

READER = "lukija@kunta.example"


def facts(report: Report) -> tuple[ReportKind, tuple[str, ...], str, str]:
    return report.kind, report.message_ids, report.recipient, report.detail


def test_bounce_tells_whom_it_did_not_reach_and_why():
    [report] = read_reports(bounce(message_id="abc@kenno.example"))
    assert facts(report) == (
        ReportKind.HARD_BOUNCE,
        ("abc@kenno.example",),
        READER,
        "5.1.1 550 5.1.1 User unknown",
    )


@pytest.mark.parametrize(
    ("action", "status", "kind"),
    [
        ("failed", "5.1.1", ReportKind.HARD_BOUNCE),
        ("Failed", "5.7.1 (policy)", ReportKind.HARD_BOUNCE),
        ("failed", "4.4.7", ReportKind.SOFT_BOUNCE),
        ("failed", "unknown", ReportKind.SOFT_BOUNCE),
        ("delayed", "4.4.1", ReportKind.DELAY),
    ],
)
def test_bounce_is_hard_only_when_its_status_says_so(action, status, kind):
    [report] = read_reports(bounce(action=action, status=status))
    assert report.kind is kind


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", ""])
def test_report_of_a_delivery_is_no_bounce(action):
    assert read_reports(bounce(action=action, status="2.0.0")) == []


def test_bounce_on_two_receivers_is_two_reports():
    content = bounce(message_id="abc@kenno.example")
    second = (
        b"\n\nFinal-Recipient: rfc822; toinen@kunta.example\nAction: failed\nStatus: 5.2.1\n\n--="
    )
    content = content.replace(b"unknown\n\n--=", b"unknown" + second, 1)
    assert second in content
    reports = read_reports(content)
    assert [report.recipient for report in reports] == [READER, "toinen@kunta.example"]
    assert len({report.report_id for report in reports}) == 2


@pytest.mark.parametrize(
    ("feedback", "kind"),
    [
        ("abuse", ReportKind.COMPLAINT),
        ("fraud", ReportKind.COMPLAINT),
        ("opt-out", ReportKind.UNSUBSCRIPTION),
    ],
)
def test_complaint_tells_who_complained(feedback, kind):
    [report] = read_reports(complaint(message_id="abc@kenno.example", feedback=feedback))
    assert facts(report) == (kind, ("abc@kenno.example",), READER, "ExampleMail/1.0")


@pytest.mark.parametrize("feedback", ["not-spam", "auth-failure", "other"])
def test_feedback_that_does_not_complain_is_left_alone(feedback):
    assert read_reports(complaint(feedback=feedback)) == []


def test_report_has_the_same_name_however_it_was_delivered():
    first = read_reports(bounce())[0]
    again = read_reports(b"Delivered-To: bounces@kenno.example\n" + bounce())[0]
    other = read_reports(bounce(own_id="<dsn-2@mx.example>"))[0]
    nameless = read_reports(bounce(own_id=""))[0]
    assert first.report_id == again.report_id
    assert len({first.report_id, other.report_id, nameless.report_id}) == 3


@given(st.data())
def test_whatever_comes_is_read_or_said_to_be_unreadable(data: st.DataObject):
    content = bytearray(bounce(message_id="abc@kenno.example"))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=20)):
        content[place] = data.draw(st.integers(0, 255))
    try:
        reports = read_reports(bytes(content))
    except Unreadable:
        return
    for report in reports:
        told = f"{report.report_id}{report.message_ids}{report.recipient}{report.detail}"
        assert told.isprintable()


def test_other_mail_reports_nothing():
    assert read_reports(reply()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"not a mail at all",
        bounce().replace(b"message/delivery-status", b"text/x-lost"),
        complaint().replace(b"message/feedback-report", b"text/x-lost"),
        b"Subject: x\n\n" + b"a" * MAXIMUM_BYTES,
    ],
    ids=["empty", "bytes", "words", "no status", "no feedback", "too large"],
)
def test_what_cannot_be_read_says_so(content):
    with pytest.raises(Unreadable):
        read_reports(content)
