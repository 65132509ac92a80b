"""What has changed in an answer since its page was made, for who has the page open."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from kenno.surveys.models import Invitation, Response
from kenno.surveys.queries.answering import AskedQuestion, answer_text

# One's own save may be on its way back while the page asks: it is no news yet.
SETTLING: Final = timedelta(seconds=5)


@dataclass(frozen=True)
class Changed:
    """A question that says something else than its page was made with, and how to say so.

    `mark` names what it says now, so that the page is told of it once.
    """

    asked: AskedQuestion
    text: str

    @property
    def mark(self) -> str:
        return mark_of(self.asked)


def mark_of(asked: AskedQuestion) -> str:
    """Return a short name of what a question says now, also when it says nothing."""
    return asked.state or "-"


def is_settling(asked: AskedQuestion, invitation: Invitation) -> bool:
    """Tell whether a question was saved by this invitation's own page a moment ago."""
    answer = asked.answer
    is_own = answer is not None and answer.by_id == invitation.pk
    return is_own and answer is not None and timezone.now() - answer.saved_at < SETTLING


def changed(asked: AskedQuestion, invitation: Invitation) -> Changed:
    """Say who changed a question and when, and to what."""
    answer = asked.answer
    if answer is None:
        return Changed(asked, _("Toinen vastaaja poisti vastauksen tästä."))
    if answer.by_id == invitation.pk:
        text = _("Tätä muutettiin muualla klo %(time)s: ”%(answer)s”.")
    else:
        text = _("Toinen vastaaja muutti tätä klo %(time)s: ”%(answer)s”.")
    time = time_format(timezone.localtime(answer.saved_at), "TIME_FORMAT")
    return Changed(asked, text % {"time": time, "answer": answer_text(asked.question, answer)})


def answer_mark(response: Response) -> str:
    """Return a short name of everything that an answer says, alike while nobody saves. Two queries.

    The texts of practices count by their version.
    """
    answers = response.answers.order_by("question_id").values_list("question_id", "version")
    told = response.practices.order_by("pk").values_list(
        "practice_id", "practice__draft_version", "practice__review_state"
    )
    says = (response.submitted_at, list(answers), list(told))
    return hashlib.sha256(repr(says).encode()).hexdigest()[:16]
