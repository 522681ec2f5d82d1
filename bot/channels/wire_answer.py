"""Reads the answer of an HTTP call from the bytes that have come so far."""

import re
from typing import NamedTuple

END = b"\r\n\r\n"
LONGEST_HEAD = 64 * 1024
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,12})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[^\r\n]*chunked", re.IGNORECASE)
_LAST = re.compile(rb"\r\nconnection:[^\r\n]*close", re.IGNORECASE)
_STATUS = re.compile(rb"HTTP/1\.([01]) (\d{3})[ \r]")
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
BODYLESS = (204, 304)


class Answer(NamedTuple):
    """`keeps`: the connection may be used again. `size`: of how many bytes the answer was made."""

    status: int
    body: bytes
    keeps: bool
    size: int


def read(held: bytes, *, ended: bool = False) -> Answer | None:
    """The answer at the beginning of `held`; None where more has to come. Raises ValueError for what is none.

    `ended`: the connection is over, which is how some answers end.
    """
    end = held.find(END)
    if end < 0:
        if len(held) > LONGEST_HEAD:
            raise ValueError("the head of the answer is too long")
        return None
    first, begin = _STATUS.match(held), end + len(END)
    if first is None:
        raise ValueError("no answer of HTTP")
    status, head = int(first[2]), held[: end + 2]
    if status < 200:
        # Only a word on the way.
        after = read(held[begin:], ended=ended)
        return after and after._replace(size=after.size + begin)
    keeps = first[1] == b"1" and not ended and _LAST.search(head) is None
    if _CHUNKED.search(head):
        return _chunked(held, begin, status, keeps)
    length = _LENGTH.search(head)
    if length is None and status not in BODYLESS:
        return Answer(status, held[begin:], False, len(held)) if ended else None
    size = begin + (int(length[1]) if length and status not in BODYLESS else 0)
    return Answer(status, held[begin:size], keeps, size) if len(held) >= size else None


def _chunked(held: bytes, at: int, status: int, keeps: bool) -> Answer | None:
    pieces: list[bytes] = []
    while (size := _CHUNK.match(held, at)) is not None:
        begin = size.end()
        length = int(size[1], 16)
        if length == 0:
            # What may follow the last piece is of no use, but ends with an empty line.
            over = held.find(END, begin - 2)
            return Answer(status, b"".join(pieces), keeps, over + len(END)) if over >= 0 else None
        at = begin + length + 2
        pieces.append(held[begin : begin + length])
    if len(held) - at > 100:
        raise ValueError("a piece of the answer has no length")
    return None
