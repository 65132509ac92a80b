"""What understanding asks of an index."""

from collections.abc import Sequence
from typing import Protocol


class Terms(Protocol):
    """The words of an index."""

    @property
    def languages(self) -> tuple[str, ...]: ...

    def frequency(self, field: str, token: str) -> int: ...

    def beginning_with(self, field: str, beginning: str, most: int) -> Sequence[str]: ...
