"""Asking somebody to complete a draft, passing that on, and saying no."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kenno.people.queries.addressees import Addressee
from kenno.practices.forms.fields import LineField
from kenno.practices.models.requests import JOB_LENGTH, MESSAGE_LENGTH, REASON_LENGTH

OTHER: Final = "other"
# Of somebody who was not found, and what is said when it is missing.
NEEDED: Final = {
    "title": _("Kerro, missä tehtävässä vastaanottaja on."),
    "email": _("Anna osoite, johon pyyntö lähetetään."),
}


class AskOwnerForm(forms.Form):
    """Who is asked to complete a draft: one of those found, or an address typed by hand."""

    who = forms.ChoiceField(
        label=_("Keneltä pyydetään?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Valitse, keneltä pyydetään.")},
    )
    title = LineField(
        label=_("Muun vastaanottajan tehtävä"),
        max_length=JOB_LENGTH,
        required=False,
        help_text=_("Esimerkiksi kirjastotoimenjohtaja. Henkilön nimeä ei tarvita."),
    )
    email = forms.EmailField(
        label=_("Muun vastaanottajan sähköpostiosoite"), max_length=254, required=False
    )
    language = forms.ChoiceField(label=_("Viestin kieli"), choices=settings.LANGUAGES)
    message = forms.CharField(
        label=_("Viesti hänelle"),
        required=False,
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self, data: Any = None, *, found: Sequence[Addressee], initial: dict[str, Any]
    ) -> None:
        super().__init__(data, initial=initial)
        self.found = {one.key: one for one in found}
        lines = [(key, one.line) for key, one in self.found.items()]
        who = self.fields["who"]
        if lines:
            who.choices = [*lines, (OTHER, _("Joku muu"))]  # type: ignore[attr-defined]
            return
        del self.fields["who"]
        self.fields["title"].label = _("Vastaanottajan tehtävä")
        self.fields["email"].label = _("Vastaanottajan sähköpostiosoite")
        for name, message in NEEDED.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = message

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("who", OTHER) == OTHER and "who" not in self.errors:
            for name, message in NEEDED.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, message)
        return cleaned

    @property
    def asked(self) -> dict[str, str]:
        """Who is asked and how: email, title, language and message; call when valid."""
        cleaned = self.cleaned_data
        chosen = self.found.get(cleaned.get("who", OTHER))
        job = chosen.title or str(chosen.source.label) if chosen is not None else cleaned["title"]
        return {
            "email": chosen.email if chosen is not None else cleaned["email"],
            "title": job[:JOB_LENGTH],
            "language": cleaned["language"],
            "message": cleaned["message"],
        }


class PassOnForm(forms.Form):
    """Who knows better: by job and address, with a word to them."""

    title = LineField(
        label=_("Hänen tehtävänsä"),
        max_length=JOB_LENGTH,
        help_text=_("Esimerkiksi kirjastotoimenjohtaja. Henkilön nimeä ei tarvita."),
        error_messages={"required": _("Kerro, missä tehtävässä hän on.")},
    )
    email = forms.EmailField(
        label=_("Hänen sähköpostiosoitteensa"),
        max_length=254,
        help_text=_("Osoitetta käytetään vain tähän pyyntöön. Sitä ei näytetä muille."),
        error_messages={"required": _("Anna osoite, johon pyyntö lähetetään.")},
    )
    language = forms.ChoiceField(label=_("Viestin kieli"), choices=settings.LANGUAGES)
    message = forms.CharField(
        label=_("Viesti hänelle"),
        required=False,
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DeclineForm(forms.Form):
    """Why not; one need not say."""

    reason = forms.CharField(
        label=_("Miksi et täydennä tätä?"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Syytä ei ole pakko kertoa. Sen näkevät vain koordinaattorit."),
    )
