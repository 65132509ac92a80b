"""A tip from anybody, and what a coordinator does with it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kenno.core.guards import GuardedForm
from kenno.practices.forms.fields import LineField, MunicipalityField, PracticeAddressField
from kenno.practices.models import TITLE_LENGTH
from kenno.surveys.actions.tips import ToldTip
from kenno.surveys.models.tips import ASIDE_LENGTH, TEXT_LENGTH, WHO_LENGTH


class TipForm(GuardedForm):
    """What somebody knows of a good practice: two minutes, and nothing of persons needed."""

    municipality = MunicipalityField(
        label=_("Missä kunnassa?"), error_messages={"required": _("Kirjoita kunnan nimi.")}
    )
    title = LineField(
        label=_("Mitä siellä tehdään hyvin?"),
        max_length=TITLE_LENGTH,
        help_text=_("Muutama sana riittää, esimerkiksi: elokuvaillat kylätalolla."),
        error_messages={"required": _("Kerro muutamalla sanalla, mitä tehdään.")},
    )
    text = forms.CharField(
        label=_("Miksi se on hyvä?"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Mitä tehdään, kenelle ja mitä siitä on seurannut? Älä kirjoita nimiä."),
        error_messages={"required": _("Kerro, miksi se on hyvä.")},
    )
    who_knows = LineField(
        label=_("Kuka tietää siitä enemmän?"),
        max_length=WHO_LENGTH,
        required=False,
        help_text=_("Tehtävä tai yksikkö, esimerkiksi kirjasto. Nimeä tai osoitetta ei tarvita."),
    )
    told_by = LineField(
        label=_("Kuka olet?"),
        max_length=WHO_LENGTH,
        required=False,
        help_text=_(
            "Esimerkiksi kuntalainen tai museolehtori naapurikunnasta. Kerromme tämän kunnalle "
            "vinkin mukana."
        ),
    )
    email = forms.EmailField(
        label=_("Sähköpostiosoitteesi"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_(
            "Vain jos haluat kuulla, kun käytänteen voi lukea. Lähetämme yhden viestin ja "
            "poistamme osoitteen vinkistä."
        ),
    )

    def told(self) -> ToldTip:
        """Return what was told; call when the form is valid."""
        cleaned = self.cleaned_data
        return ToldTip(
            municipality=cleaned["municipality"],
            title=cleaned["title"],
            text=cleaned["text"].replace("\r\n", "\n"),
            who_knows=cleaned["who_knows"],
            told_by=cleaned["told_by"],
            teller_email=cleaned["email"],
        )


class JoinTipForm(forms.Form):
    """The practice that a tip is about, by the address of its page."""

    practice = PracticeAddressField(
        label=_("Käytänteen sivun osoite"),
        error_messages={"required": _("Anna käytänteen sivun osoite.")},
    )


class PutAsideForm(forms.Form):
    """Why nothing is done with a tip."""

    reason = forms.CharField(
        label=_("Miksi vinkki pannaan sivuun?"),
        max_length=ASIDE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Syyn näkevät vain koordinaattorit. Älä kirjoita nimiä."),
        error_messages={"required": _("Kerro, miksi vinkki pannaan sivuun.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="aside")
