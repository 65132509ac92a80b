"""The whole chain in a browser: reported, reviewed, published, found, edited, found anew."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kenno.people.models import User
from kenno.places.actions import load_places
from kenno.places.models import Municipality
from kenno.practices.models import Practice
from tests.factories.people import ContributorFactory, CoordinatorFactory
from tests.factories.practices import PublishedPracticeFactory
from tests.factories.vocabulary import ConceptFactory, StatutoryTaskFactory

pytestmark = pytest.mark.browser

TITLE = "Kulttuurikasvatussuunnitelma kylille"
SignIn = Callable[[Page, User], None]
Examine = Callable[[Page], None]


@pytest.fixture
def country(live_site: None) -> None:
    StatutoryTaskFactory(code="access", label_fi="Kulttuurin saatavuus")
    StatutoryTaskFactory(code="education", label_fi="Kulttuurikasvatus")
    load_places()


@pytest.fixture
def author(country: None) -> User:
    return ContributorFactory(
        email="kulttuuri@alavieska.example",
        first_name="Kulttuurisihteeri",
        municipality=Municipality.objects.get(code="009"),
    )


@pytest.fixture
def coordinator(country: None) -> User:
    return CoordinatorFactory(email="koordinaattori@kenno.example", first_name="Koordinaattori")


def type_and_wait(page: Page, label: str, text: str) -> None:
    """Type as a person does, and wait until the form has saved itself."""
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.get_by_label(label).fill(text)
    expect(page.locator("#autosave")).to_contain_text("Tallennettu klo")


def wait_for_save(page: Page, practice: Practice) -> None:
    """Wait until the draft has been saved, which the page that was left does behind the scenes."""
    for _ in range(100):
        practice.refresh_from_db()
        if practice.draft_version:
            return
        page.wait_for_timeout(100)
    pytest.fail("The text was not saved within ten seconds")


def write_practice(page: Page) -> None:
    page.goto("/tyopoyta/")
    page.get_by_role("link", name="Kerro uusi käytänne").first.click()
    page.get_by_label("Mikä käytänteen nimi on?").fill(TITLE)
    page.get_by_role("button", name="Aloita kirjoittaminen").click()
    type_and_wait(page, "Tiivistelmä", "Jokainen koululainen pääsee teatteriin.")


def finish_practice(page: Page) -> None:
    page.goto("/tyopoyta/")
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("link", name=re.compile("Tarve ja kuvaus")).click()
    page.get_by_label("Mitä tehdään?").fill("Linja-auto hakee oppilaat kylistä.")
    page.get_by_role("button", name=re.compile("Tallenna ja jatka")).click()
    page.get_by_label("Kulttuurikasvatus", exact=True).check()
    page.get_by_role("button", name=re.compile("Tallenna ja jatka")).click()
    page.get_by_label("Vaiheen nimi").first.fill("Sovi kyydeistä")
    page.get_by_role("button", name="Lisää vaihe").click()
    page.get_by_label("Vaiheen nimi").nth(1).fill("Varaa liput")
    page.get_by_role("button", name="Tallenna ja palaa yhteenvetoon").click()
    expect(page.locator("h1")).to_have_text(TITLE)


def submit(page: Page) -> None:
    page.get_by_role("button", name="Lähetä tarkistettavaksi").click()
    expect(page.get_by_text("Kiitos! Teksti on nyt tarkistettavana.")).to_be_visible()


def open_review(page: Page) -> None:
    page.goto("/tyopoyta/tarkistus/")
    page.get_by_role("link", name=re.compile("Kulttuurikasvatussuunnitelma")).first.click()


def search(page: Page, words: str) -> None:
    page.goto("/kaytanteet/")
    page.locator("main").get_by_role("combobox", name="Hae käytänteitä").fill(words)
    page.locator("main").get_by_role("button", name="Hae").click()


def test_practice_goes_from_writer_to_finder(
    page: Page, sign_in: SignIn, author: User, coordinator: User
) -> None:
    PublishedPracticeFactory(title="Soitinlainaamo", municipality=Municipality.objects.last())
    sign_in(page, author)
    write_practice(page)
    page.goto("/")
    finish_practice(page)
    submit(page)

    sign_in(page, coordinator)
    open_review(page)
    expect(page.locator("main")).to_contain_text("Linja-auto hakee oppilaat kylistä.")
    page.get_by_label("Mitä kirjoittajan pitäisi täydentää?").fill("Kerro vielä, kuka maksaa.")
    page.get_by_role("button", name="Palauta täydennettäväksi").click()
    expect(page.get_by_text("Palautettu kirjoittajalle")).to_be_visible()

    sign_in(page, author)
    page.goto("/tyopoyta/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_text("Kerro vielä, kuka maksaa.").first).to_be_visible()
    page.get_by_role("link", name=re.compile("Mitä tämä vaatii")).click()
    type_and_wait(page, "Mistä raha tulee?", "Kunta maksaa kyydit.")
    page.get_by_role("button", name="Tallenna ja palaa yhteenvetoon").click()
    submit(page)

    sign_in(page, coordinator)
    open_review(page)
    page.get_by_role("button", name="Julkaise").click()
    expect(page.get_by_text("Julkaistu: ”Kulttuurikasvatussuunnitelma kylille”.")).to_be_visible()

    page.context.clear_cookies()
    for words in ("koululaisten teatterissa", "kasvatus"):
        search(page, words)
        expect(page.locator("main article mark").first).to_be_visible()
        expect(page.get_by_role("link", name=TITLE)).to_be_visible()
        expect(page.get_by_role("link", name="Soitinlainaamo")).to_have_count(0)
    page.goto("/kaytanteet/")
    page.get_by_role("checkbox", name=re.compile("Pohjois-Pohjanmaa")).check()
    expect(page.locator("main")).to_contain_text("1 käytänne")
    assert "region=17" in page.url
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", name="Mitä tämä vaatii")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Kunta maksaa kyydit.")
    page.get_by_role("link", name="Alavieska").first.click()
    expect(page.locator("h1")).to_have_text("Alavieska")
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()


def test_edit_of_published_is_found_only_after_approval(
    page: Page, sign_in: SignIn, author: User, coordinator: User
) -> None:
    practice = PublishedPracticeFactory(
        title=TITLE,
        summary="Runoilta joka kuukausi.",
        municipality=Municipality.objects.get(code="009"),
    )
    sign_in(page, author)
    page.goto(f"/tyopoyta/kaytanteet/{practice.pk}/osa/basics/")
    type_and_wait(page, "Tiivistelmä", "Sirkuspaja joka kuukausi.")
    page.get_by_role("button", name="Tallenna ja palaa yhteenvetoon").click()
    submit(page)
    search(page, "runoillat")
    expect(page.locator("main")).to_contain_text("1 käytänne")

    sign_in(page, coordinator)
    open_review(page)
    expect(page.locator("main del").first).to_contain_text("Runoilta")
    expect(page.locator("main ins").first).to_contain_text("Sirkuspaja")
    page.get_by_role("button", name="Julkaise").click()
    expect(page.locator(".lead")).to_have_text("Sirkuspaja joka kuukausi.")

    search(page, "runoillat")
    expect(page.get_by_text("Tällä haulla ei löytynyt käytänteitä")).to_be_visible()
    search(page, "sirkuksen")
    expect(page.locator("main")).to_contain_text("1 käytänne")
    assert Practice.objects.get().summary == "Sirkuspaja joka kuukausi."


def test_text_typed_just_before_leaving_is_saved(page: Page, sign_in: SignIn, author: User) -> None:
    practice = PublishedPracticeFactory(municipality=Municipality.objects.get(code="009"))
    sign_in(page, author)
    address = f"/tyopoyta/kaytanteet/{practice.pk}/osa/story/"
    page.goto(address)

    page.get_by_label("Mitä tehdään?").fill("Kirjoitettu juuri ennen lähtöä.")
    page.goto("/")
    wait_for_save(page, practice)

    page.goto(address)
    expect(page.get_by_label("Mitä tehdään?")).to_have_value("Kirjoitettu juuri ennen lähtöä.")


def test_text_beside_an_error_is_saved_and_the_error_named(
    page: Page, sign_in: SignIn, author: User, axe: Examine
) -> None:
    practice = PublishedPracticeFactory(municipality=Municipality.objects.get(code="009"))
    sign_in(page, author)
    address = f"/tyopoyta/kaytanteet/{practice.pk}/osa/basics/"
    page.goto(address)

    page.get_by_label("Muut mukana olevat kunnat").fill("Alavieskka")
    page.get_by_label("Tiivistelmä").fill("Sirkuspaja joka kuukausi.")
    expect(page.locator("#autosave")).to_have_text(
        "Kaikkea ei tallennettu. Muut mukana olevat kunnat: Kuntaa ”Alavieskka” ei löydy. "
        "Tarkoititko: Alavieska? Muut kohdat ovat tallessa."
    )
    axe(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/")

    page.goto(address)
    expect(page.get_by_label("Tiivistelmä")).to_have_value("Sirkuspaja joka kuukausi.")
    type_and_wait(page, "Muut mukana olevat kunnat", "Alavieska")


def test_suggested_theme_is_added_where_it_stands(
    page: Page, sign_in: SignIn, author: User, axe: Examine
) -> None:
    practice = PublishedPracticeFactory(
        title="Kuorojen konsertit kylillä",
        summary="Kuorot pitävät konsertin jokaisella kylätalolla.",
        municipality=Municipality.objects.get(code="009"),
    )
    ConceptFactory(code="p11185", label_fi="konsertit")
    ConceptFactory(code="p2170", label_fi="kuorot")
    sign_in(page, author)
    page.goto(f"/tyopoyta/kaytanteet/{practice.pk}/osa/audience/")
    axe(page)

    page.get_by_role("button", name="Lisää teema: konsertit").click()

    expect(page.get_by_role("checkbox", name="konsertit")).to_be_checked()
    expect(page.get_by_role("button", name="Lisää teema: konsertit")).to_have_count(0)
    expect(page.get_by_role("button", name="Lisää teema: kuorot")).to_be_focused()
    expect(page.locator("#autosave")).to_contain_text("Tallennettu klo")
    draft = Practice.objects.get().get_latest_revision_as_object()
    assert [theme.code for theme in draft.themes.all()] == ["p11185"]
