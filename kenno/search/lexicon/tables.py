"""A read-only table of texts in one file: mapped into memory, no lock, no parsing when opened.

After a header comes a hash table of offsets (open addressing by CRC-32) and then the records. The
same bytes serve from memory where no file can be written.
"""

import mmap
import struct
import sys
import zlib
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Self

MAGIC: Final = b"kennolex"
HEADER: Final = struct.Struct("<8sIII")  # magic, number of slots, length and checksum of the rest
SLOT: Final = struct.Struct("<I")
LENGTHS: Final = struct.Struct("<HI")
CHUNK: Final = 1 << 20


class DamagedTable(Exception):
    """The bytes are not a whole table."""


def table_bytes(entries: Iterable[tuple[str, str]]) -> bytes:
    """Return `entries` as a table; of entries with the same key the first one counts.

    Keys are at most 65,535 bytes long.
    """
    checksums, places = array("I"), array("I")
    records = bytearray()
    for key, value in entries:
        raw_key, raw_value = key.encode(), value.encode()
        checksums.append(zlib.crc32(raw_key))
        places.append(len(records))
        records += LENGTHS.pack(len(raw_key), len(raw_value))
        records += raw_key
        records += raw_value
    slots = max(2, len(checksums) * 3)
    first = HEADER.size + slots * SLOT.size
    offsets = array("I", bytes(slots * SLOT.size))
    for checksum, place in zip(checksums, places, strict=True):
        slot = checksum % slots
        while offsets[slot]:
            slot = (slot + 1) % slots
        offsets[slot] = first + place
    if sys.byteorder == "big":
        offsets.byteswap()
    rest = offsets.tobytes() + records
    return HEADER.pack(MAGIC, slots, len(rest), zlib.crc32(rest)) + rest


class Table:
    """Look-up in a table. Safe from threads and after fork, as nothing in it ever changes."""

    def __init__(self, data: bytes | mmap.mmap) -> None:
        """Raise DamagedTable unless `data` begins as a table."""
        if len(data) < HEADER.size:
            raise DamagedTable("too short")
        magic, self._slots, length, _checksum = HEADER.unpack_from(data)
        if magic != MAGIC or not self._slots or len(data) != HEADER.size + length:
            raise DamagedTable("not a whole table")
        self._data = data

    @classmethod
    def opened(cls, path: Path) -> Self:
        """Map the file at `path` into memory. Raises OSError, DamagedTable."""
        with path.open("rb") as file:
            header = file.read(HEADER.size)
            checksum = 0
            while chunk := file.read(CHUNK):
                checksum = zlib.crc32(chunk, checksum)
            if len(header) < HEADER.size or HEADER.unpack(header)[3] != checksum:
                raise DamagedTable("its checksum is wrong")
            return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))

    def get(self, key: str) -> str:
        """Return the value at `key`, empty when there is none."""
        data = self._data
        sought = key.encode(errors="replace")
        slot = zlib.crc32(sought) % self._slots
        while True:
            (at,) = SLOT.unpack_from(data, HEADER.size + slot * SLOT.size)
            if not at:
                return ""
            key_length, value_length = LENGTHS.unpack_from(data, at)
            start = at + LENGTHS.size
            if key_length == len(sought) and data[start : start + key_length] == sought:
                start += key_length
                return data[start : start + value_length].decode()
            slot = (slot + 1) % self._slots
