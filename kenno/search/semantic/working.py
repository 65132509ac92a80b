"""Making the vectors that are missing, a little at a time; it can be stopped and begun anywhere.

The store remembers how far it is. It first goes through all records in the order of their kinds
and keys, and then follows the journal of the index. Where the journal does not go on (pruned, or
another database) it goes through all records again, which costs little: a text that has not
changed keeps its vectors.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from kenno.search.documents import SearchDocument, source_of, sources
from kenno.search.engine.keeping import describable_documents, newest_change
from kenno.search.engine.schema import Applied
from kenno.search.models import IndexChange
from kenno.search.semantic.asking import store_of
from kenno.search.semantic.embedding import Embedder, current_embedder
from kenno.search.semantic.passages import digest_of, passages_of

if TYPE_CHECKING:
    from kenno.search.semantic.embedding import Vector
    from kenno.search.semantic.store import StoreWriter

# A passage takes some 0.3 to 0.6 seconds of one core, so that a batch takes a few seconds.
BATCH: Final = 8
# Records looked at in one batch when most have their vectors already.
LOOKED_AT: Final = 200
WAIT_SECONDS: Final = 1.0

Name = tuple[str, str]


@dataclass(frozen=True)
class Progress:
    """What one batch did: passages embedded; and whether there may be more to do."""

    embedded: int = 0
    more: bool = False
    done: int = 0
    total: int = 0


class _Place(NamedTuple):
    """How far the store is: the journal up to here, and during a round the last record seen."""

    id: int
    at: str
    after: Name | None

    @property
    def applied(self) -> Applied:
        return Applied(self.id, self.at)


class _Step(NamedTuple):
    """A record to look at, and how far the store is then."""

    name: Name
    place: _Place


def embed_waiting(limit: int = BATCH, *, wait: float = WAIT_SECONDS) -> Progress:
    """Embed the passages of records that lack vectors, about `limit` of them, and tidy the store.

    Does nothing when search by meaning is off or unavailable. What it did is kept whatever happens
    later. Raises filelock.Timeout when another process has been at it for `wait` seconds, OSError,
    or kenno.search.semantic.files.DamagedStore; the next call then begins the store anew.
    """
    embedder = current_embedder()
    if embedder is None:
        return Progress()
    with store_of(embedder).writing(wait=wait) as writer:
        place = _place_of(writer)
        if place.after is None:
            steps, left = _steps_of_journal(place)
            total = 0
        else:
            names = _all_names()
            if gone := sorted(set(writer.entries) - set(names)):
                writer.write(drop=gone)
            steps, left = _steps_of_round(place, names)
            total = len(names)
        batch = _Batch(embedder, writer)
        seen = batch.look_at(steps, limit)
        left += len(steps) - seen
        if not left and place.after is not None:
            # What changed during the round is in the journal.
            writer.write(place=_Place(*place.applied, None))
            left = int(newest_change() != place.applied)
        return Progress(batch.embedded, bool(left), max(0, total - left), total)


def begin_round() -> None:
    """Let the next batches go through all records, also those that changed past the journal.

    Raises as embed_waiting() does.
    """
    embedder = current_embedder()
    if embedder is not None:
        with store_of(embedder).writing(wait=WAIT_SECONDS) as writer:
            writer.write(place=_new_round())


class _Batch:
    def __init__(self, embedder: Embedder, writer: "StoreWriter") -> None:
        self._embedder = embedder
        self._writer = writer
        self.embedded = 0

    def look_at(self, steps: Sequence[_Step], limit: int) -> int:
        """Bring the records of `steps` up to date until `limit` is reached; return how many."""
        documents = _documents(step.name for step in steps)
        put: list[tuple[str, str, str, Sequence[Vector]]] = []
        drop: list[Name] = []
        seen = 0
        looked_at: set[Name] = set()
        for step in steps:
            if self.embedded >= limit:
                break
            seen += 1
            if step.name in looked_at:
                continue
            looked_at.add(step.name)
            if document := documents.get(step.name):
                put += self._vectors_of(document)
            elif step.name in self._writer.entries:
                drop.append(step.name)
        if seen:
            self._writer.write(put=put, drop=drop, place=steps[seen - 1].place)
        return seen

    def _vectors_of(
        self, document: SearchDocument
    ) -> Iterator[tuple[str, str, str, Sequence["Vector"]]]:
        passages = passages_of(document)
        digest = digest_of(passages)
        known = self._writer.entries.get((document.kind, document.key))
        if known is not None and known.digest == digest:
            return
        vectors = [self._embedder.passage(passage) for passage in passages]
        self.embedded += len(vectors)
        yield document.kind, document.key, digest, vectors


def _documents(names: Iterable[Name]) -> dict[Name, SearchDocument]:
    keys_of_kind: dict[str, list[str]] = {}
    for kind, key in dict.fromkeys(names):
        keys_of_kind.setdefault(kind, []).append(key)
    found: dict[Name, SearchDocument] = {}
    for kind, keys in keys_of_kind.items():
        if source := source_of(kind):
            for document in describable_documents(source, keys):
                found[kind, document.key] = document
    return found


def _all_names() -> list[Name]:
    names: set[Name] = set()
    for source in sources():
        names.update((source.kind, key) for key in source.keys())  # noqa: SIM118 - a source's own
    return sorted(names)


def _place_of(writer: "StoreWriter") -> _Place:
    if writer.place is None:
        return _new_round()
    id_, at, after = writer.place
    place = _Place(id_, at, None if after is None else (after[0], after[1]))
    return place if _journal_goes_on(place.applied) else _new_round()


def _new_round() -> _Place:
    return _Place(*newest_change(), ("", ""))


def _journal_goes_on(applied: Applied) -> bool:
    rows = IndexChange.objects.order_by("id")
    if not applied.id:
        first = rows.first()
        return first is None or first.id == 1
    row = rows.filter(id=applied.id).first()
    return row is not None and row.at.isoformat() == applied.at


def _steps_of_journal(place: _Place) -> tuple[list[_Step], int]:
    """Return the next records of the journal, and how many rows there are beyond them."""
    rows = list(IndexChange.objects.filter(id__gt=place.id).order_by("id")[: LOOKED_AT + 1])
    steps = [
        _Step((row.kind, row.key), _Place(row.id, row.at.isoformat(), None))
        for row in rows[:LOOKED_AT]
    ]
    return steps, len(rows) - len(steps)


def _steps_of_round(place: _Place, names: Sequence[Name]) -> tuple[list[_Step], int]:
    """Return the next records of a round through all `names`, and how many are left after them."""
    ahead = names[bisect_right(names, place.after or ("", "")) :]
    steps = [_Step(name, _Place(*place.applied, name)) for name in ahead[:LOOKED_AT]]
    return steps, len(ahead) - len(steps)
