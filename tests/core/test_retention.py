from datetime import datetime

import pytest

from kenno.core import retention
from kenno.core.retention import RetentionRule, forget_expired, register_rule


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """No rules but those of the test; what the last one was asked, rehearsing or not."""
    monkeypatch.setattr(retention, "_rules", {})
    return []


def test_forget_expired_counts_what_each_rule_forgets(asked: list[bool]) -> None:
    register_rule("a.things", RetentionRule("Things", lambda now, rehearse: 2))
    register_rule("b.others", RetentionRule("Others", lambda now, rehearse: 0))
    assert forget_expired() == {"a.things": 2, "b.others": 0}


def test_rule_that_fails_does_not_keep_the_others_from_being_kept(asked: list[bool]) -> None:
    def fail(now: datetime, rehearse: bool) -> int:
        raise ValueError("broken")

    def keep(now: datetime, rehearse: bool) -> int:
        asked.append(rehearse)
        return 1

    register_rule("a.broken", RetentionRule("Broken", fail))
    register_rule("b.kept", RetentionRule("Kept", keep))
    with pytest.raises(ExceptionGroup) as failed:
        forget_expired(rehearse=True)
    assert asked == [True]
    assert [error.__notes__ for error in failed.value.exceptions] == [["a.broken"]]
