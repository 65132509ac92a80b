from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from kenno.people import rules
from kenno.people.domains import normal_domain, validate_domain
from kenno.people.forms.persons import offer
from kenno.people.models import MunicipalityDomain, User
from kenno.places.models import Municipality


class DomainForm(forms.Form):
    """A mail domain and the municipality whose people have addresses there."""

    domain = forms.CharField(
        label=_("Osoitteen loppuosa"),
        max_length=253,
        help_text=_("Se, mikä osoitteessa on @-merkin jälkeen, esimerkiksi alavieska.fi."),
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label=_("Kunta"),
        to_field_name="code",
        empty_label=_("Valitse kunta"),
        error_messages={"invalid_choice": _("Kuntaa ei ole. Valitse kunta luettelosta.")},
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        """Offer the municipalities of `by`; what is posted beyond those is left to the rules."""
        super().__init__(*args, **kwargs)
        municipality = cast("forms.ModelChoiceField[Municipality]", self.fields["municipality"])
        municipality.queryset = Municipality.objects.in_name_order()
        if not rules.works_for_whole_country(by):
            own = municipality.queryset.filter(region__in=rules.coordinated_regions(by))
            offer(municipality, [("", municipality.empty_label), *((m.code, m.name) for m in own)])

    def clean_domain(self) -> str:
        """Return the domain as mail writes it, when a municipality may have it to itself."""
        domain = normal_domain(self.cleaned_data["domain"])
        validate_domain(domain)
        if MunicipalityDomain.objects.filter(domain=domain).exists():
            raise forms.ValidationError(
                _("%(domain)s on jo lisätty jollekin kunnalle."), params={"domain": domain}
            )
        return domain
