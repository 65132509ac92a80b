"""A round's own questions: added, changed, put in order, removed; once answered, replaced."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kenno.core import audit
from kenno.core.exceptions import Refusal
from kenno.people.models import User
from kenno.surveys.actions.rounds import QUESTION_FIELDS, bump, check, locked, require_state
from kenno.surveys.enums import DECIDING_KINDS, RoundState
from kenno.surveys.models import Question, SurveyRound
from kenno.surveys.queries.rounds import order_is_wrong

MOST_QUESTIONS: Final = 60
# What an answer means depends on these; of options only on their values, not on their words.
MEANING: Final = ("least", "most", "shown_if", "shown_if_value", "unit_fi", "unit_sv", "unit_en")
# These may be changed only before the round opens.
BEFORE_OPENING: Final = ("place", "required")
CHANGEABLE: Final = tuple(
    name for name in (*QUESTION_FIELDS, "shown_if") if name not in ("kind", "position")
)


@transaction.atomic
def add_question(
    *, survey: SurveyRound, details: Mapping[str, Any], based_on: int, by: User
) -> Question:
    """Add a question as the last of its place; `details` has its kind and `CHANGEABLE`.

    Raises RoundChanged when the round is another version than the person saw, Conflict once it
    has been opened, and Refusal when the question does not hold.
    """
    present = locked(survey, based_on=based_on)
    require_state(present, RoundState.DRAFT)
    asked = list(present.questions.asked())
    if len(asked) >= MOST_QUESTIONS:
        raise Refusal(
            _("Kyselyssä voi olla enintään %(most)s kysymystä.") % {"most": MOST_QUESTIONS}
        )
    position = max((question.position for question in asked), default=0) + 1
    question = Question(round=present, position=position)
    for name in ("kind", *CHANGEABLE):
        setattr(question, name, details[name])
    _check(question)
    question.save()
    _keep_order(present)
    bump(present)
    audit.record("surveys.question_added", subject=question, by=by, data={"round": present.pk})
    return question


@transaction.atomic
def change_question(
    *,
    question: Question,
    details: Mapping[str, Any],
    based_on: int,
    by: User,
    means_other: bool = False,
) -> Question:
    """Change a question (`CHANGEABLE`) and return the one that is asked from now on.

    Once it has been answered, a change of what it means, or `means_other`, retires it, and a new
    version is asked instead. Raises RoundChanged, Conflict when the round is closed, and Refusal
    when the question does not hold.
    """
    present = locked(question.round, based_on=based_on)
    require_state(present, RoundState.DRAFT, RoundState.OPEN, RoundState.PAUSED)
    stored = Question.objects.with_answered().get(pk=question.pk, retired_at__isnull=True)
    changed = [name for name in CHANGEABLE if getattr(stored, name) != details[name]]
    if not changed and not means_other:
        return stored
    if present.state != RoundState.DRAFT and set(changed) & set(BEFORE_OPENING):
        raise Refusal(
            _("Avatussa kyselyssä ei voi muuttaa, milloin kysytään tai onko vastaus pakollinen.")
        )
    other_meaning = means_other or _means_other(stored, details, changed)
    if other_meaning and stored.is_answered:
        return _replace(stored, details, present, by)
    for name in changed:
        setattr(stored, name, details[name])
    _check(stored)
    stored.save(update_fields=changed)
    _keep_order(present)
    _keep_conditions(stored)
    bump(present)
    audit.record("surveys.question_changed", subject=stored, by=by, data={"fields": changed})
    return stored


@transaction.atomic
def move_question(*, question: Question, up: bool, by: User) -> None:
    """Change places of a question and the one before or after it in its place, if there is one.

    Raises Refusal when it would be asked before the one it depends on.
    """
    present = locked(question.round)
    require_state(present, RoundState.DRAFT)
    asked = [each for each in present.questions.asked() if each.place == question.place]
    index = next((i for i, each in enumerate(asked) if each.pk == question.pk), None)
    if index is None:
        return
    other = index - 1 if up else index + 1
    if not 0 <= other < len(asked):
        return
    asked[index], asked[other] = asked[other], asked[index]
    for position, each in enumerate(asked, start=1):
        each.position = position
    Question.objects.bulk_update(asked, ["position"])
    _keep_order(present)
    bump(present)
    audit.record("surveys.question_moved", subject=question, by=by)


@transaction.atomic
def remove_question(*, question: Question, by: User) -> None:
    """Remove a question from a draft; raises Refusal when another depends on it."""
    present = locked(question.round)
    require_state(present, RoundState.DRAFT)
    dependent = question.decides.order_by("pk").first()
    if dependent is not None:
        raise Refusal(
            _("Kysymys ”%(other)s” riippuu tästä. Poista ensin sen ehto.")
            % {"other": dependent.text_fi}
        )
    question.answers.filter(response__is_trial=True).delete()
    audit.record("surveys.question_removed", subject=question, by=by, data={"round": present.pk})
    question.delete()
    bump(present)


def _means_other(stored: Question, details: Mapping[str, Any], changed: list[str]) -> bool:
    before = [option["value"] for option in stored.options]
    now = [option["value"] for option in details["options"]]
    # A new option besides the old ones changes what not choosing it means, so it counts too.
    return bool(set(changed) & set(MEANING)) or before != now


def _replace(
    stored: Question, details: Mapping[str, Any], survey: SurveyRound, by: User
) -> Question:
    new = Question(
        round=survey,
        kind=stored.kind,
        position=stored.position,
        version=stored.version + 1,
        replaces=stored,
    )
    for name in CHANGEABLE:
        setattr(new, name, details[name])
    _check(new)
    stored.retired_at = timezone.now()
    stored.save(update_fields=["retired_at"])
    new.save()
    stored.decides.filter(retired_at__isnull=True).update(shown_if=new)
    _keep_order(survey)
    _keep_conditions(new)
    bump(survey)
    audit.record("surveys.question_replaced", subject=new, by=by, data={"replaces": stored.pk})
    return new


def _check(question: Question) -> None:
    """Raise Refusal when a question does not hold by itself."""
    check(question)
    decider = question.shown_if
    if decider is None:
        return
    if decider.round_id != question.round_id or decider.kind not in DECIDING_KINDS:
        raise Refusal(_("Ehdoksi käy vain saman kyselyn valinta tai asteikko."))
    if question.shown_if_value not in dict(decider.choices):
        raise Refusal(
            _("Ehdon vaihtoehtoa ei ole kysymyksessä ”%(question)s”.")
            % {"question": decider.text_fi}
        )


def _keep_order(survey: SurveyRound) -> None:
    wrong = order_is_wrong(list(survey.questions.asked().select_related("shown_if")))
    if wrong is not None and wrong.shown_if is not None:
        raise Refusal(
            _(
                "Kysymys ”%(question)s” riippuu kysymyksestä ”%(other)s”, joka kysytään vasta sen "
                "jälkeen."
            )
            % {"question": wrong.text_fi, "other": wrong.shown_if.text_fi}
        )


def _keep_conditions(question: Question) -> None:
    """Refuse to take away an option on which another question depends."""
    values = [value for value, _label in question.choices]
    dependents = question.decides.filter(retired_at__isnull=True)
    dependent = dependents.exclude(shown_if_value__in=values).order_by("pk").first()
    if dependent is not None:
        raise Refusal(
            _("Kysymys ”%(other)s” riippuu vaihtoehdosta, jota ei enää olisi. Muuta ensin sitä.")
            % {"other": dependent.text_fi}
        )
