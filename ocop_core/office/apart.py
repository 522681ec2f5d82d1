"""Opens a spreadsheet in a process of its own: a file that asks for all memory or time ends that one only."""

import contextlib
import io
import logging
import pickle
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ocop_core.errors import Refused

log = logging.getLogger(__name__)
# A sheet as it travels between the two: name, rows, merged areas.
Plain = tuple[str, Sequence[Sequence[Any]], Sequence[tuple[int, int, int, int]] | None]
_HOME = Path(__file__).parents[2]

MOST_ROWS = 60_000
MOST_COLUMNS = 200
# Far beyond any real list; two cells at the far corners of a sheet want a thousand times as much.
MEMORY = 1_500_000_000
SECONDS = 60
MOST_ANSWERED = 100_000_000
# A small server has room for two such files and no more.
_AT_ONCE = threading.BoundedSemaphore(2)


def sheets(content: bytes) -> tuple[Plain, ...]:
    """The visible sheets of a file. Raises Refused(import_file.…)."""
    try:
        with _AT_ONCE:
            child = subprocess.run(
                [sys.executable, "-m", "ocop_core.office.apart"],
                check=False,
                input=content,
                capture_output=True,
                timeout=SECONDS,
                cwd=_HOME,
            )
    except subprocess.TimeoutExpired as error:
        raise Refused("import_file.large") from error
    if child.returncode:
        log.warning("a spreadsheet could not be opened: its reader ended with %s", child.returncode)
        raise Refused("import_file.large")
    answer = pickle.loads(child.stdout)  # noqa: S301 - from our own program
    if isinstance(answer, dict):
        raise Refused(**answer)
    return tuple(answer)


def too_many() -> Refused:
    """The refusal of a list that is too long."""
    return Refused("import_file.many", most=f"{MOST_ROWS:,}".replace(",", "."))


def main() -> int:
    """Reads a file from standard input and answers with what it holds, or why it is refused."""
    _limit()
    large = {"key": "import_file.large"}
    answer: list[Plain] | dict[str, Any]
    try:
        answer = _read(sys.stdin.buffer.read())
    except Refused as refused:
        answer = {"key": refused.key, **refused.params}
    except MemoryError:
        answer = large
    out = pickle.dumps(answer)
    sys.stdout.buffer.write(out if len(out) <= MOST_ANSWERED else pickle.dumps(large))
    return 0


def _limit() -> None:
    # Systems without such limits have the time limit only.
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(content: bytes) -> list[Plain]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        kept = [
            about.name
            for about in book.sheets_metadata
            if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible
        ]
        return [_sheet(book, name) for name in kept]
    except PasswordError as error:
        raise Refused("import_file.locked") from error
    except (CalamineError, ValueError, OSError, KeyError, IndexError, OverflowError) as error:
        raise Refused("import_file.corrupt") from error


def _sheet(book: Any, name: str) -> Plain:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > MOST_ROWS:
        raise too_many()
    rows = [row[:MOST_COLUMNS] for row in sheet.to_python(skip_empty_area=False)]
    merged = sheet.merged_cell_ranges
    return name, rows, None if merged is None else [(*first, *last) for first, last in merged]


if __name__ == "__main__":
    sys.exit(main())
