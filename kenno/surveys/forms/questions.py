"""One question of a round: only the fields that its kind has, and its options as rows."""

from collections.abc import Iterator
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kenno.surveys.actions.questions import CHANGEABLE
from kenno.surveys.enums import CHOSEN_KINDS, DECIDING_KINDS, QuestionKind
from kenno.surveys.forms.rounds import LANGUAGE_TITLES, VersionedForm
from kenno.surveys.models import Question, SurveyRound
from kenno.surveys.models.questions import MOST_OPTIONS, QUESTION_LENGTH, SCALE_ENDS, VALUE_LENGTH

EMPTY_ROWS: Final = 4
ALWAYS_SHOWN: Final = ("", _("Aina"))


FILLED_OTHERWISE: Final = ("options", "shown_if", "shown_if_value")


class KindForm(forms.Form):
    """Which kind of question is added."""

    kind = forms.ChoiceField(label=_("Millainen vastaus"), choices=QuestionKind.choices)


class QuestionForm(VersionedForm, forms.ModelForm):
    """A question's texts and what holds for it; `condition` is a question and its option."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    condition = forms.ChoiceField(label=_("Milloin näytetään"), required=False)
    means_other = forms.BooleanField(
        label=_("Kysymys kysyy nyt muuta kuin ennen"),
        required=False,
        help_text=_(
            "Kun kysymykseen on jo vastattu, siitä tehdään uusi versio, ja vanhat vastaukset "
            "jäävät vanhalle."
        ),
    )

    class Meta:
        model = Question
        fields = [
            name for name in CHANGEABLE if name not in ("options", "shown_if", "shown_if_value")
        ]
        widgets = {
            "place": forms.RadioSelect,
            **{f"hint_{code}": forms.Textarea(attrs={"rows": 2}) for code, _t in LANGUAGE_TITLES},
        }

    def __init__(self, *args: Any, survey: SurveyRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.survey = survey
        kind = self.instance.kind
        if kind != QuestionKind.NUMBER:
            for code, _title in LANGUAGE_TITLES:
                del self.fields[f"unit_{code}"]
        if kind not in (QuestionKind.NUMBER, QuestionKind.SCALE):
            del self.fields["least"], self.fields["most"]
        if kind == QuestionKind.SCALE:
            lowest, highest = SCALE_ENDS
            for name, initial in (("least", 1), ("most", 5)):
                self.fields[name] = forms.IntegerField(
                    label=self.fields[name].label,
                    min_value=lowest,
                    max_value=highest,
                    initial=initial,
                )
        if self.instance.pk is None:
            del self.fields["means_other"]
        self.fields["place"].choices = Question._meta.get_field("place").choices  # type: ignore[attr-defined]
        self.fields["text_fi"].required = True
        for field in self.fields.values():
            label = str(field.label or "")
            field.label = label[:1].upper() + label[1:]
        self._offer_conditions()
        self.initial["version"] = survey.version

    def _offer_conditions(self) -> None:
        """Offer each option of each question that can be asked before this one."""
        deciding = self.survey.questions.asked().filter(kind__in=DECIDING_KINDS)
        groups = [
            (question.shown_text, [(f"{question.pk}:{v}", label) for v, label in question.choices])
            for question in deciding.exclude(pk=self.instance.pk)
        ]
        self.deciders = {question.pk: question for question in deciding}
        condition: Any = self.fields["condition"]
        condition.choices = [ALWAYS_SHOWN, *groups]
        if self.instance.shown_if_id:
            chosen = f"{self.instance.shown_if_id}:{self.instance.shown_if_value}"
            self.initial["condition"] = chosen

    def by_language(self) -> Iterator[tuple[str, Any, list[forms.BoundField]]]:
        """Go through the languages: code, title and fields of each."""
        for code, title in LANGUAGE_TITLES:
            names = [f"{name}_{code}" for name in ("text", "hint", "unit", "heading")]
            yield code, title, [self[name] for name in names if name in self.fields]

    def of_question(self) -> list[forms.BoundField]:
        """Return the fields that are the same in every language."""
        names = ("least", "most", "required", "place", "condition", "has_personal_data")
        return [self[name] for name in (*names, "means_other") if name in self.fields]

    def details(self, options: list[dict[str, str]]) -> dict[str, Any]:
        """Return what was filled in, with these options; call when the form is valid."""
        cleaned = self.cleaned_data
        details = {name: cleaned.get(name, getattr(self.instance, name)) for name in CHANGEABLE}
        decider, _colon, value = cleaned["condition"].partition(":")
        details["shown_if"] = self.deciders[int(decider)] if decider else None
        details["shown_if_value"] = value
        details["options"] = options
        details["kind"] = self.instance.kind
        return details

    def asks_other(self) -> bool:
        """Tell whether the person says that the question asks something else now."""
        return bool(self.cleaned_data.get("means_other"))


class OptionForm(forms.Form):
    """One option in three languages; an emptied row goes."""

    value = forms.CharField(required=False, max_length=VALUE_LENGTH, widget=forms.HiddenInput)
    fi = forms.CharField(label=_("Suomeksi"), required=False, max_length=QUESTION_LENGTH)
    sv = forms.CharField(label=_("Ruotsiksi"), required=False, max_length=QUESTION_LENGTH)
    en = forms.CharField(label=_("Englanniksi"), required=False, max_length=QUESTION_LENGTH)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if (cleaned.get("sv") or cleaned.get("en")) and not cleaned.get("fi"):
            self.add_error("fi", ValidationError(_("Kirjoita vaihtoehto myös suomeksi.")))
        return cleaned


class BaseOptionFormSet(forms.BaseFormSet[OptionForm]):
    """Rows of options; `options()` gives those that were filled in, each with its value kept."""

    def options(self, question: Question) -> list[dict[str, str]]:
        """Return the options in order; a new one gets the next number that was never used."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("fi")]
        if question.kind == QuestionKind.SCALE:
            ends = (str(question.least), str(question.most))
            return [_option(end, row) for end, row in zip(ends, rows, strict=False)]
        known = {option["value"] for option in question.options}
        used = {int(value) for value in known if value.isdecimal()}
        result, seen = [], set()
        for row in rows:
            value = row["value"]
            if value not in known or value in seen:
                value = str(max(used, default=0) + 1)
                used.add(int(value))
            seen.add(value)
            result.append(_option(value, row))
        return result


def _option(value: str, row: dict[str, Any]) -> dict[str, str]:
    return {"value": value, **{code: row.get(code, "") for code, _title in LANGUAGE_TITLES}}


OptionFormSet = forms.formset_factory(
    OptionForm, formset=BaseOptionFormSet, extra=EMPTY_ROWS, max_num=MOST_OPTIONS, validate_max=True
)


def option_rows(question: Question, data: Any = None) -> BaseOptionFormSet | None:
    """Return the rows of options of a question, or None where its kind has none."""
    if question.kind not in (*CHOSEN_KINDS, QuestionKind.SCALE):
        return None
    rows = cast(BaseOptionFormSet, OptionFormSet(data, prefix="options", initial=question.options))
    if question.kind == QuestionKind.SCALE:
        rows.extra, rows.max_num = 2 - len(question.options), 2
    return rows
