"""What a reader would see of a round or a question, in each language, while it is written."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_POST

from kenno.surveys.forms.rounds import LANGUAGE_TITLES, RoundForm
from kenno.surveys.models import Question, SurveyRound
from kenno.surveys.views.keeping import keeper, round_of


@dataclass(frozen=True)
class Preview:
    """The texts of one language: what is missing there is empty, never another language's."""

    language: str
    title: Any
    texts: dict[str, Any]


def texts_preview(survey: SurveyRound) -> list[Preview]:
    """Return the round's own texts in each language."""
    return [
        Preview(
            code,
            title,
            {name: getattr(survey, f"{name}_{code}") for name in SurveyRound.TEXTS},
        )
        for code, title in LANGUAGE_TITLES
    ]


def question_preview(question: Question) -> list[Preview]:
    """Return a question with its options in each language."""
    previews = []
    for code, title in LANGUAGE_TITLES:
        texts: dict[str, Any] = {
            name: getattr(question, f"{name}_{code}") for name in Question.TEXTS
        }
        with translation.override(code):
            texts["choices"] = [label for _value, label in question.choices]
        previews.append(Preview(code, title, texts))
    return previews


@require_POST
def preview_texts(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the preview of texts as they stand in the form now; nothing is saved."""
    keeper(request)
    form = RoundForm(request.POST, instance=round_of(pk))
    form.full_clean()
    return render(request, "surveys/texts_preview.html", {"previews": texts_preview(form.instance)})
