"""What was learned of subjects from records that librarians described, and its file.

The file is one JSON line (format, weights of the features), a line of concept codes and one of
tokens, and then arrays of little-endian numbers, all of it compressed by gzip. For each token the
records that have it are kept, for each record its concepts: numbers of records, tokens and
concepts are their places, and records and concepts are fewer than 65,536.
"""

import gzip
import json
import math
import sys
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

# To be raised whenever files written by older code would be read wrongly.
FORMAT: Final = 1
# In the order in which they stand in the file.
ARRAYS: Final = ("H", "H", "H", "I", "H", "B", "H")


class DamagedModel(Exception):
    """The bytes are not a whole model of this format."""


class ConceptCounts(NamedTuple):
    """In how many records a concept was given, in how many named, and in how many of those both."""

    given: int
    named: int
    named_and_given: int


NEVER_SEEN: Final = ConceptCounts(0, 0, 0)


@dataclass(frozen=True)
class SubjectModel:
    """Records by their tokens, their concepts, and the weights of what tells a subject."""

    weights: Mapping[str, float]
    codes: Sequence[str]
    counts: Mapping[str, ConceptCounts]
    # Of each token, the numbers of the records that have it.
    records_of: Mapping[str, Sequence[int]]
    # Of each record, the numbers of its concepts.
    concepts_of: Sequence[Sequence[int]]
    # Of each record, one by the length of its vector of tokens weighted by rarity.
    shrink: Sequence[float] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Measure the records."""
        squares = [0.0] * len(self.concepts_of)
        for records in self.records_of.values():
            square = self.rarity(len(records)) ** 2
            for record in records:
                squares[record] += square
        shrink = array("d", (1 / math.sqrt(square) if square else 0.0 for square in squares))
        object.__setattr__(self, "shrink", shrink)

    def rarity(self, number_of_records: int) -> float:
        """Return the weight of a token that so many records have (inverse document frequency)."""
        missing = len(self.concepts_of) - number_of_records
        return math.log(1 + (missing + 0.5) / (number_of_records + 0.5))

    def counted(self, code: str) -> ConceptCounts:
        """Return how often a concept was met in the records."""
        return self.counts.get(code, NEVER_SEEN)


def model_bytes(model: SubjectModel) -> bytes:
    """Return a model as the content of its file; the same model gives the same bytes."""
    head = {"format": FORMAT, "weights": dict(model.weights)}
    tokens = sorted(model.records_of)
    counts = [model.counted(code) for code in model.codes]
    gaps = array("H")
    for token in tokens:
        gaps.extend(second - first for first, second in pairwise([0, *model.records_of[token]]))
    arrays = (
        array("H", (one.given for one in counts)),
        array("H", (one.named for one in counts)),
        array("H", (one.named_and_given for one in counts)),
        array("I", (len(model.records_of[token]) for token in tokens)),
        gaps,
        array("B", (len(concepts) for concepts in model.concepts_of)),
        array("H", (concept for concepts in model.concepts_of for concept in concepts)),
    )
    lines = [json.dumps(head, sort_keys=True), "\t".join(model.codes), "\t".join(tokens)]
    lines.append(" ".join(str(len(numbers)) for numbers in arrays))
    content = "".join(f"{line}\n" for line in lines).encode()
    content += b"".join(_turned(numbers).tobytes() for numbers in arrays)
    return gzip.compress(content, 9, mtime=0)


def read_model(content: bytes) -> SubjectModel:
    """Read the content of a model's file. Raises DamagedModel."""
    try:
        *lines, rest = gzip.decompress(content).split(b"\n", 4)
        head, codes, tokens, sizes = (line.decode() for line in lines)
        described = json.loads(head)
        if described["format"] != FORMAT:
            raise DamagedModel(f"format {described['format']}")
        arrays = list(_arrays(rest, [int(size) for size in sizes.split()]))
        return _model(described["weights"], codes.split("\t"), tokens.split("\t"), arrays)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise DamagedModel(str(error)) from error


def _model(
    weights: Mapping[str, float],
    codes: Sequence[str],
    tokens: Sequence[str],
    arrays: list["array[int]"],
) -> SubjectModel:
    given, named, both, lengths, gaps, sizes, concepts = arrays
    counts = map(ConceptCounts, given, named, both)
    records_of = {
        token: array("H", accumulate(part))
        for token, part in zip(tokens, _parts(gaps, lengths), strict=True)
    }
    return SubjectModel(
        weights=weights,
        codes=codes,
        counts=dict(zip(codes, counts, strict=True)),
        records_of=records_of,
        concepts_of=list(_parts(concepts, sizes)),
    )


def _parts(numbers: "array[int]", lengths: Iterable[int]) -> Iterable["array[int]"]:
    start = 0
    for length in lengths:
        yield numbers[start : start + length]
        start += length


def _arrays(content: bytes, sizes: list[int]) -> Iterable["array[int]"]:
    for kind, size in zip(ARRAYS, sizes, strict=True):
        numbers = array(kind)
        length = size * numbers.itemsize
        if len(content) < length:
            raise DamagedModel("too short")
        numbers.frombytes(content[:length])
        content = content[length:]
        yield _turned(numbers)


def _turned(numbers: "array[int]") -> "array[int]":
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers
