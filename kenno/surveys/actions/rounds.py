"""The life of a round: draft -> open <-> paused -> closed -> archived; copies begin as drafts."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kenno.core import audit
from kenno.core.exceptions import Conflict, Refusal
from kenno.core.languages import LANGUAGES
from kenno.people.models import User
from kenno.surveys import sections
from kenno.surveys.actions.invitations import make_invitations
from kenno.surveys.actions.links import links_end_at
from kenno.surveys.actions.trials import throw_trials_away
from kenno.surveys.enums import RoundState
from kenno.surveys.models import Question, SurveyRound
from kenno.surveys.queries.rounds import opening_of

TEXT_FIELDS: Final = tuple(
    f"{name}_{language}" for name in SurveyRound.TEXTS for language in LANGUAGES
)
DETAIL_FIELDS: Final = ("name", *TEXT_FIELDS, "opens_at", "closes_at", "grace_hours")
# What a question has, besides its place in the round and its history.
QUESTION_FIELDS: Final = (
    *("kind", "place", "options", "least", "most", "required", "shown_if_value"),
    *("has_personal_data", "position"),
    *(f"{name}_{language}" for name in Question.TEXTS for language in LANGUAGES),
)


class RoundChanged(Conflict):
    """Somebody saved the round or a question of it after the version this save was based on."""


def locked(survey: SurveyRound, *, based_on: int | None = None) -> SurveyRound:
    """Read a round again and keep others from changing it until the transaction ends.

    Raises RoundChanged when it is no longer the version `based_on` that the person saw.
    """
    present = SurveyRound.objects.select_for_update().get(pk=survey.pk)
    if based_on is not None and present.version != based_on:
        raise RoundChanged(
            _(
                "Joku muu on muuttanut kyselyä sillä välin, joten mitään ei tallennettu. Katso, "
                "mikä on nyt toisin, ja tallenna uudelleen, jos omasi pätevät."
            )
        )
    return present


def require_state(survey: SurveyRound, *allowed: RoundState) -> None:
    """Raise Conflict unless the round is in one of these states."""
    if survey.state not in allowed:
        raise Conflict(
            _("Kyselyn tila on nyt ”%(state)s”, joten tätä ei voi tehdä.")
            % {"state": survey.get_state_display()}
        )


def bump(survey: SurveyRound, *fields: str) -> None:
    """Store these fields of a locked round as its next version."""
    survey.version += 1
    survey.save(update_fields=[*fields, "version"])


def check(record: SurveyRound | Question) -> None:
    """Raise Refusal with the first thing that does not hold of a record."""
    try:
        record.full_clean()
    except ValidationError as error:
        raise Refusal(error.messages[0]) from error


@transaction.atomic
def start_round(*, name: str, by: User) -> SurveyRound:
    """Begin a round that asks every section of practices; raises Refusal without a name."""
    survey = SurveyRound(name=name.strip(), created_by=by)
    survey.practice_sections = sections.everything()
    check(survey)
    survey.save()
    audit.record("surveys.round_started", subject=survey, by=by)
    return survey


@transaction.atomic
def change_round(
    *, survey: SurveyRound, details: Mapping[str, Any], based_on: int, by: User
) -> SurveyRound:
    """Change a round's name, texts and times (`DETAIL_FIELDS`) and return it as it now is.

    After opening, the texts, the closing time and the grace may change; links follow the time.
    Raises RoundChanged when somebody has saved another version, Conflict when the round is closed
    or archived, and Refusal when the details do not hold.
    """
    present = locked(survey, based_on=based_on)
    require_state(present, RoundState.DRAFT, RoundState.OPEN, RoundState.PAUSED)
    changed = [name for name in DETAIL_FIELDS if getattr(present, name) != details[name]]
    if not changed:
        return present
    if present.state != RoundState.DRAFT and "opens_at" in changed:
        raise Refusal(_("Avautumisaikaa ei voi enää muuttaa, koska kysely on avattu."))
    for name in changed:
        setattr(present, name, details[name])
    check(present)
    closes = present.closes_at
    if present.state != RoundState.DRAFT and (closes is None or closes <= timezone.now()):
        raise Refusal(_("Sulkeutumisajan pitää olla tulevaisuudessa. Voit myös sulkea kyselyn."))
    bump(present, *changed)
    last = present.last_moment
    if last is not None and {"closes_at", "grace_hours"} & set(changed):
        links_end_at(present, last)
    audit.record("surveys.round_changed", subject=present, by=by, data={"fields": changed})
    return present


@transaction.atomic
def choose_sections(
    *, survey: SurveyRound, chosen: Sequence[dict[str, Any]], based_on: int, by: User
) -> SurveyRound:
    """Choose what is asked of each practice, in order; nothing chosen asks no practices.

    Raises RoundChanged, Conflict once the round is open, and Refusal for an unknown section.
    """
    present = locked(survey, based_on=based_on)
    require_state(present, RoundState.DRAFT)
    try:
        wanted = sections.normal(chosen)
    except ValueError as error:
        raise Refusal(_("Tällaista osiota tai kenttää ei ole. Lataa sivu uudelleen.")) from error
    if wanted != present.practice_sections:
        present.practice_sections = wanted
        bump(present, "practice_sections")
        names = [part["section"] for part in wanted]
        audit.record("surveys.round_changed", subject=present, by=by, data={"sections": names})
    return present


@transaction.atomic
def copy_round(*, survey: SurveyRound, by: User) -> SurveyRound:
    """Make a new draft with the texts, sections and questions of a round, and return it.

    Times, recipients and answers are not copied.
    """
    copy = SurveyRound(copied_from=survey, created_by=by)
    for name in (*TEXT_FIELDS, "grace_hours", "practice_sections"):
        setattr(copy, name, getattr(survey, name))
    copy.name = (_("%(name)s, kopio") % {"name": survey.name})[
        : copy._meta.get_field("name").max_length
    ]
    copy.save()
    copied: dict[int, Question] = {}
    for question in survey.questions.asked():
        same = {name: getattr(question, name) for name in QUESTION_FIELDS}
        decider = copied.get(question.shown_if_id) if question.shown_if_id else None
        if decider is None:
            same["shown_if_value"] = ""
        copied[question.pk] = Question.objects.create(round=copy, shown_if=decider, **same)
    audit.record("surveys.round_copied", subject=copy, by=by, data={"from": survey.pk})
    return copy


@transaction.atomic
def open_round(*, survey: SurveyRound, based_on: int, by: User) -> SurveyRound:
    """Open a draft, or go on after a pause; invitations leave from the opening time on.

    Trials are thrown away at the first opening. Raises Refusal when something is missing,
    RoundChanged and Conflict as other changes do.
    """
    present = locked(survey, based_on=based_on)
    require_state(present, RoundState.DRAFT, RoundState.PAUSED)
    missing = opening_of(present).missing
    if missing:
        raise Refusal(" ".join(missing))
    is_first = present.state == RoundState.DRAFT
    if is_first:
        throw_trials_away(present)
    present.state = RoundState.OPEN
    bump(present, "state")
    make_invitations(present)
    action = "surveys.round_opened" if is_first else "surveys.round_resumed"
    audit.record(action, subject=present, by=by)
    return present


@transaction.atomic
def pause_round(*, survey: SurveyRound, by: User) -> SurveyRound:
    """Let nothing be sent or answered until the round goes on; what is written stays."""
    return _step(survey, RoundState.PAUSED, "surveys.round_paused", by, RoundState.OPEN)


@transaction.atomic
def close_round(*, survey: SurveyRound, by: User | None) -> SurveyRound:
    """Close a round now, or note that its time is over; the grace begins from its closing time."""
    present = locked(survey)
    require_state(present, RoundState.OPEN, RoundState.PAUSED)
    now = timezone.now()
    present.state = RoundState.CLOSED
    if present.closes_at is None or present.closes_at > now:
        present.closes_at = now
    if present.opens_at is None or present.opens_at >= present.closes_at:
        raise Refusal(_("Kysely ei ole vielä avautunut. Keskeytä se sen sijaan."))
    bump(present, "state", "closes_at")
    last = present.last_moment
    if last is not None:
        links_end_at(present, last)
    audit.record("surveys.round_closed", subject=present, by=by)
    return present


@transaction.atomic
def archive_round(*, survey: SurveyRound, by: User) -> SurveyRound:
    """Put a closed round away; its answers stay and can be taken out."""
    return _step(survey, RoundState.ARCHIVED, "surveys.round_archived", by, RoundState.CLOSED)


@transaction.atomic
def delete_round(*, survey: SurveyRound, by: User) -> None:
    """Throw a draft away with its questions, recipients and trials."""
    present = locked(survey)
    require_state(present, RoundState.DRAFT)
    throw_trials_away(present)
    audit.record("surveys.round_deleted", subject=present, by=by)
    present.delete()


def close_those_over() -> int:
    """Close every round whose time is over; return how many. The clock calls this."""
    over = list(SurveyRound.objects.over().order_by("pk"))
    for survey in over:
        close_round(survey=survey, by=None)
    return len(over)


def _step(
    survey: SurveyRound, to: RoundState, action: str, by: User, *allowed: RoundState
) -> SurveyRound:
    present = locked(survey)
    require_state(present, *allowed)
    present.state = to
    bump(present, "state")
    audit.record(action, subject=present, by=by)
    return present
