"""Finds the list of certificates in a sheet: its headings, its rows, what the section rows above them say."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeGuard

from ocop_core.office.cells import plain
from ocop_core.office.fonts import Font, main_font
from ocop_core.office.heads import Head, columns_of, find_head
from ocop_core.office.sheets import Area, Row, Sheet, Value
from ocop_core.text.fold import words

_TOTAL = re.compile(r"(tong|cong|luy ke|sub ?total|total)\b.*")
_SIGNATURE = re.compile(
    r"(nguoi lap|lap bieu|lap bang|ke toan|truong phong|chu tich|pho chu tich|giam doc|thu truong|noi nhan|xac nhan|"
    r"ky ten|ky ghi ro|tm|kt|tl|ghi chu|luu y|chu thich|nguon|an giang ngay|ngay thang nam)\b.*"
)
_INDEX = re.compile(r"\(?(\d{1,2}|[a-z])\)?")
_ROMAN = re.compile(r"(?=[ivx])(x{0,3}(ix|iv|v?i{0,3}))")
_LETTER = re.compile(r"[a-h]")
_HEADING = re.compile(
    r"((?:[ivx]+|[a-z]|\d{1,2}) )?((huyen|thi xa|tx|thanh pho|tp|xa|phuong|thi tran|dac khu|nhom|nganh|linh vuc|dot|"
    r"bo san pham|giai doan|danh sach|quyet dinh|qd|cac san pham|san pham|hang) .*|.*\d+ sao|nam \d{4}|.*\d+ san pham)"
)
_PLACE = re.compile(r"(huyen|thi xa|tx|thanh pho|tp|xa|phuong|thi tran|tt|dac khu) .*")
_MAKER = re.compile(r"(cong ty|cty|htx|hop tac xa|ho kinh doanh|hkd|co so|doanh nghiep|dntn|to hop tac|trang trai)\b.*")
_LOOKED_AT = 400
_FACTS = ("producer", "stars", "star3", "star4", "star5", "score", "decision", "issued", "expires", "certificate")
# What a row may share with the one above it, being about the producer and not about the product.
_SHARED = (
    "producer",
    "address",
    "commune",
    "district",
    "phone",
    "decision",
    "issued",
    "expires",
    "old_commune",
    "set",
    "head",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list: its number in the sheet, its cells by meaning, the section headings that hold for it.

    `texts` are the cells as they stand, by their headings, for an officer to look at.
    """

    number: int
    cells: Mapping[str, Value]
    plain: Mapping[str, str]
    sections: tuple[str, ...]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A list found in a sheet. `columns` are places by meaning, `unknown` the headings nobody understood."""

    sheet: str
    columns: Mapping[str, int]
    labels: Mapping[int, str]
    lines: tuple[Line, ...]
    unknown: tuple[str, ...] = ()
    weight: int = 0
    title: tuple[str, ...] = ()


def find_table(sheet: Sheet) -> Table | None:
    """The list of certificates in a sheet; None where no row looks like its headings."""
    merged = list(sheet.merged or ())
    font = main_font(islice((cell for row in sheet.rows for cell in row if _could_be_old(cell)), _LOOKED_AT))
    head = find_head(sheet, merged, font)
    if head is None:
        return None
    columns = columns_of(head)
    labels = {index: label for index, label in enumerate(head.labels) if label}
    fonts = _fonts(sheet.rows[head.bottom + 1 :], len(head.found), font)
    body = _Body(sheet, head, columns, labels, fonts, _spread(merged, head.bottom))
    unknown = tuple(label for index, label in labels.items() if head.found[index] is None)
    title = tuple(filter(None, (plain(cell, font) for row in sheet.rows[: head.top] for cell in row)))
    return Table(sheet.name, columns, labels, tuple(body.lines()), unknown, head.weight, title)


def _could_be_old(cell: Value) -> TypeGuard[str]:
    return isinstance(cell, str) and not cell.isascii()


def _fonts(rows: Sequence[Row], width: int, main: Font | None) -> list[Font | None]:
    columns: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        for column, cell in zip(columns, row, strict=False):
            if _could_be_old(cell) and len(column) < _LOOKED_AT:
                column.append(cell)
    return [main_font(texts, main) for texts in columns]


def _spread(merged: Sequence[Area], bottom: int) -> dict[tuple[int, int], tuple[int, int]]:
    """For each cell that is merged with one above: where its value stands."""
    return {
        (row, column): (top, left)
        for top, left, low, right in merged
        if top > bottom and low > top and left == right
        for row in range(top + 1, low + 1)
        for column in range(left, right + 1)
    }


@dataclass(slots=True)
class _Body:
    sheet: Sheet
    head: Head
    columns: Mapping[str, int]
    labels: Mapping[int, str]
    fonts: Sequence[Font | None]
    spread: Mapping[tuple[int, int], tuple[int, int]]
    signed: bool = False

    def lines(self) -> Iterator[Line]:
        sections: list[str] = []
        heads = {words(label) for label in self.head.labels if label}
        before: Line | None = None
        for index in range(self.head.bottom + 1, len(self.sheet.rows)):
            texts = self._texts(index)
            if not any(texts) or self._is_noise(index, texts, heads):
                continue
            section = self._section(index, texts)
            if section:
                sections.append(section)
                before = None
                continue
            line = self._line(index, texts, tuple(sections), before)
            if line:
                before = line
                yield line

    def _texts(self, index: int) -> list[str]:
        row = self.sheet.rows[index]
        return [plain(cell, self.fonts[i] if i < len(self.fonts) else None) for i, cell in enumerate(row)]

    def _at(self, texts: Sequence[str], name: str) -> str:
        column = self.columns.get(name)
        return texts[column] if column is not None and column < len(texts) else ""

    def _is_noise(self, index: int, texts: Sequence[str], heads: set[str]) -> bool:
        """Headings said again, the row of column numbers, totals, signatures."""
        given = [words(text) for text in texts if text]
        if len(given) > 2 and sum(text in heads for text in given) * 3 >= len(given) * 2:
            return True
        if index <= self.head.bottom + 2 and len(given) > 2 and all(_INDEX.fullmatch(text) for text in given):
            return True
        if any(_TOTAL.fullmatch(text) for text in given[:2]) and not self._facts(texts):
            return True
        if self._at(texts, "stt").isdigit():
            return False
        first = words(self._at(texts, "product")) or given[0] if given else ""
        ends = bool(_SIGNATURE.fullmatch(first)) and not self._at(texts, "stars")
        # Below the signatures stand names, and no products.
        self.signed = self.signed or ends
        return ends or (self.signed and "stt" in self.columns)

    def _facts(self, texts: Sequence[str], own: Sequence[str] = ()) -> bool:
        """Whether the row says something of a certificate in words; counts do not, nor does a heading all across."""
        said = (self._at(texts, name) for name in ("producer", "decision", "issued", "expires", "phone", "certificate"))
        alone = len(own) == 1
        return any(text and not text.replace(".", "").isdigit() and not alone for text in said)

    def _section(self, index: int, texts: Sequence[str]) -> str:
        """The heading of a section: a row that says one thing, and nothing of a certificate."""
        given = [text for text in texts if text]
        worded = [text for text in given if not text.replace(".", "").isdigit()]
        number = words(self._at(texts, "stt"))
        if not worded or self._facts(texts, own=worded):
            return ""
        text = max(worded, key=len)
        if number.isdigit():
            # Communes below a district are numbered as products are.
            return text if len(worded) == 1 and _PLACE.fullmatch(words(text)) else ""
        if len(worded) == 1 and (_is_heading(text) or not self._is_product(index, texts)):
            return text
        return text if _ROMAN.fullmatch(number) or _LETTER.fullmatch(number) else ""

    def _is_product(self, index: int, texts: Sequence[str]) -> bool:
        """Whether what the row says stands in the column of products, and there alone."""
        column = self.columns["product"]
        across = any(area[0] == index and area[1] <= column < area[3] for area in self.sheet.merged or ())
        return bool(self._at(texts, "product")) and not across

    def _line(self, index: int, texts: Sequence[str], sections: tuple[str, ...], before: Line | None) -> Line | None:
        cells: dict[str, Value] = {}
        said: dict[str, str] = {}
        for name, column in self.columns.items():
            cells[name], said[name] = self._value(index, column, texts)
        if not any(said.get(name) for name in ("product", *_FACTS)):
            return None
        if before and not said.get("stt") and "stt" in self.columns and self.sheet.merged is None:
            _continue(cells, said, before)
        shown = {label: texts[column] for column, label in self.labels.items() if column < len(texts) and texts[column]}
        return Line(index + 1, cells, said, sections, shown)

    def _value(self, index: int, column: int, texts: Sequence[str]) -> tuple[Value, str]:
        row, from_column = self.spread.get((index, column), (index, column))
        if row == index:
            cell = self.sheet.rows[index][column] if column < len(texts) else None
            return cell, texts[column] if column < len(texts) else ""
        source = self.sheet.rows[row]
        cell = source[from_column] if from_column < len(source) else None
        return cell, plain(cell, self.fonts[column] if column < len(self.fonts) else None)


def _is_heading(text: str) -> bool:
    plain_words = words(text)
    return bool(_HEADING.fullmatch(plain_words) or _MAKER.fullmatch(plain_words))


def _continue(cells: dict[str, Value], said: dict[str, str], before: Line) -> None:
    """A row without its own number, in a file that cannot tell of merging, goes on with the producer above."""
    if said.get("producer"):
        return
    for name in _SHARED:
        if name in said and not said[name]:
            cells[name], said[name] = before.cells[name], before.plain[name]
