"""A small well-known world: one person for each role, and one of everything they may open.

Everything belongs to one municipality of one region, unless its name says `elsewhere`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

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
from kenno.practices.models import Material, Practice
from kenno.search.actions import make_link
from kenno.search.enums import SavedSearchState
from kenno.search.models import SavedSearch
from kenno.surveys.actions.links import make_link as make_survey_link
from kenno.surveys.actions.links import start_answer
from kenno.surveys.models import AnswersFile, Invitation, Question, Reminder
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
from tests.factories.practices import PracticeFactory, PublishedPracticeFactory
from tests.factories.search import AddressSearchFactory, SavedSearchFactory
from tests.factories.surveys import (
    AnswerFactory,
    AnswersFileFactory,
    ClosedRoundFactory,
    OpenRoundFactory,
    QuestionFactory,
    ReminderFactory,
    ResponsePracticeFactory,
    SentInvitationFactory,
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
        self.told: Practice = ResponsePracticeFactory(response=response).practice

    def make(self, role: str) -> Reader:
        """Make the person of a role, who has a second factor and a saved search of their own."""
        person = ROLES[role](self.municipality)
        if isinstance(person, User):
            with_app(person)
            RecoveryCodes.activate(person)
            SavedSearchFactory(owner=person)
            AnswersFileFactory(person=person, round=self.survey_question.round)
        return person

    def file_of(self, person: Reader) -> AnswersFile:
        """Return the file of answers of a person; another's when they have none."""
        own = AnswersFile.objects.filter(person=person.pk).first()
        return own or AnswersFileFactory(round=self.survey_question.round)

    def saved_search_of(self, person: Reader) -> SavedSearch:
        """Return the person's own saved search; for the anonymous, that of somebody else."""
        own = SavedSearch.objects.filter(owner=person.pk).first() if person.pk else None
        return own or SavedSearchFactory()


Arguments = Callable[[World, Reader], list[Any]]

# The arguments of each address that has some. A new view gets its line here, and then
#     WRITE_PERMISSIONS=1 .venv/bin/pytest tests/test_permissions.py
# writes docs/permissions.md anew: look at what changed before committing it.
ARGUMENTS: dict[str, Arguments] = {
    "image_file": lambda world, _: ["kuva.png"],
    "wagtail_serve": lambda world, _: [""],
    "pages:sitemap_section": lambda world, _: ["sivut"],
    "pages:mark_answered": lambda world, _: [world.feedback.pk],
    "places:municipality": lambda world, _: [world.municipality.slug],
    "places:region": lambda world, _: [world.municipality.region.slug],
    "people:organisation_contacts": lambda world, _: [world.organisation.pk],
    "people:own_contact": lambda world, _: [world.contact.pk],
    "people:decline_contact": lambda world, _: [world.invited.pk],
    "people:end_contact": lambda world, _: [world.contact.pk],
    "people:invite_again": lambda world, _: [world.invited.pk],
    "people:export_contacts": lambda world, _: ["csv"],
    "people:export_addresses": lambda world, _: ["csv"],
    "people:contact_answered": lambda world, _: ["suostuttu"],
    "people:contact_invitation": lambda world, _: [world.invitation_token],
    "people:ask_contact": lambda world, _: [world.contact.pk],
    "people:ask_organisation": lambda world, _: [world.organisation.pk],
    "people:confirm_inquiry": lambda world, _: [world.question_tokens[LinkPurpose.INQUIRY_CONFIRM]],
    "people:inquiry_status": lambda world, _: [world.question_tokens[LinkPurpose.INQUIRY_SENDER]],
    "people:close_sender": lambda world, _: [world.question_tokens[LinkPurpose.INQUIRY_RECEIVER]],
    "people:report_inquiry": lambda world, _: [world.question_tokens[LinkPurpose.INQUIRY_RECEIVER]],
    "people:take_back_inquiry": lambda world, _: [world.inquiry.pk],
    "people:reopen_sender": lambda world, _: [world.closed.pk],
    "people:lift_sender": lambda world, _: [world.stopped.pk],
    "people:hand_over_contact": lambda world, _: [world.contact.pk],
    "people:ask_contact_again": lambda world, _: [world.contact.pk],
    "people:confirm_contacts": lambda world, _: [world.yearly_token],
    "people:contacts_confirmed": lambda world, _: ["pitaa"],
    "people:remove_person": lambda world, _: [world.writer.pk],
    "people:lift_suppression": lambda world, _: [world.suppressed.pk],
    "people:use_sign_in_link": lambda world, _: [world.sign_in_token],
    "people:person": lambda world, _: [world.writer.pk],
    "people:deactivate": lambda world, _: [world.writer.pk],
    "people:reset_second_factor": lambda world, _: [world.writer.pk],
    "people:remove_membership": lambda world, _: [world.membership.pk],
    "people:remove_writer": lambda world, _: [world.membership.pk],
    "people:remove_domain": lambda world, _: [world.domain.pk],
    "people:organisation": lambda world, _: [world.organisation.pk],
    "people:export_organisations": lambda world, _: ["csv"],
    "people:change_organisation": lambda world, _: [world.organisation.pk],
    "people:deactivate_organisation": lambda world, _: [world.organisation.pk],
    "people:reopen_organisation": lambda world, _: [world.organisation.pk],
    "people:message": lambda world, _: [world.message.pk],
    "people:retry_message": lambda world, _: [world.message.pk],
    "moderation:review": lambda world, _: ["kaytanne", world.submitted.pk],
    "moderation:approve": lambda world, _: ["kaytanne", world.submitted.pk],
    "moderation:return": lambda world, _: ["kaytanne", world.submitted.pk],
    "moderation:archive": lambda world, _: ["kaytanne", world.published.pk],
    "moderation:restore": lambda world, _: ["kaytanne", world.published.pk],
    "search:confirm": lambda world, _: [world.confirmation_token],
    "search:stop": lambda world, _: [world.search_token],
    "search:manage": lambda world, _: [world.search_token],
    "search:change": lambda world, person: [world.saved_search_of(person).pk],
    "practices:material": lambda world, _: [world.material.pk],
    "practices:practice": lambda world, _: [world.published.slug],
    "practices:ask": lambda world, _: [world.published.slug],
    "practices:confirm": lambda world, _: [world.practices_token],
    "practices:keep": lambda world, _: [world.published.pk],
    "practices:choose_contact": lambda world, _: [world.draft.pk],
    "practices:print": lambda world, _: [world.published.slug],
    "practices:write": lambda world, _: [world.draft.pk],
    "practices:section": lambda world, _: [world.draft.pk, "basics"],
    "practices:preview": lambda world, _: [world.draft.pk],
    "practices:submit": lambda world, _: [world.draft.pk],
    "practices:withdraw": lambda world, _: [world.submitted.pk],
    "practices:delete_draft": lambda world, _: [world.draft.pk],
    "surveys:invitation": lambda world, _: [world.survey_token],
    **{
        f"surveys:{name}": lambda world, _: [world.survey_question.round_id]
        for name in (
            *("round", "change_round", "preview_texts", "choose_sections", "copy_round", "try_out"),
            *("questions", "add_question", "recipients", "missing_recipients"),
            *("propose_recipients", "add_recipient", "import_recipients", "reminders"),
        )
    },
    **{
        f"surveys:{name}": lambda world, _: [world.survey_token]
        for name in (
            *("start", "delegate", "decline", "answer", "add_practice", "alike_practices"),
            *("summary", "submit"),
        )
    },
    "surveys:group": lambda world, _: [world.survey_token, 1],
    "surveys:answer_file": lambda world, _: [world.survey_token, world.survey_question.pk],
    "surveys:join": lambda world, _: [world.survey_token, world.published.pk],
    "surveys:remove_practice": lambda world, _: [world.survey_token, world.told.pk],
    "surveys:submit_returned": lambda world, _: [world.survey_token, world.told.pk],
    "surveys:section": lambda world, _: [world.survey_token, world.told.pk, "basics"],
    "surveys:round_step": lambda world, _: [world.survey_question.round_id, "sulje"],
    **{
        f"surveys:{name}": lambda world, _: [world.survey_question.pk]
        for name in ("change_question", "move_question", "remove_question")
    },
    **{
        f"surveys:{name}": lambda world, _: [world.survey_invitation.recipient_id]
        for name in ("recipient", "make_main", "remove_recipient")
    },
    **{
        f"surveys:{name}": lambda world, _: [world.survey_invitation.pk]
        for name in ("send_invitation_again", "revoke_invitation")
    },
    "surveys:cancel_reminder": lambda world, _: [world.reminder.pk],
    "surveys:tracker": lambda world, _: [world.survey_question.round_id],
    "surveys:tracked_list": lambda world, _: [world.survey_question.round_id],
    "surveys:tracked_municipality": lambda world, _: [
        world.survey_question.round_id,
        world.municipality.slug,
    ],
    "surveys:remind": lambda world, _: [world.survey_invitation.pk],
    "surveys:export": lambda world, _: [world.survey_question.round_id],
    "surveys:fetch_export": lambda world, person: [world.file_of(person).pk],
    "surveys:public_summary": lambda world, _: [ClosedRoundFactory().pk],
    "mfa_remove_webauthn": lambda world, _: [1],
}

# What the rules take besides the person, by the name of the parameter; a rule holds for a role
# when it holds with any of these.
RULE_ARGUMENTS: dict[str, Callable[[World, Reader], list[Any]]] = {
    "practice": lambda world, _: [world.draft, world.submitted, _archived(world)],
    "record": lambda world, _: [world.submitted],
    "municipality": lambda world, _: [world.municipality],
    "municipality_id": lambda world, _: [world.municipality.pk],
    "region_id": lambda world, _: [world.municipality.region_id],
    "region": lambda world, _: [None],
    "role": lambda world, _: [],
    "membership": lambda world, _: [world.membership],
    "other": lambda world, _: [world.writer],
    "organisation": lambda world, _: [world.organisation],
    "contact": lambda world, _: [world.contact],
    "closed": lambda world, _: [world.closed],
    "inquiry": lambda world, _: [world.inquiry],
    "saved": lambda world, person: [world.saved_search_of(person)],
}


def _archived(world: World) -> Practice:
    practice: Practice = Practice.objects.get(pk=world.draft.pk)
    practice.review_state = "archived"
    return practice
