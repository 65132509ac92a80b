"""What a coordinator does with the practices of an answer: splits, joins, completes, turns down."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kenno.core import audit, outbox
from kenno.core.exceptions import Conflict
from kenno.core.mails import Mail
from kenno.moderation import actions as moderation
from kenno.people.models import User
from kenno.practices.actions import reshaping
from kenno.practices.models import Practice
from kenno.practices.queries.workspace import is_worked_on
from kenno.surveys import mails
from kenno.surveys.actions.told_practices import add_to_response
from kenno.surveys.models import ResponsePractice


@transaction.atomic
def split_told(
    *, told: ResponsePractice, title: str, texts: Collection[str], by: User, based_on: int
) -> ResponsePractice:
    """Make two of a practice that tells of two things; return the new one's place in the answer.

    Both are the coordinator's to complete. `texts` names the fields and lists that the new one
    begins with. Raises as `split_practice` does.
    """
    present = _present(told)
    new = reshaping.split_practice(
        practice=present.practice, title=title, texts=texts, by=by, based_on=based_on
    )
    place = add_to_response(present.response, new, is_joined=False)
    _note_taken_over([present, place])
    data = {"practice": present.practice_id, "new": new.pk}
    audit.record("surveys.practice_split", subject=present.response, by=by, data=data)
    return place


@transaction.atomic
def join_told(
    *, told: ResponsePractice, kept: Practice, by: User, told_version: int, kept_version: int
) -> None:
    """Make one of a told practice and another that tells of the same: `kept` stays.

    Every answer that told of the other tells of `kept` from now on, as one that it uses too; its
    author hears of it. Raises as `merge_practices` does.
    """
    present = _present(told)
    other = present.practice
    author, title = _author(present, by), other.title
    reshaping.merge_practices(
        kept=kept, other=other, by=by, kept_version=kept_version, other_version=told_version
    )
    for row in ResponsePractice.objects.filter(practice=other).order_by("pk"):
        if ResponsePractice.objects.filter(response=row.response_id, practice=kept).exists():
            row.delete()
            continue
        row.practice, row.is_joined, row.taken_over_at = kept, True, None
        row.save(update_fields=["practice", "is_joined", "taken_over_at"])
    _note_taken_over(ResponsePractice.objects.filter(practice=kept, is_joined=False))
    data = {"practice": other.pk, "kept": kept.pk}
    audit.record("surveys.practices_merged", subject=present.response, by=by, data=data)
    if author is not None and author.pk != kept.created_by_id:
        with translation.override(author.language):
            mail = mails.joined(title, kept, present.response)
        _send(author, mail, "surveys.practices_merged")


@transaction.atomic
def take_over_told(*, told: ResponsePractice, tell: bool, by: User, based_on: int) -> None:
    """Let the coordinator complete a practice, in place of who wrote it; `tell` them by mail.

    Raises DraftChanged when somebody has saved since version `based_on`, and Conflict when it is
    published or archived.
    """
    present = _unchanged(told, based_on)
    moderation.take_over(record=present.practice, by=by)
    _note_taken_over([present])
    data = {"practice": present.practice_id, "told": tell}
    audit.record("surveys.practice_taken_over", subject=present.response, by=by, data=data)
    author = _author(present, by)
    if tell and author is not None:
        with translation.override(author.language):
            mail = mails.taken_over(present)
        _send(author, mail, "surveys.practice_taken_over")


@transaction.atomic
def reject_told(*, told: ResponsePractice, reason: str, by: User, based_on: int) -> None:
    """Decide that a told practice is not published, and tell its author why.

    The text is archived, and can be restored. Raises DraftChanged when somebody has saved since
    version `based_on`, and Conflict when it is published or archived.
    """
    present = _unchanged(told, based_on)
    author = _author(present, by)
    moderation.archive(record=present.practice, by=by, message=reason, tells_author=False)
    ResponsePractice.objects.filter(pk=present.pk).update(
        rejected_at=timezone.now(), rejection=reason
    )
    audit.record(
        "surveys.practice_rejected",
        subject=present.response,
        by=by,
        message=reason,
        data={"practice": present.practice_id},
    )
    if author is not None:
        with translation.override(author.language):
            mail = mails.rejected(present, reason)
        _send(author, mail, "surveys.practice_rejected")


def _present(told: ResponsePractice) -> ResponsePractice:
    """Read a practice's place in an answer again, locked; raise Conflict when it is not there."""
    rows = ResponsePractice.objects.select_for_update(of=("self",)).select_related(
        "response__round",
        "response__municipality",
        "response__submitted_by__person",
        "practice__created_by",
    )
    present = rows.filter(pk=told.pk, practice=told.practice_id, is_joined=False).first()
    if present is None:
        raise Conflict(_("Käytänne ei ole enää tässä vastauksessa omana käytänteenä."))
    return present


def _unchanged(told: ResponsePractice, based_on: int) -> ResponsePractice:
    present = _present(told)
    practice = Practice.objects.select_for_update(of=("self",)).get(pk=present.practice_id)
    reshaping.require_unchanged(practice, based_on)
    if not is_worked_on(practice):
        raise Conflict(_("Vain julkaisematonta käytännettä voi käsitellä näin."))
    return present


def _note_taken_over(rows: Collection[ResponsePractice]) -> None:
    keys = [row.pk for row in rows]
    ResponsePractice.objects.filter(pk__in=keys).update(taken_over_at=timezone.now())


def _author(told: ResponsePractice, by: User) -> User | None:
    """Return who began a practice, else who sent the answer, if there is somebody else to tell."""
    sender = told.response.submitted_by
    author = told.practice.created_by or (sender.person if sender is not None else None)
    if author is None or author == by or not author.is_active or author.is_example:
        return None
    return author


def _send(author: User, mail: Mail, kind: str) -> None:
    outbox.queue_message(kind=kind, recipient=author.email, mail=mail)
