from collections.abc import Callable

import pytest

from kenno.core.enums import LinkPurpose
from kenno.core.links import create_link
from kenno.core.models import OutboxMessage
from kenno.people import actions
from kenno.people.actions import About, Question
from kenno.people.actions.inquiries import CONFIRM_LIFETIME, RECEIVER_LIFETIME
from kenno.people.models import Contact, Inquiry, Organisation, User
from kenno.people.queries.inquiries import Receiver, receiver_for
from tests.factories.people import ShownContactFactory

ABOUT = About(title="Kulttuurikaveri", path="/kaytanteet/kulttuurikaveri/")
ADDRESS = "kysyja@naapuri.example"
GENERAL = {
    "organisation__general_email": "kulttuuri@kunta.example",
    "organisation__general_title": "Kulttuuripalvelut",
}

Ask = Callable[..., Inquiry]


@pytest.fixture
def contact(db: None) -> Contact:
    return ShownContactFactory(person__email="vastaaja@kunta.example")


@pytest.fixture
def ask(db: None) -> Ask:
    """Ask a contact, or an organisation's general address, a question that was not asked yet."""
    stamps = iter(range(1000))

    def send(
        contact: Contact | None = None,
        organisation: Organisation | None = None,
        *,
        by: User | None = None,
        stamp: str = "",
        **changes: str,
    ) -> Inquiry:
        receiver = receiver_for(contact.pk if contact else None, organisation)
        assert isinstance(receiver, Receiver)
        fields = {
            "name": "Naapurikunnan kulttuurisihteeri",
            "organisation": "Naapurikunta",
            "address": by.email if by else ADDRESS,
            "text": "Montako kaveria teillä on?",
        }
        return actions.ask(
            question=Question(**{**fields, **changes}),
            about=ABOUT,
            receiver=receiver,
            stamp=stamp or str(next(stamps)),
            by=by,
        )

    return send


def confirm_token(inquiry: Inquiry) -> str:
    """A new link of the mail that asks for the confirmation."""
    return create_link(
        purpose=LinkPurpose.INQUIRY_CONFIRM, subject=inquiry, lifetime=CONFIRM_LIFETIME
    )


def receiver_token(inquiry: Inquiry) -> str:
    """A new link of the mail to the receiver."""
    return create_link(
        purpose=LinkPurpose.INQUIRY_RECEIVER, subject=inquiry, lifetime=RECEIVER_LIFETIME
    )


def mails() -> list[tuple[str, str]]:
    """The kind and receiver of each mail in the outbox, in order."""
    return list(OutboxMessage.objects.order_by("pk").values_list("kind", "recipient"))


def mail(kind: str) -> OutboxMessage:
    return OutboxMessage.objects.get(kind=kind)
