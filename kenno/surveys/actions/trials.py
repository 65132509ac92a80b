"""Trying a round out before it opens: what is written then is thrown away."""

from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from kenno.core import audit, links
from kenno.core.exceptions import Conflict
from kenno.moderation.enums import ReviewState
from kenno.people.models import User
from kenno.places.models import Municipality
from kenno.practices.models import Material, Practice
from kenno.surveys.actions.answers import forget_file
from kenno.surveys.actions.links import make_link
from kenno.surveys.enums import RecipientSource, RoundState
from kenno.surveys.models import Answer, Invitation, Recipient, Response, SurveyRound


@transaction.atomic
def start_trial(*, survey: SurveyRound, municipality: Municipality, by: User) -> Invitation:
    """Let a coordinator answer a draft as a municipality would; the same one again goes on.

    Raises Conflict once the round has been opened.
    """
    if survey.state != RoundState.DRAFT:
        raise Conflict(_("Kysely on jo avattu, joten sitä ei voi enää kokeilla."))
    language = by.language
    recipient, _made = Recipient.objects.get_or_create(
        round=survey,
        municipality=municipality,
        person=by,
        source=RecipientSource.TRIAL,
        defaults={"language": language, "added_by": by},
    )
    invitation, made = Invitation.objects.get_or_create(
        recipient=recipient, person=by, defaults={"language": language}
    )
    if made:
        audit.record("surveys.trial_started", subject=survey, by=by)
    return invitation


@transaction.atomic
def trial_address(*, survey: SurveyRound, municipality: Municipality, by: User) -> str:
    """Return the path at which a coordinator tries the round out for a municipality.

    A form must not lead to another host, and the site may have been opened by another name.
    """
    return urlsplit(make_link(start_trial(survey=survey, municipality=municipality, by=by))).path


def throw_trials_away(survey: SurveyRound) -> None:
    """Delete the trials of a round with everything written in them; call in a transaction.

    Files that were attached, and pictures, go from the disk once the change holds.
    """
    trials = Response.objects.filter(round=survey, is_trial=True)
    for answer in Answer.objects.filter(response__in=trials).exclude(file="").order_by("pk"):
        forget_file(answer)
    told = Practice.objects.filter(
        survey_responses__response__in=trials,
        survey_responses__is_joined=False,
        live=False,
        first_published_at__isnull=True,
        review_state__in=[ReviewState.DRAFT, ReviewState.RETURNED],
    )
    pictures = list(
        told.filter(lead_image__isnull=False).order_by("pk").values_list("lead_image", flat=True)
    )
    for material in Material.objects.filter(practice__in=told).exclude(file="").order_by("pk"):
        forget_file(material)
    told.delete()
    used = Practice.objects.filter(lead_image__in=pictures).values("lead_image")
    # Wagtail deletes the file of a picture after the transaction.
    get_image_model().objects.filter(pk__in=pictures).exclude(pk__in=used).delete()
    trials.delete()
    tried = Recipient.objects.filter(round=survey, source=RecipientSource.TRIAL)
    for invitation in Invitation.objects.filter(recipient__in=tried).order_by("pk"):
        links.forget_links(invitation)
    tried.delete()
