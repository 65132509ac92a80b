from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kenno.core.access import require
from kenno.core.exceptions import Conflict
from kenno.moderation import actions, queries, rules
from kenno.moderation.forms import ArchiveForm, DecisionForm, ReturnForm
from kenno.moderation.models import Moderated
from kenno.moderation.registry import ModeratedKind, kind_named, origins
from kenno.people.requests import PersonRequest

SUBMISSIONS_ON_PAGE = 25


def _require_reviewer(request: PersonRequest) -> None:
    require(rules.can_review(request.user), _("Tarkistusjono on koordinaattoreille."))


def _record(kind_name: str, pk: int) -> tuple[ModeratedKind, Moderated]:
    kind = kind_named(kind_name)
    if kind is None:
        raise Http404
    return kind, get_object_or_404(kind.for_lists(), pk=pk)


def _reviewed(request: PersonRequest, kind_name: str, pk: int) -> tuple[ModeratedKind, Moderated]:
    """Return a record that the person may decide on, and its kind."""
    _require_reviewer(request)
    kind, record = _record(kind_name, pk)
    allowed = rules.can_review_record(request.user, record)
    require(allowed, _("Tämä kuuluu toiselle alueelle, jonka koordinaattorit päättävät siitä."))
    return kind, record


def queue(request: PersonRequest) -> HttpResponse:
    _require_reviewer(request)
    reviews = queries.open_reviews(rules.reviewed_regions(request.user))
    page = Paginator(reviews, SUBMISSIONS_ON_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "submissions": queries.queue(list(page.object_list))}
    return render(request, "moderation/queue.html", context)


def queue_panel(request: HttpRequest) -> SafeString:
    """Draw the queue's part of the workspace's front page."""
    reviews = queries.open_reviews(rules.reviewed_regions(request.user))
    context = {"waiting": reviews.count(), "submissions": queries.queue(list(reviews[:5]))}
    return render_to_string("moderation/queue_panel.html", context, request)


def _show_review(request: PersonRequest, review: queries.Review, **forms: Any) -> HttpResponse:
    started = {"revision": review.revision_id}
    context = {
        "review": review,
        "approve_form": forms.get("approve") or DecisionForm(initial=started, prefix="approve"),
        "return_form": forms.get("give_back")
        or ReturnForm(initial=started, prefix="return", parts=review.kind.parts(review.record)),
        "invalid_form": next(iter(forms.values()), None),
        "preview_url": review.kind.preview_url(review.record),
        "public_url": review.kind.public_url(review.record) if review.is_edit else "",
        "origins": origins(review.record, request.user),
    }
    return render(request, "moderation/review.html", context, status=422 if forms else 200)


def _open_review(kind: ModeratedKind, record: Moderated) -> queries.Review:
    review = queries.review_of(kind, record)
    if review is None:
        raise Conflict(
            _(
                "”%(title)s” ei ole enää tarkistettavana. "
                "Joko kirjoittaja veti sen takaisin tai joku teki jo päätöksen."
            )
            % {"title": str(record)}
        )
    return review


def review(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    return _show_review(request, _open_review(*_reviewed(request, kind, pk)))


@require_POST
def approve(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    moderated, record = _reviewed(request, kind, pk)
    form = DecisionForm(request.POST, prefix="approve")
    if not form.is_valid():
        return _show_review(request, _open_review(moderated, record), approve=form)
    actions.approve(
        record=record,
        by=request.user,
        revision_id=form.cleaned_data["revision"],
        message=form.cleaned_data["message"],
    )
    record.refresh_from_db()
    messages.success(request, _("Julkaistu: ”%(title)s”.") % {"title": str(record)})
    return redirect(moderated.public_url(record))


@require_POST
def give_back(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    moderated, record = _reviewed(request, kind, pk)
    form = ReturnForm(request.POST, prefix="return", parts=moderated.parts(record))
    if not form.is_valid():
        return _show_review(request, _open_review(moderated, record), give_back=form)
    actions.return_to_author(
        record=record,
        by=request.user,
        revision_id=form.cleaned_data["revision"],
        message=form.cleaned_data["message"],
        part=form.cleaned_data["part"],
    )
    messages.success(request, _("Palautettu kirjoittajalle: ”%(title)s”.") % {"title": str(record)})
    return redirect("moderation:queue")


def archive(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    moderated, record = _reviewed(request, kind, pk)
    form = ArchiveForm(request.POST or None, prefix="archive")
    if request.method == "POST" and form.is_valid():
        actions.archive(record=record, by=request.user, message=form.cleaned_data["message"])
        messages.success(request, _("Arkistoitu: ”%(title)s”.") % {"title": str(record)})
        return redirect(moderated.edit_url(record))
    context = {"record": record, "form": form, "back_url": moderated.edit_url(record)}
    return render(request, "moderation/archive.html", context, status=422 if form.is_bound else 200)


@require_POST
def restore(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    moderated, record = _reviewed(request, kind, pk)
    actions.restore(record=record, by=request.user)
    messages.success(request, _("Palautettu luonnokseksi: ”%(title)s”.") % {"title": str(record)})
    return redirect(moderated.edit_url(record))
