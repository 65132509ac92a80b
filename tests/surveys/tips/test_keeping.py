"""Who told a tip hears of the page once, and is forgotten in time."""

from datetime import UTC, datetime

import pytest
from django.core import mail

from kenno.core import personal_data
from kenno.core.models import AuditRecord
from kenno.core.retention import rules as retention_rules
from kenno.people.actions.removal import Asked, remove_person
from kenno.practices.actions import examples
from kenno.practices.models import DraftRequest
from kenno.surveys.actions import tip_keeping as keeping
from kenno.surveys.actions.tip_examples import add_example_tips
from kenno.surveys.models import Tip
from tests.factories.people import UserFactory
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import PublishedPracticeFactory
from tests.factories.surveys import AsideTipFactory, SentTipFactory, TipFactory

pytestmark = pytest.mark.django_db
TELLER = "kertoja@muualla.example"
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
YEAR_AGO = datetime(2025, 6, 1, 12, tzinfo=UTC)
LATER = datetime(2025, 6, 2, 12, tzinfo=UTC)


def test_teller_is_told_once_when_the_practice_can_be_read(django_capture_on_commit_callbacks):
    tip = SentTipFactory(
        practice=PublishedPracticeFactory(title="Kyläkino", slug="kylakino"),
        teller_email=TELLER,
    )
    SentTipFactory(teller_email="odottaa@muualla.example")
    with django_capture_on_commit_callbacks(execute=True):
        assert (keeping.thank_tellers(), keeping.thank_tellers()) == (1, 0)
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == ([TELLER], "Vinkkisi voi nyt lukea: Kyläkino")
    assert "/kaytanteet/kylakino/" in sent.body
    tip.refresh_from_db()
    assert tip.teller_email == ""
    assert Tip.objects.exclude(teller_email="").get().teller_email == "odottaa@muualla.example"


def test_tellers_are_forgotten_a_year_after_the_tip_was_handled():
    old = SentTipFactory(
        handled_at=YEAR_AGO, told_by="museolehtori", teller_email=TELLER, request__told_by="x"
    )
    waiting = TipFactory(told_at=YEAR_AGO, told_by="kuntalainen")
    young = SentTipFactory(handled_at=LATER, told_at=YEAR_AGO, told_by="lukija")
    assert keeping.forget_tellers(NOW, True) == 2
    assert keeping.forget_tellers(NOW, False) == 2
    assert keeping.forget_tellers(NOW, False) == 0
    left = dict(Tip.objects.values_list("pk", "told_by"))
    assert left == {old.pk: "", waiting.pk: "", young.pk: "lukija"}
    assert DraftRequest.objects.get(practice=old.practice).told_by == ""


def test_tips_put_aside_are_deleted_after_a_year():
    AsideTipFactory(handled_at=YEAR_AGO)
    kept = AsideTipFactory(handled_at=LATER)
    assert keeping.delete_put_aside(NOW, True) == 1
    assert Tip.objects.count() == 2
    assert keeping.delete_put_aside(NOW, False) == 1
    assert list(Tip.objects.all()) == [kept]
    assert AuditRecord.objects.filter(action="surveys.tips_deleted").count() == 1


def test_both_rules_are_kept_by_the_clock():
    assert {"surveys.tellers", "surveys.tips", "practices.requests"} <= set(retention_rules())


def test_person_sees_and_takes_back_what_they_told():
    person = UserFactory(email=TELLER)
    SentTipFactory(teller_email=TELLER, told_by="museolehtori", request__told_by="museolehtori")
    TipFactory(teller_email="toinen@muualla.example", told_by="lukija")
    found = {one.name: one.entries for one in personal_data.sections(person)}
    [entry] = found["surveys.tips"]
    assert [fact.value for fact in entry.facts if fact.key == "told_by"] == ["museolehtori"]
    remove_person(person=person, asked=Asked.BY_LETTER, by=None)
    assert set(Tip.objects.values_list("teller_email", "told_by")) == {
        ("", ""),
        ("toinen@muualla.example", "lukija"),
    }
    assert DraftRequest.objects.get().told_by == ""


def test_example_tips_come_once_and_go_with_the_examples():
    for code in ("009", "564", "445"):
        MunicipalityFactory(code=code)
    own = TipFactory()
    add_example_tips()
    add_example_tips()
    assert Tip.objects.filter(is_example=True).count() == 3
    examples.remove_examples()
    assert list(Tip.objects.all()) == [own]
