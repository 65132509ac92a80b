import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kenno.pages.addresses import own_path
from kenno.pages.models import MESSAGE_LENGTH

SHORTEST_WRITING = 3
LONGEST_WRITING = 24 * 3600
_signer = TimestampSigner(salt="pages.feedback")


def new_stamp() -> str:
    """Return a signed mark of the moment when an empty form was given out."""
    return _signer.sign(secrets.token_urlsafe(12))


class FeedbackForm(forms.Form):
    """Feedback from anyone; a trap and a clock keep machines out instead of a riddle for people."""

    message = forms.CharField(
        label=gettext_lazy("Mitä haluat sanoa?"),
        help_text=gettext_lazy("Kerro, mikä ei toiminut, mikä puuttuu tai mikä on hyvin."),
        widget=forms.Textarea(attrs={"rows": 7}),
        max_length=MESSAGE_LENGTH,
        error_messages={"required": gettext_lazy("Kirjoita palaute ennen kuin lähetät sen.")},
    )
    page = forms.CharField(
        label=gettext_lazy("Mitä sivua palaute koskee?"),
        help_text=gettext_lazy("Sivun osoite. Jätä tyhjäksi, jos palaute koskee koko palvelua."),
        required=False,
    )
    email = forms.EmailField(
        label=gettext_lazy("Sähköpostiosoitteesi"),
        help_text=gettext_lazy(
            "Vain jos haluat vastauksen. Näytämme osoitteen vain koordinaattorille ja poistamme "
            "sen vuoden kuluessa."
        ),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    trap = forms.CharField(
        label=gettext_lazy("Jätä tämä kenttä tyhjäksi"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, host: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.host = host

    def clean_page(self) -> str:
        """Accept a path or an address of this site, and nothing that leads elsewhere."""
        given: str = self.cleaned_data["page"]
        path = own_path(given, self.host)
        if given and not path:
            raise ValidationError(
                _("Anna tämän palvelun sivun osoite, esimerkiksi /kunnat/oulu/, tai jätä tyhjäksi.")
            )
        return path

    def clean_trap(self) -> str:
        if self.cleaned_data["trap"]:
            raise ValidationError(_("Tyhjennä tämä kenttä ja lähetä uudelleen."))
        return ""

    def clean_stamp(self) -> str:
        """Refuse a form of yesterday; the text stays, and with the new stamp a second try works."""
        stamp: str = self.cleaned_data["stamp"]
        if not _is_younger(stamp, LONGEST_WRITING):
            self.data = {name: self.data.get(name) for name in self.data}
            self.data[self.add_prefix("stamp")] = new_stamp()
            self.add_error(None, _("Lomake oli ollut auki liian kauan. Lähetä palaute uudelleen."))
        return stamp

    def clean(self) -> dict[str, Any]:
        """Refuse what was written in a blink, unless there is something else to mend first."""
        if not self.errors and _is_younger(self.cleaned_data["stamp"], SHORTEST_WRITING):
            raise ValidationError(
                _("Lähetys tuli niin nopeasti, että se näytti koneelta. Lähetä uudelleen.")
            )
        return self.cleaned_data


def _is_younger(stamp: str, seconds: int) -> bool:
    """Tell whether this stamp is ours and was given out at most so many seconds ago."""
    try:
        _signer.unsign(stamp, max_age=seconds)
    except BadSignature:
        return False
    return True
