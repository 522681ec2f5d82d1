"""Keeps what was learned from the phrases beside them, with a mark that tells whether it still is of these phrases."""

import hashlib
from pathlib import Path

import msgspec

LEARNED = "_learned.bin"
# What decides, beside the phrases, what is learned.
_WAYS = ("features.py", "lessons.py")


class Learned(msgspec.Struct, frozen=True):
    """A row of weights for each feature, and the mark of the files from which they were learned."""

    mark: str
    rows: dict[str, bytes]


def kept(folder: Path) -> Learned | None:
    """What is kept in the folder; None if there is nothing that can be read."""
    try:
        return msgspec.msgpack.decode((folder / LEARNED).read_bytes(), type=Learned)
    except (OSError, msgspec.MsgspecError):
        return None


def mark_of(folder: Path) -> str:
    """The mark of all files that teach in the folder, and of the way of learning."""
    digest = hashlib.sha256()
    ways = [Path(__file__).with_name(name) for name in _WAYS]
    for path in (*sorted(folder.glob("*.txt")), *ways):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
