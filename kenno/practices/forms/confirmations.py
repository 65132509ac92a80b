"""How it is asked that a practice be archived."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from kenno.practices.models import SHORT_TEXT


class ArchivingForm(forms.Form):
    """Why a practice is not in use any more."""

    message = forms.CharField(
        label=_("Miksi käytänne pitäisi arkistoida?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[MaxLengthValidator(SHORT_TEXT)],
        help_text=_("Koordinaattori lukee tämän ja päättää. Voit kertoa, mitä opitte."),
    )

    use_required_attribute = False
