"""`ocop announce`: an announcement from the command line, by the same path as the panel."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ocop_core.clock import utc_now
from ocop_core.db.base import Database
from ocop_core.entry import opened, report, run, settings
from ocop_core.errors import Refused
from ocop_core.settings import Settings

if TYPE_CHECKING:
    from ocop_core.conversation.world import Knowledge
    from ocop_core.services.announcements.audience import Audience
    from ocop_core.services.files.shared import Ready

GROUNDS = "ocop announce --yes"


@click.command()
@click.option("--text", required=True, help="Nội dung, có thể dùng {ten} {xung_ho} {xa} {san_pham} {so_sao} {het_han}.")
@click.option("--all", "everyone", is_flag=True, help="Gửi cho mọi người đã đồng ý nhận tin.")
@click.option("--unit", "units", multiple=True, help="Mã xã, phường, đặc khu; dùng được nhiều lần.")
@click.option("--set", "sets", multiple=True, type=click.IntRange(1, 26), help="Số bộ sản phẩm; dùng được nhiều lần.")
@click.option(
    "--file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Một hình hoặc một tệp PDF gửi kèm; hình lớn được thu nhỏ cho vừa mọi kênh.",
)
@click.option("--wait", is_flag=True, help="Ban đêm và ngày Tết thì chờ; mỗi người tối đa hai thông báo một ngày.")
@click.option("--hold", default=0, show_default=True, help="Giữ lại bao nhiêu giây trước khi gửi.")
@click.option("--again", is_flag=True, help="Gửi lại nội dung đã gửi hôm nay cho cùng những người đó.")
@click.option("--yes", is_flag=True, help="Gửi thật. Không có tùy chọn này thì chỉ liệt kê ai sẽ nhận.")
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON.")
def announce(
    text: str, everyone: bool, units: tuple[str, ...], sets: tuple[int, ...], file: Path | None, **how: Any
) -> None:
    """Gửi một thông báo. Lệnh này gửi ngay, không giữ 60 giây và không chờ hết đêm, trừ khi có --hold hoặc --wait."""
    from ocop_core.services.announcements.audience import Audience

    meant = Audience(everyone=everyone, units=units, sets=sets)
    if not meant.named:
        raise click.UsageError("Cần một trong ba: --all, --unit MÃ hoặc --set SỐ.")
    run(_announce(text, meant, file, **how))


@dataclass(frozen=True, slots=True)
class _Notice:
    """What is to be announced, and to whom."""

    text: str
    meant: "Audience"
    file: "Ready | None"


async def _announce(
    text: str, meant: "Audience", file: Path | None, *, wait: bool, hold: int, again: bool, yes: bool, as_json: bool
) -> None:
    from ocop_core.services.knowledge import load_knowledge

    config = settings()
    knowledge = load_knowledge(config.province)
    _check_units(knowledge, meant.units)
    db = await opened(config)
    try:
        # Without --yes as well: a file that nobody could be sent is refused before anybody waits for it.
        notice = _Notice(text, meant, await asyncio.to_thread(_ready, config, file) if file else None)
        if yes:
            await _send(db, config, knowledge, notice, _Manner(wait, hold, again), as_json)
        else:
            await _preview(db, config, notice, as_json)
    except Refused as error:
        raise click.ClickException(knowledge.words.say(error.key, error.params)) from error
    finally:
        await db.close()


def _check_units(knowledge: "Knowledge", units: Sequence[str]) -> None:
    known = {unit.code for unit in knowledge.province.units}
    if wrong := [code for code in units if code not in known]:
        raise click.BadParameter(f"Không có đơn vị nào mang mã {wrong[0]}.", param_hint="--unit")


def _ready(config: Settings, file: Path) -> "Ready":
    from ocop_core.services.files import shared

    try:
        content = file.read_bytes()
    except OSError as error:
        raise click.BadParameter(f"Không đọc được tệp {file}.", param_hint="--file") from error
    return shared.prepare(config.files_dir, content, file.name, config.file_limit)


class _Manner:
    """How it is to be sent."""

    def __init__(self, wait: bool, hold: int, again: bool) -> None:
        self.wait, self.hold, self.again = wait, timedelta(seconds=max(0, hold)), again


async def _preview(db: Database, config: Settings, notice: _Notice, as_json: bool) -> None:
    from bot.announcer import abilities_of
    from ocop_core.services.announcements import meeting, texts

    at = utc_now()
    channels = abilities_of(db, config, at)
    words, count, reached = texts.clean(notice.text), 0, 0
    async with db.reading() as session:
        async for one in meeting.everybody(session, notice.meant, channels, at):
            count, reached = count + 1, reached + one.reached
            if one.reached:
                facts = {"person": one.person_id, "name": one.name, "phone": one.phone, "unit_code": one.unit}
                line = f"{one.name or '(chưa có tên)':28} {one.phone or '':12} {one.channel}"
                report({**facts, "channel": one.channel, "address": one.address}, as_json=as_json, words=line)
        missing = await meeting.lacking(session, notice.meant, words, at)
    if notice.file:
        click.echo(f"Gửi kèm {notice.file.name}, {-(-notice.file.size // 1024)} KB.", err=True)
    click.echo(f"{reached} người sẽ nhận, {count - reached} người không nhắn được. Gửi thật: thêm --yes.", err=True)
    if missing:
        click.echo(f"{missing} người chưa có thông tin để điền vào nội dung, nên chưa gửi được.", err=True)


async def _send(
    db: Database, config: Settings, knowledge: "Knowledge", notice: _Notice, how: _Manner, as_json: bool
) -> None:
    from bot.announcer import abilities_of
    from ocop_core.services.announcements import watching

    at = utc_now()
    number, repeated = await _made(db, notice, how, at)
    if not repeated:
        channels = abilities_of(db, config, at)
        await watching.move_on(db, knowledge, channels, at, per_day=config.announce_per_day)
    facts = {**await _facts(db, number), "repeated": repeated, "hold": how.hold.total_seconds()}
    facts["urgent"] = not how.wait
    if repeated:
        line = (
            f"Nội dung này hôm nay đã gửi rồi, ở thông báo số {number}; không gửi lần nữa. Muốn gửi lại: thêm --again."
        )
    else:
        line = f"Thông báo số {number}: {facts['listed']} người sẽ nhận, {facts['skipped']} người không nhắn được."
    report(facts, as_json=as_json, words=line)


async def _made(db: Database, notice: _Notice, how: _Manner, at: datetime) -> tuple[int, bool]:
    """The number of the announcement, and whether it was there before: to repeat the command sends nothing twice."""
    from ocop_core.services.announcements import acts, texts
    from ocop_core.services.files import shared

    async with db.writing() as session:
        file = await shared.keep(session, notice.file, at) if notice.file else None
        row = await acts.draft(session, None, texts.clean(notice.text), notice.meant, at, file=file)
        if not how.again and (same := await acts.same_today(session, row, at)):
            number = same[0].number
            await session.delete(row)
            return number, True
        order = acts.Order(grounds="" if how.wait else GROUNDS, again=True, hold=how.hold)
        await acts.send(session, None, row, order, at)
        return row.id, False


async def _facts(db: Database, number: int) -> dict[str, Any]:
    from ocop_core.db.models_announcements import Announcement
    from ocop_core.services.announcements import knowing

    async with db.reading() as session:
        row = await session.get_one(Announcement, number)
        tally = await knowing.tally(session, row)
    return {"announcement": number, "state": row.state, "listed": tally.listed, "skipped": tally.skipped}
