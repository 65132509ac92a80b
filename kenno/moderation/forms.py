from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class DecisionForm(forms.Form):
    """A decision about exactly the text that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    message = forms.CharField(
        label=_("Viesti kirjoittajalle"),
        help_text=_("Vapaaehtoinen. Lähtee kirjoittajalle sähköpostissa."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReturnForm(DecisionForm):
    """Giving a text back always says why; `parts` are those of the form it was written in."""

    message = forms.CharField(
        label=_("Mitä kirjoittajan pitäisi täydentää?"),
        help_text=_("Kerro selvästi ja ystävällisesti. Lähtee kirjoittajalle sähköpostissa."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Kirjoita, mitä pitäisi täydentää.")},
    )
    part = forms.ChoiceField(
        label=_("Mitä lomakkeen osaa se koskee?"),
        help_text=_("Viestin linkki avaa tämän osan."),
        required=False,
    )

    def __init__(self, *args: Any, parts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = [("", gettext("Koko tekstiä")), *parts]  # type: ignore[attr-defined]


class ArchiveForm(forms.Form):
    """Taking a record out of sight, with the reason."""

    message = forms.CharField(
        label=_("Miksi arkistoit tämän?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Kirjoita syy arkistointiin.")},
    )
