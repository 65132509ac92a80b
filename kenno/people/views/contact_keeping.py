"""The contacts of organisations for those who keep them, their files, and their public lists."""

from collections.abc import Sequence
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenno.core.access import require
from kenno.core.exceptions import Refusal
from kenno.people import actions, rules
from kenno.people.forms.contacts import InviteContactForm
from kenno.people.models import Contact, Organisation, User
from kenno.people.queries import contacts as queries
from kenno.people.queries.exports import contact_address_rows, contact_rows
from kenno.people.queries.organisations import organisations_with_places
from kenno.people.spreadsheets import write_csv, write_xlsx
from kenno.people.views.tables import MEDIA_TYPES
from kenno.places.models import Municipality, Region

CONTACTS_IN_PANEL = 12


def _keeper(request: HttpRequest, organisation: Organisation) -> User:
    require(
        rules.can_keep_contacts(request.user, organisation),
        _("Yhteyshenkilöitä kutsuvat koordinaattori ja kunnan omat kirjoittajat."),
    )
    return cast(User, request.user)


def _contact(pk: int) -> Contact:
    contact = queries.contact_with_everything(pk)
    if contact is None:
        raise Http404
    return contact


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_contacts(request: HttpRequest, pk: int) -> HttpResponse:
    """List the contacts of an organisation with their state, and invite one more."""
    organisation = get_object_or_404(organisations_with_places(), pk=pk)
    me = _keeper(request, organisation)
    form = InviteContactForm(request.POST or None)
    if form.is_valid():
        try:
            contact = actions.invite_contact(**form.cleaned_data, organisation=organisation, by=me)
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            _tell_of_invitation(request, contact)
            return redirect("people:organisation_contacts", pk)
    context = {
        "organisation": organisation,
        "contacts": queries.contacts_of_organisation(organisation),
        "form": form,
        "sees_addresses": rules.can_keep_organisation(me, organisation),
    }
    status = 422 if form.is_bound else 200
    return render(request, "people/organisation_contacts.html", context, status=status)


def _tell_of_invitation(request: HttpRequest, contact: Contact) -> None:
    if contact.is_accepted:
        messages.info(request, _("Henkilö on jo tämän organisaation yhteyshenkilö."))
    else:
        messages.success(
            request, _("Kutsu lähtee sähköpostilla. Mitään ei näytetä ennen vastausta.")
        )


@require_http_methods(["GET", "HEAD", "POST"])
def end_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether the job has ended, and end it; an invitation is taken back."""
    contact = _contact(pk)
    require(
        rules.can_end_contact(request.user, contact),
        _("Tehtävän päättää henkilö itse, koordinaattori tai kunnan oma kirjoittaja."),
    )
    me = cast(User, request.user)
    if request.method == "POST":
        if contact.is_accepted:
            actions.end_contact(contact=contact, by=me)
            messages.success(request, _("Tehtävä on päättynyt, eikä siitä näytetä enää mitään."))
        else:
            actions.cancel_invitation(contact=contact, by=me)
            messages.success(request, _("Kutsu on peruttu."))
        return redirect(address_after(me, contact))
    context = {"contact": contact, "back": address_after(me, contact)}
    return render(request, "people/end_contact.html", context)


def address_after(person: User, contact: Contact) -> str:
    """Return where a person goes on after a change of a contact: their own page, or the list."""
    if rules.is_own_contact(person, contact):
        return reverse("people:own_contacts")
    return reverse("people:organisation_contacts", args=[contact.organisation_id])


@require_POST
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation anew."""
    contact = _contact(pk)
    me = _keeper(request, contact.organisation)
    actions.invite_again(contact=contact, by=me)
    messages.success(request, _("Kutsu lähtee uudelleen. Vanha linkki ei enää toimi."))
    return redirect("people:organisation_contacts", contact.organisation_id)


def _file(rows: Sequence[Sequence[str]], extension: str, name: str) -> HttpResponse:
    if extension not in MEDIA_TYPES:
        raise Http404
    content = write_csv(rows) if extension == "csv" else write_xlsx(rows, title=name)
    response = HttpResponse(content, content_type=MEDIA_TYPES[extension])
    response["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def export_contacts(request: HttpRequest, extension: str) -> HttpResponse:
    """Give what is shown of all contacts as a CSV or XLSX file."""
    require(
        rules.can_export_contacts(request.user),
        _("Vain valtakunnallinen koordinaattori tai ylläpitäjä vie yhteyshenkilöitä."),
    )
    return _file(contact_rows(), extension, "contacts")


@require_POST
def export_addresses(request: HttpRequest, extension: str) -> HttpResponse:
    """Give the addresses of the contacts at work; that it was done is written down."""
    require(
        rules.can_see_contact_addresses(request.user),
        _("Vain valtakunnallinen koordinaattori tai ylläpitäjä näkee osoitteita."),
    )
    if extension not in MEDIA_TYPES:
        raise Http404
    rows = contact_address_rows()
    actions.note_address_export(rows=len(rows) - 1, by=cast(User, request.user))
    return _file(rows, extension, "contact-addresses")


def organisation_panel(request: HttpRequest, organisation: Organisation) -> SafeString | None:
    """Draw what is shown of an organisation's contacts, else its general contact, or None."""
    return _panel(request, queries.shown_of_organisation(organisation), organisation.general_title)


def municipality_panel(request: HttpRequest, municipality: Municipality) -> SafeString | None:
    """Draw what is shown of the contacts of a municipality's organisations, or None."""
    shown = queries.shown_of_municipality(municipality, most=CONTACTS_IN_PANEL + 1)
    general = "" if shown else queries.general_title_of(municipality)
    more = ""
    if len(shown) > CONTACTS_IN_PANEL:
        more = f"{reverse('people:organisations')}?municipality={municipality.code}"
    return _panel(request, shown[:CONTACTS_IN_PANEL], general, more=more)


def region_panel(request: HttpRequest, region: Region) -> SafeString | None:
    """Draw what is shown of the contacts of the region's own organisations, or None."""
    return _panel(request, queries.shown_of_region(region), "")


def _panel(
    request: HttpRequest, contacts: list[queries.ShownContact], general: str, *, more: str = ""
) -> SafeString | None:
    """Draw contacts, or the general one; `more` is the address where the rest are found."""
    if not contacts and not general:
        return None
    context = {"contacts": contacts, "general": general, "more": more}
    return render_to_string("people/panels/contacts.html", context, request)
