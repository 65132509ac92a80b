"""The practices that an answer tells of: begun, joined and taken out."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kenno.core import audit
from kenno.core.exceptions import Conflict, Refusal
from kenno.moderation.enums import ReviewState
from kenno.people.actions import organisation_of
from kenno.people.models import User
from kenno.practices.actions import contacts, drafts
from kenno.practices.enums import Provenance
from kenno.practices.models import Practice
from kenno.practices.queries.workspace import draft_of
from kenno.surveys.actions.answers import open_response
from kenno.surveys.actions.links import note_writing
from kenno.surveys.models import Invitation, Response, ResponsePractice
from kenno.surveys.models.responses import MOST_PRACTICES


@transaction.atomic
def start_told_practice(
    *,
    response: Response,
    title: str,
    language: str,
    invitation: Invitation,
    sitting: str = "",
    is_contact: bool = False,
    by: User | None = None,
) -> Practice:
    """Begin a draft in the name of who was invited, with what is known already filled in.

    The same `sitting` twice gives the practice that was begun first. `is_contact` lets the
    invited person's own card be asked about it. `by` is who writes, when it is a coordinator in an
    interview and not who was invited. Raises Refusal when there are too many already.
    """
    open_response(invitation, response)
    author = _person(invitation)
    writer = by or author
    if sitting:
        begun = response.practices.filter(
            practice__created_by=author, practice__draft_sitting=sitting
        ).first()
        if begun is not None:
            return begun.practice
    _keep_to_the_limit(response)
    practice = drafts.start_practice(
        title=title,
        municipality=response.municipality,
        language=language,
        by=writer,
        author=author,
        provenance=Provenance.SURVEY,
    )
    draft = draft_of(practice)
    recipient = invitation.recipient
    draft.responsible_organisation = recipient.organisation or organisation_of(
        response.municipality
    )
    drafts.save_draft(draft=draft, by=writer, based_on=practice.draft_version, sitting=sitting)
    contact = recipient.contact
    if is_contact and contact is not None and contact.person_id == writer.pk:
        contacts.choose_contact(practice=practice, contact=contact, by=writer)
    add_to_response(response, practice, is_joined=False)
    note_writing(invitation=invitation, by=writer)
    return practice


@transaction.atomic
def join_practice(
    *, response: Response, practice: Practice, invitation: Invitation, by: User | None = None
) -> None:
    """Tell that the municipality uses another's published practice too; twice changes nothing.

    `by` as in `start_told_practice`. Raises Refusal when it is not published, or there are too
    many.
    """
    open_response(invitation, response)
    if not practice.live:
        raise Refusal(_("Tätä käytännettä ei ole julkaistu."))
    if response.practices.filter(practice=practice).exists():
        return
    _keep_to_the_limit(response)
    add_to_response(response, practice, is_joined=True)
    audit.record(
        "surveys.practice_joined",
        subject=response,
        by=by or invitation.person,
        data={"practice": practice.pk},
    )
    note_writing(invitation=invitation, by=by or invitation.person)


@transaction.atomic
def remove_told_practice(
    *, row: ResponsePractice, invitation: Invitation, by: User | None = None
) -> None:
    """Take a practice out of an answer; an unfinished draft is thrown away with it.

    `by` as in `start_told_practice`. Raises Conflict when the draft has been sent for review or
    was published.
    """
    open_response(invitation, row.response)
    practice = row.practice
    if row.is_joined:
        audit.record(
            "surveys.practice_left_out",
            subject=row.response,
            by=by or invitation.person,
            data={"practice": practice.pk},
        )
        row.delete()
        return
    if practice.live or practice.review_state != ReviewState.DRAFT or row.is_taken_over:
        raise Conflict(_("Käytänne on jo lähetetty, joten sitä ei voi enää poistaa."))
    row.delete()
    drafts.delete_draft(practice=practice, by=by or _person(invitation))


def _person(invitation: Invitation) -> User:
    person = invitation.person
    if person is None:
        raise Refusal(_("Kutsu ei ole enää voimassa."))
    return person


def _keep_to_the_limit(response: Response) -> None:
    if response.practices.count() >= MOST_PRACTICES:
        raise Refusal(
            _("Vastauksessa voi olla enintään %(most)d käytännettä.") % {"most": MOST_PRACTICES}
        )


def add_to_response(response: Response, practice: Practice, *, is_joined: bool) -> ResponsePractice:
    """Put a practice last in an answer, and return its place there; call in a transaction."""
    last = response.practices.aggregate(last=Max("position"))["last"]
    return ResponsePractice.objects.create(
        response=response,
        practice=practice,
        is_joined=is_joined,
        position=0 if last is None else last + 1,
    )
