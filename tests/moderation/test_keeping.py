"""A record's tables beside its revisions: its lists, before and after it was published."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kenno.moderation import actions
from kenno.people.models import User
from kenno.practices.models import Practice, Step
from tests.factories.people import ContributorFactory, CoordinatorFactory
from tests.factories.practices import FullPracticeFactory, PracticeFactory
from tests.factories.vocabulary import StatutoryTaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> User:
    return ContributorFactory()


def save(practice: Practice, by: User, *, steps: list[str] | None = None, **texts: str) -> Practice:
    practice = Practice.objects.get(pk=practice.pk)
    draft: Practice = practice.get_latest_revision_as_object()
    if steps is not None:
        draft.steps.set([Step(title=title) for title in steps])
    for name, text in texts.items():
        setattr(draft, name, text)
    actions.save_draft(record=draft, by=by, based_on=practice.draft_version)
    return Practice.objects.get(pk=practice.pk)


def in_tables(practice: Practice) -> list[str]:
    return list(Practice.objects.get(pk=practice.pk).steps.values_list("title", flat=True))


def in_newest_text(practice: Practice) -> list[str]:
    return [step.title for step in practice.get_latest_revision_as_object().steps.all()]


@pytest.mark.parametrize("steps", [["Kysy", "Kutsu"], ["Kutsu"], []])
def test_draft_lists_stand_in_tables_as_in_its_newest_text(author: User, steps: list[str]) -> None:
    practice = save(PracticeFactory(), author, steps=["Kysy"])
    practice = save(practice, author, summary="Välissä muuta")

    practice = save(practice, author, steps=steps)
    practice = save(practice, author, summary="Ja taas muuta")

    assert (in_tables(practice), in_newest_text(practice)) == (steps, steps)


def test_draft_keeps_rows_of_lists_that_others_fields_leave_alone(author: User) -> None:
    practice = save(PracticeFactory(), author, steps=["Kysy", "Kutsu"])
    rows = set(practice.steps.values_list("pk", flat=True))

    practice = save(practice, author, summary="Muuta")

    assert set(practice.steps.values_list("pk", flat=True)) == rows


def test_draft_terms_stand_in_tables_as_in_its_newest_text(author: User) -> None:
    practice = save(PracticeFactory(), author)
    draft = practice.get_latest_revision_as_object()
    task = StatutoryTaskFactory()
    draft.statutory_tasks.set([task])

    actions.save_draft(record=draft, by=author, based_on=practice.draft_version)

    stored = Practice.objects.get(pk=practice.pk)
    assert list(stored.statutory_tasks.all()) == [task]
    assert list(stored.get_latest_revision_as_object().statutory_tasks.all()) == [task]


def test_restored_record_gets_the_lists_of_its_newest_text(author: User) -> None:
    """While it was live its tables held what was published, not the draft."""
    coordinator = CoordinatorFactory()
    practice = save(FullPracticeFactory(), author, steps=["Uusi vaihe"])
    actions.archive(record=practice, by=coordinator)
    actions.restore(record=Practice.objects.get(pk=practice.pk), by=coordinator)
    assert in_tables(practice) == ["Etsi kaverit", "Kouluta"]

    practice = save(practice, author, summary="Muuta")

    assert (in_tables(practice), in_newest_text(practice)) == (["Uusi vaihe"], ["Uusi vaihe"])


def test_save_of_text_needs_as_many_queries_with_many_rows(author: User) -> None:
    counts = []
    for steps in (["Kysy"], ["Kysy", "Kutsu", "Kiitä"]):
        practice = save(PracticeFactory(), author, steps=steps)
        with CaptureQueriesContext(connection) as queries:
            save(practice, author, summary="Muuta")
        counts.append(len(queries))
    assert counts == [18, 18]
