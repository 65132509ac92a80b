"""The yearly question: its page from the mail and in the workspace, and what waits for answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenno.core.access import public, require
from kenno.core.exceptions import Conflict, Refusal
from kenno.core.workspace import Waiting
from kenno.people import actions, rules
from kenno.people.actions.confirmations import ConsentTextChanged
from kenno.people.actions.consents import PURPOSES_OF
from kenno.people.consents import TEXT_VERSION, consent_text
from kenno.people.forms.confirmations import HandOverForm
from kenno.people.models import Contact, User
from kenno.people.queries import confirmations as queries
from kenno.people.queries.contacts import contact_with_everything
from kenno.people.views.contact_keeping import address_after

QUESTIONS_ON_PAGE = 50
ANSWERS = ("keep", "hand-over", "remove")


@dataclass(frozen=True)
class _Asked:
    """A card on the page, the words that keeping it agrees to, and the form of a successor."""

    question: queries.OpenQuestion
    form: HandOverForm

    @property
    def contact(self) -> Contact:
        return self.question.contact

    @property
    def successor(self) -> Contact | None:
        return self.question.successor

    @property
    def consent_texts(self) -> list[str]:
        return [
            consent_text(purpose, get_language())
            for purpose in PURPOSES_OF[self.contact.visibility]
        ]


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_contacts(request: HttpRequest, token: str) -> HttpResponse:
    """Show the cards that the link of a mail asks about, and take the answer by POST."""
    person = actions.asked_person(token)
    return _page(request, person, signed_in=False)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_own_contacts(request: HttpRequest) -> HttpResponse:
    """Show a signed-in person the cards that they are asked about, and take the answer."""
    return _page(request, cast(User, request.user), signed_in=True)


def _page(request: HttpRequest, person: User, *, signed_in: bool) -> HttpResponse:
    questions = queries.open_questions_of(person)
    bound: HandOverForm | None = None
    status, asked = 200, None
    if request.method == "POST":
        asked = _asked_about(request, questions)
        bound = _hand_over_form(request, asked)
        if bound is None or bound.is_valid():
            try:
                return _answer(request, person, asked, bound, signed_in=signed_in)
            except ConsentTextChanged as changed:
                messages.warning(request, str(changed.message))
                status = changed.status
            except Refusal as refusal:
                if bound is None or refusal.status != Refusal.status:
                    raise
                bound.add_error(None, str(refusal.message))
        if bound is not None and bound.errors:
            status = 422
    cards = [
        _Asked(question, bound if bound and question is asked else _unbound(question))
        for question in questions
    ]
    context = {
        "cards": cards,
        "form": bound if bound and bound.errors else None,
        "text_version": TEXT_VERSION,
        "base": "core/workspace_base.html" if signed_in else "core/base.html",
        "signed_in": signed_in,
    }
    return render(request, "people/confirm_contacts.html", context, status=status)


def _unbound(question: queries.OpenQuestion) -> HandOverForm:
    return HandOverForm(prefix=f"c{question.contact.pk}", initial={"title": question.contact.title})


def _asked_about(
    request: HttpRequest, questions: Sequence[queries.OpenQuestion]
) -> queries.OpenQuestion:
    """Return which card is answered; another person's and an answered one are told alike."""
    named = request.POST.get("contact", "")
    for question in questions:
        if str(question.contact.pk) == named:
            return question
    raise Conflict(_("Tästä tehtävästä on jo vastattu, tai se on päättynyt."))


def _hand_over_form(request: HttpRequest, asked: queries.OpenQuestion) -> HandOverForm | None:
    if request.POST.get("answer") not in ANSWERS:
        raise Refusal(_("Valitse jokin vastauksista."))
    if request.POST["answer"] != "hand-over":
        return None
    return HandOverForm(request.POST, prefix=f"c{asked.contact.pk}")


def _answer(
    request: HttpRequest,
    person: User,
    asked: queries.OpenQuestion,
    form: HandOverForm | None,
    *,
    signed_in: bool,
) -> HttpResponse:
    contact = asked.contact
    if form is not None:
        actions.hand_over(contact=contact, by=person, **form.cleaned_data)
        told = _("Kutsu lähtee seuraajalle. Olet yhteyshenkilö, kunnes hän suostuu.")
        done = "seuraaja"
    elif request.POST["answer"] == "keep":
        version = request.POST.get("text_version", "")
        actions.keep_contact(contact=contact, text_version=version, by=person)
        done, told = "pitaa", _("Kiitos! Tiedot on vahvistettu.")
    else:
        actions.remove_contact(contact=contact, by=person)
        done, told = "poistettu", _("Kortti on poistettu käytöstä, eikä siitä näytetä enää mitään.")
    if signed_in:
        messages.success(request, told)
        return redirect("people:own_contacts")
    return _after_link(request, person, done, told)


def _after_link(request: HttpRequest, person: User, done: str, told: str) -> HttpResponse:
    """Go back to the cards that still wait, else to the page of thanks."""
    if any(question.successor is None for question in queries.open_questions_of(person)):
        messages.success(request, told)
        return redirect(request.path)
    return redirect("people:contacts_confirmed", done)


@public
@require_safe
def contacts_confirmed(request: HttpRequest, answer: str) -> HttpResponse:
    """Thank for the answers to a yearly mail."""
    return render(request, "people/contacts_confirmed.html", {"answer": answer})


def _follower(request: HttpRequest) -> User:
    require(
        rules.can_follow_confirmations(request.user),
        _("Vain koordinaattori näkee, kuka ei ole vahvistanut tietojaan."),
    )
    return cast(User, request.user)


@require_safe
def unconfirmed_contacts(request: HttpRequest) -> HttpResponse:
    """List whom the yearly question waits for: asked when, how often, stepped back or not."""
    found = queries.open_questions(rules.kept_regions(_follower(request)))
    page = Paginator(found, QUESTIONS_ON_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/unconfirmed_contacts.html", {"page": page})


@require_POST
def ask_contact_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail a contact anew who has not answered."""
    me = _follower(request)
    contact = contact_with_everything(pk)
    if contact is None:
        raise Http404
    require(
        rules.can_keep_organisation(me, contact.organisation),
        _("Organisaatio ei kuulu alueeseesi."),
    )
    actions.ask_again(contact=contact, by=me)
    messages.success(request, _("Kysymys lähtee uudelleen."))
    return redirect("people:unconfirmed_contacts")


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody to take a contact's job over."""
    contact = contact_with_everything(pk)
    if contact is None:
        raise Http404
    require(
        rules.can_hand_over(request.user, contact),
        _("Seuraajan nimeää yhteyshenkilö itse, koordinaattori tai kunnan oma kirjoittaja."),
    )
    me = cast(User, request.user)
    form = HandOverForm(request.POST or None, initial={"title": contact.title})
    if form.is_valid():
        try:
            actions.hand_over(contact=contact, by=me, **form.cleaned_data)
        except Refusal as refusal:
            if refusal.status != Refusal.status:
                raise
            form.add_error(None, str(refusal.message))
        else:
            messages.success(
                request, _("Kutsu lähtee seuraajalle. Yhteyshenkilö vaihtuu, kun hän suostuu.")
            )
            return redirect(address_after(me, contact))
    context = {"form": form, "contact": contact, "back": address_after(me, contact)}
    status = 422 if form.is_bound else 200
    return render(request, "people/hand_over_contact.html", context, status=status)


def own_question(request: HttpRequest) -> list[Waiting]:
    """Return that a person's cards wait to be confirmed, for the list of what waits."""
    if not isinstance(request.user, User) or not queries.has_open_questions(request.user):
        return []
    text = _("Pitävätkö yhteystietosi vielä paikkansa? Vastaaminen vie hetken.")
    return [Waiting(text, reverse("people:confirm_own_contacts"))]


def unconfirmed_panel(request: HttpRequest) -> SafeString | None:
    """Draw for coordinators how many contacts have stepped back or lack a successor, or None."""
    stepped_back, failed = queries.unanswered_counts(rules.kept_regions(request.user))
    if not stepped_back and not failed:
        return None
    counts = {"stepped_back": stepped_back, "failed": failed}
    return render_to_string("people/panels/unconfirmed.html", counts, request)
