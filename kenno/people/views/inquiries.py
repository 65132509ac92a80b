"""Asking a contact, and the personal pages of who asked and who was asked; without an account."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kenno.core.access import public
from kenno.core.limits import may_go_on
from kenno.people import actions
from kenno.people.actions import About, TooManyInquiries
from kenno.people.enums import InquiryState
from kenno.people.forms.inquiries import InquiryForm, ReportForm
from kenno.people.models import Contact, Inquiry, Organisation, User
from kenno.people.queries import inquiries as queries
from kenno.people.queries.inquiries import Receiver

MESSAGES_IN_AN_HOUR = 10


def inquiry_page(
    request: HttpRequest, *, receiver: Receiver | None, about: About, heading: str, gone: str = ""
) -> HttpResponse:
    """Show the form for a question about something that another room shows, and send it.

    Without a receiver the page says so, and whom to ask instead; `gone` says that what it would be
    about is not there any more. What was typed stays on the page.
    """
    person = request.user if request.user.is_authenticated else None
    form = InquiryForm(request.POST if request.method == "POST" else None, person=person)
    status = 422 if form.is_bound else 200
    if receiver is not None and form.is_valid():
        try:
            inquiry = _ask(request, form, receiver, about, person)
        except TooManyInquiries as limit:
            form.add_error(None, str(limit.message))
            status = limit.status
        else:
            return _sent(request, inquiry, person)
    context = {
        "form": form,
        "receiver": receiver,
        "about": about,
        "heading": heading,
        "person": person,
        "gone": gone,
        "typed": form["text"].value() if form.is_bound else "",
    }
    return render(request, "people/ask.html", context, status=410 if gone else status)


def _ask(
    request: HttpRequest, form: InquiryForm, receiver: Receiver, about: About, person: User | None
) -> Inquiry:
    address = get_adapter().get_client_ip(request)
    if not may_go_on("inquiry", address, most=MESSAGES_IN_AN_HOUR):
        raise TooManyInquiries(
            _("Tästä verkosta on lähetetty jo monta viestiä. Yritä tunnin päästä.")
        )
    stamp = form.cleaned_data["stamp"]
    return actions.ask(
        question=form.question(), about=about, receiver=receiver, stamp=stamp, by=person
    )


def _sent(request: HttpRequest, inquiry: Inquiry, person: User | None) -> HttpResponse:
    """Lead on. What becomes of a visitor's message is told to their address only."""
    if person is None:
        return redirect("people:inquiry_sent")
    if inquiry.state == InquiryState.RELAYED:
        messages.success(request, _("Viesti on matkalla."))
    else:
        messages.warning(request, queries.why_not_passed_on(inquiry))
    return redirect("people:own_inquiries")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def ask_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a message to a contact, from the page of their organisation."""
    contact = get_object_or_404(Contact.objects.accepted().select_related("organisation"), pk=pk)
    return _about_organisation(
        request, contact.organisation, queries.receiver_for(contact.pk, contact.organisation)
    )


@public
@require_http_methods(["GET", "HEAD", "POST"])
def ask_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a message to the general address of an organisation."""
    organisation = get_object_or_404(Organisation, pk=pk)
    return _about_organisation(request, organisation, queries.receiver_for(None, organisation))


def organisation_panel(request: HttpRequest, organisation: Organisation) -> SafeString | None:
    """Draw how to write to an organisation's general address, or None when it has none."""
    if not organisation.is_active or not organisation.general_email:
        return None
    context = {"organisation": organisation}
    return render_to_string("people/panels/ask_organisation.html", context, request)


def _about_organisation(
    request: HttpRequest, organisation: Organisation, receiver: Receiver | None
) -> HttpResponse:
    about = About(title=organisation.name, path=organisation.get_absolute_url())
    return inquiry_page(request, receiver=receiver, about=about, heading=_("Lähetä viesti"))


@public
@require_safe
def inquiry_sent(request: HttpRequest) -> HttpResponse:
    """Say that a mail tells what next; the same to everyone, whatever is known of the address."""
    return render(request, "people/inquiry_sent.html")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_inquiry(request: HttpRequest, token: str) -> HttpResponse:
    """Show what would be sent and to whom, as scanners of mail open links; send it on POST."""
    if request.method == "POST":
        inquiry = actions.confirm(token=token)
        return redirect("people:inquiry_status", actions.status_token(inquiry))
    inquiry = actions.unconfirmed_inquiry(token)
    return render(request, "people/confirm_inquiry.html", {"inquiry": inquiry})


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def inquiry_status(request: HttpRequest, token: str) -> HttpResponse:
    """Show the sender what became of a message; take it back or disown it on POST."""
    inquiry = actions.inquiry_of_sender(token)
    if request.method == "POST" and "disown" in request.POST:
        actions.disown(inquiry=inquiry)
        messages.success(request, _("Kiitos tiedosta. Osoitteestasi ei enää välitetä viestejä."))
        return redirect("people:inquiry_status", token)
    if request.method == "POST":
        actions.take_back(inquiry=inquiry, by=None)
        messages.success(request, _("Viesti on otettu takaisin, ja sen teksti on poistettu."))
        return redirect("people:inquiry_status", token)
    not_passed_on = inquiry.state in (InquiryState.UNREACHABLE, InquiryState.DECLINED)
    context = {
        "inquiry": inquiry,
        "next": queries.what_next(inquiry.standing),
        "why": queries.why_not_passed_on(inquiry) if not_passed_on else "",
        "is_closed": inquiry.sender is not None and inquiry.sender.is_closed,
    }
    return render(request, "people/inquiry_status.html", context)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def close_sender(request: HttpRequest, token: str) -> HttpResponse:
    """Ask a receiver whether to take no more messages of a sender; close or reopen on POST."""
    inquiry = actions.inquiry_of_receiver(token)
    closed = actions.closure_of(inquiry)
    if request.method == "POST" and "reopen" in request.POST:
        if closed is not None:
            actions.reopen_sender(closed=closed, by=None)
        messages.success(request, _("Lähettäjän viestit tulevat taas sinulle."))
        return redirect("people:close_sender", token)
    if request.method == "POST":
        actions.close_sender(inquiry=inquiry)
        return redirect("people:close_sender", token)
    context = {"inquiry": inquiry, "closed": closed, "token": token}
    return render(request, "people/close_sender.html", context)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_inquiry(request: HttpRequest, token: str) -> HttpResponse:
    """Ask a receiver why a message was improper, and note it on POST."""
    inquiry = actions.inquiry_of_receiver(token)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.report(inquiry=inquiry, reason=form.chosen())
        return redirect("people:report_inquiry", token)
    context = {
        "inquiry": inquiry,
        "form": form,
        "token": token,
        "reported": hasattr(inquiry, "report"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "people/report_inquiry.html", context, status=status)
