"""Who is asked: by hand, from a file, and reminded when."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kenno.people.models import Organisation
from kenno.people.spreadsheets import MAXIMUM_BYTES
from kenno.places.models import Municipality
from kenno.surveys.actions.recipients import Asked
from kenno.surveys.actions.reminders import TEXT_FIELDS
from kenno.surveys.enums import SurveyLanguage
from kenno.surveys.forms.rounds import moment_input
from kenno.surveys.models import Reminder
from kenno.surveys.models.recipients import JOB_LENGTH
from kenno.surveys.queries.organisations import OTHER_KINDS, organisations_by_name


class MunicipalityForm(forms.Form):
    """A municipality of the list."""

    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label=_("Kunta"),
        to_field_name="code",
        empty_label=_("Valitse"),
        error_messages={"invalid_choice": _("Kuntaa ei ole. Valitse kunta luettelosta.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Municipality]", self.fields["municipality"])
        field.queryset = Municipality.objects.in_name_order()


class RecipientForm(MunicipalityForm):
    """One recipient of a municipality."""

    organisation_found: Organisation | None = None
    email = forms.EmailField(label=_("Sähköpostiosoite"))
    title = forms.CharField(label=_("Tehtävänimike"), max_length=JOB_LENGTH, required=False)
    language = forms.ChoiceField(label=_("Kieli"), choices=SurveyLanguage.choices)
    organisation = forms.CharField(
        label=_("Organisaatio"),
        max_length=200,
        required=False,
        help_text=_("Kirjoita nimi niin kuin se on organisaatioissa. Voit jättää tyhjäksi."),
        widget=forms.TextInput(attrs={"list": "organisation-names", "autocomplete": "off"}),
    )
    is_copy = forms.BooleanField(
        label=_("Kopio"),
        required=False,
        help_text=_("Kunnalla on yksi päävastaanottaja. Muut ovat kopioita, joilla on oma linkki."),
    )

    def clean(self) -> dict[str, Any]:
        """Find the organisation by its name in the municipality."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        place, name = cleaned.get("municipality"), cleaned.get("organisation", "").strip()
        self.organisation_found = None
        if place is not None and name:
            named = organisations_by_name(place)
            self.organisation_found = named.get((place.pk, name.casefold()))
            if self.organisation_found is None:
                text = gettext("Kunnassa ei ole organisaatiota ”%(name)s”.")
                self.add_error("organisation", text % {"name": name})
        return cleaned

    def asked(self) -> Asked:
        """Return whom to ask; call when the form is valid."""
        cleaned = self.cleaned_data
        return Asked(
            municipality=cleaned["municipality"],
            email=cleaned["email"],
            title=cleaned["title"],
            language=cleaned["language"],
            is_main=not cleaned["is_copy"],
            organisation=self.organisation_found,
        )


class OtherKindsForm(forms.Form):
    """Whose contacts are proposed beside those of the municipalities themselves."""

    kind = forms.MultipleChoiceField(
        label=_("Ehdota myös kunnan muista organisaatioista"),
        required=False,
        choices=[(kind.value, kind.label) for kind in OTHER_KINDS],
        widget=forms.CheckboxSelectMultiple,
    )

    def kinds(self) -> list[str]:
        """Return the kinds that were chosen; those there are not do not count."""
        return self.cleaned_data.get("kind", []) if self.is_valid() else []


class RecipientFileForm(forms.Form):
    """A file of recipients."""

    file = forms.FileField(
        label=_("Tiedosto"),
        help_text=_("CSV tai XLSX, enintään 1 Mt ja 5000 riviä."),
        error_messages={"required": _("Valitse tiedosto."), "empty": _("Tiedosto on tyhjä.")},
    )

    def clean_file(self) -> bytes:
        """Return the content, having read no more of a large file than tells that it is."""
        content: bytes = self.cleaned_data["file"].read(MAXIMUM_BYTES + 1)
        return content


class ReminderForm(forms.ModelForm):
    """When who is reminded, and in which words."""

    class Meta:
        model = Reminder
        fields = ["audience", "planned_at", *TEXT_FIELDS]
        labels = {
            "audience": _("Kenelle"),
            "planned_at": _("Milloin"),
            "text_fi": _("Viesti suomeksi"),
            "text_sv": _("Viesti ruotsiksi"),
            "text_en": _("Viesti englanniksi"),
        }
        widgets = {
            "audience": forms.RadioSelect,
            "planned_at": moment_input(),
            **{name: forms.Textarea(attrs={"rows": 3}) for name in TEXT_FIELDS},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        audience = cast(forms.ChoiceField, self.fields["audience"])
        audience.choices = Reminder._meta.get_field("audience").choices or []
        for name in TEXT_FIELDS:
            self.fields[name].required = True

    def texts(self) -> dict[str, str]:
        """Return the words in each language; call when the form is valid."""
        return {name: self.cleaned_data[name] for name in TEXT_FIELDS}
