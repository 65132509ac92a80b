import pytest
from django.core import mail
from wagtail.models import Revision

from kenno.core.audit import history
from kenno.core.exceptions import Conflict, Refusal
from kenno.core.models import OutboxMessage
from kenno.moderation import actions
from kenno.moderation.actions import DraftChanged
from kenno.moderation.enums import ReviewState
from kenno.people.models import User
from kenno.practices.models import Practice
from tests.factories.people import ContributorFactory, CoordinatorFactory
from tests.factories.practices import PracticeFactory, PublishedPracticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> User:
    return ContributorFactory(email="kirjoittaja@kunta.example")


@pytest.fixture
def coordinator() -> User:
    return CoordinatorFactory(email="koordinaattori@kenno.example")


def draft_with(practice: Practice, **texts: str) -> Practice:
    draft: Practice = practice.get_latest_revision_as_object()
    for name, text in texts.items():
        setattr(draft, name, text)
    return draft


def save(practice: Practice, by: User, **texts: str) -> Practice:
    practice.refresh_from_db()
    actions.save_draft(record=draft_with(practice, **texts), by=by, based_on=practice.draft_version)
    return Practice.objects.get(pk=practice.pk)


def revision_under_review(practice: Practice) -> int:
    revision_id: int = practice.current_workflow_task_state.revision_id
    return revision_id


@pytest.fixture
def submitted(author: User) -> Practice:
    practice = save(PracticeFactory(), author, title="Ensimmäinen")
    actions.submit(record=practice, by=author)
    return Practice.objects.get(pk=practice.pk)


def steps_of(practice: Practice) -> list[str]:
    return [record.action for record in history(practice)][::-1]


def test_save_draft_hundred_times_leaves_one_revision(author: User) -> None:
    practice = PracticeFactory()

    for number in range(100):
        practice = save(practice, author, summary=f"Teksti {number}")

    assert Revision.objects.for_instance(practice).count() == 1
    assert practice.draft_version == 100
    assert practice.summary == "Teksti 99"
    assert steps_of(practice) == ["moderation.draft"]


def test_save_draft_of_other_writer_makes_revision_of_its_own(author: User) -> None:
    practice = save(PracticeFactory(), author, summary="Minun")

    practice = save(practice, ContributorFactory(), summary="Hänen")

    assert Revision.objects.for_instance(practice).count() == 2


def test_save_draft_based_on_older_version_is_refused(author: User) -> None:
    practice = save(PracticeFactory(), author, summary="Ensin")

    with pytest.raises(DraftChanged):
        actions.save_draft(
            record=draft_with(practice, summary="Toiseksi"), by=ContributorFactory(), based_on=0
        )

    practice.refresh_from_db()
    assert practice.summary == "Ensin"


def test_save_draft_in_same_sitting_never_conflicts_with_itself(author: User) -> None:
    practice = PracticeFactory()
    actions.save_draft(
        record=draft_with(practice, summary="A"), by=author, based_on=0, sitting="istunto"
    )

    version = actions.save_draft(
        record=draft_with(practice, summary="B"), by=author, based_on=0, sitting="istunto"
    )

    assert version == 2


def test_save_draft_of_published_keeps_what_is_live(author: User) -> None:
    practice = PublishedPracticeFactory(title="Julkaistu nimi")

    practice = save(practice, author, title="Uusi nimi")

    assert practice.title == "Julkaistu nimi"
    assert practice.live is True
    assert practice.review_state == ReviewState.DRAFT
    assert practice.get_latest_revision_as_object().title == "Uusi nimi"


def test_save_draft_in_review_is_refused(author: User, submitted: Practice) -> None:
    with pytest.raises(Conflict):
        save(submitted, author, title="Liian myöhään")


def test_submit_without_needed_fields_names_them(author: User) -> None:
    practice = save(PracticeFactory(summary="", statutory_tasks=[]), author)

    with pytest.raises(Refusal) as refusal:
        actions.submit(record=practice, by=author)

    assert refusal.value.message == (
        "Ennen lähettämistä tarvitaan vielä: tiivistelmä, vähintään yksi lakisääteinen tehtävä."
    )
    practice.refresh_from_db()
    assert practice.review_state == ReviewState.DRAFT


def test_submit_twice_is_refused(author: User, submitted: Practice) -> None:
    with pytest.raises(Conflict):
        actions.submit(record=submitted, by=author)

    assert steps_of(submitted) == ["moderation.draft", "moderation.submitted"]


def test_approve_publishes_reviewed_text(
    author: User, coordinator: User, submitted: Practice
) -> None:
    actions.approve(record=submitted, by=coordinator, revision_id=revision_under_review(submitted))

    practice = Practice.objects.get(pk=submitted.pk)
    assert practice.live is True
    assert practice.review_state == ReviewState.PUBLISHED
    assert practice.slug == "ensimmainen"
    assert practice.has_unpublished_changes is False
    assert practice.live_revision_id == practice.latest_revision_id
    assert steps_of(practice) == [
        "moderation.draft",
        "moderation.submitted",
        "moderation.published",
    ]


def test_approve_tells_author_in_own_language(coordinator: User, submitted: Practice) -> None:
    User.objects.filter(email="kirjoittaja@kunta.example").update(language="fi")

    actions.approve(
        record=submitted,
        by=coordinator,
        revision_id=revision_under_review(submitted),
        message="Hieno!",
    )

    message = OutboxMessage.objects.get()
    assert message.recipient == "kirjoittaja@kunta.example"
    assert message.subject == "Julkaistu: Ensimmäinen"
    assert "/kaytanteet/ensimmainen/" in message.body
    assert "Hieno!" in message.body


def test_decisions_send_no_mail_past_the_outbox(
    author: User, coordinator: User, submitted: Practice
) -> None:
    actions.return_to_author(
        record=submitted,
        by=coordinator,
        revision_id=revision_under_review(submitted),
        message="Täydennä",
    )
    practice = save(submitted, author, summary="Täydennetty")
    actions.submit(record=practice, by=author)
    practice = Practice.objects.get(pk=practice.pk)
    actions.approve(record=practice, by=coordinator, revision_id=revision_under_review(practice))

    assert mail.outbox == []
    assert OutboxMessage.objects.count() == 2


def test_approve_of_withdrawn_is_refused(
    author: User, coordinator: User, submitted: Practice
) -> None:
    seen = revision_under_review(submitted)
    actions.withdraw(record=submitted, by=author)

    with pytest.raises(Conflict):
        actions.approve(record=submitted, by=coordinator, revision_id=seen)

    practice = Practice.objects.get(pk=submitted.pk)
    assert practice.live is False
    assert practice.review_state == ReviewState.DRAFT
    assert OutboxMessage.objects.count() == 0


def test_approve_of_newer_text_than_was_read_is_refused(
    author: User, coordinator: User, submitted: Practice
) -> None:
    seen = revision_under_review(submitted)
    actions.withdraw(record=submitted, by=author)
    practice = save(submitted, author, title="Muutettu")
    actions.submit(record=practice, by=author)

    with pytest.raises(Conflict):
        actions.approve(record=practice, by=coordinator, revision_id=seen)

    assert Practice.objects.get(pk=practice.pk).review_state == ReviewState.IN_REVIEW


def test_return_to_author_opens_text_for_mending(
    author: User, coordinator: User, submitted: Practice
) -> None:
    actions.return_to_author(
        record=submitted,
        by=coordinator,
        revision_id=revision_under_review(submitted),
        message="Kerro kustannukset.",
    )

    practice = Practice.objects.get(pk=submitted.pk)
    assert practice.review_state == ReviewState.RETURNED
    practice = save(practice, author, summary="Nyt kustannuksineen")
    assert practice.review_state == ReviewState.RETURNED
    actions.submit(record=practice, by=author)
    practice.refresh_from_db()
    assert practice.review_state == ReviewState.IN_REVIEW
    assert OutboxMessage.objects.get().subject == "Täydennä vielä: Ensimmäinen"


def test_approve_of_edit_replaces_what_is_live(author: User, coordinator: User) -> None:
    practice = save(PublishedPracticeFactory(slug="vakaa"), author, title="Uudempi")
    actions.submit(record=practice, by=author)

    actions.approve(
        record=practice,
        by=coordinator,
        revision_id=revision_under_review(Practice.objects.get(pk=practice.pk)),
    )

    practice = Practice.objects.get(pk=practice.pk)
    assert practice.title == "Uudempi"
    assert practice.slug == "vakaa"
    assert practice.review_state == ReviewState.PUBLISHED


def test_archive_takes_published_out_of_sight(coordinator: User) -> None:
    practice = PublishedPracticeFactory()

    actions.archive(record=practice, by=coordinator, message="Ei enää ajan tasalla")

    practice = Practice.objects.get(pk=practice.pk)
    assert practice.live is False
    assert practice.review_state == ReviewState.ARCHIVED
    assert steps_of(practice) == ["moderation.archived"]


def test_archive_of_submission_ends_its_review(coordinator: User, submitted: Practice) -> None:
    actions.archive(record=submitted, by=coordinator)

    practice = Practice.objects.get(pk=submitted.pk)
    assert practice.review_state == ReviewState.ARCHIVED
    assert practice.workflow_in_progress is False


def test_archive_twice_is_refused(coordinator: User) -> None:
    practice = PublishedPracticeFactory()
    actions.archive(record=practice, by=coordinator)

    with pytest.raises(Conflict):
        actions.archive(record=practice, by=coordinator)


def test_restore_brings_archived_back_as_draft(coordinator: User) -> None:
    practice = PublishedPracticeFactory()
    actions.archive(record=practice, by=coordinator)

    actions.restore(record=practice, by=coordinator)

    practice = Practice.objects.get(pk=practice.pk)
    assert practice.review_state == ReviewState.DRAFT
    assert practice.live is False


def test_restore_of_published_is_refused(coordinator: User) -> None:
    with pytest.raises(Conflict):
        actions.restore(record=PublishedPracticeFactory(), by=coordinator)


def test_withdraw_of_draft_is_refused(author: User) -> None:
    with pytest.raises(Conflict):
        actions.withdraw(record=PracticeFactory(), by=author)
