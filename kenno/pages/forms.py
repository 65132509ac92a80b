from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kenno.core.guards import GuardedForm
from kenno.pages.addresses import own_path
from kenno.pages.models import MESSAGE_LENGTH


class FeedbackForm(GuardedForm):
    """Feedback from anyone."""

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
