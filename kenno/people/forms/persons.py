from typing import Any, cast

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kenno.people.enums import Role
from kenno.people.models import User
from kenno.people.validators import one_line
from kenno.places.models import Municipality

MAXIMUM_NAME = 150


class RequestCodeForm(RequestLoginCodeForm):
    """The address to which a code for signing in is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = _("Sähköpostiosoite")
        email.widget.attrs = {"autocomplete": "email", "autofocus": True}


class ConfirmCodeForm(ConfirmLoginCodeForm):
    """The code from the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = _("Koodi")
        code.help_text = _("Isot ja pienet kirjaimet käyvät, väliviivan voi jättää pois.")
        code.widget.attrs = {
            "autocomplete": "one-time-code",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "autofocus": True,
        }


class NameForm(forms.Form):
    """A person's name and language, which nobody has to give."""

    first_name = forms.CharField(
        label=_("Etunimi"), max_length=MAXIMUM_NAME, required=False, validators=[one_line]
    )
    last_name = forms.CharField(
        label=_("Sukunimi"), max_length=MAXIMUM_NAME, required=False, validators=[one_line]
    )
    language = forms.ChoiceField(
        label=_("Kieli"), choices=settings.LANGUAGES, widget=forms.RadioSelect, initial="fi"
    )


class AddPersonForm(NameForm):
    """Whom to give a role; a known person gets it beside those they have."""

    email = forms.EmailField(label=_("Sähköpostiosoite"), max_length=254)
    role = forms.ChoiceField(
        label=_("Rooli"),
        choices=Role.choices,
        widget=forms.RadioSelect,
        initial=Role.CONTRIBUTOR,
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label=_("Kunta"),
        to_field_name="code",
        required=False,
        empty_label=_("Valitse kunta"),
        help_text=_("Kirjoittajalle. Koordinaattori toimii koko maassa."),
        error_messages={"invalid_choice": _("Kuntaa ei ole. Valitse kunta luettelosta.")},
    )
    field_order = ("email", "role", "municipality", "first_name", "last_name", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        municipality = cast("forms.ModelChoiceField[Municipality]", self.fields["municipality"])
        municipality.queryset = Municipality.objects.in_name_order()
        self.fields["language"].label = _("Kutsun kieli")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email.lower()

    def clean(self) -> dict[str, Any]:
        """A contributor needs a municipality; what was chosen for a coordinator does not count."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("role") == Role.COORDINATOR:
            cleaned["municipality"] = None
        elif not cleaned.get("municipality") and "municipality" not in self.errors:
            self.add_error(
                "municipality", _("Valitse kunta, jonka käytänteistä henkilö kirjoittaa.")
            )
        return cleaned


class SettingsForm(NameForm):
    """What a person changes of themselves."""

    @classmethod
    def of(cls, person: User, data: Any = None) -> "SettingsForm":
        """Return the form filled with what is known of the person."""
        fields = ("first_name", "last_name", "language")
        return cls(data, initial={field: getattr(person, field) for field in fields})


class SearchPeopleForm(forms.Form):
    """A part of a name, an address or a municipality's name."""

    q = forms.CharField(required=False, max_length=100)


class RemovePersonForm(forms.Form):
    """How a person asked for the removal of their data, and that it was really them."""

    asked = forms.ChoiceField(
        label=_("Miten henkilö pyysi tätä?"),
        choices=[("by-letter", _("kirjeellä tai sähköpostilla")), ("by-phone", _("puhelimessa"))],
        widget=forms.RadioSelect,
    )
    is_checked = forms.BooleanField(
        label=_("Olen varmistanut, että pyyntö on henkilön itsensä"),
    )

    use_required_attribute = False
