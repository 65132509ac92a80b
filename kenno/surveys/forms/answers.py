"""The round's own questions as a form: a field for each kind, nothing compulsory while saving."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kenno.core.forms import named_error
from kenno.core.uploads import validate_file
from kenno.places.models import Municipality
from kenno.practices.forms.fields import MunicipalityField
from kenno.surveys.enums import QuestionKind
from kenno.surveys.models import Question
from kenno.surveys.queries.answering import AskedQuestion
from kenno.vocabulary.forms import ConceptsField
from kenno.vocabulary.models import Concept

SHORT_LENGTH: Final = 300
LONG_LENGTH: Final = 10_000
MOST_DIGITS: Final = 15
DECIMALS: Final = 4
MOST_CONCEPTS: Final = 10
NO_ANSWER: Final[tuple[str, str | Promise]] = ("", gettext_lazy("Ei vastausta"))
SPACES: Final = str.maketrans(dict.fromkeys(" \u00a0\u202f\u2009"))


class NumberField(forms.DecimalField):
    """A number as people write it: with a comma or a point, spaces between thousands."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.translate(SPACES).replace(",", ".").replace("−", "-")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return str(value).replace(".", ",") if isinstance(value, int | float) else value


def _short(question: Question, **options: Any) -> forms.Field:
    return forms.CharField(max_length=SHORT_LENGTH, **options)


def _long(question: Question, **options: Any) -> forms.Field:
    area = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(max_length=LONG_LENGTH, widget=area, **options)


def _number(question: Question, **options: Any) -> forms.Field:
    field = NumberField(
        min_value=question.least,
        max_value=question.most,
        max_digits=MOST_DIGITS,
        decimal_places=DECIMALS,
        **options,
    )
    field.widget.attrs["inputmode"] = "decimal"
    return field


def _one_of(question: Question, **options: Any) -> forms.Field:
    return forms.ChoiceField(
        choices=[*question.choices, NO_ANSWER], widget=forms.RadioSelect, **options
    )


def _many_of(question: Question, **options: Any) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=question.choices, widget=forms.CheckboxSelectMultiple, **options
    )


def _municipality(question: Question, **options: Any) -> forms.Field:
    return MunicipalityField(**options)


def _concepts(question: Question, **options: Any) -> forms.Field:
    return ConceptsField(maximum=MOST_CONCEPTS, **options)


def _file(question: Question, **options: Any) -> forms.Field:
    options["help_text"] = options["help_text"] or _(
        "PDF, kuva tai toimisto-ohjelman tiedosto, enintään 20 Mt."
    )
    return forms.FileField(validators=[validate_file], widget=forms.FileInput, **options)


FIELDS: Final[dict[str, Callable[..., forms.Field]]] = {
    QuestionKind.SHORT_TEXT: _short,
    QuestionKind.LONG_TEXT: _long,
    QuestionKind.NUMBER: _number,
    QuestionKind.ONE_OF: _one_of,
    QuestionKind.MANY_OF: _many_of,
    QuestionKind.SCALE: _one_of,
    QuestionKind.MUNICIPALITY: _municipality,
    QuestionKind.CONCEPT: _concepts,
    QuestionKind.FILE: _file,
}


def field_name(question: Question) -> str:
    """Return what a question's field is called in the form."""
    return f"q{question.pk}"


class AnswersForm(forms.Form):
    """The questions of a group that were on the page, over what is stored of them.

    Each question also posts `was-<name>`, which names what was stored when it was shown; a
    question without it was not on the page and is left alone.
    """

    def __init__(self, asked: list[AskedQuestion], data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.asked = [
            one for one in asked if data is None or f"was-{field_name(one.question)}" in data
        ]
        for one in self.asked:
            question = one.question
            name = field_name(question)
            self.fields[name] = FIELDS[question.kind](
                question, label=_label(question), help_text=question.hint, required=False
            )
            self.initial[name] = _initial(one)

    def seen(self) -> dict[int, str]:
        """Return what of each question was stored when the page was made."""
        return {
            one.question.pk: self.data.get(f"was-{field_name(one.question)}", "")
            for one in self.asked
        }

    def given(self) -> dict[Question, Any]:
        """Return the answers that hold, as they are stored; None for an empty one.

        A file that was not chosen anew is left out, unless it is to be removed.
        """
        answers: dict[Question, Any] = {}
        for one in self.asked:
            question, name = one.question, field_name(one.question)
            if name not in self.cleaned_data:
                continue
            value = _stored(question.kind, self.cleaned_data[name])
            if question.kind == QuestionKind.FILE and value is None:
                if f"remove-{name}" in self.data:
                    answers[question] = None
                continue
            answers[question] = value
        return answers

    @property
    def named_errors(self) -> list[str]:
        """Each error after the question that it is about."""
        return [
            named_error(one.question.shown_text, str(message))
            for one in self.asked
            for message in self.errors.get(field_name(one.question), [])
        ]

    @property
    def for_the_button(self) -> list[str]:
        """Names of the inputs that a form which saves itself leaves for the save button."""
        return [
            name
            for one in self.asked
            if one.question.kind == QuestionKind.FILE
            for name in (field_name(one.question), f"remove-{field_name(one.question)}")
        ]


def _label(question: Question) -> str:
    label = question.shown_text
    if question.kind == QuestionKind.NUMBER and question.unit:
        label = f"{label} ({question.unit})"
    return f"{label} {_('(pakollinen)')}" if question.required else label


def _initial(one: AskedQuestion) -> Any:
    if one.answer is None or one.question.kind == QuestionKind.FILE:
        return None
    value: Any = one.answer.value
    if one.question.kind == QuestionKind.MUNICIPALITY:
        return Municipality.objects.filter(code=value).first()
    if one.question.kind == QuestionKind.CONCEPT:
        return list(Concept.objects.filter(uri__in=value).order_by("label_fi"))
    return value


def _stored(kind: str, value: Any) -> Any:
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Municipality):
        return value.code
    if kind == QuestionKind.CONCEPT:
        return sorted(concept.uri for concept in value) or None
    if isinstance(value, UploadedFile):
        return value
    return value
