"""Draws a poster for a notice board: one sheet of A4 with title, facts, a picture and a code to scan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

Kind = Literal["png", "pdf"]
Weight = Literal["Regular", "Bold"]
FONTS = Path(__file__).parent / "lettering"
DPI = 200
WIDTH, HEIGHT = 1654, 2339
MARGIN, GAP = 130, 36
GREEN, GOLD, INK, SOFT, PAPER = "#14533a", "#f2b632", "#1d2b24", "#5b6a62", "#ffffff"
# From large to small: the first that fits is taken.
SCALES = (1.0, 0.88, 0.76, 0.66, 0.56, 0.46, 0.38)
# Without a picture there is room for larger letters.
LARGER = (1.5, 1.3, 1.15)
FOOT, CODE = 650, 470
SMALL = 34
LEAST_PICTURE, MOST_PICTURE = 360, 760


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on it. `facts` are pairs of a name and what it is; `link` is what the code opens.

    `other` is a way for whoever cannot scan it.
    """

    kicker: str
    title: str
    facts: tuple[tuple[str, str], ...]
    text: str
    scan: str
    link: str
    office: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Words at a place below the head."""

    x: int
    y: int
    text: str
    font: Any
    colour: str


def write(poster: Poster, picture: Any, kind: Kind) -> bytes:
    """The sheet as a file, with a picture of Pillow's or None; to be done in a thread."""
    sheet = draw(poster, picture)
    out = BytesIO()
    if kind == "pdf":
        sheet.save(out, "PDF", resolution=DPI, quality=92, title=poster.title)
    else:
        sheet.save(out, "PNG", dpi=(DPI, DPI), optimize=True)
    return out.getvalue()


def draw(poster: Poster, picture: Any = None) -> Any:
    """The sheet as a picture."""
    from PIL import Image, ImageDraw

    sheet = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(sheet)
    top = _head(pen, poster)
    room = HEIGHT - FOOT - top
    words, height = (
        _fitting_words(poster, room, (*LARGER, *SCALES))
        if picture is None
        else _fitting_words(poster, room - LEAST_PICTURE - GAP, SCALES)
    )
    if picture is not None:
        picture.thumbnail((WIDTH - 2 * MARGIN, max(LEAST_PICTURE, min(MOST_PICTURE, room - height - GAP))))
        sheet.paste(picture, ((WIDTH - picture.width) // 2, top))
        top += picture.height + GAP
    _say(pen, words, top)
    _foot(sheet, pen, poster)
    return sheet


def _head(pen: Any, poster: Poster) -> int:
    """The green field with the title; where it ends, with some air."""
    width = WIDTH - 2 * MARGIN
    scale = next((s for s in SCALES if len(_wrapped(poster.title, _font("Bold", 112 * s), width)) <= 3), SCALES[-1])
    font = _font("Bold", 112 * scale)
    lines = _balanced(poster.title, font, width)
    height = _line(font)
    bottom = 110 + 84 + height * len(lines) + 70
    pen.rectangle((0, 0, WIDTH, bottom), fill=GREEN)
    pen.rectangle((0, bottom, WIDTH, bottom + 14), fill=GOLD)
    pen.text((MARGIN, 96), poster.kicker, font=_font("Bold", 54), fill=GOLD)
    for number, line in enumerate(lines):
        pen.text((MARGIN, 110 + 84 + number * height), line, font=font, fill=PAPER)
    return bottom + 14 + 2 * GAP


def _fitting_words(poster: Poster, room: int, scales: Sequence[float]) -> tuple[list[Said], int]:
    """The facts and the text as large as they fit; what is too long even in small letters ends with "…"."""
    for scale in scales:
        words, height = _laid(poster, scale)
        if height <= room:
            return words, height
    kept = [each for each in words if each.y + _line(each.font) <= room]
    last = replace(kept[-1], text=f"{kept[-1].text.rstrip(' .,')}…")
    return [*kept[:-1], last], room


def _laid(poster: Poster, scale: float) -> tuple[list[Said], int]:
    """Two facts side by side, then the text; and how high all of it is."""
    named, bold, plain = _font("Regular", 42 * scale), _font("Bold", 58 * scale), _font("Regular", 50 * scale)
    words: list[Said] = []
    y, column = 0, (WIDTH - 2 * MARGIN - GAP) // 2
    for start in range(0, len(poster.facts), 2):
        pair = poster.facts[start : start + 2]
        # An odd one at the end has the whole width.
        width = column if len(pair) == 2 else 2 * column
        lines = [_wrapped(value, bold, width) for _, value in pair]
        for place, ((name, _), said) in enumerate(zip(pair, lines, strict=True)):
            x = MARGIN + place * (column + GAP)
            words.append(Said(x, y, name, named, SOFT))
            words += [Said(x, y + _line(named) + n * _line(bold), line, bold, INK) for n, line in enumerate(said)]
        y += _line(named) + max(map(len, lines)) * _line(bold) + int(34 * scale)
    for line in _wrapped(poster.text, plain, WIDTH - 2 * MARGIN):
        words.append(Said(MARGIN, y, line, plain, INK))
        y += _line(plain)
    return words, y


def _say(pen: Any, words: Sequence[Said], top: int) -> None:
    for each in words:
        pen.text((each.x, top + each.y), each.text, font=each.font, fill=each.colour)


def _foot(sheet: Any, pen: Any, poster: Poster) -> None:
    """The code, what to do with it, and whose sheet it is."""
    import segno
    from PIL import Image

    top, beside = HEIGHT - FOOT + 70, MARGIN + CODE + 60
    pen.line((MARGIN, top - 30, WIDTH - MARGIN, top - 30), fill=GOLD, width=6)
    out = BytesIO()
    segno.make(poster.link, error="m").save(out, kind="png", scale=20, border=2, dark=GREEN)
    code = Image.open(out).convert("RGB").resize((CODE, CODE), Image.Resampling.NEAREST)
    sheet.paste(code, (MARGIN, top))
    at = top + 10
    for text, font, colour in (
        (poster.scan, _font("Bold", 60), GREEN),
        (poster.other, _font("Regular", 44), INK),
        (poster.link, _font("Regular", SMALL), SOFT),
        (poster.office, _font("Regular", SMALL), SOFT),
    ):
        lines = _wrapped(text, font, WIDTH - MARGIN - beside)
        for line in lines:
            pen.text((beside, at), line, font=font, fill=colour)
            at += _line(font)
        at += 20 if lines and font.size > SMALL else 0


@lru_cache(maxsize=64)
def _font(weight: Weight, size: float) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(FONTS / f"BeVietnamPro-{weight}.ttf", round(size))


def _line(font: Any) -> int:
    ascent, descent = font.getmetrics()
    return int(ascent + descent)


def _wrapped(text: str, font: Any, width: int) -> Sequence[str]:
    """The text in lines that are no wider."""
    return [line for paragraph in text.splitlines() for line in _lines(paragraph, font, width)]


def _balanced(text: str, font: Any, width: int) -> Sequence[str]:
    """In as few lines as fit, and these about equally long: no word stands alone on the last one."""
    best = _wrapped(text, font, width)
    for narrower in range(width, width // 2, -width // 20):
        tried = _wrapped(text, font, narrower)
        if len(tried) > len(best):
            return best
        best = tried
    return best


def _lines(paragraph: str, font: Any, width: int) -> Iterator[str]:
    line = ""
    for piece in (piece for word in paragraph.split() for piece in _pieces(word, font, width)):
        longer = f"{line} {piece}".strip()
        if line and font.getlength(longer) > width:
            yield line
            longer = piece
        line = longer
    yield line


def _pieces(word: str, font: Any, width: int) -> Iterator[str]:
    """The word, or what fits of it at a time where it is wider than a line, as an address may be."""
    while font.getlength(word) > width:
        cut = max(1, next(n - 1 for n in range(1, len(word) + 1) if font.getlength(word[:n]) > width))
        yield word[:cut]
        word = word[cut:]
    yield word
