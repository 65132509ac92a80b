"""What the workspace shows of rounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from kenno.places.models import Municipality
from kenno.surveys.enums import CHOSEN_KINDS
from kenno.surveys.models import Question, Recipient, Response, SurveyRound

LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES)
# Without these a round does not open; the reader's thanks may be left to the service.
NEEDED_TEXTS: Final = ("title", "introduction", "signer_unit")
FEWEST_OPTIONS: Final = 2


def _count_of(rows: QuerySet[Any]) -> Coalesce:
    """Count the rows of each round in a subquery, so that two counts do not multiply."""
    counted = (
        rows.filter(round=OuterRef("pk"))
        .order_by()
        .values("round")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def rounds_in_list() -> QuerySet[SurveyRound]:
    """Return the rounds, newest first, with `asked` and `answered`: how many municipalities."""
    return SurveyRound.objects.newest_first().annotate(
        asked=_count_of(Recipient.objects.main()),
        answered=_count_of(Response.objects.submitted()),
    )


def questions_of(survey: SurveyRound) -> list[Question]:
    """Return a round's questions in the order of asking, with `is_answered` and their condition."""
    return list(survey.questions.with_answered().asked().select_related("shown_if"))


def municipalities_without_recipient(survey: SurveyRound) -> QuerySet[Municipality]:
    """Return the municipalities that have no main recipient in a round, by name."""
    main = Recipient.objects.main().filter(round=survey, municipality=OuterRef("pk"))
    return Municipality.objects.exclude(Exists(main)).in_name_order()


@dataclass(frozen=True)
class Opening:
    """What comes in the way of opening a round, and what opening it would do."""

    missing: list[str]
    municipalities: int
    invitations: int
    without_recipient: int


def opening_of(survey: SurveyRound) -> Opening:
    """Work out whether a round can be opened and what would happen then."""
    recipients = Recipient.objects.real().filter(round=survey)
    municipalities = recipients.filter(is_main=True).count()
    return Opening(
        missing=missing_for_opening(survey, recipients=municipalities),
        municipalities=municipalities,
        invitations=recipients.filter(person__isnull=False).count(),
        without_recipient=municipalities_without_recipient(survey).count(),
    )


def missing_for_opening(survey: SurveyRound, *, recipients: int) -> list[str]:
    """Return what a round still needs before it can be opened, each as one sentence."""
    missing = [*_missing_texts(survey), *_missing_times(survey)]
    questions = list(survey.questions.asked())
    if not survey.practice_sections and not questions:
        missing.append(_("Kysely ei kysy mitään. Valitse käytänteiden osiot tai lisää kysymys."))
    for question in questions:
        missing += _missing_in_question(question)
    if not recipients:
        missing.append(_("Yhdelläkään kunnalla ei ole päävastaanottajaa."))
    return missing


def _missing_texts(survey: SurveyRound) -> list[str]:
    names = {
        "title": _("Otsikko puuttuu: %(languages)s."),
        "introduction": _("Johdanto puuttuu: %(languages)s."),
        "signer_unit": _("Allekirjoittava yksikkö puuttuu: %(languages)s."),
    }
    found = []
    for name in NEEDED_TEXTS:
        languages = languages_without(survey, name)
        if languages:
            found.append(names[name] % {"languages": languages})
    return found


def languages_without(record: SurveyRound | Question, name: str) -> str:
    """Return the languages, named in the reader's language, in which a text is missing."""
    called = {"fi": _("suomi"), "sv": _("ruotsi"), "en": _("englanti")}
    missing = [called[code] for code in LANGUAGES if not getattr(record, f"{name}_{code}").strip()]
    return ", ".join(missing)


def _missing_times(survey: SurveyRound) -> list[str]:
    if survey.opens_at is None or survey.closes_at is None:
        return [_("Avautumis- tai sulkeutumisaika puuttuu.")]
    if survey.closes_at <= timezone.now():
        return [_("Sulkeutumisaika on jo mennyt.")]
    return []


def _missing_in_question(question: Question) -> list[str]:
    named = {"question": question.text_fi}
    found = []
    languages = languages_without(question, "text")
    if languages:
        found.append(
            _("Kysymys ”%(question)s” puuttuu: %(languages)s.") % {**named, "languages": languages}
        )
    if any(not option.get(code) for option in question.options for code in LANGUAGES):
        found.append(
            _("Kysymyksen ”%(question)s” vaihtoehdoilta puuttuu jokin kolmesta kielestä.") % named
        )
    if question.kind in CHOSEN_KINDS and len(question.options) < FEWEST_OPTIONS:
        found.append(_("Kysymykseen ”%(question)s” tarvitaan ainakin kaksi vaihtoehtoa.") % named)
    return found


def order_is_wrong(questions: Sequence[Question]) -> Question | None:
    """Return a question that would be asked before the one it depends on, or None."""
    seen: set[int] = set()
    for question in questions:
        if question.shown_if_id is not None and question.shown_if_id not in seen:
            return question
        seen.add(question.pk)
    return None
