"""Takes apart what stands in the cell of a producer: the name, and often address and phone behind it."""

import re
from dataclasses import dataclass

from ocop_core.office import cells

_PHONE = re.compile(
    r"[\s,;:(\[-]*(?:(?:s?đt|điện thoại|số điện thoại|dt|tel|lh|liên hệ|hotline)[:. ]*)?"
    r"(?:\(?\+?84|0)[\d. ()-]{8,}\d\)?",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\s*[,;(–-]?\s*\b(?:địa chỉ|đ/c|đc)\s*[:.]?\s*|\s*[,;(–-]\s*"
    r"(?=(?:ấp|khóm|tổ|số nhà|số \d|thôn|xã|phường|tt\.?|thị trấn|huyện|tx\.?|tp\.?|đường|khu phố|kp)\s)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d[\d .()-]{6,}\d")


@dataclass(frozen=True, slots=True)
class Maker:
    """A producer's name, address, and the phones that stood with them."""

    name: str
    address: str
    phones: tuple[str, ...]


def said_in(text: str, address: str) -> Maker:
    """The parts of a producer's cell; an address of its own column is kept as it is."""
    found = tuple(
        dict.fromkeys(phone for said in (text, address) if _DIGITS.search(said) for phone in cells.read_phones(said))
    )
    name = _PHONE.sub("", text) if found else text
    parts = _PLACE.split(name, maxsplit=1)
    if len(parts) == 2 and parts[0].strip() and not address:
        return Maker(_tidy(parts[0]), _tidy(parts[1]).rstrip(")"), found)
    return Maker(_tidy(name), _tidy(_PHONE.sub("", address)) if found else address, found)


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ,;:-–")
