"""What who was invited fills in beside the answer: a new practice, passing on, declining."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kenno.people.validators import one_line
from kenno.practices.models import TITLE_LENGTH
from kenno.surveys.enums import SurveyLanguage
from kenno.surveys.models import Invitation
from kenno.surveys.models.recipients import JOB_LENGTH, REASON_LENGTH

MESSAGE_LENGTH = 600


class NewPracticeForm(forms.Form):
    """The name of a practice; who is a contact and writes themselves may offer to be asked."""

    title = forms.CharField(
        label=_("Mikä käytänteen nimi on?"),
        max_length=TITLE_LENGTH,
        help_text=_("Voit muuttaa nimeä myöhemmin."),
        error_messages={"required": _("Anna käytänteelle nimi.")},
    )
    is_contact = forms.BooleanField(label=_("Minulta voi kysyä tästä käytänteestä"), required=False)
    sitting = forms.CharField(max_length=36, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, invitation: Invitation, is_own: bool = True) -> None:
        super().__init__(data, initial={"sitting": str(uuid4())})
        contact = invitation.recipient.contact
        is_contact = (
            contact is not None
            and contact.person_id == invitation.person_id
            and contact.is_accepted
        )
        if not (is_own and is_contact):
            del self.fields["is_contact"]


class DelegationForm(forms.Form):
    """Who knows better: by job and address, with a word to them."""

    title = forms.CharField(
        label=_("Vastaajan tehtävä"),
        max_length=JOB_LENGTH,
        validators=[one_line],
        help_text=_("Esimerkiksi kirjastotoimenjohtaja. Henkilön nimeä ei tarvita."),
        error_messages={"required": _("Kerro, missä tehtävässä vastaaja on.")},
    )
    email = forms.EmailField(
        label=_("Vastaajan sähköpostiosoite"),
        max_length=254,
        help_text=_("Osoitetta käytetään vain tähän kyselyyn. Sitä ei näytetä muille."),
        error_messages={"required": _("Anna osoite, johon kysely lähetetään.")},
    )
    language = forms.ChoiceField(label=_("Viestin kieli"), choices=SurveyLanguage.choices)
    message = forms.CharField(
        label=_("Viesti hänelle"),
        required=False,
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DeclineForm(forms.Form):
    """Why not; one need not say."""

    reason = forms.CharField(
        label=_("Miksi ette vastaa?"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Syytä ei ole pakko kertoa. Sen näkevät vain kyselyn tekijät."),
    )
