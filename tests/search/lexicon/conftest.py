"""Each test here starts as a process of its own that has loaded no lexicon."""

from collections.abc import Callable, Iterator

import pytest

from kenno.search.lexicon import keeping


@pytest.fixture(autouse=True)
def another_process() -> Iterator[Callable[[], None]]:
    """Forget the lexicon that this process has loaded, as if another one had been started."""

    def forget() -> None:
        keeping._in_use = keeping._InUse()

    forget()
    yield forget
    forget()
