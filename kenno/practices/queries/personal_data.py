"""What is kept of who has written and confirmed practices."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from kenno.core.personal_data import Entry, Fact
from kenno.people.models import User
from kenno.practices.models import Practice, PracticeConfirmation


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
