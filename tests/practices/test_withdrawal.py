"""A consent that is withdrawn takes effect at once everywhere."""

from typing import Any

import pytest
from django.test import Client

from kenno.people.models import Consent
from kenno.search import actions as search
from tests.factories.people import CoordinatorFactory, ShownContactFactory, UserFactory
from tests.factories.practices import PublishedPracticeFactory
from tests.people.conftest import signed_in

pytestmark = pytest.mark.django_db
TITLE = "museonjohtaja"


@pytest.mark.parametrize("how", ["press", "choice", "end", "closed account"])
def test_withdrawn_consent_empties_page_search_export_and_feed_at_once(
    client: Client, django_capture_on_commit_callbacks: Any, how: str
) -> None:
    person = UserFactory(first_name="Etunimi", last_name="Sukunimi")
    contact = ShownContactFactory(person=person, title=TITLE, visibility="role-and-name")
    practice = PublishedPracticeFactory(title="Soitinlainaamo", contact=contact)
    search.rebuild()
    coordinator, me = signed_in(CoordinatorFactory()), signed_in(person)
    places = {
        "practice": (client, practice.get_absolute_url()),
        "print": (client, f"{practice.get_absolute_url()}tulosta/"),
        "organisation": (client, contact.organisation.get_absolute_url()),
        "municipality": (client, contact.organisation.municipality.get_absolute_url()),
        "feed": (client, "/kaytanteet/syote/"),
        "export": (coordinator, "/tyopoyta/yhteyshenkilot/vie/csv/"),
    }

    def seen() -> dict[str, tuple[bool, bool]]:
        pages = {name: at.get(path).content.decode() for name, (at, path) in places.items()}
        return {name: (TITLE in page, "Sukunimi" in page) for name, page in pages.items()}

    def found() -> int:
        result = client.get("/kaytanteet/", {"q": TITLE}).context["result"]
        return int(result.total)

    before = seen()
    assert {name for name, (title, _name) in before.items() if title} == set(places)
    assert {name for name, (_title, name_seen) in before.items() if name_seen} == set(places) - {
        "feed"
    }
    assert found() == 1

    with django_capture_on_commit_callbacks(execute=True):
        if how == "press":
            me.post("/tyopoyta/yhteystiedot/piilota/")
        elif how == "choice":
            form = {"title": TITLE, "visibility": "none", "version": "1"}
            assert me.post(f"/tyopoyta/yhteystiedot/{contact.pk}/", form).status_code == 302
        elif how == "end":
            coordinator.post(f"/tyopoyta/yhteystiedot/{contact.pk}/paata/")
        else:
            coordinator.post(f"/tyopoyta/ihmiset/{person.pk}/sulje/")

    assert set(seen().values()) == {(False, False)}
    assert found() == 0
    if how in ("press", "choice"):
        assert Consent.objects.valid().count() == 0
        assert Consent.objects.count() == 2
