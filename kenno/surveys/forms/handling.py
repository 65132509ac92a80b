"""What a coordinator fills in when making practices of an answer, or opening it again."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kenno.practices.forms.sections import Section
from kenno.practices.models import TITLE_LENGTH, Practice
from kenno.surveys.models.recipients import REASON_LENGTH
from kenno.surveys.sections import askable_sections

DAYS_TO_MEND: Final = 14


def _reason(label: Any, needed: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=_("Lähtee kirjoittajalle sähköpostissa. Kerro selvästi ja ystävällisesti."),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": needed},
    )


class SplitForm(forms.Form):
    """What the second practice is called, and which parts of the first it begins with."""

    title = forms.CharField(
        label=_("Uuden käytänteen nimi"),
        max_length=TITLE_LENGTH,
        error_messages={"required": _("Anna uudelle käytänteelle nimi.")},
    )
    sections = forms.MultipleChoiceField(
        label=_("Mitkä osat kopioidaan siihen?"),
        help_text=_("Alkuperäinen säilyy ennallaan. Voit sitten muokata molempia."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None) -> None:
        names = [section.name for section in askable_sections()]
        super().__init__(data, initial={"sections": names})
        self.fields["sections"].choices = [  # type: ignore[attr-defined]
            (section.name, section.title) for section in askable_sections()
        ]

    @property
    def texts(self) -> list[str]:
        """The names of the fields and lists of the chosen parts, but for the title."""
        chosen = self.cleaned_data["sections"]
        return [
            name
            for section in askable_sections()
            if section.name in chosen
            for name in _fields_of(section)
            if name != "title"
        ]


def _fields_of(section: Section) -> list[str]:
    fields = [*(section.form._meta.fields or ()), *section.lists]
    return [*fields, "lead_image"] if "lead_image_alt" in fields else fields


class MergeForm(forms.Form):
    """Which of two practices stays; a published one always does."""

    kept = forms.ChoiceField(
        label=_("Kumpi jää?"),
        help_text=_("Toinen arkistoidaan, ja sen tekstiä voi vielä katsoa."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Valitse, kumpi käytänne jää.")},
    )

    def __init__(self, data: Any = None, *, told: Practice, other: Practice) -> None:
        both = [told, other]
        choices = [one for one in both if one.live] or both
        super().__init__(data, initial={"kept": str(choices[0].pk) if len(choices) == 1 else ""})
        self.fields["kept"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.title} ({one.municipality.name})") for one in choices
        ]


class TakeOverForm(forms.Form):
    """Whether the author hears of it."""

    tell = forms.BooleanField(label=_("Kerro kirjoittajalle sähköpostilla"), required=False)


class RejectForm(forms.Form):
    """Why a practice is not published."""

    reason = _reason(_("Miksi käytännettä ei julkaista?"), _("Kirjoita, miksi sitä ei julkaista."))


class ReopenForm(forms.Form):
    """Why an answer is opened again, and until which day."""

    reason = _reason(
        _("Mitä kunnan pitäisi täydentää?"), _("Kirjoita, miksi vastaus avataan uudelleen.")
    )
    last_day = forms.DateField(
        label=_("Viimeinen päivä"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None) -> None:
        day = timezone.localdate() + timedelta(days=DAYS_TO_MEND)
        super().__init__(data, initial={"last_day": day})

    @property
    def until(self) -> datetime:
        """The end of the last day."""
        day: date = self.cleaned_data["last_day"]
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
