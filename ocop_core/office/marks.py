"""Signs in the text of a form while it is filled in: blanks, boxes, doubts; `settling` makes them visible."""

import re

from ocop_core.text import tidy

# Of the private use area: no text that somebody wrote contains them, for `paragraphs` takes them out.
BIT, WORD, LINE, RULED, TICKED, UNTICKED, DOUBT, SURE, OPEN, CLOSE = (chr(0xE000 + place) for place in range(10))
SIGNS = re.compile(f"[{BIT}-{CLOSE}]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Braces steer a template. What somebody wrote must not, also not after the library has mended its own braces.
_BRACES = str.maketrans({"{": OPEN, "}": CLOSE})
_BRACES_AGAIN = str.maketrans({OPEN: "{", CLOSE: "}"})
# The library that fills templates begins a new paragraph at a bell.
PARAGRAPH = "\a"
RULED_LINES = PARAGRAPH.join([RULED] * 3)


def plain(text: str) -> str:
    """What somebody wrote, in one line, as it may stand in a document."""
    return " ".join(paragraphs(text).split(PARAGRAPH))


def paragraphs(text: str) -> str:
    """What somebody wrote, each line a paragraph of its own."""
    kept = _NOT_XML.sub("", _PRIVATE.sub("", tidy(text)))
    return PARAGRAPH.join(line for line in kept.split("\n") if line).translate(_BRACES)


def or_blank(text: str, blank: str = LINE) -> str:
    """The text, or the sign of a blank where there is none."""
    return text or blank


def doubtful(text: str) -> str:
    """The text, to be marked for a check."""
    return f"{DOUBT}{text}{SURE}" if text else ""


def with_braces(text: str) -> str:
    """The text with its braces again, when nothing reads them any more."""
    return text.translate(_BRACES_AGAIN)
