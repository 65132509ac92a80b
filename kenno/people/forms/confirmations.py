"""How a contact names a successor."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from kenno.people.models.contacts import TITLE_LENGTH
from kenno.people.validators import one_line

MESSAGE_LENGTH = 1_000


class HandOverForm(forms.Form):
    """Whom to ask to take over, as what, and with which words."""

    title = forms.CharField(
        label=_("Seuraajan tehtävänimike"), max_length=TITLE_LENGTH, validators=[one_line]
    )
    email = forms.EmailField(
        label=_("Seuraajan sähköpostiosoite"),
        max_length=254,
        help_text=_("Osoitetta ei näytetä missään. Seuraaja saa kutsun ja päättää itse."),
    )
    message = forms.CharField(
        label=_("Viesti seuraajalle"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[MaxLengthValidator(MESSAGE_LENGTH)],
        help_text=_("Lähtee kutsun mukana."),
    )

    use_required_attribute = False
