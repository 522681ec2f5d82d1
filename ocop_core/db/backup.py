"""Backs a database up into one file and brings it back; both are tried by tests."""

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ocop_core.db.base import Database
from ocop_core.errors import OcopError


def default_name(db: Database, at: datetime) -> str:
    """A name by moment: `ocop-20261123-1405.db` for SQLite, `.dump` for PostgreSQL."""
    return f"ocop-{at:%Y%m%d-%H%M%S}.{'db' if db.sqlite else 'dump'}"


async def backup(db: Database, target: Path) -> int:
    """Writes a complete copy while the program runs; returns its size in bytes. Raises OcopError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        raise OcopError(f"{target} đã có rồi; chọn tên khác")
    part = target.with_suffix(target.suffix + ".part")
    part.unlink(missing_ok=True)
    if db.sqlite:
        await asyncio.to_thread(_copy, _path(db), part)
    else:
        await _run("pg_dump", "--format=custom", "--no-owner", f"--file={part}", **_postgres(db))
    part.replace(target)
    return target.stat().st_size


async def restore(db: Database, source: Path) -> Path | None:
    """Puts a backup in the place of the database; what was there is kept beside it. Raises OcopError.

    The program must not be running. Returns where the old SQLite file went.
    """
    if not source.is_file():
        raise OcopError(f"không có tệp {source}")
    await db.close()
    if not db.sqlite:
        await _run(
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--exit-on-error", str(source), **_postgres(db)
        )
        return None
    return await asyncio.to_thread(_replace, source, _path(db))


def _path(db: Database) -> Path:
    return Path(db.url.removeprefix("sqlite:///"))


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        _sound(copy, target)


def _sound(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        raise OcopError(f"{path} bị hỏng")


def _replace(source: Path, target: Path) -> Path | None:
    part = target.with_suffix(".restoring")
    part.unlink(missing_ok=True)
    try:
        _copy(source, part)
    except sqlite3.DatabaseError as error:
        raise OcopError(f"{source} không phải là bản sao lưu: {error}") from error
    old = target.with_suffix(".before-restore")
    if target.exists():
        # What the write-ahead log still holds belongs to the old database, not to the restored one.
        old.unlink(missing_ok=True)
        _copy(target, old)
    for suffix in ("-wal", "-shm"):
        Path(f"{target}{suffix}").unlink(missing_ok=True)
    part.replace(target)
    return old if old.exists() else None


def _postgres(db: Database) -> dict[str, str]:
    """What libpq's tools read from the environment; a password never stands on a command line."""
    parts = urlsplit(db.url.replace("postgresql+asyncpg", "postgresql"))
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    found = {
        "PGHOST": parts.hostname or unquote(query.get("host", "")),
        "PGPORT": str(parts.port or query.get("port", "")),
        "PGUSER": unquote(parts.username or query.get("user", "")),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": parts.path.removeprefix("/"),
    }
    return {name: value for name, value in found.items() if value}


async def _run(program: str, *args: str, **env: str) -> None:
    path = shutil.which(program) or next(iter(sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))), None)
    if path is None:
        raise OcopError(f"cần chương trình {program} (gói postgresql-client)")
    if program == "pg_restore":
        args = (f"--dbname={env['PGDATABASE']}", *args)
    process = await asyncio.create_subprocess_exec(
        str(path), *args, env={**os.environ, **env}, stderr=asyncio.subprocess.PIPE
    )
    _, problem = await process.communicate()
    if process.returncode:
        raise OcopError(problem.decode("utf-8", "replace").strip()[:500])
