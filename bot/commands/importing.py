"""`ocop import`: an office's list of certificates into the register, tried first and written only with --apply."""

import asyncio
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ocop_core.clock import utc_now
from ocop_core.entry import opened, report, run, settings
from ocop_core.errors import Refused

if TYPE_CHECKING:
    from ocop_core.db.base import Database
    from ocop_core.i18n import Words
    from ocop_core.office.importing import Read
    from ocop_core.office.orders import Order
    from ocop_core.office.reading import Problem
    from ocop_core.services.imports.plan import Planned

REJECTED = 2
_LABELS = {"add": "thêm", "change": "sửa", "same": "như cũ", "skip": "bỏ qua", "doubtful": "cần xem lại"}


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "write", is_flag=True, help="Ghi vào cơ sở dữ liệu. Không có thì chỉ xem thử.")
@click.option("--sheet", default="", help="Tên trang tính cần đọc, nếu tệp có nhiều trang.")
@click.option(
    "--order",
    type=click.Choice(("day", "month")),
    help="Ngày viết kiểu 05/06/2024 đọc được hai cách: day là ngày trước tháng (5/6), month là tháng trước ngày (6/5). "
    "Áp dụng cho cả tệp; ngày chỉ đọc được một cách vẫn giữ nguyên.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON; dòng đầu cho biết tệp có bị từ chối."
)
def import_file(file: Path, write: bool, sheet: str, order: "Order | None", as_json: bool) -> None:
    """Nhập danh sách giấy chứng nhận từ Excel (.xlsx, .xls), .ods hoặc .csv.

    Mặc định chỉ xem thử: mỗi dòng sẽ được thêm, sửa, giữ như cũ, bỏ qua hay cần xem lại. Với --apply, các dòng rõ
    ràng được ghi cùng một lúc; dòng cần xem lại chờ cán bộ sửa trong trang quản lý.

    Mã thoát: 0 khi đọc được tệp, 2 khi tệp bị từ chối (lúc đó không có gì được ghi).
    """
    run(_import(file, write, sheet, order, as_json))


async def _import(file: Path, write: bool, sheet: str, order: "Order | None", as_json: bool) -> None:
    from ocop_core.i18n import load_words
    from ocop_core.office.importing import read_file, read_in_order
    from ocop_core.rulebook.places import load_province
    from ocop_core.rulebook.sets import load_sets
    from ocop_core.services.knowledge import MESSAGES

    # Not the whole knowledge: learning to understand people takes longer than reading the file.
    config, words = settings(), load_words(MESSAGES)
    content = file.read_bytes()
    try:
        read = await asyncio.to_thread(
            read_file, content, load_province(config.province), load_sets(), _progress, sheet
        )
    except Refused as refused:
        why = words.say(refused.key, refused.params)
        report({"rejected": True, "why": why}, as_json=as_json, words=why)
        sys.exit(REJECTED)
    if order:
        read = read_in_order(read, order)
    db = await opened(config)
    try:
        plans = await _written(db, file.name, content, read) if write else await _tried(db, read)
    finally:
        await db.close()
    _tell(read, plans, words, write, as_json)


def _progress(done: int, total: int) -> None:
    click.echo(f"Đã đọc {done}/{total} dòng", err=True)


async def _tried(db: "Database", read: "Read") -> "Sequence[Planned]":
    from ocop_core.services.imports import batches
    from ocop_core.services.imports.plan import Row

    async with db.reading() as session:
        return await batches.planned(session, [Row(each) for each in read.rows], None, utc_now())


async def _written(db: "Database", name: str, content: bytes, read: "Read") -> "Sequence[Planned]":
    from ocop_core.services.imports import batches
    from ocop_core.services.imports.plan import Row

    at = utc_now()
    async with db.writing() as session:
        plans = await batches.planned(session, [Row(each) for each in read.rows], None, at)
        batch = await batches.keep(session, None, name, content, read, at)
        if any(each.action in batches.CLEAR for each in plans):
            await batches.apply(session, None, batch.id, at)
    return plans


def _tell(read: "Read", plans: "Sequence[Planned]", words: "Words", write: bool, as_json: bool) -> None:
    first = f"Trang tính “{read.sheet}”" + (f", chưa đọc: {', '.join(read.others)}" if read.others else "")
    report({"rejected": False, "why": None}, as_json=as_json, words=first)
    if as_json and read.others:
        click.echo(first, err=True)
    for each in plans:
        report(_facts(each, words), as_json=as_json, words=_line(each, words))
    counts = Counter[str](each.action for each in plans)
    total = ", ".join(f"{label} {counts[name]}" for name, label in _LABELS.items())
    click.echo(f"{'Đã nhập' if write else 'Xem thử'}: {total}.", err=True)


def _facts(each: "Planned", words: "Words") -> dict[str, Any]:
    reading = each.reading
    return {
        "source_row": reading.source_row,
        "action": each.action,
        "product": reading.product or None,
        "producer": reading.producer or None,
        "phone": reading.phone,
        "unit_code": reading.unit,
        "stars": reading.stars,
        "decision_no": reading.decision_no or None,
        "issued_on": reading.issued_on,
        "expires_on": reading.expires_on,
        "problems": _said((*each.problems, *reading.notes), words),
    }


def _said(problems: "Sequence[Problem]", words: "Words") -> list[str]:
    return [words.say(problem.key, problem.params) for problem in problems]


def _line(each: "Planned", words: "Words") -> str:
    reading = each.reading
    why = " ".join(_said((*each.problems, *reading.notes), words))
    return f"{reading.source_row:6} {_LABELS[each.action]:12} {reading.product}, {reading.producer}. {why}".rstrip()
