"""Looks at a page as an officer will: is it sharp, bright, large enough, and was it there already."""

from dataclasses import dataclass
from typing import Any

from ocop_core.errors import Refused
from ocop_core.services.files.pictures import opened_upright

# Measured on pages of 1,200 pixels: text that can be read has edges, paper is bright.
LOOKED_AT = 1200
SMALLEST = 480
DARKEST = 60
DULLEST = 12.0
LIKENESS = 9
MOST_DIFFERENT = 4


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look found: "small", "dark", "blurred", "unreadable"; and a fingerprint of the picture, "" for none."""

    findings: tuple[str, ...]
    likeness: str = ""


def look(content: bytes, mime: str) -> Seen:
    """A look at a page; a PDF is taken as it is."""
    if not mime.startswith("image/"):
        return Seen(())
    try:
        picture = opened_upright(content)
    except Refused:
        return Seen(("unreadable",))
    small = min(picture.size) < SMALLEST
    picture.thumbnail((LOOKED_AT, LOOKED_AT))
    grey = picture.convert("L")
    dark, blurred = _light(grey) < DARKEST, _sharpness(grey) < DULLEST
    found = [name for name, is_so in (("small", small), ("dark", dark), ("blurred", blurred and not dark)) if is_so]
    return Seen(tuple(found), _likeness(grey))


def _light(grey: Any) -> float:
    """How bright the brighter half is: a dark table around a bright paper does not count."""
    counts = grey.histogram()
    half, seen = sum(counts) / 2, 0
    for value in range(255, -1, -1):
        seen += counts[value]
        if seen >= half:
            return float(value)
    return 0.0


def _sharpness(grey: Any) -> float:
    """How strong the strongest edges are: the mean of the sharpest hundredth of all pixels."""
    from PIL import ImageFilter

    edges = grey.filter(ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), 1, 0))
    # The outermost pixels have no neighbours and come out as they were.
    counts = edges.crop((1, 1, grey.width - 1, grey.height - 1)).histogram()
    most, seen, total = max(1.0, sum(counts) / 100), 0.0, 0.0
    for value in range(255, -1, -1):
        took = min(counts[value], most - seen)
        total, seen = total + took * value, seen + took
        if seen >= most:
            break
    return float(total / most)


def _likeness(grey: Any) -> str:
    """64 bits: in each of 8 rows, whether it gets brighter from one of 9 places to the next."""
    tiny = grey.resize((LIKENESS, LIKENESS - 1))
    pixels = tiny.tobytes()
    bits = 0
    for row in range(LIKENESS - 1):
        for place in range(LIKENESS - 1):
            left = pixels[row * LIKENESS + place]
            bits = bits * 2 + int(left < pixels[row * LIKENESS + place + 1])
    return f"{bits:016x}"


def alike(one: str, other: str) -> bool:
    """Whether two fingerprints are of nearly the same picture; pictures without any structure are like none."""
    if not one or not other or "0000000000000000" in (one, other):
        return False
    return (int(one, 16) ^ int(other, 16)).bit_count() <= MOST_DIFFERENT
