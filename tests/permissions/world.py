"""A small well-known world: one person for each role, and one of everything they may open.

Everything belongs to one municipality of one region, unless its name says `elsewhere`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile

from kenno.core import suppression
from kenno.core.enums import LinkPurpose, MessageState, RefusalReason, SuppressionReason
from kenno.core.links import create_link
from kenno.core.models import OutboxMessage, SuppressedAddress
from kenno.moderation import actions as moderation
from kenno.people.actions import add_domain, ask_contacts, create_sign_in_link
from kenno.people.actions.confirmations import make_link as make_yearly_link
from kenno.people.models import (
    ClosedSender,
    Contact,
    Inquiry,
    Membership,
    MunicipalityDomain,
    Organisation,
    User,
)
from kenno.places.models import Municipality
from kenno.practices.actions.confirmations import LINK_LIFETIME, ask_about_practices
from kenno.practices.actions.requests import make_link as make_draft_link
from kenno.practices.models import DraftRequest, Material, Practice
from kenno.search.actions import make_link
from kenno.search.enums import SavedSearchState
from kenno.search.models import SavedSearch
from kenno.surveys.actions.interviews import start_interview
from kenno.surveys.actions.links import make_link as make_survey_link
from kenno.surveys.actions.links import start_answer
from kenno.surveys.models import AnswersFile, Invitation, Question, Reminder, Response, Tip
from tests.factories.inquiries import (
    ClosedSenderFactory,
    InquiryFactory,
    RelayedInquiryFactory,
    StoppedSenderFactory,
)
from tests.factories.pages import FeedbackFactory
from tests.factories.people import (
    AdministratorFactory,
    ContributorFactory,
    CoordinatorFactory,
    InvitedContactFactory,
    MainContributorFactory,
    OrganisationFactory,
    RegionCoordinatorFactory,
    ShownContactFactory,
    UserFactory,
)
from tests.factories.places import MunicipalityFactory
from tests.factories.practices import (
    PracticeFactory,
    PublishedPracticeFactory,
    StartedRequestFactory,
)
from tests.factories.search import AddressSearchFactory, SavedSearchFactory
from tests.factories.surveys import (
    AnswerFactory,
    AnswersFileFactory,
    OpenRoundFactory,
    QuestionFactory,
    ReminderFactory,
    ResponsePracticeFactory,
    SentInvitationFactory,
    TipFactory,
)
from tests.people.second_factor.steps import with_app

Reader = User | AnonymousUser
MakePerson = Callable[[Municipality], Reader]

# In the order of the table's columns; a region's coordinator stands there twice.
ROLES: dict[str, MakePerson] = {
    "anonymous": lambda place: AnonymousUser(),
    "reader": lambda place: UserFactory(),
    "contributor": lambda place: ContributorFactory(municipality=place),
    "main contributor": lambda place: MainContributorFactory(municipality=place),
    "coordinator of the region": lambda place: RegionCoordinatorFactory(region=place.region),
    "coordinator of another region": lambda place: RegionCoordinatorFactory(),
    "national coordinator": lambda place: CoordinatorFactory(),
    "administrator": lambda place: AdministratorFactory(),
}


@dataclass
class World:
    """What the addresses and rules are tried with; `person` is who tries them."""

    municipality: Municipality = field(default_factory=MunicipalityFactory)

    def __post_init__(self) -> None:
        place = self.municipality
        self.writer: User = ContributorFactory(municipality=place)
        self.membership: Membership = self.writer.memberships.select_related(
            "municipality__region", "region"
        ).get()
        self.domain: MunicipalityDomain = add_domain(
            domain="kunta.example", municipality=place, by=None
        )
        self.organisation: Organisation = OrganisationFactory(
            municipality=place, general_title="Kulttuuri", general_email="kulttuuri@kunta.example"
        )
        self._add_contacts()
        self.draft: Practice = PracticeFactory(municipality=place)
        self.published: Practice = PublishedPracticeFactory(
            municipality=place, contact=self.contact, last_confirmed_on=date(2020, 1, 1)
        )
        self.submitted: Practice = PracticeFactory(municipality=place)
        moderation.save_draft(record=self.submitted, by=self.writer, based_on=0)
        moderation.submit(record=self.submitted, by=self.writer)
        self.submitted = Practice.objects.get(pk=self.submitted.pk)
        self.material = Material(title="Ohje", practice=self.draft)
        self.material.file.save("ohje.txt", ContentFile(b"Ohje"))
        picture = Path(settings.MEDIA_ROOT) / "images" / "kuva.png"
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_bytes(b"")
        self.message = OutboxMessage.objects.create(
            kind="test",
            recipient="uusi@kunta.example",
            subject="Otsikko",
            body="Teksti",
            state=MessageState.REFUSED,
            refusal=RefusalReason.REJECTED,
        )
        self._add_questions()
        self._add_survey()
        self._add_tips()
        self.feedback = FeedbackFactory()
        self.sign_in_token = create_sign_in_link(self.writer).rstrip("/").rpartition("/")[2]
        self.search_token = make_link(AddressSearchFactory())
        unconfirmed = AddressSearchFactory(state=SavedSearchState.UNCONFIRMED)
        self.confirmation_token = create_link(
            purpose=LinkPurpose.CONFIRM_SEARCH, subject=unconfirmed, lifetime=timedelta(days=1)
        )

    def _add_contacts(self) -> None:
        """Add the card of somebody who has no role, and one that waits for an answer."""
        at = {"organisation": self.organisation}
        self.contact: Contact = ShownContactFactory(
            **at, answers_questions=True, confirmed_on=date(2020, 1, 1)
        )
        self.invited: Contact = InvitedContactFactory(**at)
        self.invitation_token = create_link(
            purpose=LinkPurpose.CONTACT, subject=self.invited, lifetime=timedelta(days=1)
        )

    def _add_questions(self) -> None:
        """Add what contacts are asked: by readers at any time, and by the clock once a year."""
        day = timedelta(days=1)
        unconfirmed = InquiryFactory()
        self.inquiry: Inquiry = RelayedInquiryFactory(contact=self.contact)
        self.question_tokens = {
            purpose: create_link(purpose=purpose, subject=subject, lifetime=day)
            for purpose, subject in (
                (LinkPurpose.INQUIRY_CONFIRM, unconfirmed),
                (LinkPurpose.INQUIRY_SENDER, self.inquiry),
                (LinkPurpose.INQUIRY_RECEIVER, self.inquiry),
            )
        }
        self.closed: ClosedSender = ClosedSenderFactory(person=self.contact.person)
        self.stopped = StoppedSenderFactory()
        self.suppressed: SuppressedAddress = suppression.suppress(
            address="palautuva@kunta.example", reason=SuppressionReason.BOUNCE
        )
        ask_contacts()
        ask_about_practices()
        self.yearly_token = make_yearly_link(self.contact.person)
        self.practices_token = create_link(
            purpose=LinkPurpose.CONFIRM_PRACTICES,
            subject=self.contact.person,
            lifetime=LINK_LIFETIME,
        )

    def _add_survey(self) -> None:
        """Add a round that is open, with a question, somebody invited, and a reminder."""
        survey = OpenRoundFactory()
        self.survey_question: Question = QuestionFactory(round=survey)
        self.survey_invitation: Invitation = SentInvitationFactory(
            recipient__round=survey, recipient__municipality=self.municipality
        )
        self.reminder: Reminder = ReminderFactory(round=survey)
        self.survey_token = make_survey_link(self.survey_invitation).rstrip("/").rpartition("/")[2]
        response = start_answer(invitation=self.survey_invitation)
        answer = AnswerFactory(response=response, question=self.survey_question)
        answer.file.save("suunnitelma.txt", ContentFile(b"Suunnitelma"))
        self.survey_response: Response = response
        self.told: Practice = ResponsePracticeFactory(response=response).practice
        self.told_in_review: Practice = ResponsePracticeFactory(
            response=response, practice__municipality=self.municipality
        ).practice
        moderation.save_draft(record=self.told_in_review, by=self.writer, based_on=0)
        moderation.submit(record=self.told_in_review, by=self.writer)
        self.merged: Practice = PracticeFactory(
            municipality=self.municipality, review_state="archived", merged_into=self.draft
        )

    def _add_tips(self) -> None:
        """Add a tip that nobody has handled, and one whose draft somebody completes by a link."""
        self.tip: Tip = TipFactory(municipality=self.municipality)
        self.asked: DraftRequest = StartedRequestFactory(practice=self.draft)
        self.draft_token = make_draft_link(self.asked).rstrip("/").rpartition("/")[2]

    def make(self, role: str) -> Reader:
        """Make the person of a role, who has a second factor and a saved search of their own."""
        person = ROLES[role](self.municipality)
        if isinstance(person, User):
            with_app(person)
            RecoveryCodes.activate(person)
            SavedSearchFactory(owner=person)
            AnswersFileFactory(person=person, round=self.survey_question.round)
        return person

    def interview_token_of(self, person: Reader) -> str:
        """Return the link of the person's own interview; for the anonymous, of somebody else's."""
        by = person if isinstance(person, User) else CoordinatorFactory()
        address = start_interview(invitation=self.survey_invitation, by=by)
        return address.rstrip("/").split("/")[-2]

    def file_of(self, person: Reader) -> AnswersFile:
        """Return the file of answers of a person; another's when they have none."""
        own = AnswersFile.objects.filter(person=person.pk).first()
        return own or AnswersFileFactory(round=self.survey_question.round)

    def saved_search_of(self, person: Reader) -> SavedSearch:
        """Return the person's own saved search; for the anonymous, that of somebody else."""
        own = SavedSearch.objects.filter(owner=person.pk).first() if person.pk else None
        return own or SavedSearchFactory()
