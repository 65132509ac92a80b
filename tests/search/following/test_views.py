import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kenno.core.models import AuditRecord
from kenno.search import actions, limits
from kenno.search.enums import SavedSearchState
from kenno.search.models import SavedSearch
from tests.factories.people import UserFactory
from tests.factories.search import SAVED_AT, AddressSearchFactory, SavedSearchFactory

pytestmark = pytest.mark.django_db
WISH = {"kind": "practice", "query": "q=teatteri&region=18", "frequency": "weekly"}
EMAIL = "lukija@kunta.example"


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(SAVED_AT, tick=False)


@pytest.fixture
def person(client: Client):
    person = UserFactory(email="sihteeri@kunta.example")
    client.force_login(person)
    return person


def save(client: Client, **changes):
    return client.post(reverse("search:save"), WISH | {"email": EMAIL} | changes)


def text_of(response) -> str:
    return response.content.decode()


def test_visitor_is_asked_to_confirm(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = save(client)
    assert (response.status_code, response["Location"]) == (302, "/hakuvahti/vahvista/")
    assert "Lähetimme sinulle viestin" in text_of(client.get(response["Location"]))
    [sent] = mail.outbox
    path = re.search(r"/hakuvahti/vahvista/[\w-]+/", sent.body)[0]

    shown = client.get(path)
    assert "Haluat seurata hakua: ”teatteri”, 18" in text_of(shown)
    assert shown["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert SavedSearch.objects.get().state == SavedSearchState.UNCONFIRMED

    done = client.post(path)
    assert SavedSearch.objects.get().state == SavedSearchState.ACTIVE
    assert "Kiitos! Kerromme uusista tuloksista" in text_of(client.get(done["Location"]))
    assert client.post(path).status_code == 410


def test_answer_is_the_same_whatever_is_known_of_the_address(client):
    UserFactory(email="tuttu@kunta.example")
    AddressSearchFactory(email="seuraaja@kunta.example", query=WISH["query"])
    answers = [
        save(client, email=email)
        for email in ("uusi@kunta.example", "tuttu@kunta.example", "seuraaja@kunta.example")
    ]
    shown = {(answer.status_code, answer["Location"], answer.content) for answer in answers}
    assert len(shown) == 1


def test_visitor_gets_no_cookie(client):
    save(client)
    client.get(reverse("search:save"), {"kind": "practice", "query": "q=teatteri"})
    assert client.cookies == {}


def test_visitors_form_needs_no_cookie():
    strict = Client(enforce_csrf_checks=True)
    assert save(strict).status_code == 302


def test_form_of_a_signed_in_person_is_protected(person):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person)
    assert save(strict).status_code == 403
    assert SavedSearch.objects.count() == 0


def test_signed_in_person_follows_at_once(client, person):
    response = client.post(reverse("search:save"), WISH)
    assert response["Location"] == reverse("search:saved_searches")
    saved = SavedSearch.objects.get()
    assert (saved.owner, saved.email, saved.query) == (person, "", WISH["query"])
    assert mail.outbox == []


def test_signed_in_person_cannot_save_for_another_address(client, person):
    save(client, email="toinen@kunta.example")
    assert SavedSearch.objects.get().address == "sihteeri@kunta.example"


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"email": ""}, "Anna osoite, johon uudet tulokset lähetetään."),
        ({"email": "lukija"}, "Syötä kelvollinen sähköpostiosoite."),
        ({"email": "a@b.example\nBcc: c@d.example"}, "Syötä kelvollinen sähköpostiosoite."),
        ({"frequency": "hourly"}, "hourly"),
        ({"trap": "x"}, "Tyhjennä tämä kenttä ja lähetä uudelleen."),
        ({"query": "q=" + "a" * 5000}, ""),
    ],
)
def test_bad_wish_is_shown_again_with_what_to_mend(client, changes, complaint):
    response = save(client, **changes)
    assert response.status_code == 422
    assert complaint in text_of(response)
    assert "q=teatteri" in text_of(response) or "query" in changes
    assert SavedSearch.objects.count() == len(mail.outbox) == 0


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("kind", ["", "nothing", "x" * 500])
def test_wish_of_an_unknown_kind_is_refused(client, method, kind):
    response = getattr(client, method)(reverse("search:save"), WISH | {"kind": kind})
    assert response.status_code == 400
    assert "Tätä hakua ei voi seurata." in text_of(response)


def test_form_alone_shows_the_search(client):
    page = text_of(client.get(reverse("search:save"), {"kind": "practice", "query": "q=<b>x"}))
    assert "”&lt;b&gt;x”" in page
    assert 'name="query" value="q=&lt;b&gt;x"' in page


def test_network_address_that_saves_much_is_asked_to_wait(client):
    for number in range(limits.SAVED_FROM_NETWORK):
        assert save(client, email=f"lukija{number}@kunta.example").status_code == 302
    response = save(client)
    assert response.status_code == 429
    assert "Tästä osoitteesta on tallennettu jo monta hakua" in text_of(response)
    assert not SavedSearch.objects.filter(email=EMAIL).exists()


def test_address_gets_few_mails_in_an_hour(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(limits.MAILED_TO_ADDRESS + 2):
            assert save(client, query=f"q=haku{number}").status_code == 302
    assert len(mail.outbox) == limits.MAILED_TO_ADDRESS


def test_stop_page_asks_and_the_button_stops(client):
    saved = AddressSearchFactory()
    path = reverse("search:stop", args=[actions.make_link(saved)])
    shown = text_of(client.get(path))
    assert "Sen jälkeen et saa viestejä hausta: ”teatteri”" in shown
    assert shown.count('<button type="submit" class="button">') == 1
    saved.refresh_from_db()
    assert saved.state == SavedSearchState.ACTIVE

    done = client.post(path)
    saved.refresh_from_db()
    assert saved.state == SavedSearchState.STOPPED
    assert "Jatka seuraamista" in text_of(client.get(done["Location"]))
    assert "Tämä hakuvahti on jo lopetettu." in text_of(client.get(path))


def test_mail_program_stops_with_one_post():
    saved = AddressSearchFactory()
    strict = Client(enforce_csrf_checks=True)
    path = reverse("search:stop", args=[actions.make_link(saved)])
    for _twice in range(2):
        response = strict.post(path, {"List-Unsubscribe": "One-Click"})
        assert (response.status_code, text_of(response)) == (200, "Lopetettu.\n")
    saved.refresh_from_db()
    assert saved.state == SavedSearchState.STOPPED
    assert AuditRecord.objects.filter(action="search.stopped").count() == 1
    assert strict.cookies == {}


@pytest.mark.parametrize("name", ["confirm", "stop", "manage"])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("token", ["forged", "a" * 300, "%00"])
def test_forged_link_says_gone(client, name, method, token):
    AddressSearchFactory()
    response = getattr(client, method)(reverse(f"search:{name}", args=[token]))
    assert response.status_code == 410
    assert SavedSearch.objects.get().state == SavedSearchState.ACTIVE


def test_link_of_a_mail_manages_its_search(client):
    saved = AddressSearchFactory()
    path = reverse("search:manage", args=[actions.make_link(saved)])
    assert "Katsomme seuraavan kerran 4.5.2026." in text_of(client.get(path))

    client.post(path, {"frequency": "daily"})
    saved.refresh_from_db()
    assert saved.frequency == "daily"
    client.post(path, {"do": "stop"})
    client.post(path, {"do": "resume"})
    client.post(path, {"frequency": "hourly"})
    saved.refresh_from_db()
    assert (saved.state, saved.frequency) == (SavedSearchState.ACTIVE, "daily")


def test_managing_a_stopped_search_is_a_conflict(client):
    saved = AddressSearchFactory(state=SavedSearchState.STOPPED, stopped_at=SAVED_AT)
    path = reverse("search:manage", args=[actions.make_link(saved)])
    assert client.post(path, {"frequency": "daily"}).status_code == 409


def test_own_searches_are_listed_and_changed(client, person):
    saved = SavedSearchFactory(owner=person)
    AddressSearchFactory(query="q=muiden")
    page = text_of(client.get(reverse("search:saved_searches")))
    assert page.count("<article") == 1
    assert 'href="http://localhost:8000/kaytanteet/?q=teatteri"' in page

    path = reverse("search:change", args=[saved.pk])
    client.post(path, {"frequency": "daily"})
    client.post(path, {"do": "stop"})
    saved.refresh_from_db()
    assert (saved.frequency, saved.state) == ("daily", SavedSearchState.STOPPED)
    client.post(path, {"do": "resume"})
    saved.refresh_from_db()
    assert saved.state == SavedSearchState.ACTIVE
    assert set(AuditRecord.objects.values_list("by", flat=True)) == {person.pk}


def test_own_searches_invite_when_there_are_none(client, person):
    page = text_of(client.get(reverse("search:saved_searches")))
    assert "Et seuraa vielä yhtään hakua" in page


@pytest.mark.parametrize("make", [SavedSearchFactory, AddressSearchFactory])
def test_searches_of_others_cannot_be_changed(client, person, make):
    saved = make()
    response = client.post(reverse("search:change", args=[saved.pk]), {"do": "stop"})
    assert response.status_code == 403
    saved.refresh_from_db()
    assert saved.state == SavedSearchState.ACTIVE


@pytest.mark.parametrize("rows", [1, 3])
def test_own_searches_make_the_same_number_of_queries(
    client, person, django_assert_num_queries, rows
):
    for number in range(rows):
        SavedSearchFactory(owner=person, query=f"q=haku{number}&region=1{number}")
    client.get(reverse("search:saved_searches"))
    with django_assert_num_queries(10):
        client.get(reverse("search:saved_searches"))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_pages_are_in_every_language(client, language):
    with translation.override(language):
        token = actions.make_link(AddressSearchFactory(language=language))
        paths = [reverse(f"search:{name}", args=[token]) for name in ("stop", "manage")]
    for path in paths:
        response = client.get(path)
        assert response.status_code == 200
        assert f'<html lang="{language}">' in text_of(response)
