import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from kenno.core.enums import MessageState
from kenno.core.models import OutboxMessage
from kenno.people.enums import ClosureReason, InquiryState, ReportReason
from kenno.people.models import ClosedSender, Inquiry, InquiryReport, InquirySender
from kenno.people.models.inquiries import hash_of
from tests.factories.people import ShownContactFactory, UserFactory


class InquirySenderFactory(DjangoModelFactory):
    """An address that has asked and has not been confirmed."""

    class Meta:
        model = InquirySender

    address = factory.Sequence(lambda number: f"kysyja{number}@naapuri.example")
    address_hash = factory.LazyAttribute(lambda sender: hash_of(sender.address))


class ConfirmedSenderFactory(InquirySenderFactory):
    """An address that was confirmed just now."""

    confirmed_at = factory.LazyFunction(timezone.now)


class StoppedSenderFactory(ConfirmedSenderFactory):
    """An address from which nothing is passed on to anyone, as three receivers told of it."""

    closed_at = factory.LazyFunction(timezone.now)
    closed_because = ClosureReason.REPORTED


class InquiryFactory(DjangoModelFactory):
    """A question to a contact that waits for the confirmation of its sender's address."""

    class Meta:
        model = Inquiry

    key = factory.Sequence(lambda number: f"{number:064}")
    sender = factory.SubFactory(InquirySenderFactory)
    sender_name = "Naapurikunnan kulttuurisihteeri"
    sender_organisation = "Naapurikunta"
    language = "fi"
    text = "Montako kaveria teillä on?"
    about_title = "Kulttuurikaveri"
    about_path = "/kaytanteet/kulttuurikaveri/"
    contact = factory.SubFactory(ShownContactFactory)
    organisation = factory.SelfAttribute("contact.organisation")


class QuestionMailFactory(DjangoModelFactory):
    """The mail of a question, which waits in the outbox."""

    class Meta:
        model = OutboxMessage

    kind = "people.inquiry"
    recipient = "yhteyshenkilo@kunta.example"
    reply_to = "kysyja@naapuri.example"
    subject = "Kysymys: Kulttuurikaveri"
    body = "Montako kaveria teillä on?"
    confidential = True
    sent_at = factory.LazyAttribute(
        lambda message: timezone.now() if message.state in ("sent", "bounced") else None
    )
    refusal = factory.LazyAttribute(
        lambda message: "rejected" if message.state == MessageState.REFUSED else ""
    )
    state = MessageState.WAITING


class RelayedInquiryFactory(InquiryFactory):
    """A question that has been passed on to its contact and whose mail waits in the outbox."""

    sender = factory.SubFactory(ConfirmedSenderFactory)
    state = InquiryState.RELAYED
    receiver = factory.SelfAttribute("contact.person")
    relayed_at = factory.LazyFunction(timezone.now)
    message = factory.SubFactory(QuestionMailFactory)


class ClosedSenderFactory(DjangoModelFactory):
    """A sender whose messages a person does not take."""

    class Meta:
        model = ClosedSender

    sender = factory.SubFactory(InquirySenderFactory)
    person = factory.SubFactory(UserFactory)
    label = "Naapurikunnan kulttuurisihteeri, Naapurikunta"


class InquiryReportFactory(DjangoModelFactory):
    """A receiver's word that a question was an advertisement."""

    class Meta:
        model = InquiryReport

    inquiry = factory.SubFactory(RelayedInquiryFactory)
    sender = factory.SelfAttribute("inquiry.sender")
    receiver = factory.LazyAttribute(lambda report: f"person-{report.inquiry.receiver_id}")
    reason = ReportReason.ADVERTISING
