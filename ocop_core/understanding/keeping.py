"""Keeps what was taught beside the phrases, with a mark that tells whether it still is of just these phrases."""

import hashlib
import zlib
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import msgspec

LEARNED = "_learned.bin"
UNKNOWN = "_"
# What decides, beside the phrases, what is taught.
_WAYS = ("features.py", "lessons.py")
_BETWEEN = "\x1f"


class Taught(msgspec.Struct, frozen=True):
    """What the phrases taught.

    `words` are all words that were written in them, `pairs` (folded) those that stood side by side; `known` the
    meanings that count; `used` says in which wishes each stands, one bit each; `exact` holds whole utterances of one
    wish alone; `rows` what each feature weighs for each of `intents`, a byte each. `mark` is that of the files.
    """

    mark: str
    intents: tuple[str, ...]
    words: frozenset[str]
    pairs: tuple[tuple[str, str], ...]
    known: frozenset[str]
    used: dict[str, int]
    exact: dict[str, str]
    rows: dict[str, bytes]


def alike(names: Iterable[str], known: frozenset[str]) -> tuple[str, ...]:
    """The names with all unknown ones alike, each once in a row."""
    plain = [name if name in known else UNKNOWN for name in names]
    return tuple([name for name, _ in groupby(plain)])


def joined(names: Iterable[str]) -> str:
    """Meanings as one string, by which an utterance is kept."""
    return _BETWEEN.join(names)


def kept(folder: Path) -> Taught | None:
    """What is kept in the folder; None if there is nothing that can be read."""
    try:
        return msgspec.msgpack.decode(zlib.decompress((folder / LEARNED).read_bytes()), type=Taught)
    except (OSError, zlib.error, msgspec.MsgspecError):
        return None


def packed(taught: Taught) -> bytes:
    """What is kept of it, the same bytes for the same phrases."""
    return zlib.compress(msgspec.msgpack.encode(taught, order="deterministic"), 9)


def mark_of(folder: Path) -> str:
    """The mark of all files that teach in the folder, and of the way of learning."""
    digest = hashlib.sha256()
    ways = [Path(__file__).with_name(name) for name in _WAYS]
    for path in (*sorted(folder.glob("*.txt")), *ways):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
