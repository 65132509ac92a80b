"""Invitations through a real mail server, the work cut off on the way."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from kenno.core.models import OutboxMessage
from kenno.surveys.actions.invitations import send_invitations
from kenno.surveys.models import Invitation
from tests.factories.places import MunicipalityFactory, RegionFactory
from tests.factories.surveys import InvitationFactory, OpenRoundFactory


class Killed(BaseException):
    """What a killed process does: nothing more."""


def killed_at(number: int, table: str) -> Callable[..., Any]:
    """Let the database answer until the `number`th row of a table, and then nothing."""
    rows = 0

    def answer(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal rows
        rows += sql.startswith(f'INSERT INTO "{table}"')
        if rows >= number:
            raise Killed
        return execute(sql, *rest)

    return answer


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["core_outboxmessage", "core_signedlink"])
def test_each_recipient_gets_one_invitation_though_the_work_is_cut_off(
    table, smtp_server, settings
):
    settings.SURVEY_MAILS_PER_MINUTE = 1000
    survey = OpenRoundFactory()
    places = MunicipalityFactory.create_batch(40, region=RegionFactory(), wellbeing_county=None)
    for place in places:
        InvitationFactory(recipient__round=survey, recipient__municipality=place)
    for number in (10, 15):
        with pytest.raises(Killed), connection.execute_wrapper(killed_at(number, table)):
            send_invitations()
        connection.close()
    assert send_invitations() == 40 - 9 - 14
    received = Counter(mail.recipients[0] for mail in smtp_server.received)
    assert received == Counter(Invitation.objects.values_list("person__email", flat=True))
    assert (len(received), OutboxMessage.objects.count()) == (40, 40)
