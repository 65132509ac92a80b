from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kenno.people.rules import coordinates_somewhere
from kenno.places.models import Municipality
from kenno.practices.enums import PracticeLanguage
from kenno.practices.forms.fields import MunicipalityField
from kenno.practices.models import TITLE_LENGTH
from kenno.practices.queries.workspace import municipalities_of
from kenno.practices.rules import Person


class StartForm(forms.Form):
    """The first words of a practice: what it is called, whose it is, in which language."""

    title = forms.CharField(
        label=_("Mikä käytänteen nimi on?"),
        max_length=TITLE_LENGTH,
        help_text=_("Voit muuttaa nimeä myöhemmin."),
        error_messages={"required": _("Anna käytänteelle nimi.")},
    )
    language = forms.ChoiceField(
        label=_("Millä kielellä kirjoitat?"), choices=PracticeLanguage.choices
    )
    sitting = forms.CharField(max_length=36, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, person: Person) -> None:
        super().__init__(data, initial={"sitting": str(uuid4()), "language": get_language()})
        self.own = municipalities_of(person)
        if coordinates_somewhere(person):
            self.fields["municipality"] = MunicipalityField(
                label=_("Minkä kunnan käytänne?"),
                error_messages={"required": _("Kirjoita kunnan nimi.")},
            )
        else:
            self.fields["municipality"] = forms.ModelChoiceField(
                label=_("Minkä kunnan käytänne?"), queryset=self.own, empty_label=None
            )
        self.order_fields(["title", "municipality", "language", "sitting"])

    @property
    def municipality(self) -> Municipality:
        place: Municipality = self.cleaned_data["municipality"]
        return place
