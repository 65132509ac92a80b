"""What becomes of tips with time: who told them hears of the page, and then is forgotten."""

from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone, translation

from kenno.core import audit, outbox
from kenno.core.dates import months_before
from kenno.people.models import User
from kenno.practices.models import DraftRequest
from kenno.surveys import mails
from kenno.surveys.enums import TipOutcome
from kenno.surveys.models import Tip

KEPT_MONTHS: Final = 12


def thank_tellers() -> int:
    """Tell those who left an address that their tip can be read; return how many.

    Each is told once, and the address goes in the same transaction. The clock calls this.
    """
    readable = (
        Tip.objects.filter(outcome__in=[TipOutcome.SENT_ON, TipOutcome.JOINED], practice__live=True)
        .exclude(teller_email="")
        .order_by("pk")
    )
    return sum(_thank(pk) for pk in readable.values_list("pk", flat=True))


@transaction.atomic
def _thank(pk: int) -> bool:
    tip = Tip.objects.select_for_update(of=("self",)).select_related("practice").get(pk=pk)
    if not tip.teller_email or tip.practice is None or not tip.practice.live:
        return False
    with translation.override(tip.language):
        url = settings.BASE_URL + tip.practice.get_absolute_url()
        mail = mails.tip_published(tip.practice.title, url)
    outbox.queue_message(
        kind="surveys.tip_published",
        recipient=tip.teller_email,
        mail=mail,
        key=f"surveys.tip_published:{tip.pk}",
    )
    Tip.objects.filter(pk=pk).update(teller_email="")
    return True


@transaction.atomic
def forget_tellers(now: datetime, rehearse: bool) -> int:
    """Forget who told a tip 12 months after it was handled, or told where nobody handled it."""
    told = Tip.objects.annotate(settled_at=Coalesce("handled_at", "told_at")).filter(
        ~Q(teller_email="", told_by=""), settled_at__date__lte=_last_day(now)
    )
    if rehearse:
        return told.count()
    ids = list(told.order_by("pk").values_list("pk", flat=True))
    return _forget(Tip.objects.filter(pk__in=ids))


@transaction.atomic
def delete_put_aside(now: datetime, rehearse: bool) -> int:
    """Delete tips 12 months after they were put aside; a draft of one stays a draft."""
    old = Tip.objects.filter(
        outcome=TipOutcome.PUT_ASIDE, handled_at__date__lte=_last_day(now), is_example=False
    )
    if rehearse:
        return old.count()
    deleted = old.delete()[0]
    if deleted:
        audit.record("surveys.tips_deleted", subject=None, by=None, data={"tips": deleted})
    return deleted


def forget_tips_of(person: User) -> None:
    """Forget that a person told tips; call in the transaction of their removal."""
    _forget(Tip.objects.filter(teller_email__iexact=person.email))


def _forget(tips: QuerySet[Tip]) -> int:
    drafts = tips.exclude(outcome=TipOutcome.JOINED).filter(practice__isnull=False)
    ids = list(drafts.order_by("pk").values_list("practice", flat=True))
    DraftRequest.objects.filter(practice__in=ids).update(told_by="")
    return tips.update(teller_email="", told_by="")


def _last_day(now: datetime) -> date:
    return months_before(timezone.localdate(now), KEPT_MONTHS)
