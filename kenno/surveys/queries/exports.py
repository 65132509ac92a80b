"""The files of answers that somebody has asked for."""

from kenno.people.models import User
from kenno.surveys.models import AnswersFile, SurveyRound


def own_files(survey: SurveyRound, person: User) -> list[AnswersFile]:
    """Return a person's files of a round that are being made or may be fetched, newest first."""
    found = AnswersFile.objects.kept().filter(round=survey, person=person)
    return list(found.select_related("round").order_by("-asked_at", "-pk"))


def own_file(pk: int, person: User) -> AnswersFile | None:
    """Return a person's own file, whatever its state; None for one that another asked for."""
    return AnswersFile.objects.select_related("round").filter(pk=pk, person=person).first()
