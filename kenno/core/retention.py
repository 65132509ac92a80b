"""For how long things are kept: each room tells its rules, and one function keeps them all.

A rule is a function that gets the present moment and whether it is a rehearsal, forgets what has
expired unless it is one, and returns how many that were. Every rule can run twice, or late.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone


@dataclass(frozen=True)
class RetentionRule:
    """What expires, in English for operators, and the function that forgets it."""

    what: str
    forget: Callable[[datetime, bool], int]


_rules: dict[str, RetentionRule] = {}


def register_rule(name: str, rule: RetentionRule) -> None:
    """Add a rule under "<room>.<thing>"; call from AppConfig.ready."""
    _rules[name] = rule


def rules() -> Mapping[str, RetentionRule]:
    """Return every rule in the order of registration."""
    return dict(_rules)


def forget_expired(*, rehearse: bool = False) -> dict[str, int]:
    """Keep every rule and return how many of each expired; rehearsing changes nothing.

    One that fails does not keep the others from being kept; ExceptionGroup is raised at the end.
    """
    now = timezone.now()
    counts: dict[str, int] = {}
    failures: list[Exception] = []
    for name, rule in _rules.items():
        try:
            counts[name] = rule.forget(now, rehearse)
        except Exception as error:
            error.add_note(name)
            failures.append(error)
    if failures:
        raise ExceptionGroup("Not everything that has expired could be forgotten", failures)
    return counts
