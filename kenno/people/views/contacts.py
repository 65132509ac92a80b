"""A person's own cards as a contact, their consents, and the invitation from a mail."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenno.core.access import public, require
from kenno.core.exceptions import Refusal
from kenno.people import actions, rules
from kenno.people.actions.contacts import ContactChanged
from kenno.people.enums import ConsentSource
from kenno.people.forms.contacts import AddOwnContactForm, ContactCardForm
from kenno.people.models import Contact, User
from kenno.people.queries import contacts as queries
from kenno.people.queries.organisations import (
    organisations_for_own_card,
    organisations_of_contributor,
)
from kenno.vocabulary.forms import concept_search_pressed


def _own_contact(request: HttpRequest, pk: int) -> Contact:
    contact = queries.contact_with_everything(pk)
    if contact is None:
        raise Http404
    require(
        rules.is_own_contact(request.user, contact),
        _("Vain henkilö itse täyttää korttinsa."),
    )
    return contact


@require_safe
def own_contacts(request: HttpRequest) -> HttpResponse:
    """List a person's own cards, and what they have agreed to."""
    me = cast(User, request.user)
    cards = queries.cards_of_person(me)
    context = {
        "current": [card for card in cards if not card.is_ended and card.is_accepted],
        "invited": [card for card in cards if not card.is_ended and not card.is_accepted],
        "past": [card for card in cards if card.is_ended],
        "consents": queries.consents_of_person(me),
        "is_shown": any(card.role_agreed for card in cards if not card.is_ended),
        "can_add": rules.can_add_own_contact(me),
        "kept": organisations_of_contributor(me),
    }
    return render(request, "people/own_contacts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_own_contact(request: HttpRequest) -> HttpResponse:
    """Begin a card in a job of one's own; what is shown of it is chosen next."""
    me = cast(User, request.user)
    require(
        rules.can_add_own_contact(me),
        _("Yhteyshenkilöksi kutsutaan. Pyydä kutsu kunnan kirjoittajalta tai koordinaattorilta."),
    )
    asked = request.GET.get("organisation", "")
    form = AddOwnContactForm(
        request.POST or None,
        organisations=organisations_for_own_card(me, asked=asked),
        chosen=asked,
    )
    if form.is_valid():
        contact = actions.add_own_contact(person=me, by=me, **form.cleaned_data)
        messages.info(request, _("Valitse vielä, mitä sinusta näytetään."))
        return redirect("people:own_contact", contact.pk)
    status = 422 if form.is_bound else 200
    return render(request, "people/add_own_contact.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def own_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill in a card of one's own; saving an invited one is agreeing to it."""
    me = cast(User, request.user)
    contact = _own_contact(request, pk)
    form = ContactCardForm(request.POST or None, contact=contact)
    status = 422 if form.is_bound else 200
    if form.is_bound and concept_search_pressed(form):
        status = 200
    elif form.is_valid():
        try:
            actions.change_contact(
                contact=contact,
                card=form.card(),
                based_on=form.based_on(),
                by=me,
                how=ConsentSource.OWN_PAGE,
            )
        except ContactChanged as conflict:
            form.add_error(None, str(conflict.message))
            form.begin_from(contact.version)
            status = conflict.status
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Kortti on tallennettu."))
            return redirect("people:own_contacts")
    context = {"form": form, "contact": contact}
    return render(request, "people/own_contact.html", context, status=status)


@require_POST
def hide_contacts(request: HttpRequest) -> HttpResponse:
    """Withdraw at once everything a person agreed to, or what concerns the card that is named."""
    me = cast(User, request.user)
    named = request.POST.get("contact", "")
    contact = None
    if named:
        contact = _own_contact(request, int(named) if named.isdecimal() and len(named) < 10 else 0)
    actions.hide_contacts(person=me, contact=contact, by=me)
    messages.success(
        request,
        _("Suostumus on peruttu. Mitään ei enää näytetä, eikä kysymyksiä välitetä."),
    )
    return redirect("people:own_contacts")


@require_POST
def decline_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Decline an invitation on one's own page."""
    me = cast(User, request.user)
    actions.decline_contact(contact=_own_contact(request, pk), by=me)
    messages.success(request, _("Kutsu on hylätty ja sen tiedot poistettu."))
    return redirect("people:own_contacts")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who asks and what for, as scanners of mail open links; agree or decline on POST."""
    contact = actions.invited_contact(token)
    if request.method == "POST" and "decline" in request.POST:
        actions.decline_invitation(token=token)
        return redirect("people:contact_answered", "ei")
    form = ContactCardForm(request.POST or None, contact=contact)
    status = 422 if form.is_bound else 200
    if form.is_bound and concept_search_pressed(form):
        status = 200
    elif form.is_valid():
        try:
            actions.accept_invitation(token=token, card=form.card())
        except Refusal as refusal:
            if refusal.status != Refusal.status:
                raise
            form.add_error(None, str(refusal.message))
        else:
            return redirect("people:contact_answered", "kylla")
    context = {"form": form, "contact": contact, "asker": _asker(contact)}
    return render(request, "people/contact_invitation.html", context, status=status)


def _asker(contact: Contact) -> str:
    name = contact.invited_by.get_full_name() if contact.invited_by else ""
    return name or _("Kulttuurikennon kirjoittaja")


@public
@require_safe
def contact_answered(request: HttpRequest, answer: str) -> HttpResponse:
    """Thank for the answer to an invitation."""
    context = {"accepted": answer == "kylla"}
    return render(request, "people/contact_answered.html", context)
