"""A question to a contact, and a receiver's word on an improper one."""

import unicodedata
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kenno.core import mails, suppression
from kenno.core.guards import GuardedForm, new_stamp
from kenno.people.actions.inquiries import Question
from kenno.people.enums import ReportReason
from kenno.people.models import User
from kenno.people.models.inquiries import NAME_LENGTH, TEXT_LENGTH
from kenno.people.validators import one_line

# Joiners belong to words in some scripts and to emojis; lines and tabs to any text.
KEPT: Final = "\u200c\u200d\n\t"


class InquiryForm(GuardedForm):
    """What somebody asks; who is signed in has an address already."""

    name = forms.CharField(
        label=gettext_lazy("Nimesi"),
        max_length=NAME_LENGTH,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Kirjoita nimesi, jotta vastaaja tietää sen.")},
    )
    organisation = forms.CharField(
        label=gettext_lazy("Kunta tai organisaatio, josta kysyt"),
        max_length=NAME_LENGTH,
        validators=[one_line],
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    address = forms.EmailField(
        label=gettext_lazy("Sähköpostiosoitteesi"),
        help_text=gettext_lazy(
            "Vastaus tulee tähän osoitteeseen. Vain vastaanottaja näkee sen, ei kukaan sivuilla."
        ),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Kirjoita osoite, johon vastaus tulee.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Viestisi"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=TEXT_LENGTH,
        error_messages={"required": gettext_lazy("Kirjoita viesti ennen kuin lähetät sen.")},
    )

    def __init__(self, data: Any = None, *, person: User | None) -> None:
        initial = {"stamp": new_stamp()}
        if person is not None:
            initial["name"] = person.get_full_name()
        super().__init__(data, initial=initial)
        self.person = person
        if person is not None:
            del self.fields["address"]

    def clean_name(self) -> str:
        name = mails.one_line(self.cleaned_data["name"])
        if not name:
            raise ValidationError(self.fields["name"].error_messages["required"])
        return name

    def clean_organisation(self) -> str:
        return mails.one_line(self.cleaned_data["organisation"])

    def clean_address(self) -> str:
        """Refuse an address to which no mail gets through: its owner could confirm nothing."""
        address: str = self.cleaned_data["address"].lower()
        if suppression.find(address):
            raise ValidationError(
                _("Tähän osoitteeseen emme saa sähköpostia perille. Käytä toista osoitetta.")
            )
        return address

    def clean_text(self) -> str:
        text = _readable(self.cleaned_data["text"])
        if not text:
            raise ValidationError(self.fields["text"].error_messages["required"])
        return text

    def question(self) -> Question:
        """Return what was asked; call when the form is valid."""
        cleaned = self.cleaned_data
        address = self.person.email if self.person is not None else cleaned["address"]
        return Question(
            name=cleaned["name"],
            organisation=cleaned["organisation"],
            address=address,
            text=cleaned["text"],
        )


def _readable(text: str) -> str:
    """Return a text without what cannot be seen or turns the direction of writing round."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    shown = (
        letter
        for letter in lines
        if letter in KEPT or unicodedata.category(letter) not in ("Cc", "Cf", "Zl", "Zp")
    )
    return "".join(shown).strip(KEPT + " \u00a0")


class ReportForm(forms.Form):
    """Why a question was improper."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Mikä viestissä oli asiatonta?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Valitse, mikä viestissä oli asiatonta.")},
    )

    def chosen(self) -> ReportReason:
        """Return what was chosen; call when the form is valid."""
        return ReportReason(self.cleaned_data["reason"])
