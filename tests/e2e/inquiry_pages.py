"""The pages of questions to contacts that the accessibility tests walk."""

from collections.abc import Callable
from datetime import timedelta

from kenno.core.enums import LinkPurpose
from kenno.core.links import create_link
from kenno.people.models import User
from tests.e2e.walked import LONG_WORD, WalkedPage
from tests.factories.inquiries import (
    ClosedSenderFactory,
    InquiryFactory,
    InquiryReportFactory,
    RelayedInquiryFactory,
    StoppedSenderFactory,
)
from tests.factories.people import ContributorFactory, CoordinatorFactory, OrganisationFactory
from tests.factories.practices import FullPracticeFactory, PublishedPracticeFactory


def _question() -> str:
    FullPracticeFactory(title=LONG_WORD, slug="kysyttava")
    return "/kaytanteet/kysyttava/kysy/"


def _organisation_asked() -> str:
    organisation = OrganisationFactory(
        name_fi=LONG_WORD,
        general_title="Kulttuuripalvelut",
        general_email="kulttuuri@kunta.example",
    )
    return f"/organisaatiot/{organisation.pk}/kysy/"


def _inquiry_link(name: str, purpose: LinkPurpose) -> Callable[[], str]:
    """A personal page about a question, of who asked or of who was asked."""

    def address() -> str:
        details = {"about_title": LONG_WORD, "sender_organisation": LONG_WORD}
        waits = purpose == LinkPurpose.INQUIRY_CONFIRM
        inquiry = (InquiryFactory if waits else RelayedInquiryFactory)(**details)
        token = create_link(purpose=purpose, subject=inquiry, lifetime=timedelta(days=1))
        return f"/kysymys/{name}/{token}/"

    return address


def _own_inquiries() -> str:
    me = User.objects.get()
    RelayedInquiryFactory(asked_by=me, about_title=LONG_WORD)
    RelayedInquiryFactory(contact__person=me, sender_organisation=LONG_WORD, message__state="sent")
    ClosedSenderFactory(person=me, label=LONG_WORD)
    return "/tyopoyta/omat-viestit/"


def _inquiry_counts(path: str) -> Callable[[], str]:
    def address() -> str:
        stopped = StoppedSenderFactory()
        InquiryReportFactory(sender=stopped, inquiry__sender=stopped)
        return f"/tyopoyta/kysymykset/{path.format(sender=stopped.pk)}"

    return address


INQUIRY_PAGES: list[WalkedPage] = [
    WalkedPage("question about a practice", _question),
    WalkedPage("question to an organisation", _organisation_asked),
    WalkedPage("question, signed in", _question, ContributorFactory),
    WalkedPage("nobody to ask", lambda: f"{PublishedPracticeFactory().get_absolute_url()}kysy/"),
    WalkedPage("question sent", lambda: "/kysymys/lahetetty/"),
    *(
        WalkedPage(f"question, {name}", _inquiry_link(name, purpose))
        for name, purpose in (
            ("vahvista", LinkPurpose.INQUIRY_CONFIRM),
            ("tila", LinkPurpose.INQUIRY_SENDER),
            ("sulje", LinkPurpose.INQUIRY_RECEIVER),
            ("ilmoita", LinkPurpose.INQUIRY_RECEIVER),
        )
    ),
    WalkedPage("own questions", _own_inquiries, ContributorFactory),
    WalkedPage("no own questions", lambda: "/tyopoyta/omat-viestit/", ContributorFactory),
    WalkedPage("counts of questions", _inquiry_counts(""), CoordinatorFactory),
    WalkedPage("no questions", lambda: "/tyopoyta/kysymykset/", CoordinatorFactory),
    WalkedPage(
        "opening a sender", _inquiry_counts("lahettajat/{sender}/avaa/"), CoordinatorFactory
    ),
]
