"""The list of practices: filters, orders, what leads on, and the same page by every way."""

from collections.abc import Callable

import pytest
from django.test import Client

from kenno.places.actions import load_places
from kenno.places.models import Municipality
from kenno.practices.models import Practice
from kenno.search import actions as search
from kenno.search.lexicon import shipped
from tests.factories.people import ContributorFactory
from tests.factories.practices import FullPracticeFactory, PublishedPracticeFactory
from tests.factories.vocabulary import ArtFormFactory, ConceptFactory
from tests.utils.htmx import HEADERS, assert_same_page, soup_of, swap

pytestmark = pytest.mark.django_db

Counted = Callable[..., object]
LIST = "/kaytanteet/"


@pytest.fixture
def country() -> None:
    load_places()


def place(code: str) -> Municipality:
    return Municipality.objects.get(code=code)


def text_of(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


def titles(client: Client, query: str) -> list[str]:
    result = client.get(f"{LIST}?{query}").context["result"]
    return [found.practice.title for found in result.found]


@pytest.fixture
def theatres(country: None) -> None:
    """Three of Kainuu, Northern Ostrobothnia and Uusimaa."""
    PublishedPracticeFactory(title="Lasten teatteri kylillä", municipality=place("290"))
    PublishedPracticeFactory(title="Lasten teatteri torilla", municipality=place("009"))
    PublishedPracticeFactory(title="Lasten teatteri metrossa", municipality=place("091"))
    search.rebuild()


@pytest.mark.usefixtures("theatres")
def test_place_among_words_is_filter_that_can_be_taken_off(client: Client) -> None:
    response = client.get(LIST, {"q": "lasten teatteri Kainuussa"})

    page = text_of(response)
    assert titles(client, "q=lasten teatteri Kainuussa") == ["Lasten teatteri kylillä"]
    assert "”Kainuussa” ymmärrettiin rajaukseksi (Maakunta: Kainuu)." in page
    [chip] = response.context["result"].chips
    assert (chip.label, chip.words) == ("Kainuu", "Kainuussa")
    assert len(titles(client, chip.url[1:])) == 3
    assert "ymmärrettiin rajaukseksi" not in text_of(client.get(LIST + chip.url))
    assert response.context["result"].clear_url == chip.url


@pytest.mark.usefixtures("theatres")
@pytest.mark.parametrize(
    "query", ["q=teatteri kunta:kuhmo", "q=teatteri maakunta:kainuu", "q=teatteri&region=18"]
)
def test_named_field_filters_like_chosen_one(client: Client, query: str) -> None:
    assert titles(client, query) == ["Lasten teatteri kylillä"]


def test_new_facets_are_counted_and_filtered_by(client: Client, country: None) -> None:
    FullPracticeFactory(municipality=place("290"), last_confirmed_on="2025-05-05")
    PublishedPracticeFactory(municipality=place("091"), cost_yearly_eur=90_000)
    search.rebuild()

    facets = {facet.name: facet for facet in client.get(LIST).context["result"].facets}

    options = {
        name: [(option.label, option.count) for option in facets[name].options]
        for name in ("urban", "municipal-language", "cost")
    }
    assert options == {
        "urban": [("kaupunkimainen kunta", 1), ("taajaan asuttu kunta", 1)],
        "municipal-language": [
            ("suomenkielinen", 1),
            ("kaksikielinen, enemmistö suomenkielisiä", 1),
        ],
        "cost": [("1 000–5 000 €", 1), ("20 000 € tai enemmän", 1)],
    }
    assert "2025" in [option.value for option in facets["year"].options]
    assert len(titles(client, "cost=20000-")) == 1
    assert len(titles(client, "urban=2&municipal-language=fi&year=2025")) == 1
    assert titles(client, "year=1900") == []


@pytest.mark.usefixtures("theatres")
def test_like_municipalities_come_first_and_say_why(client: Client) -> None:
    response = client.get(LIST, {"q": "teatteri", "order": "alike", "near": "009"})

    found = response.context["result"].found
    assert [one.practice.municipality.name for one in found] == ["Alavieska", "Kuhmo", "Helsinki"]
    assert found[0].why == ["Oman kuntanne käytänne"]
    assert found[2].why[0].startswith("Helsinki teihin verrattuna (")
    page = text_of(response)
    assert '<option value="009" selected>Alavieska</option>' in page
    assert "Miten samankaltaisuus lasketaan?" in page


@pytest.mark.usefixtures("theatres")
def test_like_municipality_of_a_partner_counts(client: Client) -> None:
    practice = Practice.objects.get(title="Lasten teatteri metrossa")
    practice.partner_municipalities.set([place("009")])
    practice.save()
    search.rebuild()

    found = client.get(LIST, {"order": "alike", "near": "069"}).context["result"].found

    [why] = next(one.why for one in found if one.practice == practice)
    assert why.startswith("Alavieska on teidän kaltaisenne (")


@pytest.mark.usefixtures("theatres")
@pytest.mark.parametrize("near", ["", "000", "kuhmo", "9"])
def test_order_by_likeness_without_municipality_asks_for_it(client: Client, near: str) -> None:
    response = client.get(LIST, {"q": "teatteri", "order": "alike", "near": near})

    page = text_of(response)
    assert "Mikä on teidän kuntanne?" in page
    assert "Miten samankaltaisuus lasketaan?" not in page
    assert len(response.context["result"].found) == 3


@pytest.mark.usefixtures("theatres")
def test_contributor_is_offered_their_own_municipality(client: Client) -> None:
    client.force_login(ContributorFactory(municipality=place("290")))

    page = text_of(client.get(LIST, {"q": "teatteri"}))

    assert 'href="?q=teatteri&amp;order=alike&amp;near=290">Kaltaisemme kunnat ensin' in page


@pytest.mark.usefixtures("theatres")
def test_nothing_found_tells_what_to_leave_out_and_leads_on(client: Client) -> None:
    response = client.get(LIST, {"q": "teatteri", "region": "19"})

    page = text_of(response)
    assert "Tällä haulla ei löytynyt käytänteitä" in page
    assert '<a href="?q=teatteri">ilman rajausta Lappi</a>: 3 käytännettä' in page
    message = "/palaute/?viesti=Kaipaan+t%C3%A4llaista+k%C3%A4yt%C3%A4nnett%C3%A4%3A+teatteri."
    assert f'href="{message}&amp;sivu=' in page
    assert "Kerro, jos tiedät tällaisen" in page
    assert "/tyopoyta/kaytanteet/uusi/" in page


@pytest.mark.usefixtures("theatres")
def test_request_for_practice_begins_feedback_with_words_searched(client: Client) -> None:
    ask_url = client.get(LIST, {"q": "puppet & <b>"}).context["ask_url"]

    page = text_of(client.get(ask_url))

    assert "Kaipaan tällaista käytännettä: puppet &amp; &lt;b&gt;." in page
    assert 'value="/kaytanteet/?q=puppet+%26+%3Cb%3E"' in page


def test_long_result_can_be_narrowed_by_its_concepts(client: Client, country: None) -> None:
    music = ConceptFactory(code="p1808", label_fi="musiikki")
    for number in range(8):
        practice = PublishedPracticeFactory(municipality=place("290"))
        if number < 3:
            practice.themes.set([music])
            practice.save()
    search.rebuild()

    response = client.get(LIST)

    assert '<a href="?concept=p1808">musiikki</a> (3)' in text_of(response)
    narrowed = client.get(f"{LIST}?concept=p1808").context["result"]
    assert (narrowed.total, [chip.label for chip in narrowed.chips]) == (3, ["musiikki"])


@pytest.mark.usefixtures("theatres")
def test_choosing_filter_by_htmx_gives_page_of_its_address(client: Client) -> None:
    start = client.get(LIST, {"q": "teatteri"})
    address = f"{LIST}?q=teatteri&region=18"

    swapped = swap(start, trigger="#facets form", answer=client.get(address, headers=HEADERS))

    fresh = client.get(address)
    fresh_page = soup_of(fresh)
    for part in (*swapped.select("head, .languages"), *fresh_page.select("head, .languages")):
        # These know the address of the page, which a swap leaves as it was.
        part.decompose()
    assert_same_page(swapped, str(fresh_page))


@pytest.mark.usefixtures("theatres")
@pytest.mark.parametrize("name", ["q", "literal", "near", "order", "page", "region", "concept"])
@pytest.mark.parametrize(
    "value",
    [
        "%00",
        "%F0%9F%8E%AD",
        "%ED%A0%80",
        "%E2%80%8B%E2%80%AE",
        "'%20OR%201=1--",
        '"',
        "-",
        "a:b:c",
        "<script>",
        "x" * 5000,
    ],
)
def test_list_answers_bad_input_in_every_parameter(client: Client, name: str, value: str) -> None:
    for rest in ("", "&q=teatteri&order=alike&near=009"):
        response = client.get(f"{LIST}?{name}={value}{rest}")
        assert response.status_code == 200
        assert b"<script>" not in response.content.replace(b"<script src", b"")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("query", "queries"), [("q=teatteri", 10), ("order=alike&near=009", 13), ("q=zzzz", 7)]
)
def test_list_of_each_kind_makes_same_number_of_queries(
    client: Client,
    country: None,
    django_assert_num_queries: Counted,
    rows: int,
    query: str,
    queries: int,
) -> None:
    for _ in range(rows):
        practice = PublishedPracticeFactory(title="Teatteri", municipality=place("290"))
        practice.art_forms.set(ArtFormFactory.create_batch(rows))
        practice.partner_municipalities.set(Municipality.objects.order_by("code")[:rows])
        practice.save()
    search.rebuild()
    client.get(f"{LIST}?{query}")

    with django_assert_num_queries(queries):  # type: ignore[attr-defined]
        client.get(f"{LIST}?{query}")


def test_practice_page_shows_similar_ones_with_what_is_common(
    client: Client, country: None
) -> None:
    theme = ConceptFactory(code="p1", label_fi="lastenkulttuuri")
    shown, other = (
        PublishedPracticeFactory(title=title, municipality=place(code), statutory_tasks=[])
        for title, code in (("Kyläteatteri lapsille", "290"), ("Teatteria lapsille", "009"))
    )
    for practice in (shown, other):
        practice.themes.set([theme])
        practice.save()
    PublishedPracticeFactory(
        title="Veneveisto", summary="Puutyötä", municipality=place("091"), statutory_tasks=[]
    )
    search.rebuild()

    response = client.get(shown.get_absolute_url())

    [found] = response.context["similar"]
    assert (found.practice, found.why) == (other, ["Yhteistä: lastenkulttuuri"])
    page = text_of(response)
    similar = page[page.index("Samankaltaisia käytänteitä") :]
    assert other.title in similar
    assert "Yhteistä: lastenkulttuuri" in similar


def test_practice_page_without_similar_ones_says_nothing_of_them(client: Client) -> None:
    practice = PublishedPracticeFactory()
    search.rebuild()

    assert "Samankaltaisia" not in text_of(client.get(practice.get_absolute_url()))


def test_search_is_widened_by_related_concepts(client: Client, country: None) -> None:
    ConceptFactory(code="p1808", label_fi="musiikki (ilmiö)")
    related = shipped.related_concepts({"p1808"})["p1808"].codes[0]
    ConceptFactory(code=related, label_fi="laulaminen (toiminta)")
    PublishedPracticeFactory(title="Musiikkia kylille", municipality=place("290"))
    search.rebuild()

    wider = client.get(LIST, {"q": "musiikki", "region": "18"}).context["result"].wider

    assert [(one.label, one.language, one.url) for one in wider] == [
        ("laulaminen", "fi", "?q=musiikki+laulaminen&region=18")
    ]
