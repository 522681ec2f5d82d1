"""Makes the signs in a filled document what they stand for: dotted lines, light marks, boxes."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from ocop_core.office.marks import BIT, DOUBT, LINE, RULED, SIGNS, SURE, TICKED, UNTICKED, WORD, with_braces

FILL = "FFF2CC"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PIECES = re.compile(f"([{BIT}-{SURE}])")
# Spaces that are never torn apart keep a box open.
_SHOWN = {BIT: "……", WORD: "……………", TICKED: "\u00a0√\u00a0", UNTICKED: "\u00a0" * 4}
# In twentieths of a point: what Word keeps free on both sides of a cell, and the width of a page without margins.
_CELL_MARGINS, _PAGE = 216, 9072
# The schema fixes the order of properties; these come behind what is put in here.
_BEHIND_MARKS = ("fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout")
_BEHIND_TABS = (
    "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi",
    "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc",
    "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr",
    "pPrChange",
)  # fmt: skip


def settle(root: Any) -> None:
    """Replaces every sign in a tree of WordprocessingML (an lxml element)."""
    for run in [each for each in root.iter(f"{_W}r") if _has_signs(each)]:
        for child in run:
            if child.tag == f"{_W}t":
                for piece in _pieces(run, with_braces(child.text or "")):
                    run.addprevious(piece)
            elif child.tag != f"{_W}rPr":
                run.addprevious(_run(run, deepcopy(child)))
        run.getparent().remove(run)


def _has_signs(run: Any) -> bool:
    return any(SIGNS.search(text.text) for text in run.iterchildren(f"{_W}t") if text.text)


def _pieces(run: Any, words: str) -> Iterator[Any]:
    doubted = False
    for piece in _PIECES.split(words):
        if piece in (DOUBT, SURE):
            doubted = piece == DOUBT
        elif piece in (LINE, RULED):
            _lead(run, whole_line=piece == RULED)
            yield _marked(_run(run, _element(run, "tab")))
        elif piece in (TICKED, UNTICKED):
            yield _boxed(_run(run, _text(run, _SHOWN[piece])))
        elif piece:
            made = _run(run, _text(run, _SHOWN.get(piece, piece)))
            yield _marked(made) if doubted or piece in _SHOWN else made


def _run(model: Any, *children: Any) -> Any:
    """A run that looks like the model and holds these; its properties come first."""
    made, style = _element(model, "r"), model.find(f"{_W}rPr")
    made.append(_element(model, "rPr") if style is None else deepcopy(style))
    made.extend(children)
    return made


def _element(near: Any, name: str, **attributes: str) -> Any:
    return near.makeelement(f"{_W}{name}", {f"{_W}{key}": value for key, value in attributes.items()})


def _text(near: Any, words: str) -> Any:
    made = near.makeelement(f"{_W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    made.text = words
    return made


def _marked(run: Any) -> Any:
    _put(run[0], _element(run, "shd", val="clear", color="auto", fill=FILL), _BEHIND_MARKS)
    return run


def _boxed(run: Any) -> Any:
    _put(run[0], _element(run, "bdr", val="single", sz="4", space="0", color="auto"), _BEHIND_MARKS)
    return run


def _put(style: Any, made: Any, behind: tuple[str, ...]) -> None:
    later = next((each for each in style if each.tag.removeprefix(_W) in behind), None)
    if later is None:
        style.append(made)
    else:
        later.addprevious(made)


def _lead(run: Any, *, whole_line: bool) -> None:
    """Gives the run's paragraph a tab stop at its right edge that dots lead to."""
    paragraph = next(run.iterancestors(f"{_W}p"))
    style = paragraph.find(f"{_W}pPr")
    if style is None:
        style = _element(paragraph, "pPr")
        paragraph.insert(0, style)
    if style.find(f"{_W}tabs") is None:
        tabs = _element(style, "tabs")
        tabs.append(_element(style, "tab", val="right", leader="dot", pos=str(_width(paragraph))))
        _put(style, tabs, _BEHIND_TABS)
    indent = style.find(f"{_W}ind")
    if whole_line and indent is not None:
        # Dots begin at the margin, where the first line of prose would not.
        indent.attrib.pop(f"{_W}firstLine", None)


def _width(paragraph: Any) -> int:
    """How wide a line of this paragraph may be: that of its cell, or of the page between the margins."""
    cell = next(paragraph.iterancestors(f"{_W}tc"), None)
    if cell is not None:
        wide = cell.find(f"{_W}tcPr/{_W}tcW")
        return int(wide.get(f"{_W}w")) - _CELL_MARGINS if wide is not None else _PAGE // 3
    section = next(paragraph.getroottree().getroot().iter(f"{_W}sectPr"), None)
    size, margins = (section.find(f"{_W}{name}") if section is not None else None for name in ("pgSz", "pgMar"))
    if size is None or margins is None:
        return _PAGE
    return int(size.get(f"{_W}w")) - int(margins.get(f"{_W}left")) - int(margins.get(f"{_W}right"))
