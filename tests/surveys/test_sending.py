"""Invitations through a real mail server, the work and the server cut off on the way."""

import itertools
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from kenno.core.delivery import CLAIM_EXPIRES_AFTER
from kenno.core.enums import MessageState
from kenno.core.models import OutboxMessage
from kenno.surveys.actions.invitations import send_invitations
from kenno.surveys.models import Invitation
from tests.factories.places import MunicipalityFactory, RegionFactory
from tests.factories.surveys import InvitationFactory, OpenRoundFactory
from tests.utils.processes import environment
from tests.utils.smtp import SmtpServer


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


WORKER = """
import sys
import django

django.setup()
from kenno.core.delivery import send_waiting_messages

for line in sys.stdin:
    print(send_waiting_messages(), flush=True)
"""


class Worker:
    """A process that sends what waits in the outbox, once each time it is told to."""

    def __init__(self, server: SmtpServer, folder: Path) -> None:
        variables = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(server.port)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORKER],
            env=environment(folder, **variables),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def send_waiting(self) -> int | None:
        """Return how many messages were tried; None when the process was killed on the way."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        told = self.process.stdout.readline()
        if told:
            return int(told)
        assert self.process.wait(30) == -signal.SIGKILL
        return None

    def kill(self) -> None:
        self.process.kill()

    def end(self) -> None:
        self.process.communicate("", timeout=30)


def nth(number: int, what: Callable[[], None]) -> Callable[[], None]:
    """Do something the `number`th time that this is called."""
    calls = itertools.count(1)

    def call() -> None:
        if next(calls) == number:
            what()

    return call


def let_time_pass() -> None:
    """As if the pauses after failures, and the patience with who has said nothing, were over."""
    OutboxMessage.objects.filter(state=MessageState.WAITING).update(claimed_at=None)
    long_ago = timezone.now() - 2 * CLAIM_EXPIRES_AFTER
    OutboxMessage.objects.filter(state=MessageState.SENDING).update(claimed_at=long_ago)


def die(server: SmtpServer, step: str) -> None:
    """Let the mail server break off, also what it is doing, until it is started again."""
    server.hang_up_at = step


def start_again(server: SmtpServer) -> None:
    server.stop()
    server.at.clear()
    server.hang_up_at = ""
    server.start()
    let_time_pass()


@pytest.mark.django_db(transaction=True)
def test_each_gets_one_invitation_though_server_and_worker_die_twice_on_the_way(
    smtp_server, settings, tmp_path
):
    settings.SURVEY_MAILS_PER_MINUTE = 1000
    survey, region = OpenRoundFactory(), RegionFactory()
    for place in MunicipalityFactory.create_batch(60, region=region, wellbeing_county=None):
        InvitationFactory(recipient__round=survey, recipient__municipality=place)
    settings.EMAIL_HOST = ""
    assert send_invitations() == 60

    first, second = Worker(smtp_server, tmp_path), Worker(smtp_server, tmp_path)
    third = Worker(smtp_server, tmp_path)
    smtp_server.at["MAIL"] = nth(11, lambda: die(smtp_server, "MAIL"))
    assert first.send_waiting() == 60
    assert len(smtp_server.received) == 10
    start_again(smtp_server)
    smtp_server.at["MAIL"] = nth(11, first.kill)
    assert first.send_waiting() is None
    assert len(smtp_server.received) == 20
    smtp_server.at["RCPT"] = nth(11, lambda: die(smtp_server, "DATA"))
    assert second.send_waiting() == 39
    assert len(smtp_server.received) == 30
    start_again(smtp_server)
    smtp_server.at["QUIT"] = nth(11, second.kill)
    assert second.send_waiting() is None
    assert len(smtp_server.received) == 41
    smtp_server.at.clear()
    let_time_pass()
    assert third.send_waiting() == 19
    third.end()

    received = Counter(mail.recipients[0] for mail in smtp_server.received)
    assert received == Counter(Invitation.objects.values_list("person__email", flat=True))
    names = {mail.header("Message-ID") for mail in smtp_server.received}
    assert (len(smtp_server.received), len(names)) == (60, 60)
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {MessageState.SENT}
