"""What is filled in of a round: its texts and times, and what it asks of each practice."""

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kenno.core.languages import LANGUAGES
from kenno.surveys.actions.rounds import DETAIL_FIELDS
from kenno.surveys.models import SurveyRound
from kenno.surveys.sections import ALWAYS, askable_fields, askable_sections

MOMENT_FORMAT: Final = "%Y-%m-%dT%H:%M"
LANGUAGE_TITLES: Final = (("fi", _("Suomeksi")), ("sv", _("Ruotsiksi")), ("en", _("Englanniksi")))


class VersionedForm(forms.BaseForm):
    """A form that tells which version of the round its reader saw."""

    data: Any
    cleaned_data: dict[str, Any]

    def based_on(self) -> int:
        """Return the version that the person saw, 0 when the form did not say."""
        return self.cleaned_data["version"] or 0

    def begin_from(self, version: int) -> None:
        """Keep what was typed, and let the next save be based on `version`."""
        typed = self.data.copy()
        typed[self.add_prefix("version")] = str(version)
        self.data = typed


def moment_input() -> forms.DateTimeInput:
    """Return the browser's own field for a day and a time, in the time of Finland."""
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT_FORMAT)


class StartRoundForm(forms.ModelForm):
    """The name of a new round."""

    class Meta:
        model = SurveyRound
        fields = ["name"]
        labels = {"name": _("Kyselyn nimi")}


class RoundForm(VersionedForm, forms.ModelForm):
    """The name, times and texts of a round, and the version that they are based on."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = SurveyRound
        fields = DETAIL_FIELDS
        widgets = {
            "opens_at": moment_input(),
            "closes_at": moment_input(),
            **{
                f"{name}_{language}": forms.Textarea(attrs={"rows": 4})
                for name in ("introduction", "thanks")
                for language in LANGUAGES
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", *DETAIL_FIELDS):
            label = str(self.fields[name].label)
            self.fields[name].label = label[:1].upper() + label[1:]
        self.initial["version"] = self.instance.version

    def of_round(self) -> list[forms.BoundField]:
        """Return the fields that are the same in every language."""
        return [self[name] for name in ("name", "opens_at", "closes_at", "grace_hours")]

    def by_language(self) -> Iterator[tuple[str, Any, list[forms.BoundField]]]:
        """Go through the languages: code, title and fields of each."""
        for code, title in LANGUAGE_TITLES:
            yield code, title, [self[f"{name}_{code}"] for name in SurveyRound.TEXTS]

    def details(self) -> dict[str, Any]:
        """Return what was filled in; call when the form is valid."""
        return {name: self.cleaned_data[name] for name in DETAIL_FIELDS}


class SectionsForm(VersionedForm, forms.Form):
    """Which sections and fields of practices are asked, and in which order."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, survey: SurveyRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = survey.version
        asked = {part["section"]: part["fields"] for part in survey.practice_sections}
        order = list(asked)
        self.sections = askable_sections()
        self.sections.sort(key=lambda s: order.index(s.name) if s.name in asked else len(order))
        for number, section in enumerate(self.sections, start=1):
            self.fields[f"order-{section.name}"] = forms.IntegerField(
                label=_("Järjestysnumero"), min_value=1, max_value=99, initial=number
            )
            self.fields[f"fields-{section.name}"] = forms.MultipleChoiceField(
                label=_("Mitä kysytään"),
                required=False,
                choices=askable_fields(section),
                widget=forms.CheckboxSelectMultiple,
                initial=asked.get(section.name, []),
                help_text=_("Nimi ja tiivistelmä kysytään aina, kun kysytään käytänteitä.")
                if section.name in ALWAYS
                else "",
            )

    def by_section(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """Go through the sections: title and fields of each."""
        for section in self.sections:
            names = (f"order-{section.name}", f"fields-{section.name}")
            yield section.title, [self[name] for name in names]

    def chosen(self) -> list[dict[str, Any]]:
        """Return what was chosen, in the order of the numbers; call when the form is valid."""
        numbered = sorted(self.sections, key=lambda s: self.cleaned_data[f"order-{s.name}"])
        return [
            {"section": section.name, "fields": self.cleaned_data[f"fields-{section.name}"]}
            for section in numbered
        ]
