"""Packs files into one ZIP on disk: names that every system can open, content never held in memory as a whole."""

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ocop_core.office.naming import safe

_CHUNK = 256 * 1024
# Pictures and PDFs are compressed already: packing them again takes time and saves nothing.
_PACKED = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".pdf", ".docx", ".xlsx", ".zip")
# No clock: the same dossier makes the same archive.
_MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive: folders and name, and its content or where that lies."""

    parts: tuple[str, ...]
    content: bytes | Path


def pack(out: IO[bytes], entries: Iterable[Entry]) -> None:
    """Writes entries in their order. Takes a thread's time. Of two of the same name the later one gets a number."""
    used = set[str]()
    with zipfile.ZipFile(out, "w") as archive:
        for entry in entries:
            _add(archive, _unused("/".join(safe(part) for part in entry.parts), used), entry.content)


def _unused(name: str, used: set[str]) -> str:
    # Windows and macOS take "A" and "a" for the same name.
    stem, dot, ending = name.rpartition(".")
    if not dot or "/" in ending:
        stem, dot, ending = name, "", ""
    number, found = 1, name
    while found.casefold() in used:
        number += 1
        found = f"{stem} ({number}){dot}{ending}"
    used.add(found.casefold())
    return found


def _add(archive: zipfile.ZipFile, name: str, content: bytes | Path) -> None:
    info = zipfile.ZipInfo(name, _MOMENT)
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_STORED if name.lower().endswith(_PACKED) else zipfile.ZIP_DEFLATED
    if isinstance(content, bytes):
        archive.writestr(info, content)
        return
    with content.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
        while chunk := source.read(_CHUNK):
            target.write(chunk)
