"""Who is asked about a practice, on a page of its own: also while the text is being reviewed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kenno.core.access import require
from kenno.core.exceptions import Refusal
from kenno.people.requests import PersonRequest
from kenno.practices import rules
from kenno.practices.actions import contacts
from kenno.practices.forms.contact import ContactForm, ContactOnlyForm
from kenno.practices.models import Practice
from kenno.practices.queries import workspace


def contact_is_chosen(request: PersonRequest, form: ContactForm, practice: Practice) -> bool:
    """Do what a valid form says of the contact; tell in it, and be False, when it cannot be done.

    `practice` is the record, or its draft in memory, which gets the contact too.
    """
    choice = form.chosen_contact
    if choice is None:
        return True
    me, language = request.user, get_language() or "fi"
    try:
        if choice.email:
            contacts.invite_to_practice(
                practice=practice, email=choice.email, title=choice.title, language=language, by=me
            )
            messages.success(
                request, _("Kutsu lähtee sähköpostilla. Mitään ei näytetä ennen vastausta.")
            )
        elif choice.title:
            contacts.choose_oneself(practice=practice, title=choice.title, by=me)
        else:
            contacts.choose_contact(practice=practice, contact=choice.contact, by=me)
    except Refusal as refusal:
        form.add_error(None, str(refusal.message))
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def choose_contact(request: PersonRequest, pk: int) -> HttpResponse:
    """Choose who is asked, whatever the state of the text."""
    practice = workspace.practice_for_writing(pk)
    if practice is None:
        raise Http404
    require(
        rules.can_write(request.user, practice),
        _("Tätä käytännettä kirjoittavat sen omat tekijät."),
    )
    form = ContactOnlyForm(request.POST or None, instance=practice, person=request.user)
    if form.is_valid() and contact_is_chosen(request, form, practice):
        choice = form.chosen_contact
        if choice is not None and choice.title and not choice.email:
            messages.info(request, _("Valitse vielä, mitä sinusta näytetään."))
            return redirect("people:own_contact", practice.contact_id)
        messages.success(request, _("Tallennettu."))
        return redirect("practices:write", pk)
    context = {"practice": practice, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "practices/choose_contact.html", context, status=status)
