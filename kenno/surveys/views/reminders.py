"""Reminders in the workspace: who would be reminded now, what is planned, planning, cancelling."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kenno.core.exceptions import Refusal
from kenno.surveys import rules
from kenno.surveys.actions import reminders as actions
from kenno.surveys.enums import ReminderAudience
from kenno.surveys.forms.recipients import ReminderForm
from kenno.surveys.models import Reminder
from kenno.surveys.queries.recipients import BETWEEN_MAILS, audience_now, reminders_of
from kenno.surveys.views.keeping import keeper, onlooker, round_of


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest, pk: int) -> HttpResponse:
    """Show whom a reminder would reach now and what is planned; plan one more."""
    me = keeper(request) if request.method == "POST" else onlooker(request)
    survey = round_of(pk)
    form = ReminderForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            actions.plan_reminder(
                survey=survey,
                audience=form.cleaned_data["audience"],
                planned_at=form.cleaned_data["planned_at"],
                texts=form.texts(),
                by=me,
            )
        except Refusal as refusal:
            if refusal.status != Refusal.status:
                raise
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Muistutus on suunniteltu."))
            return redirect("surveys:reminders", pk)
    now = {str(each): audience_now(survey, each) for each in ReminderAudience}
    context = {
        "survey": survey,
        "form": form,
        "now": [(each.label, now[each]) for each in ReminderAudience],
        "planned": [(each, now[each.audience]) for each in reminders_of(survey)],
        "days_between": BETWEEN_MAILS.days,
        "can_keep": rules.can_keep_rounds(me),
    }
    return render(request, "surveys/reminders.html", context, status=status)


@require_POST
def cancel_reminder(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a reminder that has not begun to leave."""
    me = keeper(request)
    reminder = get_object_or_404(Reminder.objects.select_related("round"), pk=pk)
    actions.cancel_reminder(reminder=reminder, by=me)
    messages.success(request, _("Muistutus on peruttu."))
    return redirect("surveys:reminders", reminder.round_id)
