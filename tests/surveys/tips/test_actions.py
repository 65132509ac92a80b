"""What coordinators do with tips, and how far each has come by that."""

import pytest

from kenno.core.audit import history
from kenno.core.exceptions import Conflict, Refusal
from kenno.core.models import AuditRecord, OutboxMessage
from kenno.moderation.enums import ReviewState
from kenno.people.models import User
from kenno.practices.actions import requests as draft_requests
from kenno.practices.models import DraftRequest, Practice
from kenno.surveys.actions import tips as actions
from kenno.surveys.enums import TipState
from kenno.surveys.models import Tip
from kenno.surveys.queries.tips import tip_counts, tip_with_state, tips_of
from tests.factories.people import CoordinatorFactory, RegionCoordinatorFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import DraftRequestFactory, PublishedPracticeFactory
from tests.factories.surveys import AsideTipFactory, SentTipFactory, TipFactory
from tests.practices.form import newest

pytestmark = pytest.mark.django_db
OWNER = actions.AskedOwner(
    email="omistaja@kunta.example", title="kulttuurisihteeri", language="fi", message="Hei!"
)


def state_of(tip: Tip) -> TipState:
    found = tip_with_state(tip.pk)
    assert found is not None
    return found.state


def told(**given) -> actions.ToldTip:
    return actions.ToldTip(
        **{
            "municipality": MunicipalityFactory(),
            "title": "Kyläkino",
            "text": "Elokuvia seurojentalolla.",
            **given,
        }
    )


def test_tip_is_kept_once_and_nobody_is_mailed():
    what = told(teller_email="Kertoja@muualla.example")
    first = actions.give_tip(told=what, language="sv", stamp="a")
    assert actions.give_tip(told=what, language="sv", stamp="a") == first
    assert (first.teller_email, first.language) == ("kertoja@muualla.example", "sv")
    assert (state_of(first), OutboxMessage.objects.count()) == (TipState.NEW, 0)
    assert list(AuditRecord.objects.values_list("action", "by", "label")) == [
        ("surveys.tip_given", None, "Kyläkino")
    ]


def test_sending_on_makes_a_draft_that_holds_what_was_told(coordinator: User):
    tip = TipFactory(told_by="museolehtori", language="sv")
    asked = actions.send_on(tip=tip, owner=OWNER, based_on=1, by=coordinator)
    practice = Practice.objects.get()
    draft = newest(practice)
    assert (draft.title, draft.summary, draft.need) == (tip.title, tip.text, "")
    assert (practice.provenance, practice.language) == ("tip", "sv")
    assert (practice.municipality, practice.created_by) == (tip.municipality, coordinator)
    assert (asked.practice, asked.reason, asked.told_by) == (practice, "tip", "museolehtori")
    assert asked.message == "Hei!"
    tip.refresh_from_db()
    assert (tip.practice, tip.handled_by, tip.version) == (practice, coordinator, 2)
    assert state_of(tip) == TipState.SENT_ON
    assert [one.action for one in history(tip)] == ["surveys.tip_sent_on"]


def test_long_tip_becomes_the_need_and_not_a_cut_summary(coordinator: User):
    tip = TipFactory(text="Pitkä tarina. " * 40)
    actions.send_on(tip=tip, owner=OWNER, based_on=1, by=coordinator)
    draft = newest(Practice.objects.get())
    assert (draft.summary, draft.need) == ("", tip.text)


def test_nothing_is_left_when_the_owner_cannot_be_asked(coordinator: User):
    tip = TipFactory()
    owner = actions.AskedOwner(email="ei osoite", title="", language="fi", message="")
    with pytest.raises(Refusal):
        actions.send_on(tip=tip, owner=owner, based_on=1, by=coordinator)
    assert (Practice.objects.count(), state_of(tip)) == (0, TipState.NEW)


def test_two_coordinators_notice_each_other(coordinator: User):
    tip = TipFactory()
    actions.put_aside(tip=tip, reason="Ei kuulu tänne.", based_on=1, by=coordinator)
    with pytest.raises(Conflict, match="Joku muu"):
        actions.send_on(tip=tip, owner=OWNER, based_on=1, by=CoordinatorFactory())
    assert Practice.objects.count() == 0


def test_another_is_asked_about_the_same_draft_after_a_no(coordinator: User):
    tip = TipFactory()
    first = actions.send_on(tip=tip, owner=OWNER, based_on=1, by=coordinator)
    draft_requests.decline(request=first, reason="")
    assert state_of(tip) == TipState.DECLINED
    other = actions.AskedOwner(email="b@kunta.example", title="b", language="fi", message="")
    actions.send_on(tip=tip, owner=other, based_on=2, by=coordinator)
    assert (Practice.objects.count(), DraftRequest.objects.count()) == (1, 2)
    assert state_of(tip) == TipState.SENT_ON


def test_joining_ends_a_tip(coordinator: User):
    tip, practice = TipFactory(), PublishedPracticeFactory()
    actions.join_tip(tip=tip, practice=practice, based_on=1, by=coordinator)
    assert state_of(tip) == TipState.JOINED
    for act in (
        lambda: actions.send_on(tip=tip, owner=OWNER, based_on=2, by=coordinator),
        lambda: actions.put_aside(tip=tip, reason="x", based_on=2, by=coordinator),
        lambda: actions.join_tip(tip=tip, practice=practice, based_on=2, by=coordinator),
    ):
        with pytest.raises(Conflict, match="jo edennyt"):
            act()


def test_only_a_published_practice_is_joined_to(coordinator: User):
    with pytest.raises(Refusal):
        actions.join_tip(
            tip=TipFactory(),
            practice=DraftRequestFactory().practice,
            based_on=1,
            by=coordinator,
        )


def test_putting_aside_ends_links_and_forgets_who_told_it(coordinator: User):
    tip = SentTipFactory(told_by="museolehtori", teller_email="kertoja@muualla.example")
    actions.put_aside(tip=tip, reason="Kunta ei tee tätä enää.", based_on=1, by=coordinator)
    tip.refresh_from_db()
    assert (tip.told_by, tip.teller_email) == ("", "")
    assert (state_of(tip), tip.aside_reason) == (TipState.PUT_ASIDE, "Kunta ei tee tätä enää.")
    assert DraftRequest.objects.get().revoked_at is not None
    assert Practice.objects.filter(pk=tip.practice_id).exists()


def test_tip_put_aside_may_be_sent_on_after_all(coordinator: User):
    tip = AsideTipFactory()
    actions.send_on(tip=tip, owner=OWNER, based_on=1, by=coordinator)
    tip.refresh_from_db()
    assert (state_of(tip), tip.aside_reason) == (TipState.SENT_ON, "")


def test_state_follows_the_draft():
    tip = SentTipFactory()
    drafts = Practice.objects.filter(pk=tip.practice_id)
    seen = [state_of(tip)]
    drafts.update(review_state=ReviewState.IN_REVIEW)
    seen.append(state_of(tip))
    drafts.update(review_state=ReviewState.PUBLISHED, live=True, slug="kylakino")
    seen.append(state_of(tip))
    drafts.update(review_state=ReviewState.ARCHIVED, live=False)
    seen.append(state_of(tip))
    drafts.get().delete()
    seen.append(state_of(tip))
    assert seen == [
        TipState.SENT_ON,
        TipState.IN_REVIEW,
        TipState.PUBLISHED,
        TipState.PUT_ASIDE,
        TipState.NEW,
    ]


def test_coordinators_of_a_region_see_its_tips_and_national_ones_all():
    here, there = TipFactory(), AsideTipFactory()
    regional = RegionCoordinatorFactory(region=here.municipality.region)
    assert list(tips_of(regional)) == [here]
    everything = tips_of(CoordinatorFactory())
    assert set(everything) == {here, there}
    counts = dict(tip_counts(everything))
    assert (counts[TipState.NEW], counts[TipState.PUT_ASIDE], sum(counts.values())) == (1, 1, 2)
