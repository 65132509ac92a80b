"""What of a round's answers is taken out, and as what kind of file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ExportForm(forms.Form):
    """The kind of file, and what goes in beside the answers that were sent."""

    kind = forms.ChoiceField(
        label=_("Tiedostomuoto"),
        widget=forms.RadioSelect,
        initial="xlsx",
        choices=[
            ("xlsx", _("XLSX: vastaukset, käytänteet ja koodikirja omina taulukkoinaan")),
            ("csv", _("CSV: samat taulukot kolmena tiedostona yhdessä paketissa")),
            ("json", _("JSON: kaikki yhdessä, ohjelmille")),
        ],
    )
    unfinished = forms.BooleanField(
        label=_("Ota mukaan myös lähettämättömät vastaukset"), required=False
    )
    personal = forms.BooleanField(
        label=_("Ota mukaan henkilötiedot"),
        required=False,
        help_text=_(
            "Vastaajien osoitteet ja vastaukset kysymyksiin, joissa on henkilötietoja. Vienti "
            "kirjataan tapahtumiin."
        ),
    )

    def __init__(self, *args: Any, may_have_personal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_have_personal:
            del self.fields["personal"]
