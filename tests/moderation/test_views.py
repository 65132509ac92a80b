import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from kenno.moderation import actions, queries, rules
from kenno.moderation.enums import ReviewState
from kenno.moderation.registry import kind_named
from kenno.people.models import User
from kenno.practices.models import Practice
from tests.factories.people import ContributorFactory, CoordinatorFactory, UserFactory
from tests.factories.practices import PracticeFactory, PublishedPracticeFactory

pytestmark = pytest.mark.django_db


def submit(practice: Practice, author: User, **texts: str) -> Practice:
    draft = practice.get_latest_revision_as_object()
    for name, text in texts.items():
        setattr(draft, name, text)
    actions.save_draft(record=draft, by=author, based_on=practice.draft_version)
    actions.submit(record=draft, by=author)
    return Practice.objects.get(pk=practice.pk)


@pytest.fixture
def author() -> User:
    return ContributorFactory(first_name="Kulttuurisihteeri", email="kirjoittaja@kunta.example")


@pytest.fixture
def submitted(author: User) -> Practice:
    place = author.memberships.get().municipality
    return submit(PracticeFactory(title="Kyläkino", municipality=place), author)


@pytest.fixture
def reviewer(client: Client) -> Client:
    client.force_login(CoordinatorFactory())
    return client


def address(practice: Practice, step: str = "") -> str:
    return f"/tyopoyta/tarkistus/kaytanne/{practice.pk}/{step}"


def seen(practice: Practice) -> int:
    revision_id: int = practice.current_workflow_task_state.revision_id
    return revision_id


def test_can_review_allows_only_coordinators() -> None:
    people = [AnonymousUser(), UserFactory(), ContributorFactory(), CoordinatorFactory()]

    assert [rules.can_review(person) for person in people] == [False, False, False, True]


@pytest.mark.parametrize("step", ["", "julkaise/", "palauta/", "arkistoi/", "ota-takaisin/"])
@pytest.mark.parametrize(("who", "status"), [("anonymous", 302), ("contributor", 403)])
def test_review_is_closed_to_others(
    client: Client, submitted: Practice, author: User, step: str, who: str, status: int
) -> None:
    if who == "contributor":
        client.force_login(author)

    assert client.post(address(submitted, step)).status_code == status
    submitted.refresh_from_db()
    assert submitted.review_state == ReviewState.IN_REVIEW


def test_queue_is_closed_to_contributors(client: Client, author: User) -> None:
    client.force_login(author)

    assert client.get("/tyopoyta/tarkistus/").status_code == 403


def test_queue_lists_what_waits_with_its_sender(reviewer: Client, submitted: Practice) -> None:
    html = reviewer.get("/tyopoyta/tarkistus/").content.decode()

    assert "Kyläkino" in html
    assert "Kulttuurisihteeri" in html
    assert "uusi" in html


def test_queue_shows_title_of_edit_that_waits(reviewer: Client, author: User) -> None:
    submit(PublishedPracticeFactory(title="Vanha"), author, title="Uudempi nimi")

    html = reviewer.get("/tyopoyta/tarkistus/").content.decode()

    assert "Uudempi nimi" in html
    assert "muutos julkaistuun" in html


def test_queue_empty_says_so(reviewer: Client) -> None:
    assert "Jono on tyhjä" in reviewer.get("/tyopoyta/tarkistus/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_queue_makes_same_number_of_queries(
    author: User, django_assert_num_queries: object, count: int
) -> None:
    for _ in range(count):
        submit(PracticeFactory(), author)
    reviews = list(queries.open_reviews())

    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(queries.queue(reviews)) == count


def test_review_marks_differences_to_published(reviewer: Client, author: User) -> None:
    practice = submit(
        PublishedPracticeFactory(summary="Kolme konserttia"), author, summary="Neljä konserttia"
    )

    kind = kind_named("kaytanne")
    assert kind is not None
    review = queries.review_of(kind, practice)

    assert review is not None
    assert [
        (change.label, [(part.kind, part.text) for part in change.parts])
        for change in review.changed
        if change.label == "Tiivistelmä"
    ] == [("Tiivistelmä", [("removed", "Kolme"), ("added", "Neljä"), ("same", " konserttia")])]
    assert "<del>" in reviewer.get(address(practice)).content.decode()


def test_review_of_what_does_not_wait_says_conflict(reviewer: Client) -> None:
    practice = PracticeFactory()

    response = reviewer.get(address(practice))

    assert response.status_code == 409
    assert "ei ole enää tarkistettavana" in response.content.decode()


def test_review_of_unknown_record_is_not_found(reviewer: Client) -> None:
    assert reviewer.get("/tyopoyta/tarkistus/kaytanne/999/").status_code == 404
    assert reviewer.get("/tyopoyta/tarkistus/jokin/1/").status_code == 404


def test_approve_leads_to_published_page(reviewer: Client, submitted: Practice) -> None:
    response = reviewer.post(address(submitted, "julkaise/"), {"approve-revision": seen(submitted)})

    assert response["Location"] == "/kaytanteet/kylakino/"


def test_approve_of_withdrawn_says_conflict_and_publishes_nothing(
    reviewer: Client, submitted: Practice, author: User
) -> None:
    revision = seen(submitted)
    actions.withdraw(record=submitted, by=author)

    response = reviewer.post(address(submitted, "julkaise/"), {"approve-revision": revision})

    assert response.status_code == 409
    assert "Tila on muuttunut: nyt ”luonnos”" in response.content.decode()
    assert Practice.objects.get(pk=submitted.pk).live is False


def test_approve_twice_says_conflict(reviewer: Client, submitted: Practice) -> None:
    form = {"approve-revision": seen(submitted)}
    reviewer.post(address(submitted, "julkaise/"), form)

    assert reviewer.post(address(submitted, "julkaise/"), form).status_code == 409


def test_return_without_message_asks_for_it(reviewer: Client, submitted: Practice) -> None:
    response = reviewer.post(
        address(submitted, "palauta/"), {"return-revision": seen(submitted), "return-message": ""}
    )

    assert response.status_code == 422
    assert "Kirjoita, mitä pitäisi täydentää." in response.content.decode()
    submitted.refresh_from_db()
    assert submitted.review_state == ReviewState.IN_REVIEW


def test_return_shows_message_to_author(
    reviewer: Client, submitted: Practice, author: User
) -> None:
    reviewer.post(
        address(submitted, "palauta/"),
        {"return-revision": seen(submitted), "return-message": "Kerro <b>hinta</b>."},
    )

    reviewer.force_login(author)
    html = reviewer.get(f"/tyopoyta/kaytanteet/{submitted.pk}/").content.decode()
    assert "Kerro &lt;b&gt;hinta&lt;/b&gt;." in html


def test_archive_asks_first_and_then_archives(reviewer: Client, submitted: Practice) -> None:
    assert reviewer.get(address(submitted, "arkistoi/")).status_code == 200

    reviewer.post(address(submitted, "arkistoi/"), {"archive-message": "Kaksoiskappale"})

    submitted.refresh_from_db()
    assert submitted.review_state == ReviewState.ARCHIVED


def test_restore_leads_back_to_writing(reviewer: Client, submitted: Practice) -> None:
    reviewer.post(address(submitted, "arkistoi/"), {"archive-message": "Vahinko"})

    response = reviewer.post(address(submitted, "ota-takaisin/"))

    assert response["Location"] == f"/tyopoyta/kaytanteet/{submitted.pk}/"
    submitted.refresh_from_db()
    assert submitted.review_state == ReviewState.DRAFT


def test_workspace_tells_coordinator_what_waits(reviewer: Client, submitted: Practice) -> None:
    html = reviewer.get("/tyopoyta/").content.decode()

    assert "<strong>1</strong> teksti odottaa päätöstäsi." in html
