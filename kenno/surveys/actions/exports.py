"""The answers of a round as a file: asked for by one person, and fetched by the same."""

from typing import IO, Final

from django.db import transaction
from django.utils.translation import gettext as _

from kenno.core import audit
from kenno.core.exceptions import Gone, Refusal
from kenno.people.models import User
from kenno.surveys import tasks
from kenno.surveys.enums import ExportKind, ExportState
from kenno.surveys.models import AnswersFile, SurveyRound

# Of one person at a time, so that a button pressed often does not fill the disk.
MOST_KEPT: Final = 20


@transaction.atomic
def ask_for_answers(
    *, survey: SurveyRound, kind: str, unfinished: bool, personal: bool, by: User
) -> AnswersFile:
    """Let a task make the answers of a round into a file for `by`; return it, not yet made.

    `kind`: "csv" gives an archive of three tables, "xlsx" the same as sheets, "json" one document.
    Asked twice while it is being made, it is the same file. Raises Refusal for another kind, and
    when `by` has MOST_KEPT files.
    """
    if kind not in ExportKind.values:
        raise Refusal(_("Tällaista tiedostomuotoa ei ole."))
    wanted = {"kind": kind, "unfinished": unfinished, "personal": personal}
    User.objects.select_for_update().get(pk=by.pk)
    own = AnswersFile.objects.kept().filter(person=by)
    same = own.being_made().filter(round=survey, **wanted).first()
    if same is not None:
        return same
    if own.count() >= MOST_KEPT:
        raise Refusal(_("Olet pyytänyt jo monta tiedostoa. Odota, kunnes vanhat poistuvat."))
    asked = AnswersFile.objects.create(round=survey, person=by, **wanted)
    audit.record(
        "surveys.answers_exported",
        subject=survey,
        by=by,
        data={"kind": kind, "unfinished": unfinished, "personal_data": personal},
    )
    transaction.on_commit(lambda: tasks.make_answers_file.enqueue(asked.pk), robust=True)
    return asked


@transaction.atomic
def fetch_answers(*, file: AnswersFile, by: User) -> IO[bytes]:
    """Return an open file of answers, and note that it was fetched.

    Whose it is and what `by` may have is for the caller to check. Raises Gone when the file is not
    there, or no longer.
    """
    if file.state != ExportState.READY or not file.path.is_file():
        raise Gone(_("Tiedostoa ei ole enää. Pyydä uusi."))
    audit.record(
        "surveys.answers_fetched",
        subject=file.round,
        by=by,
        data={
            "kind": file.kind,
            "responses": file.responses,
            "unfinished": file.unfinished,
            "personal_data": file.personal,
        },
    )
    return file.path.open("rb")
