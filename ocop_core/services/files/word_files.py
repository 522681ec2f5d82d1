"""What a Word file holds, by its content: whether it is one, and whether it brings a program along."""

from collections.abc import Set as AbstractSet
from io import BytesIO
from zipfile import BadZipFile, ZipFile


def parts(content: bytes) -> frozenset[str]:
    """The names of the parts of a Word file, in small letters; none where it is no such file."""
    if not content.startswith(b"PK\x03\x04"):
        return frozenset()
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = frozenset(name.lower() for name in archive.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return frozenset()
    return names if "word/document.xml" in names else frozenset()


def has_program(names: AbstractSet[str]) -> bool:
    """Whether one of these parts runs when the file is opened."""
    return any("vbaproject" in name or "activex" in name for name in names)
