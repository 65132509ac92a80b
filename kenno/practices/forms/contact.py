"""Who is asked about a practice, and where the practice comes from."""

from dataclasses import dataclass
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kenno.people.models import Contact
from kenno.people.models.contacts import TITLE_LENGTH
from kenno.people.queries.contacts import choosable_contacts, contact_with_everything
from kenno.people.rules import contributes_for
from kenno.people.validators import one_line
from kenno.practices.enums import Provenance
from kenno.practices.forms.base import SectionForm
from kenno.practices.forms.fields import PracticeAddressField

ME: Final = "me"
OTHER: Final = "other"
NOBODY: Final = "none"


@dataclass(frozen=True)
class ContactChoice:
    """Who is to be asked: a known contact, nobody, oneself (`title`), or another (`email` too)."""

    contact: Contact | None = None
    title: str = ""
    email: str = ""


class ContactForm(SectionForm):
    """The choice of a contact takes effect with the save button and needs no review."""

    contact_choice = forms.ChoiceField(
        label=_("Kuka vastaa kysymyksiin?"),
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Valinta tulee voimaan heti, kun tallennat. Se ei odota tarkistusta."),
    )
    contact_title = forms.CharField(
        label=_("Uuden yhteyshenkilön tehtävänimike"),
        required=False,
        max_length=TITLE_LENGTH,
        validators=[one_line],
        help_text=_("Esimerkiksi kulttuurisihteeri."),
    )
    contact_email = forms.EmailField(
        label=_("Kutsuttavan sähköpostiosoite"),
        required=False,
        max_length=254,
        help_text=_(
            "Osoitetta ei näytetä koskaan. Henkilö saa kutsun ja päättää itse, mitä hänestä "
            "näytetään."
        ),
    )
    adapted_from = PracticeAddressField(
        label=_("Minkä käytänteen pohjalta?"),
        help_text=_("Jos sovelsitte toisen kunnan käytännettä, liitä sen sivun osoite tähän."),
        required=False,
    )

    CONTACT_FIELDS = ("contact_choice", "contact_title", "contact_email")

    class Meta(SectionForm.Meta):
        fields = ["provenance", "adapted_from"]
        widgets = {"provenance": forms.RadioSelect}

    field_order = (*CONTACT_FIELDS, *Meta.fields)
    together = CONTACT_FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present = self.instance.contact_id
        self.known: dict[str, Contact] = {}
        if self.person is None:
            return
        for contact in choosable_contacts(self.instance.municipality):
            self.known[str(contact.pk)] = contact
        present = contact_with_everything(self.present) if self.present else None
        if present is not None:
            self.known[str(present.pk)] = present
        field = cast(forms.ChoiceField, self.fields["contact_choice"])
        field.choices = self._choices()
        # Not in `initial`, which names the state of the draft: the contact is none of it.
        field.initial = str(self.present) if present else NOBODY

    def _choices(self) -> list[tuple[str, str]]:
        mine = [contact for contact in self.known.values() if contact.person == self.person]
        others = [contact for contact in self.known.values() if contact not in mine]
        writes = self.instance.municipality_id in contributes_for(cast(Any, self.person))
        new = [(ME, gettext("Minä (kirjoita tehtävänimike alle)"))] if writes and not mine else []
        return [
            *((str(one.pk), gettext("Minä: %(job)s") % {"job": _told(one)}) for one in mine),
            *new,
            *((str(one.pk), _told(one)) for one in others),
            (OTHER, gettext("Joku muu: kutsu hänet")),
            (NOBODY, gettext("Ei vielä kukaan")),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        source = cleaned.get("adapted_from")
        if source is not None and source.pk == self.instance.pk:
            raise ValidationError({"adapted_from": _("Käytänne ei voi olla muunnelma itsestään.")})
        if source is not None and "provenance" in self.fields:
            cleaned["provenance"] = Provenance.ADAPTATION
        choice = cleaned.get("contact_choice")
        if choice in (ME, OTHER) and not cleaned.get("contact_title"):
            self._needed("contact_title", _("Kirjoita yhteyshenkilön tehtävänimike."))
        if choice == OTHER and not cleaned.get("contact_email"):
            self._needed("contact_email", _("Kirjoita osoite, johon kutsu lähetetään."))
        return cleaned

    def _needed(self, name: str, message: Any) -> None:
        if name not in self.errors:
            self.add_error(name, message)

    @property
    def chosen_contact(self) -> ContactChoice | None:
        """Who was chosen, if it is another than before."""
        choice = self.cleaned_data.get("contact_choice")
        title = self.cleaned_data.get("contact_title", "")
        if choice == OTHER:
            return ContactChoice(title=title, email=self.cleaned_data["contact_email"])
        if choice == ME:
            return ContactChoice(title=title)
        if choice == NOBODY:
            return ContactChoice() if self.present is not None else None
        chosen = self.known.get(choice or "")
        return ContactChoice(contact=chosen) if chosen and chosen.pk != self.present else None


class ContactOnlyForm(ContactForm):
    """The choice of a contact alone, which does not touch the text."""

    adapted_from = None  # type: ignore[assignment]

    class Meta(ContactForm.Meta):
        fields: list[str] = []


def _told(contact: Contact) -> str:
    name = contact.shown_name
    job = f"{contact}, {name}" if name else str(contact)
    if not contact.is_accepted:
        return gettext("%(job)s (kutsuttu, ei ole vielä vastannut)") % {"job": job}
    if contact.is_ended:
        return gettext("%(job)s (tehtävä on päättynyt)") % {"job": job}
    return job
