import base64
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kenno.core.forms import LongSelect
from kenno.people.actions.organisations import DETAIL_FIELDS, Details
from kenno.people.enums import OrganisationKind
from kenno.people.models import Organisation
from kenno.people.spreadsheets import MAXIMUM_BYTES
from kenno.people.validators import normal_business_id
from kenno.places.models import Municipality, Region, WellbeingCounty

ALL = ("", _("Kaikki"))
CHOOSE = ("", _("Valitse"))


class FilterOrganisationsForm(forms.Form):
    """Which organisations to show; everything may be left open."""

    q = forms.CharField(label=_("Nimi tai sen osa"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Laji"), required=False, choices=[ALL, *OrganisationKind.choices]
    )
    region = forms.ModelChoiceField(
        Region.objects.none(),
        label=_("Maakunta"),
        to_field_name="code",
        required=False,
        empty_label=_("Kaikki"),
        error_messages={"invalid_choice": _("Maakuntaa ei ole. Valitse maakunta luettelosta.")},
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label=_("Kunta"),
        to_field_name="code",
        required=False,
        empty_label=_("Kaikki"),
        widget=LongSelect,
        error_messages={"invalid_choice": _("Kuntaa ei ole. Valitse kunta luettelosta.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_from_places(self)

    def chosen(self) -> dict[str, Any]:
        """Return what narrows the list; what is not valid does not."""
        self.full_clean()
        cleaned = self.cleaned_data
        return {
            "search": cleaned.get("q", ""),
            "kind": cleaned.get("kind", ""),
            "region": cleaned.get("region"),
            "municipality": cleaned.get("municipality"),
        }


class OrganisationForm(forms.ModelForm):
    """What is told of an organisation, and the version that it is based on."""

    business_id = forms.CharField(
        label=_("Y-tunnus"),
        required=False,
        max_length=30,
        help_text=_("Muodossa 1234567-8. Jätä tyhjäksi, jos sitä ei ole."),
    )
    website = forms.URLField(
        label=_("Verkkosivut"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Alkaa https:// tai http://"),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Organisation
        fields = DETAIL_FIELDS
        labels = {
            "kind": _("Laji"),
            "name_fi": _("Nimi suomeksi"),
            "name_sv": _("Nimi ruotsiksi"),
            "name_en": _("Nimi englanniksi"),
            "municipality": _("Kunta"),
            "region": _("Maakunta"),
            "wellbeing_county": _("Hyvinvointialue"),
            "general_title": _("Yleinen yhteys"),
            "general_email": _("Yleisen yhteyden sähköpostiosoite"),
        }
        help_texts = {
            "municipality": _(
                "Valitse yksi: kunta, maakunta tai hyvinvointialue. Jätä kaikki tyhjiksi, jos "
                "organisaatio toimii koko maassa."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["kind"]).choices = [CHOOSE, *OrganisationKind.choices]
        for name in Organisation.PLACES:
            field = cast("forms.ModelChoiceField[Any]", self.fields[name])
            field.to_field_name = "code"
            field.empty_label = str(_("Ei valittu"))
            place = getattr(self.instance, name)
            self.initial[name] = place.code if place else ""
        _choose_from_places(self)
        self.initial["version"] = self.instance.version

    def clean_business_id(self) -> str:
        return normal_business_id(self.cleaned_data["business_id"])

    def details(self) -> Details:
        """Return what was filled in; call when the form is valid."""
        return Details(**{name: self.cleaned_data[name] for name in DETAIL_FIELDS})

    def based_on(self) -> int:
        """Return the version that the person saw, 0 when the form did not say."""
        return self.cleaned_data["version"] or 0

    def begin_from(self, version: int) -> None:
        """Keep what was typed, and let the next save be based on `version`."""
        typed = {name: self.data.get(name) for name in self.data}
        self.data = {**typed, self.add_prefix("version"): str(version)}


class ImportForm(forms.Form):
    """A file of organisations."""

    file = forms.FileField(
        label=_("Tiedosto"),
        help_text=_("CSV tai XLSX, enintään 1 Mt ja 5000 riviä."),
        error_messages={
            "required": _("Valitse tiedosto."),
            "empty": _("Tiedosto on tyhjä."),
        },
    )

    def clean_file(self) -> bytes:
        """Return the content, having read no more of a large file than tells that it is."""
        content: bytes = self.cleaned_data["file"].read(MAXIMUM_BYTES + 1)
        return content


class ApplyImportForm(forms.Form):
    """A file that was looked through before, and what it would have done."""

    content = forms.CharField(widget=forms.HiddenInput)
    fingerprint = forms.CharField(widget=forms.HiddenInput)

    def clean_content(self) -> bytes:
        """Return the content of the file."""
        try:
            return base64.b64decode(self.cleaned_data["content"], validate=True)
        except ValueError as error:
            raise forms.ValidationError(_("Valitse tiedosto uudelleen.")) from error

    @classmethod
    def of(cls, content: bytes, fingerprint: str) -> "ApplyImportForm":
        """Return the form that asks to do what was shown."""
        encoded = base64.b64encode(content).decode()
        return cls(initial={"content": encoded, "fingerprint": fingerprint})


def _choose_from_places(form: forms.BaseForm) -> None:
    """Let the form offer the places of now, by name."""
    places: dict[str, QuerySet[Any]] = {
        "municipality": Municipality.objects.in_name_order(),
        "region": Region.objects.in_name_order(),
        "wellbeing_county": WellbeingCounty.objects.order_by("name_fi"),
    }
    for name in places.keys() & form.fields.keys():
        cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = places[name]
