"""The model that comes with the program, loaded once in a process when it is first needed."""

from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Final

from kenno.search.subjects.model import SubjectModel, read_model

MODEL_FILE: Final = Path(__file__).parent / "data" / "subjects.model.gz"

_lock = Lock()


def shipped_model() -> SubjectModel:
    """Return the model, which never changes; safe from threads. Raises DamagedModel, OSError."""
    with _lock:
        return _loaded(MODEL_FILE)


@lru_cache(maxsize=1)
def _loaded(path: Path) -> SubjectModel:
    return read_model(path.read_bytes())
