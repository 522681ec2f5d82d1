"""`ocop staff`: officers, their one-time links."""

import sys
from collections.abc import Awaitable, Callable
from datetime import datetime

import click
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import utc_now
from ocop_core.conversation.world import Knowledge
from ocop_core.entry import opened, run, settings
from ocop_core.errors import Refused
from ocop_core.services.knowledge import load_knowledge
from ocop_core.services.staff import roster as officers

Work = Callable[[AsyncSession, Knowledge, datetime], Awaitable[str]]


@click.group()
def staff() -> None:
    """Cán bộ: thêm, tạo đường dẫn đăng nhập, đặt lại."""


@staff.command()
@click.argument("login")
@click.argument("name")
@click.option("--role", type=click.Choice(["commune", "province", "operator"]), default="province", show_default=True)
@click.option("--unit", help="Mã 5 số hoặc tên xã, phường (cho vai trò commune).")
def add(login: str, name: str, role: str, unit: str | None) -> None:
    """Thêm cán bộ và in đường dẫn đăng nhập dùng một lần."""

    async def work(session: AsyncSession, knowledge: Knowledge, at: datetime) -> str:
        code = _unit(knowledge, unit) if unit else None
        officer = await officers.add(session, login, name, role, code, at)
        return await officers.issue_link(session, officer.id, at)

    run(_print_link(work))


def _unit(knowledge: Knowledge, text: str) -> str:
    """The code of a commune given by code or name. Raises UsageError where it is not one commune."""
    codes = {u.code for u in knowledge.province.units}
    found = [text] if text in codes else list(dict.fromkeys(g.code for g in knowledge.province.find(text)))
    if len(found) != 1:
        names = ", ".join(f"{c} {knowledge.province.unit(c).name}" for c in found[:8]) or "không có nơi nào"
        raise click.BadParameter(f"{text!r}: {names}", param_hint="--unit")
    return found[0]


@staff.command()
@click.argument("login")
def link(login: str) -> None:
    """In một đường dẫn đăng nhập mới, dùng một lần trong 30 phút."""

    async def work(session: AsyncSession, knowledge: Knowledge, at: datetime) -> str:
        return await officers.issue_link(session, (await officers.by_login(session, login)).id, at)

    run(_print_link(work))


@staff.command()
@click.argument("login")
def reset(login: str) -> None:
    """Quên mật khẩu: bỏ mật khẩu và mọi phiên cũ, in đường dẫn mới."""

    async def work(session: AsyncSession, knowledge: Knowledge, at: datetime) -> str:
        return await officers.reset(session, (await officers.by_login(session, login)).id, at)

    run(_print_link(work))


async def _print_link(work: Work) -> None:
    config = settings()
    knowledge = load_knowledge(config.province)
    db = await opened(config)
    try:
        async with db.writing() as session:
            secret = await work(session, knowledge, utc_now())
        click.echo(f"Đường dẫn đăng nhập (một lần, 30 phút): {config.public_url}/admin/link/{secret}")
    except Refused as error:
        click.echo(knowledge.words.say(error.key, error.params), err=True)
        sys.exit(1)
    finally:
        await db.close()
