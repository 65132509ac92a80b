"""The public form of tips."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from kenno.surveys.models import Tip
from tests.factories.places import MunicipalityFactory
from tests.utils.guards import old_stamp

pytestmark = pytest.mark.django_db
ADDRESS = "/vinkki/"


def given(**other: Any) -> dict[str, Any]:
    return {
        "stamp": old_stamp(),
        "municipality": "Alavieska",
        "title": "Kyläkino",
        "text": "Elokuvia seurojentalolla.",
        **other,
    }


@pytest.fixture(autouse=True)
def alavieska() -> None:
    MunicipalityFactory(name_fi="Alavieska", slug_fi="alavieska")


def test_anybody_tells_a_tip_and_reads_what_happens_next(client: Client):
    answer = client.post(
        ADDRESS,
        given(who_knows="kulttuuripalvelut", told_by="lukija", email="kertoja@muualla.example"),
        follow=True,
    )
    assert answer.redirect_chain == [("/vinkki/kiitos/", 302)]
    assert "Koordinaattori lukee vinkin" in answer.content.decode()
    tip = Tip.objects.get()
    assert (tip.municipality.name_fi, tip.title, tip.text) == (
        "Alavieska",
        "Kyläkino",
        "Elokuvia seurojentalolla.",
    )
    assert (tip.who_knows, tip.told_by, tip.teller_email) == (
        "kulttuuripalvelut",
        "lukija",
        "kertoja@muualla.example",
    )
    assert mail.outbox == []


def test_form_begins_with_what_the_address_brings(client: Client):
    page = client.get(f"{ADDRESS}?kunta=alavieska&nimi=kyl%C3%A4kino")
    form = page.context["form"]
    assert (form["municipality"].value(), form["title"].value()) == ("Alavieska", "kyläkino")
    assert client.get(f"{ADDRESS}?kunta=x&nimi={'a' * 500}").status_code == 200


def test_same_sending_twice_is_one_tip(client: Client):
    what = given()
    client.post(ADDRESS, what)
    client.post(ADDRESS, what)
    assert Tip.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"municipality": "Alavieksa"}, "Tarkoititko: Alavieska?"),
        ({"municipality": ""}, "Kirjoita kunnan nimi."),
        ({"title": "a" * 101}, "100"),
        ({"text": ""}, "Kerro, miksi se on hyvä."),
        ({"text": "a" * 2001}, "2000"),
        ({"email": "ei osoite"}, "Syötä kelvollinen sähköpostiosoite."),
        ({"trap": "x"}, "Tyhjennä tämä kenttä"),
    ],
)
def test_what_cannot_be_sent_is_said_and_nothing_is_lost(client: Client, wrong, said):
    answer = client.post(ADDRESS, given(told_by="museolehtori", **wrong))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert said in shown
    assert "museolehtori" in shown
    assert Tip.objects.count() == 0


def test_what_is_written_in_a_blink_is_taken_for_a_machine_once(client: Client):
    stamp = client.get(ADDRESS).context["form"]["stamp"].value()
    answer = client.post(ADDRESS, given(stamp=stamp))
    assert answer.status_code == 422
    assert "näytti koneelta" in answer.content.decode()


def test_one_network_and_one_address_tell_only_so_many_an_hour(client: Client):
    for number in range(5):
        client.post(ADDRESS, given(title=f"Vinkki {number}", email="k@muualla.example"))
    assert client.post(ADDRESS, given(title="V", email="k@muualla.example")).status_code == 429
    for number in range(5, 9):
        client.post(ADDRESS, given(title=f"Vinkki {number}"))
    answer = client.post(ADDRESS, given(title="Liikaa"))
    assert (answer.status_code, Tip.objects.count()) == (429, 9)
    assert "Liikaa" in answer.content.decode()


def test_hostile_text_is_kept_as_text(client: Client):
    text = "<script>alert(1)</script> \u202e käännetty 🎻"
    client.post(ADDRESS, given(text=text, title="Kylä\u202ekino\u200b"))
    tip = Tip.objects.get()
    assert (tip.text, tip.title) == (text, "Kyläkino")


def test_pages_lead_to_the_form(client: Client):
    assert 'href="/vinkki/?kunta=alavieska"' in client.get("/kunnat/alavieska/").content.decode()
    assert 'href="/vinkki/"' in client.get("/kaytanteet/").content.decode()
    nothing = client.get("/kaytanteet/?q=olematon+laji")
    assert 'href="/vinkki/?nimi=olematon+laji"' in nothing.content.decode()
