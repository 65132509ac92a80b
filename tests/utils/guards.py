"""Forms for anyone, as somebody sends them who has taken their time."""

from datetime import UTC, datetime, timedelta

import time_machine

from kenno.core.guards import new_stamp


def old_stamp() -> str:
    """Return the stamp of a form that was given out ten minutes ago."""
    with time_machine.travel(datetime.now(UTC) - timedelta(minutes=10)):
        return new_stamp()
