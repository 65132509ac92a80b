import json
import re
from collections.abc import Callable

import pytest
from django.test import Client

from kenno.moderation import actions as moderation
from kenno.practices.models import Material, Practice
from kenno.search import actions as search
from tests.factories.people import ContributorFactory, CoordinatorFactory
from tests.factories.places import MunicipalityFactory, RegionFactory
from tests.factories.practices import (
    FullPracticeFactory,
    PracticeFactory,
    PublishedPracticeFactory,
)
from tests.factories.vocabulary import ArtFormFactory, ConceptFactory, StatutoryTaskFactory

pytestmark = pytest.mark.django_db

Counted = Callable[..., object]
SCRIPT = '<script>alert("x")</script>'


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_practice_page_answers_questions_in_copiers_order(client: Client) -> None:
    practice = FullPracticeFactory()

    page = text_of(client.get(practice.get_absolute_url()))

    assert re.findall(r"<h2[^>]*>([^<]+)</h2>", page) == [
        "Mikä tämä on",
        "Sopisiko tämä meille",
        "Mitä tämä vaatii",
        "Miten tämä tehdään",
        "Mitä siitä seurasi",
        "Keneltä voi kysyä",
    ]


def test_practice_page_never_prints_address_of_contact(client: Client) -> None:
    practice = FullPracticeFactory()

    assert "@" not in text_of(client.get(practice.get_absolute_url())).replace(
        "@context", ""
    ).replace("@type", "")


def test_practice_page_shows_script_as_text(client: Client) -> None:
    practice = FullPracticeFactory(
        title=SCRIPT, summary=SCRIPT, need=SCRIPT, description=SCRIPT, contact__title=SCRIPT
    )

    page = text_of(client.get(practice.get_absolute_url()))

    assert SCRIPT not in page
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;" in page


def test_practice_page_marks_unsourced_claim(client: Client) -> None:
    page = text_of(client.get(FullPracticeFactory().get_absolute_url()))

    assert page.count("Ei kerrottu, miten tieto on saatu") == 1
    assert page.count("laskettu") == 1


def test_practice_page_says_that_example_is_example(client: Client) -> None:
    assert "Tämä on esimerkki" in text_of(
        client.get(PublishedPracticeFactory(is_example=True).get_absolute_url())
    )
    assert "Tämä on esimerkki" not in text_of(
        client.get(PublishedPracticeFactory().get_absolute_url())
    )


def test_practice_page_keeps_examples_out_of_search_engines(client: Client) -> None:
    noindex = '<meta name="robots" content="noindex">'

    assert noindex in text_of(
        client.get(PublishedPracticeFactory(is_example=True).get_absolute_url())
    )
    assert noindex not in text_of(client.get(PublishedPracticeFactory().get_absolute_url()))


def test_practice_page_of_restored_draft_says_gone(client: Client) -> None:
    practice, coordinator = PublishedPracticeFactory(), CoordinatorFactory()
    moderation.archive(record=practice, by=coordinator)
    moderation.restore(record=practice, by=coordinator)

    assert client.get(practice.get_absolute_url()).status_code == 410


def test_practice_page_says_language_of_untranslated_text(client: Client) -> None:
    practice = PublishedPracticeFactory(language="sv", slug="kulturvan")

    page = text_of(client.get("/kaytanteet/kulturvan/"))

    assert "Tämä käytänne on kirjoitettu kielellä: svenska" in page
    assert f'<h1 lang="sv">{practice.title}</h1>' in page


def test_practice_page_gives_linked_data(client: Client) -> None:
    practice = FullPracticeFactory(title="Kaveri </script> mukaan")

    page = text_of(client.get(practice.get_absolute_url()))

    block = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    data = json.loads(block)
    assert data["@type"] == "HowTo"
    assert data["name"] == "Kaveri </script> mukaan"
    assert [step["name"] for step in data["step"]] == ["Etsi kaverit", "Kouluta"]


def test_practice_page_of_unknown_address_is_not_found(client: Client) -> None:
    assert client.get("/kaytanteet/ei-ole/").status_code == 404


def test_practice_page_of_draft_is_not_found(client: Client) -> None:
    PracticeFactory(slug="luonnos")

    assert client.get("/kaytanteet/luonnos/").status_code == 404


def test_practice_page_of_archived_says_gone(client: Client) -> None:
    practice = PublishedPracticeFactory()
    moderation.archive(record=practice, by=CoordinatorFactory())

    response = client.get(practice.get_absolute_url())

    assert response.status_code == 410
    assert "Tämä käytänne on arkistoitu" in text_of(response)


@pytest.mark.parametrize("rows", [1, 3])
def test_practice_page_makes_same_number_of_queries(
    client: Client, django_assert_num_queries: Counted, rows: int
) -> None:
    practice = FullPracticeFactory()
    practice.statutory_tasks.set(StatutoryTaskFactory.create_batch(rows))
    practice.art_forms.set(ArtFormFactory.create_batch(rows))
    practice.themes.set(ConceptFactory.create_batch(rows))
    practice.partner_municipalities.set(MunicipalityFactory.create_batch(rows))
    practice.save()
    PublishedPracticeFactory.create_batch(rows, adapted_from=practice)
    client.get(practice.get_absolute_url())

    with django_assert_num_queries(19):  # type: ignore[attr-defined]
        client.get(practice.get_absolute_url())


def test_print_page_has_whole_text(client: Client) -> None:
    practice = FullPracticeFactory(slug="tulostettava")

    page = text_of(client.get("/kaytanteet/tulostettava/tulosta/"))

    assert "Kulttuurikaveri hakee kotoa" in page
    assert "/kaytanteet/tulostettava/ · CC BY 4.0" in page
    assert practice.title in page


def index_everything() -> None:
    search.rebuild()


def test_list_finds_inflected_word_and_part_of_compound(client: Client) -> None:
    PublishedPracticeFactory(title="Kulttuurikasvatussuunnitelma pienessä kunnassa")
    PublishedPracticeFactory(title="Soitinlainaamo")
    index_everything()

    for query in ("kasvatuksen", "pienissä", "suunnitelmia"):
        page = text_of(client.get("/kaytanteet/", {"q": query}))
        assert "<strong>1</strong> käytänne" in page, query
        assert "pienessä" in page, query


def test_list_counts_facets_and_filters_by_them(client: Client) -> None:
    kainuu = RegionFactory(code="18", name_fi="Kainuu")
    lappi = RegionFactory(code="19", name_fi="Lappi")
    PublishedPracticeFactory.create_batch(2, municipality__region=kainuu)
    PublishedPracticeFactory(municipality__region=lappi)
    index_everything()

    response = client.get("/kaytanteet/", {"region": "18"})

    page = text_of(response)
    assert "<strong>2</strong> käytännettä" in page
    assert "Poista rajaus:" in page
    [facet] = [facet for facet in response.context["result"].facets if facet.name == "region"]
    assert [(o.label, o.count, o.selected, o.url) for o in facet.options] == [
        ("Kainuu", 2, True, "?"),
        ("Lappi", 1, False, "?region=18&region=19"),
    ]


def test_list_with_nothing_found_helps_on(client: Client) -> None:
    PublishedPracticeFactory()
    index_everything()

    page = text_of(client.get("/kaytanteet/", {"q": "zzzz"}))

    assert "Tällä haulla ei löytynyt käytänteitä" in page
    assert "Näytä kaikki käytänteet" in page


def test_list_before_first_practice_invites_to_write(client: Client) -> None:
    page = text_of(client.get("/kaytanteet/"))

    assert "Ensimmäistä käytännettä odotellaan" in page
    assert "/tyopoyta/kaytanteet/uusi/" in page


@pytest.mark.parametrize(
    "query",
    [
        "q=%00&region=%00",
        "page=-1",
        "page=99999999999999999999",
        "page=abc",
        "region=' OR 1=1 --",
        "order=nonsense",
        "q=" + "a" * 3000,
        "task=ei-ole",
    ],
)
def test_list_answers_any_address(client: Client, query: str) -> None:
    PublishedPracticeFactory()
    index_everything()

    assert client.get(f"/kaytanteet/?{query}").status_code == 200


def test_list_beyond_last_page_leads_to_last(client: Client) -> None:
    PublishedPracticeFactory.create_batch(21)
    index_everything()

    response = client.get("/kaytanteet/?page=9")

    assert response.status_code == 302
    assert response["Location"] == "/kaytanteet/?page=2"


@pytest.mark.parametrize("rows", [1, 3])
def test_list_makes_same_number_of_queries(
    client: Client, django_assert_num_queries: Counted, rows: int
) -> None:
    PublishedPracticeFactory.create_batch(rows)
    index_everything()
    client.get("/kaytanteet/")

    with django_assert_num_queries(9):  # type: ignore[attr-defined]
        client.get("/kaytanteet/")


def test_list_shows_edit_only_after_approval(client: Client) -> None:
    author, coordinator = ContributorFactory(), CoordinatorFactory()
    practice = PublishedPracticeFactory(title="Runoilta vanhainkodissa")
    index_everything()
    draft = practice.get_latest_revision_as_object()
    draft.title = "Teatteripaja torilla"
    moderation.save_draft(record=draft, by=author, based_on=0)
    moderation.submit(record=practice, by=author)
    assert "<strong>1</strong>" in text_of(client.get("/kaytanteet/", {"q": "runoillat"}))

    practice = Practice.objects.get(pk=practice.pk)
    moderation.approve(
        record=practice,
        by=coordinator,
        revision_id=practice.current_workflow_task_state.revision_id,
    )

    assert "<strong>0</strong>" in text_of(client.get("/kaytanteet/", {"q": "runoillat"}))
    assert "<strong>1</strong>" in text_of(client.get("/kaytanteet/", {"q": "teatteripajat"}))


def test_list_forgets_archived_practice(client: Client) -> None:
    practice = PublishedPracticeFactory(title="Katusoittolupa")
    index_everything()

    moderation.archive(record=practice, by=CoordinatorFactory())

    assert "<strong>0</strong>" in text_of(client.get("/kaytanteet/", {"q": "katusoitto"}))


@pytest.fixture
def material() -> Material:
    practice = PublishedPracticeFactory()
    row = Material(title="Ohje kavereille", practice=practice)
    from django.core.files.base import ContentFile

    row.file.save("ohje.pdf", ContentFile(b"%PDF-1.4 x"), save=False)
    practice.materials.set([row])
    practice.save()
    return Material.objects.get()


def test_material_of_published_opens_for_everyone(client: Client, material: Material) -> None:
    response = client.get(f"/kaytanteet/aineisto/{material.pk}/")

    assert response.status_code == 200
    assert response["Content-Disposition"] == 'attachment; filename="ohje-kavereille.pdf"'
    assert b"".join(response) == b"%PDF-1.4 x"


def test_material_of_archived_opens_only_for_its_writers(
    client: Client, material: Material
) -> None:
    coordinator = CoordinatorFactory()
    moderation.archive(record=material.practice, by=coordinator)

    assert client.get(f"/kaytanteet/aineisto/{material.pk}/").status_code == 403
    client.force_login(coordinator)
    assert client.get(f"/kaytanteet/aineisto/{material.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("path", "amount"),
    [("kaytanteet", "3 200 €"), ("sv/praxis", "3 200 €"), ("en/practices", "€3,200")],
)
def test_practice_page_writes_amounts_in_readers_language(
    client: Client, path: str, amount: str
) -> None:
    FullPracticeFactory(slug="kaveri")

    page = text_of(client.get(f"/{path}/kaveri/"))

    assert f"<dd>{amount}</dd>" in page.replace("\xa0", " ").replace("&nbsp;", " ")


def test_practice_page_marks_language_of_texts_but_not_of_their_labels(client: Client) -> None:
    FullPracticeFactory(slug="kaveri", language="sv", partners="Pensionärerna")

    page = text_of(client.get("/kaytanteet/kaveri/"))

    assert re.search(r"<dt>Kumppanit</dt>\s*<dd lang=\"sv\">Pensionärerna</dd>", page) is not None
