"""What is kept of who has been asked in surveys."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kenno.core.personal_data import Entry, Fact
from kenno.people.models import User
from kenno.surveys.models import AnswersFile, Invitation, Recipient, Tip


def asked(person: User) -> Iterator[Entry]:
    """Go through the rounds in which a person is a recipient, newest first."""
    found = Recipient.objects.filter(person=person).select_related("round", "municipality")
    for recipient in found.order_by("-added_at", "-pk"):
        facts = (
            Fact("municipality", _("Kunta"), recipient.municipality.name),
            Fact("job_title", _("Tehtävänimike"), recipient.title),
            Fact("language", _("Kieli"), recipient.language),
            Fact("source", _("Mistä osoite saatiin"), str(recipient.get_source_display())),
            Fact("added_at", _("Lisätty"), recipient.added_at),
        )
        yield Entry(recipient.round.title, facts)


def invited(person: User) -> Iterator[Entry]:
    """Go through a person's invitations to answer, newest first."""
    found = Invitation.objects.filter(person=person).select_related(
        "recipient__round", "recipient__municipality", "message"
    )
    found = found.prefetch_related("interviews")
    for invitation in found.order_by("-created_at", "-pk"):
        facts = (
            Fact("municipality", _("Kunta"), invitation.recipient.municipality.name),
            Fact("state", _("Tila"), str(invitation.state.label)),
            Fact("sent_at", _("Lähetetty"), invitation.queued_at),
            Fact("opened_at", _("Avattu"), invitation.opened_at),
            Fact("started_at", _("Aloitettu"), invitation.started_at),
            Fact("submitted_at", _("Vastattu"), invitation.submitted_at),
            Fact("declined_at", _("Kieltäydytty"), invitation.declined_at),
            Fact("mail_stopped_at", _("Viestit lopetettu"), invitation.mail_stopped_at),
            *(
                Fact("interviewed_at", _("Haastateltu"), interview.started_at)
                for interview in invitation.interviews.all()
            ),
            Fact("decline_reason", _("Kieltäytymisen syy"), invitation.decline_reason),
        )
        yield Entry(invitation.recipient.round.title, facts)


def files(person: User) -> Iterator[Entry]:
    """Go through the files of answers that a person asked for and that are still there."""
    found = AnswersFile.objects.kept().filter(person=person).select_related("round")
    for file in found.order_by("-asked_at", "-pk"):
        facts = (
            Fact("asked_at", _("Pyydetty"), file.asked_at),
            Fact("until", _("Tallessa saakka"), file.until),
        )
        yield Entry(str(file), facts)


def is_asked(person: User) -> bool:
    """Tell whether a person's account is needed for a survey, as it holds the address."""
    return (
        Recipient.objects.filter(person=person).exists()
        or Invitation.objects.filter(person=person).exists()
    )


def told(person: User) -> Iterator[Entry]:
    """Go through the tips that were told with a person's address, newest first."""
    found = Tip.objects.filter(teller_email__iexact=person.email).select_related("municipality")
    for tip in found.order_by("-told_at", "-pk"):
        facts = (
            Fact("municipality", _("Kunta"), tip.municipality.name),
            Fact("text", _("Teksti"), tip.text),
            Fact("told_by", _("Kerroit itsestäsi"), tip.told_by),
            Fact("told_at", _("Kerrottu"), tip.told_at),
        )
        yield Entry(tip.title, facts)
