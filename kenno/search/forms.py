from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kenno.people.rules import Person
from kenno.search.enums import Frequency
from kenno.search.models import QUERY_LENGTH

KIND_LENGTH = 40
PERIODS = (7, 30, 90)
SHOWN_PERIOD = 30


class FrequencyForm(forms.Form):
    """How often news are told."""

    frequency = forms.ChoiceField(
        label=gettext_lazy("Kuinka usein kerromme uusista?"),
        choices=Frequency.choices,
        widget=forms.RadioSelect,
        initial=Frequency.WEEKLY,
    )


class SaveSearchForm(FrequencyForm):
    """The wish to be told of news of a search; who has not signed in gives an address.

    A field that people do not see keeps machines out instead of a riddle.
    """

    email = forms.EmailField(
        label=gettext_lazy("Sähköpostiosoitteesi"),
        help_text=gettext_lazy(
            "Lähetämme ensin linkin, jolla vahvistat osoitteen. Käytämme sitä vain tähän."
        ),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Anna osoite, johon uudet tulokset lähetetään.")},
    )
    trap = forms.CharField(
        label=gettext_lazy("Jätä tämä kenttä tyhjäksi"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.CharField(max_length=KIND_LENGTH, widget=forms.HiddenInput)
    query = forms.CharField(max_length=2 * QUERY_LENGTH, required=False, widget=forms.HiddenInput)

    field_order = ("frequency", "email", "trap", "kind", "query")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.show_required = False
        if person.is_authenticated:
            del self.fields["email"]
            del self.fields["trap"]

    def clean_trap(self) -> str:
        if self.cleaned_data["trap"]:
            raise ValidationError(_("Tyhjennä tämä kenttä ja lähetä uudelleen."))
        return ""


class PeriodForm(forms.Form):
    """Of how many days searches are looked at."""

    days = forms.TypedChoiceField(label=gettext_lazy("Ajalta"), choices=(), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.show_required = False
        choices = [(days, _("%(days)s päivää") % {"days": days}) for days in PERIODS]
        self.fields["days"].choices = choices  # type: ignore[attr-defined]
