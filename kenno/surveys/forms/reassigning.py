"""Whom a municipality is asked through from now on."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kenno.people.queries.addressees import language_of
from kenno.people.validators import one_line
from kenno.places.models import Municipality
from kenno.surveys.actions.recipients import Asked
from kenno.surveys.enums import SurveyLanguage
from kenno.surveys.models import Recipient
from kenno.surveys.models.recipients import JOB_LENGTH

NEW: Final = "new"


class ReassignForm(forms.Form):
    """One of those who are asked already, or somebody new by their address."""

    who = forms.ChoiceField(
        label=gettext_lazy("Kuka on päävastaanottaja?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Valitse vastaanottaja.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Uuden vastaanottajan sähköpostiosoite"), required=False, max_length=254
    )
    title = forms.CharField(
        label=gettext_lazy("Uuden vastaanottajan tehtävä"),
        max_length=JOB_LENGTH,
        required=False,
        validators=[one_line],
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Kutsun kieli"), choices=SurveyLanguage.choices, required=False
    )
    keep_former = forms.TypedChoiceField(
        label=gettext_lazy("Entä nykyinen päävastaanottaja?"),
        widget=forms.RadioSelect,
        coerce=lambda value: value == "keep",
        choices=[
            ("keep", gettext_lazy("jää kopioksi, ja hänen linkkinsä toimii")),
            ("revoke", gettext_lazy("hänen kutsunsa perutaan, eikä linkki enää toimi")),
        ],
        initial="keep",
    )

    def __init__(
        self, data: Any = None, *, municipality: Municipality, asked: Sequence[Recipient]
    ) -> None:
        super().__init__(data)
        self.municipality = municipality
        self.copies = {str(one.pk): one for one in asked if not one.is_main}
        self.fields["language"].initial = language_of(municipality)
        who = self.fields["who"]
        who.choices = [  # type: ignore[attr-defined]
            *((key, _named(one)) for key, one in self.copies.items()),
            (NEW, _("joku muu, uusi osoite")),
        ]
        if not self.copies:
            who.initial = NEW
        if not any(one.is_main for one in asked):
            del self.fields["keep_former"]

    def clean(self) -> dict[str, Any]:
        """Want an address of somebody new."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_without = not cleaned.get("email") and "email" not in self.errors
        if cleaned.get("who") == NEW and is_without:
            self.add_error("email", _("Anna uuden vastaanottajan osoite."))
        return cleaned

    def chosen(self) -> Recipient | Asked:
        """Return who was chosen; call when the form is valid."""
        cleaned = self.cleaned_data
        if cleaned["who"] != NEW:
            return self.copies[cleaned["who"]]
        return Asked(
            municipality=self.municipality,
            email=cleaned["email"],
            title=cleaned["title"],
            language=cleaned["language"] or language_of(self.municipality),
        )


def _named(recipient: Recipient) -> str:
    address = recipient.person.email if recipient.person is not None else ""
    return ", ".join(filter(None, [recipient.title, address]))
