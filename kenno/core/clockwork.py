"""What the clock of `kenno serve` does regularly: each room tells it in AppConfig.ready."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class RegularWork:
    """`enqueue` hands a task to the worker every `seconds`; the task can run twice without harm."""

    seconds: float
    enqueue: Callable[[], object]


_works: dict[str, RegularWork] = {}


def register_work(name: str, work: RegularWork) -> None:
    """Let the clock do something regularly; the same name again replaces it."""
    _works[name] = work


def regular_works() -> dict[str, RegularWork]:
    """Return everything that the clock does, by its name."""
    return dict(_works)
