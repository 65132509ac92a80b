"""What keeps machines out of public forms instead of a riddle for people: a trap and a clock."""

import secrets
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SHORTEST_WRITING: Final = 3
LONGEST_WRITING: Final = 24 * 3600
_signer = TimestampSigner(salt="core.guards")


def new_stamp() -> str:
    """Return a signed mark of the moment when an empty form was given out."""
    return _signer.sign(secrets.token_urlsafe(12))


class GuardedForm(forms.Form):
    """A form for anyone; give it out with `new_stamp()` as the first value of its `stamp`.

    The stamp is different on each form given out, so that the same sending twice can be told.
    """

    trap = forms.CharField(
        label=gettext_lazy("Jätä tämä kenttä tyhjäksi"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

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
            self.add_error(None, _("Lomake oli ollut auki liian kauan. Lähetä uudelleen."))
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
