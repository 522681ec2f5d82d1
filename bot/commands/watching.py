"""`ocop outbox`, `ocop tick`, `ocop doctor`: what is going on, and is it well."""

import sys
from datetime import datetime

import click

from ocop_core.clock import VIETNAM, show_moment, utc_now
from ocop_core.db.base import Database
from ocop_core.entry import opened, report, run, settings


@click.command()
@click.option("--json", "as_json", is_flag=True)
def outbox(as_json: bool) -> None:
    """Sổ tin gửi: theo kênh, loại và tình trạng, kèm thời điểm cũ nhất."""
    run(_outbox(as_json))


async def _outbox(as_json: bool) -> None:
    from ocop_core.services import outbox as ledger

    db = await opened(settings())
    async with db.reading() as session:
        lines = await ledger.figures(session)
    for line in lines:
        oldest = show_moment(line["oldest"])
        words = f"{line['channel']:10} {line['kind']:12} {line['state']:10} {line['count']:8}  từ {oldest}"
        report(line, as_json=as_json, words=words)
    if not lines and not as_json:
        click.echo("Chưa có tin nào.")
    await db.close()


@click.command()
@click.option("--at", "moment", help="Thời điểm giả định, ví dụ 2026-11-23T07:00 (giờ Việt Nam).")
@click.option("--json", "as_json", is_flag=True)
def tick(moment: str | None, as_json: bool) -> None:
    """Làm một lần những việc bộ hẹn giờ sẽ làm, và nói đã làm gì."""
    run(_tick(_moment(moment) if moment else utc_now(), as_json))


def _moment(text: str) -> datetime:
    try:
        given = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter("cần dạng 2026-11-23T07:00", param_hint="--at") from error
    return given if given.tzinfo else given.replace(tzinfo=VIETNAM)


async def _tick(at: datetime, as_json: bool) -> None:
    from bot.clockwork import tick as look

    config = settings()
    db = await opened(config)
    lines = await look(db, config, at)
    for line in lines:
        report(
            line,
            as_json=as_json,
            words=f"{line['job']}: { ({k: v for k, v in line.items() if k not in ('job', 'at')}) }",
        )
    if not lines and not as_json:
        click.echo("Không có việc nào đến hạn.")
    await db.close()


@click.command()
@click.option("--json", "as_json", is_flag=True)
def doctor(as_json: bool) -> None:
    """Kiểm tra cài đặt, cơ sở dữ liệu, kênh, bộ hẹn giờ, ổ đĩa, sao lưu; nói rõ cần làm gì."""
    run(_doctor(as_json))


async def _doctor(as_json: bool) -> None:
    from dataclasses import asdict

    from bot.doctor import examine

    config = settings()
    db = Database(config.database_url)
    marks = {"ok": "✓", "warn": "!", "bad": "✗"}
    findings = await examine(db, config, utc_now())
    for finding in findings:
        words = f"{marks[finding.verdict]} {finding.check:9} {finding.words}"
        report(asdict(finding), as_json=as_json, words=words)
    await db.close()
    if any(f.verdict == "bad" for f in findings):
        sys.exit(1)
