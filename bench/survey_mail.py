"""Invitations to 900 recipients by SMTP, with the mail server and the worker killed on the way.

    .venv/bin/python bench/survey_mail.py [--recipients 900] [--postgresql postgres://...]
        [--port 8798] [--patient] [--spare-worker]

Prepares an installation of its own, generates an open round of which nobody has been invited, and
serves it as in production (`kenno serve`), which puts the invitations in the outbox and sends them
to a real SMTP server in a process of its own. On the way that server is killed with SIGKILL and
started again twice, and so is the task worker (the supervisor starts it again), each time in the
middle of whatever it does. Prints JSON: how many mails came, to how many recipients, under how many
Message-IDs. A second mail to somebody under the same Message-ID is a `repeated` one, which mail
systems drop; `lost` and `doubled` (another Message-ID) must be empty, and the exit code is 1
otherwise.

The pauses after failures (minutes) and the ten minutes for which a message whose sender has died is
left alone are cut short, unless --patient.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, redirect_stdout
from datetime import timedelta
from pathlib import Path
from typing import Any

from installation import ROOT, family, machine, own_database, served, set_up

DATABASE = "kenno_bench_mail"
# After so many in a hundred of the mails have come: who is killed.
KILLED = ((15, "server"), (35, "worker"), (55, "server"), (75, "worker"))
SECONDS_DOWN = 2.0
LONGEST = 1800.0
EVERY = 0.02


def ask(recipients: int) -> int:
    """Generate an open round of which nobody has been invited yet; return how many invitations."""
    from django.db.models import F

    from kenno.people.models import User
    from kenno.surveys.actions.generation import generate_survey
    from kenno.surveys.models import Invitation, Response

    survey = generate_survey(recipients=recipients, practices=0).survey
    Response.objects.filter(round=survey).delete()
    Invitation.objects.filter(recipient__round=survey, parent__isnull=False).delete()
    marks = ("opened_at", "started_at", "submitted_at", "delegated_at", "declined_at", "queued_at")
    found = Invitation.objects.filter(recipient__round=survey)
    found.update(**dict.fromkeys(marks), decline_reason="", mail_state="", mails=0)
    Invitation.objects.exclude(recipient__round=survey).update(queued_at=F("created_at"))
    User.objects.filter(pk__in=found.values("person")).update(is_example=False)
    return found.count()


class MailServer:
    """The mail server's process, and what it has noted."""

    def __init__(self, port: int, notes: Path) -> None:
        self.port, self.notes = port, notes
        self.notes.touch()
        self.start()

    def start(self) -> None:
        """Start it, the first time or again."""
        program = [sys.executable, str(ROOT / "bench/mail_server.py")]
        self.process = subprocess.Popen([*program, str(self.port), str(self.notes)])

    def kill(self) -> None:
        """End it in the middle of what it does."""
        self.process.kill()
        self.process.wait()

    def came(self) -> list[list[str]]:
        """Return the recipient and the Message-ID of each mail that came."""
        return [line.split() for line in self.notes.read_text().splitlines()]


def kill_worker(site: int) -> None:
    """End the task worker in the middle of what it does; the supervisor starts another."""
    for pid, line in family(site).items():
        if "db_worker" in line:
            os.kill(pid, signal.SIGKILL)


def hurry() -> None:
    """Let the pauses after failures be over, and the patience with dead workers."""
    from django.utils import timezone

    from kenno.core.delivery import CLAIM_EXPIRES_AFTER
    from kenno.core.enums import MessageState
    from kenno.core.models import OutboxMessage
    from kenno.core.tasks import send_waiting_messages

    now = timezone.now()
    OutboxMessage.objects.filter(state=MessageState.WAITING).update(claimed_at=None)
    # No mail to this server takes so long: its sender is dead.
    dead = now - timedelta(seconds=30)
    OutboxMessage.objects.filter(state=MessageState.SENDING, claimed_at__lt=dead).update(
        claimed_at=now - 2 * CLAIM_EXPIRES_AFTER
    )
    send_waiting_messages.enqueue()


def send_all(
    server: MailServer, site: int, wanted: int, *, patient: bool, killed: Sequence[tuple[int, str]]
) -> float:
    """Kill on the way until all have been sent; return how many seconds that took."""
    from kenno.core.enums import MessageState
    from kenno.core.models import OutboxMessage

    started = hurried = time.monotonic()
    killings = list(killed)
    chance = random.Random(1)
    while time.monotonic() - started < LONGEST:
        time.sleep(EVERY)
        if killings and len(server.came()) * 100 >= killings[0][0] * wanted:
            whom = killings.pop(0)[1]
            # At any moment, not just when a mail has come.
            time.sleep(chance.random())
            if whom == "worker":
                kill_worker(site)
            else:
                server.kill()
                time.sleep(SECONDS_DOWN)
                server.start()
        if time.monotonic() - hurried < 5:
            continue
        if OutboxMessage.objects.filter(state=MessageState.SENT).count() == wanted:
            break
        hurried = time.monotonic()
        if not patient:
            hurry()
    return time.monotonic() - started


def counted(came: list[list[str]]) -> dict[str, Any]:
    """Tell who got what, by the outbox's own list of who should have."""
    from kenno.core.enums import MessageEventKind
    from kenno.core.models import MessageEvent, OutboxMessage
    from kenno.surveys.models import Invitation

    wanted = set(
        Invitation.objects.filter(message__isnull=False).values_list("person__email", flat=True)
    )
    names = Counter(recipient for recipient, _name in {tuple(one) for one in came})
    interrupted = MessageEvent.objects.filter(kind=MessageEventKind.INTERRUPTED)
    return {
        "recipients": len(wanted),
        "mails": len(came),
        "message_ids": len({name for _recipient, name in came}),
        "lost": sorted(wanted - set(names)),
        "doubled": sorted(one for one, number in names.items() if number > 1),
        "repeated": len(came) - len({tuple(one) for one in came}),
        "interrupted": interrupted.count(),
        "states": dict(Counter(OutboxMessage.objects.values_list("state", flat=True))),
    }


def main() -> None:
    """Read the command line, send, count; exit with 1 when one was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--recipients", type=int, default=900)
    parser.add_argument("--postgresql", help="a server, as postgres://postgres@127.0.0.1:5432")
    parser.add_argument("--port", type=int, default=8798)
    parser.add_argument("--patient", action="store_true", help="wait as long as production does")
    parser.add_argument(
        "--spare-worker", action="store_true", help="kill the mail server only, not the worker"
    )
    arguments = parser.parse_args()
    killed = [one for one in KILLED if one[1] == "server" or not arguments.spare_worker]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = ""
        if arguments.postgresql:
            url = stack.enter_context(own_database(arguments.postgresql, DATABASE, keep=False))
        mail_port = arguments.port + 1
        variables = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(mail_port)}
        with redirect_stdout(sys.stderr):
            set_up(
                folder,
                port=arguments.port,
                database_url=url,
                SURVEY_MAILS_PER_MINUTE=str(arguments.recipients),
                **variables,
            )
        wanted = ask(arguments.recipients)
        server = MailServer(mail_port, folder / "came.txt")
        stack.callback(lambda: server.kill())
        before = machine()
        with served(arguments.port) as site:
            seconds = send_all(server, site.pid, wanted, patient=arguments.patient, killed=killed)
        figures = {**before, "seconds": round(seconds, 1), **counted(server.came())}
        from django.db import connection

        connection.close()
    print(json.dumps(figures, indent=1))
    sys.exit(1 if figures["lost"] or figures["doubled"] else 0)


if __name__ == "__main__":
    main()
