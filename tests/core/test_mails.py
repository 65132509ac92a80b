import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from kenno.core import outbox
from kenno.core.exceptions import Refusal
from kenno.core.mails import Button, Code, Item, Items, Link, Mail, Paragraph, Quote, SmallPrint
from kenno.core.mails import one_line as on_one_line
from kenno.core.models import OutboxMessage, new_message_id

URL = "https://kenno.example/sivu/?a=1&b=2"


def mail(*blocks, **changes) -> Mail:
    return Mail(**({"subject": "Asia", "blocks": blocks, "why": "Pyysit tätä."} | changes))


def test_mail_as_text_says_everything_line_by_line(settings):
    settings.BASE_URL = "https://kenno.example"
    drawn = mail(
        Paragraph("Lue tämä."),
        Button("Avaa sivu", URL),
        Quote("Hän kirjoitti", "Hei!\n\nTerveisin\n> toinen\n"),
        Code("Koodi", "AB-CD"),
        Items((Item("Yksi", URL, "Sanoja"), Item("Kaksi"))),
        SmallPrint("Pientä."),
        stop=Link("Lopeta nämä", "https://kenno.example/lopeta/"),
    ).text
    assert drawn == (
        "Lue tämä.\n\n"
        f"Avaa sivu:\n{URL}\n\n"
        "Hän kirjoitti:\n\n> Hei!\n>\n> Terveisin\n> > toinen\n\n"
        "Koodi: AB-CD\n\n"
        f"Yksi\nSanoja\n{URL}\n\nKaksi\n\n"
        "Pientä.\n\n"
        "-- \nLähettäjä: Kulttuurikenno, kuntien kulttuurityön yhteinen tietopankki\n"
        "https://kenno.example/\n\n"
        "Pyysit tätä.\n\n"
        "Lopeta nämä:\nhttps://kenno.example/lopeta/\n"
    )


HOSTILE = "<script>alert(1)</script> & <img src=https://x.example/p.gif>"


@pytest.mark.parametrize(
    "block",
    [
        Paragraph(HOSTILE),
        SmallPrint(HOSTILE),
        Button(HOSTILE, URL),
        Link(HOSTILE, URL),
        Quote(HOSTILE, HOSTILE),
        Code(HOSTILE, HOSTILE),
        Items((Item(HOSTILE, URL, HOSTILE), Item(HOSTILE, "", HOSTILE))),
    ],
    ids=lambda block: type(block).__name__,
)
def test_html_escapes_what_others_wrote_and_text_does_not(block):
    drawn = mail(block, subject=HOSTILE, why=HOSTILE)
    assert "<script" not in drawn.html
    assert "<img" not in drawn.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;img" in drawn.html
    assert HOSTILE in drawn.text


def test_html_is_a_document_in_its_language_that_fetches_nothing():
    drawn = mail(Button("Öppna", URL), language="sv").html
    assert drawn.startswith('<!DOCTYPE html>\n<html lang="sv">')
    assert '<meta name="color-scheme" content="light dark">' in drawn
    for fetched in ("<img", "<link", "<script", "@import", "url(", "src="):
        assert fetched not in drawn


def test_mail_keeps_the_language_in_which_it_was_made(settings):
    settings.BASE_URL = "https://kenno.example"
    with translation.override("sv"):
        made = mail()
    assert made.language == "sv"
    assert "https://kenno.example/sv/" in made.text
    assert 'href="https://kenno.example/sv/"' in made.html


@pytest.mark.parametrize("url", ["", "/sivu/", "javascript:alert(1)", "https://a.example/ b"])
def test_link_needs_an_absolute_address(url):
    with pytest.raises(ValueError, match="Not an absolute address"):
        Link("Avaa", url)
    if url:
        with pytest.raises(ValueError, match="Not an absolute address"):
            Item("Avaa", url)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Asia\r\nBcc: kaikki@kunta.example", "Asia Bcc: kaikki@kunta.example"),
        ("Asia\u2028toinen\x0b\x00kolmas", "Asia toinen kolmas"),
        ("lasku\u202efdp.exe", "laskufdp.exe"),
        ("  Kulttuuri\u00adkaveri  ", "Kulttuurikaveri"),
        ("Ääkköset – “näin”", "Ääkköset – “näin”"),
    ],
)
def test_header_text_is_one_line_that_can_be_seen(text, line):
    assert on_one_line(text) == line


@pytest.mark.parametrize(
    "address", ["a@kunta.example\nBcc: b@kunta.example", "a@kunta.example, b@kunta.example", "a"]
)
def test_reply_address_that_is_none_is_refused(db, address):
    with pytest.raises(Refusal, match="ei kelpaa"):
        outbox.queue_message(
            kind="test", recipient="a@kunta.example", mail=mail(), reply_to=address
        )
    assert OutboxMessage.objects.count() == 0


def test_subject_of_a_message_is_one_short_line(db):
    queued = outbox.queue_message(
        kind="test", recipient="a@kunta.example", mail=mail(subject="A\r\nBcc: x\n" + "b" * 300)
    )
    assert queued.subject == "A Bcc: x " + "b" * 191
    headers = EmailMultiAlternatives(subject=queued.subject).message()
    assert headers["Bcc"] is None


def test_message_id_is_new_each_time_under_the_senders_domain(settings):
    settings.DEFAULT_FROM_EMAIL = "Kenno <kenno@kulttuuri.example>"
    first, second = new_message_id(), new_message_id()
    assert first != second
    assert first.endswith("@kulttuuri.example")
