"""What a PDF brings along besides its pages: programs, that are refused, and what only a download may open."""

import re
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

_BEGINS = re.compile(rb">>\s{0,8}stream\r?\n")
_END = b"endstream"
_NEXT = rb"(?=[\s(<\[/])"
_SCRIPT = re.compile(rb"/(?:JavaScript|JS|Launch)" + _NEXT)
# An action at opening that only goes to a page ("/OpenAction [3 0 R /Fit]") is what every second printer writes.
_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|AA|EmbeddedFiles?|Filespec|RichMedia|XFA|SubmitForm|ImportData|GoTo[ER]|Rendition|Movie"
    rb"|Sound|Encrypt)" + _NEXT + rb"|/OpenAction(?!\s*\[)" + _NEXT
)
# Names too long to stand in a picture by chance: looked for in all of it, whatever somebody calls a stream.
_ANYWHERE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm)" + _NEXT)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED = b"/ObjStm"
MOST_UNPACKED = 20_000_000


def has_script(content: bytes) -> bool:
    """Whether a PDF runs a program when it is opened: JavaScript or a launch, also where it is packed."""
    return any(part is not None and _SCRIPT.search(part) for part in _objects(content))


def is_quiet(content: bytes) -> bool:
    """Whether a PDF is nothing but pages to look at, and all of it could be read: it may be shown in the panel."""
    if _ANYWHERE.search(_plain(content)):
        return False
    return all(part is not None and not _ACTIVE.search(part) for part in _objects(content))


def is_blank(content: bytes) -> bool:
    """Whether there is nothing in a PDF but its name: it was cut off on its way."""
    return b" obj" not in content


@lru_cache(maxsize=2000)
def lies_quiet(path: Path) -> bool:
    """The same of a stored file, whose content never changes. Raises OSError."""
    return is_quiet(path.read_bytes())


def _objects(content: bytes) -> Iterator[bytes | None]:
    """Everything of a PDF that is no content of a page, with plain names; None for a part that cannot be unpacked."""
    between, place = [], 0
    while found := _BEGINS.search(content, place):
        head = content[place : found.start()]
        between.append(head)
        end = content.find(_END, found.end())
        end = len(content) if end < 0 else end
        if _PACKED in _plain(head[max(0, head.rfind(b"obj")) :]):
            yield _unpacked(content[found.end() : end])
        place = end
    yield _plain(b">>".join([*between, content[place:]]))


def _unpacked(stream: bytes) -> bytes | None:
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(stream, MOST_UNPACKED)
    except zlib.error:
        return None
    return None if unpacking.unconsumed_tail else _plain(content)


def _plain(part: bytes) -> bytes:
    """A name may be written with the numbers of its letters: "/J#53" is "/JS"."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part) if b"#" in part else part
