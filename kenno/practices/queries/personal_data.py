"""What is kept of who has written and confirmed practices."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from kenno.core.personal_data import Entry, Fact
from kenno.people.models import User
from kenno.practices.models import DraftRequest, Practice, PracticeConfirmation


def written(person: User) -> Iterator[Entry]:
    """Go through the practices that a person began, or saved last."""
    found = Practice.objects.filter(Q(created_by=person) | Q(draft_saved_by=person))
    for practice in found.select_related("municipality").order_by("-created_at", "-pk"):
        facts = (
            Fact("municipality", _("Kunta"), practice.municipality.name),
            Fact("began", _("Aloitit sen"), practice.created_by_id == person.pk),
            Fact("began_at", _("Aloitettu"), practice.created_at),
            Fact("saved_last", _("Tallensit viimeksi"), practice.draft_saved_by_id == person.pk),
            Fact("is_published", _("Julkaistu"), practice.live),
        )
        yield Entry(practice.title, facts)


def confirmed(person: User) -> Iterator[Entry]:
    """Go through the yearly questions about practices that a person has answered."""
    found = PracticeConfirmation.objects.filter(answered_by=person).select_related("practice")
    for question in found.order_by("-answered_at", "-pk"):
        facts = (
            Fact("answer", _("Vastaus"), str(question.get_answer_display())),
            Fact("answered_at", _("Vastattu"), question.answered_at),
            Fact("message", _("Viesti"), question.message),
        )
        yield Entry(question.practice.title, facts)


def asked_to_complete(person: User) -> Iterator[Entry]:
    """Go through the drafts that a person has been asked to complete, newest first."""
    found = DraftRequest.objects.filter(person=person).select_related("practice", "mail")
    for request in found.order_by("-created_at", "-pk"):
        facts = (
            Fact("title", _("Tehtävänimike"), request.title),
            Fact("state", _("Tila"), str(request.state.label)),
            Fact("sent_at", _("Lähetetty"), request.sent_at),
            Fact("opened_at", _("Avattu"), request.opened_at),
            Fact("started_at", _("Aloitettu"), request.started_at),
            Fact("submitted_at", _("Lähetetty tarkistettavaksi"), request.submitted_at),
            Fact("declined_at", _("Kieltäydytty"), request.declined_at),
            Fact("decline_reason", _("Kieltäytymisen syy"), request.decline_reason),
        )
        yield Entry(request.practice.title, facts)


def is_asked(person: User) -> bool:
    """Tell whether a person's account is needed for a request, as it holds the address."""
    return DraftRequest.objects.filter(person=person).exists()
