"""Writing a municipality's answer: the round's own questions, saved as they are left."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kenno.core import audit
from kenno.core.exceptions import Conflict, Gone
from kenno.core.uploads import file_kind, stored_name
from kenno.people.models import User
from kenno.practices.models import Material
from kenno.surveys import by_link
from kenno.surveys.actions.links import note_writing
from kenno.surveys.enums import QuestionKind
from kenno.surveys.models import Answer, Invitation, Question, Response
from kenno.surveys.queries.answering import answer_state, value_state

FOLDER = "survey-answers"


@dataclass
class Saved:
    """What came of saving: the answers that were stored, and those that both had changed."""

    stored: list[Question] = field(default_factory=list)
    conflicts: dict[int, Answer | None] = field(default_factory=dict)


def open_response(invitation: Invitation, response: Response) -> Response:
    """Return the response locked for writing; call inside a transaction.

    Raises Gone when its time is over, and Conflict when it has been sent.
    """
    present = Response.objects.select_for_update().get(pk=response.pk)
    if present.submitted_at is not None:
        raise Conflict(_("Vastaus on jo lähetetty. Sitä voi nyt vain lukea."))
    if not by_link.can_answer(invitation, present):
        raise Gone(_("Kysely on sulkeutunut, eikä vastausta voi enää muuttaa."))
    return present


@transaction.atomic
def save_answers(
    *,
    response: Response,
    given: Mapping[Question, Any],
    seen: Mapping[int, str],
    invitation: Invitation,
    by: User | None = None,
) -> Saved:
    """Save the answers that were changed, and tell which another had changed meanwhile.

    `given` has the new value of each question (None empties it; a file is an upload); `seen` names
    what the writer had seen stored (`answer_state`). What another saved meanwhile is never
    overwritten, unless it is the same. `by` is who writes, when it is a coordinator in an interview
    and not who was invited. Raises Gone and Conflict like `open_response`.
    """
    open_response(invitation, response)
    writer = by or invitation.person
    stored = {
        answer.question_id: answer
        for answer in Answer.objects.filter(response=response, question__in=list(given)).order_by(
            "pk"
        )
    }
    saved = Saved()
    for question, value in given.items():
        present = stored.get(question.pk)
        if _says(present, value) or is_untouched(value, seen.get(question.pk, "")):
            continue
        if answer_state(present) != seen.get(question.pk, ""):
            saved.conflicts[question.pk] = present
            continue
        _store(response, question, present, value, invitation, writer)
        saved.stored.append(question)
    if saved.stored:
        note_writing(invitation=invitation, by=writer)
    return saved


def _says(present: Answer | None, value: Any) -> bool:
    if isinstance(value, File):
        return False
    return present is None if value is None else present is not None and present.value == value


def is_untouched(value: Any, seen: str) -> bool:
    """Tell whether the writer left a question as it was, whatever another has made of it since."""
    return not isinstance(value, File) and value_state(value) == seen


def _store(
    response: Response,
    question: Question,
    present: Answer | None,
    value: Any,
    invitation: Invitation,
    writer: User | None,
) -> None:
    if value is None:
        if present is not None:
            forget_file(present)
            present.delete()
        return
    if present is None or present.by_id != invitation.pk:
        data = {"question": question.pk}
        audit.record("surveys.answered", subject=response, by=writer, data=data)
    answer = present or Answer(response=response, question=question, version=0)
    if question.kind == QuestionKind.FILE:
        forget_file(answer)
        name = stored_name(FOLDER, file_kind(value)).removeprefix(f"{FOLDER}/")
        answer.file.save(name, value, save=False)
        value = _readable_name(value)
    answer.value = value
    answer.version += 1
    answer.saved_at = timezone.now()
    answer.by = invitation
    answer.save()


def _readable_name(upload: File[Any]) -> str:
    name = "".join(letter for letter in str(upload.name or "") if letter.isprintable())
    return name[-100:] or _("tiedosto")


def forget_file(record: Answer | Material) -> None:
    """Delete the file of a record once the change holds; call in the change's transaction."""
    name, storage = record.file.name, record.file.storage
    if name:
        transaction.on_commit(lambda: storage.delete(name))
