"""Reads a finished Word file back as its reader sees it."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn

FILL = "FFF2CC"


def opened(content: bytes) -> Any:
    return Document(BytesIO(content))


def lines(content: bytes) -> list[str]:
    """Every paragraph in order, those in tables too; a dotted line is a tab."""
    return [_text(p) for p in opened(content).element.body.iter(qn("w:p"))]


def text(content: bytes) -> str:
    return "\n".join(lines(content))


def letters(content: bytes) -> str:
    """All that is not space, so that line breaks make no difference."""
    return re.sub(r"\s+", "", text(content))


def after(content: bytes, label: str) -> str:
    """What stands behind a label in its line. AssertionError where no line begins with it."""
    found = [line.removeprefix(label).strip(" ") for line in lines(content) if line.startswith(label)]
    assert found, f"no line begins with {label!r}"
    return found[0]


def rows(content: bytes, heading: str) -> list[list[str]]:
    """The rows of the table whose head holds the heading, without its head."""
    for table in opened(content).tables:
        read = [["\n".join(_text(p._p) for p in cell.paragraphs) for cell in row.cells] for row in table.rows]
        if heading in read[0]:
            return read[1:]
    raise AssertionError(f"no table has a column {heading!r}")


def marked(content: bytes) -> list[str]:
    """The texts under a light mark, in order."""
    return [_text(run) for run in opened(content).element.body.iter(qn("w:r")) if _is_marked(run)]


def _is_marked(run: Any) -> bool:
    return any(shade.get(qn("w:fill")) == FILL for shade in run.iter(qn("w:shd")))


def _text(element: Any) -> str:
    return "".join(_pieces(element))


def _pieces(element: Any) -> Iterator[str]:
    for each in element.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        if each.tag == qn("w:t"):
            yield each.text or ""
        elif each.getparent().tag == qn("w:r"):
            yield "\t" if each.tag == qn("w:tab") else "\n"
