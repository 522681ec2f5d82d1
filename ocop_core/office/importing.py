"""Reads a whole office file: which sheet holds the list, and what each of its rows says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ocop_core.errors import Refused
from ocop_core.office.orders import Order, in_order, settled
from ocop_core.office.reading import Reading
from ocop_core.office.rows import RowReader
from ocop_core.office.sheets import read_book
from ocop_core.office.tables import Table, find_table
from ocop_core.office.units import Units
from ocop_core.rulebook.places import Province
from ocop_core.rulebook.sets import Sets

EVERY = 500
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: the sheet with the list, other sheets that were left, headings nobody understood, the rows."""

    sheet: str
    others: tuple[str, ...]
    unknown: tuple[str, ...]
    rows: tuple[Reading, ...]


def read_file(
    content: bytes, province: Province, sets: Sets, progress: Progress | None = None, sheet: str = ""
) -> Read:
    """All rows of the list in a file. `progress` hears how many rows of how many are done; `sheet` chooses one.

    Raises Refused(import_file.…) where nothing can be read; then nothing was.
    """
    book = read_book(content)
    tables = [table for each in book.sheets if sheet in ("", each.name) and (table := find_table(each))]
    if not tables:
        raise Refused("import_file.no_table")
    table = max(tables, key=_likeness)
    if not table.lines:
        raise Refused("import_file.no_rows")
    reader = RowReader(table, Units(province), sets, book.since_1904)
    rows = tuple(settled(_read_all(reader, table, progress)))
    others = tuple(each.name for each in book.sheets if each.name != table.sheet)
    return Read(table.sheet, others, table.unknown, rows)


def read_in_order(read: Read, order: Order) -> Read:
    """What was read, its open days in the order that an officer has chosen for the whole file."""
    return replace(read, rows=tuple(in_order(row, order) if row.orders else row for row in read.rows))


def _likeness(table: Table) -> tuple[int, int]:
    return table.weight if table.lines else 0, len(table.lines)


def _read_all(reader: RowReader, table: Table, progress: Progress | None) -> Sequence[Reading]:
    found: list[Reading] = []
    for line in table.lines:
        found.append(reader.read(line))
        if progress and len(found) % EVERY == 0:
            progress(len(found), len(table.lines))
    return found
