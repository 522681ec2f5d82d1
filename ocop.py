"""The command `ocop`, and the only place where bot and admin meet."""

import errno
import gc
import logging
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from admin.commands import staff
from bot.commands import COMMANDS
from ocop_core.clock import utc_now
from ocop_core.db.base import Database
from ocop_core.entry import run, settings
from ocop_core.errors import OcopError
from ocop_core.settings import Settings

if TYPE_CHECKING:
    from bot.deps import Deps
    from bot.fakes.all import Fakes
    from ocop_core.db.models import Staff


def _deps(db: Database, config: Settings) -> "Deps":
    from bot.channels import switched_on
    from bot.channels.base import Means
    from bot.channels.labels import labels
    from bot.deps import Deps
    from ocop_core.services.files import made_files, storing
    from ocop_core.services.knowledge import load_knowledge

    knowledge = load_knowledge(config.province)
    read = storing.reader(db, config.files_dir, made_files.maker(db, knowledge, config, utc_now))
    channels = switched_on(Means(config, labels(knowledge.words), read, db, utc_now))
    return Deps(db, knowledge, config, utc_now, channels)


async def _serve(
    *, web: bool, worker: bool, demo_people: int | None = None, seed_only: bool = False, fakes: "Fakes | None" = None
) -> None:
    from ocop_core.db.migrating import upgrade_apart

    # What is loaded now is no garbage; `serve` sets it aside and looks for garbage from then on.
    gc.disable()
    config = settings()
    if fakes is not None:
        await fakes.start(config.port + 1)
        config = fakes.settings(config)
    upgraded = await upgrade_apart(db := Database(config.database_url))
    # Everything else is loaded meanwhile.
    from admin.app import add_admin
    from bot.app import build
    from bot.serving import serve
    from ocop_core.services.knowing.library import at_start

    deps = _deps(db, config)
    await upgraded
    await at_start(db, utc_now())
    links = await _seed(deps, demo_people) if demo_people is not None else []
    app = build(deps) if web else None
    if app is not None:
        add_admin(app, db, deps.knowledge, config)

    if fakes is not None:
        await _introduce(fakes, db)
        links.append(("Điện thoại", f"{fakes.phones.base}/"))

    def ready() -> None:
        _tell(_addresses(config, web=web, links=links), err=not links)

    if seed_only:
        ready()
    else:
        await serve(deps, app, worker=worker, ready=ready)
    if fakes is not None:
        await fakes.stop()
    await db.close()


async def _introduce(fakes: "Fakes", db: Database) -> None:
    """The local messengers know the people whom the database knows, and the panel which templates they approved."""
    from ocop_core.services.accounts import contacts
    from ocop_core.services.channels import templates
    from ocop_core.services.staff import roster

    async with db.writing() as session:
        fakes.know(await contacts.everybody(session))
        officers = await roster.everyone(session)
        if officers and not await templates.listed(session, "zalo_oa"):
            for filled in fakes.templates():
                await templates.save(session, officers[0], "zalo_oa", None, filled, utc_now())


def _tell(words: str, *, err: bool) -> None:
    # A full disk that holds the log as well is no reason to end what can still send.
    with suppress(OSError):
        click.echo(words, err=err)


def _addresses(config: Settings, *, web: bool, links: list[tuple[str, str]]) -> str:
    lines = [f"  Trang đầu     {config.public_url}/", f"  Trò chuyện    {config.public_url}/chat"]
    lines += [f"  Cán bộ        {config.public_url}/admin"] if web else []
    lines += [f"  {name:13} {url}" for name, url in links]
    note = "\nĐường dẫn đăng nhập dùng một lần, trong 24 giờ. Dừng: Ctrl+C.\n" if links else ""
    return "\n".join(["", "Trợ lý OCOP đã sẵn sàng:", *lines, note])


async def _seed(deps: "Deps", people: int) -> list[tuple[str, str]]:
    from ocop_core.demo.seed import seed
    from ocop_core.services.staff import roster

    at, base = utc_now(), f"{deps.settings.public_url}/admin/link"
    names = tuple(deps.channels)
    made = await seed(deps.db, deps.knowledge, deps.settings, at, people=people, channels=names)
    async with deps.db.writing() as session:
        return [
            (_post(deps, officer), f"{base}/{await roster.issue_link(session, officer.id, at, 1440)}")
            for officer in made.officers
        ]


def _post(deps: "Deps", officer: "Staff") -> str:
    """What an officer is there for, as it stands before the link."""
    if officer.unit:
        return deps.knowledge.province.unit(officer.unit).name
    return "Vận hành" if officer.role == "operator" else "Cấp tỉnh"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Trợ lý OCOP An Giang: trò chuyện với bà con, trang quản lý cho cán bộ, gửi tin trung thực."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    for noisy in ("apscheduler", "alembic", "aiohttp.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


@cli.command(name="run")
def run_all() -> None:
    """Chạy tất cả trong một tiến trình: web, gửi tin và hẹn giờ."""
    run(_serve(web=True, worker=True))


@cli.command()
def web() -> None:
    """Chỉ chạy phần web (trang đầu, trò chuyện, trang cán bộ, webhook)."""
    run(_serve(web=True, worker=False))


@cli.command()
def worker() -> None:
    """Chỉ chạy phần gửi tin và hẹn giờ."""
    run(_serve(web=False, worker=True))


@cli.command()
@click.option("--people", default=80, show_default=True, help="Số người sản xuất hư cấu.")
@click.option("--seed-only", is_flag=True, help="Đổ dữ liệu xong thì thoát.")
@click.option(
    "--with-fakes", is_flag=True, help="Kèm Zalo OA, Zalo Bot, Telegram giả trên máy này, không cần tài khoản."
)
def demo(people: int, seed_only: bool, with_fakes: bool) -> None:
    """Chạy thử với dữ liệu hư cấu; in địa chỉ và đường dẫn đăng nhập dùng một lần."""
    run(_demo(people, seed_only=seed_only, with_fakes=with_fakes))


async def _demo(people: int, *, seed_only: bool, with_fakes: bool) -> None:
    fakes = None
    if with_fakes:
        from bot.fakes.all import Fakes

        fakes = Fakes()
    await _serve(web=True, worker=True, demo_people=people, seed_only=seed_only, fakes=fakes)


for command in (*COMMANDS, staff):
    cli.add_command(command)


def main() -> None:
    """Entry of the console script."""
    try:
        cli()
    except OcopError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        click.echo("Cổng này đang có chương trình khác dùng. Chọn cổng khác, ví dụ: PORT=8001 ocop run", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
