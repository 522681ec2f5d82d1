"""`ocop db`: upgrade, check, back up, restore."""

import sys
from pathlib import Path

import click

from ocop_core.clock import utc_now
from ocop_core.db.base import Database
from ocop_core.entry import opened, run, settings
from ocop_core.settings import ROOT


@click.group()
def db() -> None:
    """Cơ sở dữ liệu: nâng cấp, kiểm tra, sao lưu, phục hồi."""


@db.command()
def upgrade() -> None:
    """Đưa cơ sở dữ liệu lên bản mới nhất."""

    async def work() -> None:
        await (await opened(settings())).close()
        click.echo("Cơ sở dữ liệu đã ở bản mới nhất.")

    run(work())


@db.command()
def check() -> None:
    """So cơ sở dữ liệu với chương trình."""

    async def work() -> None:
        from ocop_core.db import migrating

        base = Database(settings().database_url)
        current, differences = await migrating.current(base), await migrating.differences(base)
        await base.close()
        if current != migrating.head() or differences:
            click.echo(f"Bản {current}, cần {migrating.head()}; {len(differences)} chỗ khác. Chạy: ocop db upgrade")
            sys.exit(1)
        click.echo(f"Cơ sở dữ liệu đúng bản {current}.")

    run(work())


@db.command()
@click.argument("target", required=False, type=click.Path(path_type=Path))
def backup(target: Path | None) -> None:
    """Sao lưu vào một tệp (mặc định trong var/backups); chương trình vẫn chạy bình thường."""

    async def work() -> None:
        from ocop_core.db import backup as copying

        base = Database(settings().database_url)
        path = target or ROOT / "var" / "backups" / copying.default_name(base, utc_now())
        size = await copying.backup(base, path)
        await base.close()
        click.echo(f"Đã sao lưu vào {path} ({size // 1024} kB). Ảnh nằm riêng trong FILES_DIR, nhớ chép kèm.")

    run(work())


@db.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Không hỏi lại.")
def restore(source: Path, yes: bool) -> None:
    """Phục hồi từ một bản sao lưu. Dừng chương trình trước khi chạy."""
    if not yes:
        click.confirm("Dữ liệu hiện nay sẽ bị thay bằng bản sao lưu. Tiếp tục?", abort=True)

    async def work() -> None:
        from ocop_core.db import backup as copying

        base = Database(settings().database_url)
        old = await copying.restore(base, source)
        await (await opened(settings())).close()
        click.echo("Đã phục hồi." + (f" Dữ liệu cũ nằm ở {old}." if old else ""))

    run(work())
