"""Two practices of one, and one of two."""

import pytest
from django.test import Client

from kenno.core.exceptions import Conflict, Refusal
from kenno.core.models import AuditRecord
from kenno.moderation import actions as moderation
from kenno.moderation.actions import DraftChanged
from kenno.moderation.enums import ReviewState
from kenno.people.models import User
from kenno.practices import rules
from kenno.practices.actions.reshaping import merge_practices, split_practice
from kenno.practices.enums import Provenance
from kenno.practices.models import Practice, Step
from kenno.practices.queries.workspace import draft_of, returned_to, writable_by
from tests.factories.people import ContributorFactory, CoordinatorFactory, ShownContactFactory
from tests.factories.practices import PracticeFactory, PublishedPracticeFactory
from tests.factories.vocabulary import StatutoryTaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return CoordinatorFactory()


def written(**texts: object) -> Practice:
    """A draft with a text that has been saved."""
    practice = PracticeFactory(**texts)
    practice.steps.set([Step(title="Kysy", text="Yhdistyksiltä.")])
    moderation.save_draft(record=practice, by=ContributorFactory(), based_on=0)
    return Practice.objects.get(pk=practice.pk)


def merge(kept: Practice, other: Practice, by: User) -> Practice:
    merge_practices(
        kept=kept,
        other=other,
        by=by,
        kept_version=kept.draft_version,
        other_version=other.draft_version,
    )
    return draft_of(Practice.objects.get(pk=kept.pk))


def test_split_copies_the_chosen_texts_to_a_draft_of_the_same_author(coordinator: User) -> None:
    author = ContributorFactory()
    contact = ShownContactFactory()
    practice = written(
        need="Kaksi tarvetta", summary="Molemmat", created_by=author, provenance=Provenance.SURVEY
    )
    Practice.objects.filter(pk=practice.pk).update(contact=contact)
    moderation.submit(record=practice, by=author)
    new = split_practice(
        practice=practice, title="Toinen", texts=["need", "steps"], by=coordinator, based_on=1
    )
    made = draft_of(Practice.objects.get(pk=new.pk))
    assert (made.title, made.need, made.summary) == ("Toinen", "Kaksi tarvetta", "")
    assert [(step.title, step.text) for step in made.steps.all()] == [("Kysy", "Yhdistyksiltä.")]
    assert (made.municipality, made.created_by) == (practice.municipality, author)
    assert (made.provenance, made.contact) == (Provenance.SURVEY, contact)
    practice.refresh_from_db()
    states = (practice.review_state, made.review_state, practice.draft_saved_by)
    assert states == (ReviewState.DRAFT, ReviewState.DRAFT, coordinator)
    assert draft_of(practice).need == "Kaksi tarvetta"
    assert AuditRecord.objects.get(action="practices.split").data == {"new": new.pk}


def test_split_of_a_text_saved_meanwhile_is_refused(coordinator: User) -> None:
    practice = written()
    with pytest.raises(DraftChanged):
        split_practice(practice=practice, title="Toinen", texts=[], by=coordinator, based_on=0)
    assert Practice.objects.count() == 1


def test_split_of_a_published_practice_is_a_conflict(coordinator: User) -> None:
    with pytest.raises(Conflict):
        split_practice(
            practice=PublishedPracticeFactory(), title="x", texts=[], by=coordinator, based_on=0
        )


def test_merge_fills_what_is_empty_and_leaves_what_is_said(coordinator: User) -> None:
    kept = written(summary="Oma", need="", statutory_tasks=[])
    kept.steps.all().delete()
    task = StatutoryTaskFactory()
    other = written(summary="Toisen", need="Tarve", start_year=2019, statutory_tasks=[task])
    stays = merge(kept, other, coordinator)
    assert (stays.summary, stays.need, stays.start_year) == ("Oma", "Tarve", 2019)
    assert list(stays.statutory_tasks.all()) == [task]
    assert list(stays.partner_municipalities.all()) == [other.municipality]
    other.refresh_from_db()
    assert (other.review_state, other.merged_into) == (ReviewState.ARCHIVED, kept)
    merged = AuditRecord.objects.get(action="practices.merged").data
    assert merged == {
        "other": other.pk,
        "taken": ["start_year", "end_year", "statutory_tasks", "need"],
    }


def test_merge_takes_no_words_of_another_language(coordinator: User) -> None:
    other = written(language="sv", need="Behov", cost_yearly_eur=300)
    stays = merge(written(need=""), other, coordinator)
    assert (stays.need, stays.cost_yearly_eur) == ("", 300)


def test_merge_takes_the_contact_only_where_there_is_none(coordinator: User) -> None:
    first, second = ShownContactFactory(), ShownContactFactory()
    other = written()
    Practice.objects.filter(pk=other.pk).update(contact=second)
    assert merge(written(), other, coordinator).contact == second
    kept, third = written(), written()
    Practice.objects.filter(pk=kept.pk).update(contact=first)
    Practice.objects.filter(pk=third.pk).update(contact=second)
    assert merge(kept, third, coordinator).contact == first


def test_merge_into_a_published_practice_leaves_the_published_text(coordinator: User) -> None:
    kept = PublishedPracticeFactory(need="")
    merge(kept, written(need="Tarve"), coordinator)
    kept.refresh_from_db()
    assert (kept.live, kept.need, kept.review_state) == (True, "", ReviewState.DRAFT)
    assert draft_of(kept).need == "Tarve"


@pytest.mark.parametrize("changed", ["kept_version", "other_version"])
def test_merge_of_a_text_saved_meanwhile_is_refused(coordinator: User, changed: str) -> None:
    kept, other = written(), written()
    versions = {"kept_version": 1, "other_version": 1, changed: 0}
    with pytest.raises(DraftChanged):
        merge_practices(kept=kept, other=other, by=coordinator, **versions)
    other.refresh_from_db()
    assert (other.review_state, other.merged_into) == (ReviewState.DRAFT, None)


def test_merge_refuses_itself_the_published_and_the_archived(coordinator: User) -> None:
    one, published = written(), PublishedPracticeFactory()
    with pytest.raises(Refusal, match="itseensä"):
        merge(one, one, coordinator)
    with pytest.raises(Conflict, match="Julkaistua"):
        merge(one, published, coordinator)
    moderation.archive(record=published, by=coordinator)
    with pytest.raises(Conflict, match="Arkistoituun"):
        merge(Practice.objects.get(pk=published.pk), one, coordinator)


def test_writers_of_both_municipalities_write_what_was_merged(coordinator: User) -> None:
    kept, other = written(), written()
    theirs = ContributorFactory(municipality=other.municipality)
    assert rules.can_write(theirs, kept) is False
    merge(kept, other, coordinator)
    again = ContributorFactory(municipality=other.municipality)
    assert rules.can_write(again, Practice.objects.get(pk=kept.pk)) is True
    assert {practice.pk for practice in writable_by(again)} == {kept.pk, other.pk}
    assert rules.can_write(ContributorFactory(), Practice.objects.get(pk=kept.pk)) is False
    Practice.objects.filter(pk=kept.pk).update(review_state=ReviewState.RETURNED)
    assert [practice.pk for practice in returned_to(again, 5)] == [kept.pk]


def test_merged_practice_is_not_restored(coordinator: User) -> None:
    other = written()
    merge(written(), other, coordinator)
    assert rules.can_restore(coordinator, Practice.objects.get(pk=other.pk)) is False


def test_page_of_a_merged_practice_shows_both_texts(client: Client, coordinator: User) -> None:
    kept, other = written(need="Oma tarve"), written(need="Toisen tarve")
    client.force_login(coordinator)
    assert client.get(f"/tyopoyta/kaytanteet/{other.pk}/yhdistetty/").status_code == 404
    merge(kept, other, coordinator)
    html = client.get(f"/tyopoyta/kaytanteet/{other.pk}/yhdistetty/").content.decode()
    assert "Oma tarve" in html
    assert "Toisen tarve" in html
    client.force_login(ContributorFactory())
    assert client.get(f"/tyopoyta/kaytanteet/{other.pk}/yhdistetty/").status_code == 403
