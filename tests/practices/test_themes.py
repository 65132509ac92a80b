"""Themes suggested to the author, and those that a practice has until its author chooses."""

import re
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from kenno.core.models import AuditRecord
from kenno.moderation import actions as moderation
from kenno.people.models import User
from kenno.practices.actions.themes import refresh_automatic_themes, suggest_missing_themes
from kenno.practices.models import Practice
from kenno.practices.queries.documents import documents
from kenno.practices.queries.themes import suggested_themes
from kenno.search import actions as search
from kenno.search.lexicon import build_lexicon
from kenno.vocabulary.models import Concept
from tests.factories.people import ContributorFactory, CoordinatorFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import PublishedPracticeFactory
from tests.factories.vocabulary import ConceptFactory
from tests.practices.form import address, newest
from tests.utils.htmx import HEADERS, soup_of

pytestmark = pytest.mark.django_db
Counted = Callable[..., object]
CONCERTS, CHOIRS = "p11185", "p2170"


@pytest.fixture(autouse=True)
def vocabulary() -> None:
    """Two concepts that the shipped model knows well."""
    ConceptFactory(code="p11185", label_fi="konsertit", label_sv="konserter", label_en="concerts")
    ConceptFactory(code="p2170", label_fi="kuorot")
    build_lexicon()


def chips(response: object) -> list[tuple[str, str]]:
    soup = soup_of(response)  # type: ignore[arg-type]
    return [
        (str(chip["value"]), chip.select("span[lang]")[0].get_text())
        for chip in soup.select("button[name=add-theme]")
    ]


def chosen(response: object) -> list[str]:
    boxes = soup_of(response).select("#themes-choice input[name=themes][value]")  # type: ignore[arg-type]
    return [str(box["value"]) for box in boxes]


def posted(**given: object) -> dict[str, object]:
    return {"based_on": "0", "sitting": "a", **given}


@pytest.fixture
def practice(author: User) -> Practice:
    practice: Practice = PublishedPracticeFactory(
        municipality=author.memberships.get().municipality,
        title="Kuorojen konsertit kylillä",
        summary="Kuorot pitävät konsertin jokaisella kylätalolla.",
        created_by=author,
    )
    return practice


def test_themes_are_suggested_from_saved_text(writer: Client, practice: Practice) -> None:
    response = writer.get(address(practice, "audience"))

    assert sorted(chips(response)) == [(CONCERTS, "konsertit"), (CHOIRS, "kuorot")]
    html = response.content.decode()
    assert "Ehdotuksia tekstin perusteella" in html
    assert 'title="Tekstissä: Kuorojen"' in html
    assert chosen(response) == []


def test_suggested_themes_leave_chosen_out(practice: Practice) -> None:
    assert [theme.code for theme in suggested_themes(practice, chosen=[CONCERTS])] == [CHOIRS]


def test_suggested_themes_tell_language_of_label(practice: Practice) -> None:
    with translation.override("sv"):
        found = {theme.code: theme for theme in suggested_themes(practice)}

    assert (found[CONCERTS].label, found[CONCERTS].language) == ("konserter", "sv")
    assert (found[CHOIRS].label, found[CHOIRS].language) == ("kuorot", "fi")


def test_short_text_has_no_suggestions(writer: Client, author: User) -> None:
    practice = PublishedPracticeFactory(
        municipality=author.memberships.get().municipality, title="Konsertit", summary="Kuorot."
    )

    response = writer.get(address(practice, "audience"))

    assert chips(response) == []
    assert "Ehdotuksia tekstin perusteella" not in response.content.decode()


def test_chip_pressed_without_javascript_adds_theme_and_keeps_rest(
    writer: Client, practice: Practice
) -> None:
    other = ConceptFactory(label_fi="kylätalot")

    response = writer.post(
        address(practice, "audience"), posted(themes=[other.code], **{"add-theme": CONCERTS})
    )

    assert response["Location"] == f"{address(practice, 'audience')}#themes-choice"
    assert sorted(theme.code for theme in newest(practice).themes.all()) == sorted(
        [other.code, CONCERTS]
    )
    assert chips(writer.get(address(practice, "audience"))) == [(CHOIRS, "kuorot")]


def test_chip_pressed_beside_an_error_loses_nothing(writer: Client, practice: Practice) -> None:
    response = writer.post(
        address(practice, "audience"), posted(art_forms=["999999"], **{"add-theme": CONCERTS})
    )

    assert response.status_code == 422
    assert chosen(response) == [CONCERTS]
    assert [theme.code for theme in newest(practice).themes.all()] == [CONCERTS]


def test_chip_of_unknown_concept_is_an_error(writer: Client, practice: Practice) -> None:
    response = writer.post(address(practice, "audience"), posted(**{"add-theme": "p404"}))

    assert response.status_code == 422
    assert "Asiasanaa ”p404” ei ole." in response.content.decode()


def test_chip_pressed_after_other_person_saved_loses_nothing(
    writer: Client, practice: Practice
) -> None:
    moderation.save_draft(record=practice, by=CoordinatorFactory(), based_on=0)

    response = writer.post(address(practice, "audience"), posted(**{"add-theme": CONCERTS}))

    assert response.status_code == 409
    assert chosen(response) == [CONCERTS]


def test_chip_pressed_with_htmx_gives_the_field_of_a_fresh_page(
    writer: Client, practice: Practice
) -> None:
    response = writer.post(
        address(practice, "audience"), posted(**{"add-theme": CONCERTS}), headers=HEADERS
    )

    assert response.status_code == 200
    [part] = soup_of(response).select("#themes-choice")
    [fresh] = soup_of(writer.get(address(practice, "audience"))).select("#themes-choice")
    # The field's hint stands outside the part.
    assert part.get_text(" ", strip=True) == fresh.get_text(" ", strip=True)
    assert (chosen(response), chips(response)) == ([CONCERTS], [(CHOIRS, "kuorot")])
    assert "Tallennettu klo" in response.content.decode()
    assert len(part.select("button[autofocus]")) == 1
    assert fresh.select("[autofocus]") == []


def test_chip_name_in_another_section_is_left_alone(writer: Client, practice: Practice) -> None:
    form = posted(need="Konsertteja", **{"add-theme": CONCERTS})

    response = writer.post(
        address(practice, "audience").replace("audience", "story"), form, headers=HEADERS
    )

    assert response.status_code == 200
    assert (newest(practice).need, newest(practice).themes.count()) == ("Konsertteja", 0)


@pytest.mark.parametrize(
    ("given", "status"),
    [({"art_forms": ["999999"]}, 422), ({"based_on": "7", "sitting": "b"}, 409)],
)
def test_chip_pressed_with_htmx_that_cannot_be_saved_keeps_field(
    writer: Client, practice: Practice, given: dict[str, object], status: int
) -> None:
    response = writer.post(
        address(practice, "audience"), posted(**{"add-theme": CONCERTS, **given}), headers=HEADERS
    )

    assert response.status_code == status
    assert chosen(response) == [CONCERTS]
    assert "data-autosave-failed" in response.content.decode()


def test_chip_is_only_for_those_who_write(client: Client, practice: Practice) -> None:
    client.force_login(ContributorFactory(municipality=MunicipalityFactory()))

    response = client.post(address(practice, "audience"), posted(**{"add-theme": CONCERTS}))

    assert response.status_code == 403
    assert newest(practice).themes.count() == 0


def test_chip_of_text_in_review_changes_nothing(writer: Client, practice: Practice) -> None:
    Practice.objects.filter(pk=practice.pk).update(review_state="in-review")

    response = writer.post(address(practice, "audience"), posted(**{"add-theme": CONCERTS}))

    assert response["Location"] == f"/tyopoyta/kaytanteet/{practice.pk}/"
    assert newest(practice).themes.count() == 0


def automatic(practice: Practice) -> list[str]:
    return [row.concept.code for row in practice.automatic_themes.select_related("concept")]


def test_automatic_themes_come_to_published_practice_once(practice: Practice) -> None:
    assert refresh_automatic_themes(practice) is True
    assert refresh_automatic_themes(practice) is False

    assert sorted(automatic(practice)) == [CONCERTS, CHOIRS]
    [record] = AuditRecord.objects.filter(action="practices.themes_suggested")
    assert (record.by, record.data) == (None, {"themes": automatic(practice)})


def test_automatic_themes_follow_the_text(practice: Practice) -> None:
    refresh_automatic_themes(practice)
    practice.title, practice.summary = "Kuorot kylillä", "Kuorot laulavat jokaisella kylätalolla."

    assert refresh_automatic_themes(practice) is True
    assert automatic(practice) == [CHOIRS]


def test_automatic_themes_leave_when_author_chooses(practice: Practice) -> None:
    refresh_automatic_themes(practice)
    practice.themes.set([Concept.objects.get(code=CHOIRS)])
    practice.save()

    assert refresh_automatic_themes(practice) is True
    assert automatic(practice) == []


def test_draft_has_no_automatic_themes(practice: Practice) -> None:
    practice.live = False

    assert refresh_automatic_themes(practice) is False
    assert automatic(practice) == []


def test_approval_gives_automatic_themes_and_page_marks_them(
    client: Client, author: User, practice: Practice
) -> None:
    moderation.save_draft(record=practice, by=author, based_on=0)
    practice.refresh_from_db()
    moderation.submit(record=practice, by=author)
    practice.refresh_from_db()
    moderation.approve(
        record=practice, by=CoordinatorFactory(), revision_id=practice.latest_revision_id
    )

    html = client.get(practice.get_absolute_url()).content.decode()
    assert "Teemat (koneen ehdottamia)" in html
    assert re.search(r">konsertit</a>", html) is not None


def test_page_with_chosen_themes_shows_no_automatic_ones(
    client: Client, practice: Practice
) -> None:
    refresh_automatic_themes(practice)
    practice.themes.set([ConceptFactory(label_fi="kylätalot")])
    practice.save()

    html = client.get(practice.get_absolute_url()).content.decode()

    assert "koneen ehdottamia" not in html
    assert ">kylätalot</a>" in html


def test_automatic_themes_are_found_by_but_are_no_filter(practice: Practice) -> None:
    refresh_automatic_themes(practice)

    [document] = documents([str(practice.pk)])

    assert sorted(document.concepts) == [CONCERTS, CHOIRS]
    assert "concerts" in document.labels
    assert document.facets["concept"] == ()


def test_command_gives_automatic_themes_and_says_how_many(
    client: Client, practice: Practice, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    PublishedPracticeFactory(themes=[])
    search.rebuild()
    said = StringIO()

    call_command("suggest_themes", stdout=said)
    call_command("suggest_themes", stdout=said)

    assert said.getvalue().splitlines() == [
        "Automatic themes: 2 practices changed",
        "Automatic themes: 0 practices changed",
    ]
    assert f"/{practice.slug}/" in client.get("/en/practices/?q=concerts").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_missing_themes_make_same_number_of_queries_each(
    django_assert_num_queries: Counted, rows: int
) -> None:
    PublishedPracticeFactory.create_batch(rows, title="Kuorojen konsertit", summary="Kuorot. " * 5)
    suggest_missing_themes()

    with django_assert_num_queries(1 + 9 * rows):  # type: ignore[attr-defined]
        suggest_missing_themes()
