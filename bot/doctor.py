"""`ocop doctor`: checks settings, database, channels, clock, disk and backup, and says what to do."""

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from bot.channels.base import Means
from bot.channels.telegram import Telegram
from bot.channels.zalo_bot import ZaloBot
from bot.clockwork import PULSE, SILENT
from ocop_core.clock import utc_now
from ocop_core.db import migrating
from ocop_core.db.base import Database
from ocop_core.db.models_channels import Account
from ocop_core.errors import SendError
from ocop_core.office import checking
from ocop_core.office.fields import KINDS
from ocop_core.services import leases, outbox
from ocop_core.services.channels import tokens
from ocop_core.services.files import storing
from ocop_core.services.knowledge import load_reader
from ocop_core.settings import ROOT, Settings

BACKUPS = ROOT / "var" / "backups"
LOW_DISK = 1024**3
OLD_BACKUP = timedelta(days=2)
Verdict = Literal["ok", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what, how it stands, and in words what was found and what to do."""

    check: str
    verdict: Verdict
    words: str


async def examine(db: Database, settings: Settings, at: datetime) -> list[Finding]:
    """All checks, in order; one that fails does not keep the others from running."""
    checks: tuple[tuple[str, Callable[[], Awaitable[Finding]]], ...] = (
        ("database", lambda: _database(db)),
        ("clock", lambda: _clock(db, at)),
        ("queue", lambda: _queue(db, at)),
        ("telegram", lambda: _telegram(settings)),
        ("zalo_oa", lambda: _zalo_oa(db, settings, at)),
        ("zalo_bot", lambda: _zalo_bot(db, settings)),
        ("address", lambda: _address(settings)),
        ("templates", lambda: _templates(settings)),
        ("phrases", _phrases),
        ("disk", lambda: _disk(settings)),
        ("backup", lambda: _backup(db)),
    )
    found: list[Finding] = []
    for name, check in checks:
        try:
            found.append(await check())
        except Exception as error:
            found.append(Finding(name, "bad", f"Không kiểm tra được: {type(error).__name__}: {str(error)[:200]}"))
    return found


async def _database(db: Database) -> Finding:
    current, head = await migrating.current(db), migrating.head()
    if current != head:
        return Finding("database", "bad", f"Cơ sở dữ liệu ở bản {current}, cần {head}. Chạy: ocop db upgrade")
    kind = "SQLite" if db.sqlite else "PostgreSQL"
    return Finding("database", "ok", f"{kind}, bản {head}")


async def _clock(db: Database, at: datetime) -> Finding:
    async with db.reading() as session:
        beat = await leases.last_beat(session, PULSE)
    if beat is None or at - beat > SILENT:
        since = f"từ {beat:%H:%M %d/%m/%Y} (UTC)" if beat else "chưa chạy lần nào"
        return Finding(
            "clock", "warn", f"Bộ hẹn giờ đang im, {since}. Kiểm tra ocop run hoặc ocop worker có chạy không."
        )
    return Finding("clock", "ok", f"Bộ hẹn giờ vừa chạy {int((at - beat).total_seconds())} giây trước")


async def _queue(db: Database, at: datetime) -> Finding:
    async with db.reading() as session:
        age = await outbox.oldest_waiting(session, at)
    if age > 300:
        return Finding("queue", "warn", f"Có tin chờ gửi đã {int(age / 60)} phút. Xem: ocop outbox")
    return Finding("queue", "ok", "Không có tin nào chờ lâu")


async def _telegram(settings: Settings) -> Finding:
    if not settings.telegram_token:
        return Finding("telegram", "ok", "Tắt (không có TELEGRAM_TOKEN)")
    channel = Telegram(settings.telegram_token, settings.telegram_api_base)
    await channel.start()
    try:
        name = await channel.username()
    except SendError as error:
        what = "Mã sai, lấy lại từ BotFather" if error.kind == "config" else "Không tới được máy chủ Telegram"
        return Finding("telegram", "bad", f"{what}: {error.reason[:200]}")
    finally:
        await channel.stop()
    way = "webhook" if settings.telegram_by_webhook else "polling"
    return Finding("telegram", "ok", f"@{name}, nhận tin bằng {way}")


_TOKENS = {
    "sealed": "SECRET_KEY đã đổi nên không mở được token Zalo đã lưu. Đặt lại SECRET_KEY cũ, hoặc vào trang "
    "/admin/channels/zalo-oa, làm lại phần Nối với Zalo OA.",
    "refused": "Zalo không nhận token nữa. Vào trang /admin/channels/zalo-oa, làm phần Nối với Zalo OA.",
    "idle": "Hơn 60 ngày chưa đổi token. Kiểm tra ocop run hoặc ocop worker có chạy không.",
    "expired": "Token đã hết hạn. Kiểm tra ocop run hoặc ocop worker có chạy không.",
}


async def _zalo_oa(db: Database, settings: Settings, at: datetime) -> Finding:
    if not settings.zalo_oa.on:
        return Finding("zalo_oa", "ok", "Tắt (không có ZALO_OA_APP_ID và ZALO_OA_APP_SECRET)")
    async with db.reading() as session:
        alarm = await tokens.alarm(session, "zalo_oa", at, settings.seal)
        account = await session.get(Account, "zalo_oa")
    if alarm:
        return Finding("zalo_oa", "bad", _TOKENS[alarm])
    if account is None or account.issued_at is None:
        return Finding("zalo_oa", "warn", "Chưa có token. Đặt ZALO_OA_REFRESH_TOKEN hoặc nối OA trong trang quản lý.")
    hours = int((at - account.issued_at).total_seconds() // 3600)
    return Finding("zalo_oa", "ok", f"Token {hours} giờ tuổi, tự đổi khi được 20 giờ")


async def _zalo_bot(db: Database, settings: Settings) -> Finding:
    if not settings.zalo_bot.on:
        return Finding("zalo_bot", "ok", "Tắt (không có ZALO_BOT_TOKEN)")
    channel = ZaloBot(Means(settings, {}, storing.reader(db, settings.files_dir), db, utc_now))
    await channel.start()
    try:
        name = await channel.account()
    except SendError as error:
        what = "Mã sai, lấy lại từ Zalo Bot Manager" if error.kind == "config" else "Không tới được máy chủ Zalo Bot"
        return Finding("zalo_bot", "bad", f"{what}: {error.reason[:200]}")
    finally:
        await channel.stop()
    return Finding("zalo_bot", "ok", f"{name}, nhận tin bằng {'webhook' if settings.hook('zalo_bot') else 'polling'}")


async def _address(settings: Settings) -> Finding:
    if not settings.secure:
        return Finding("address", "warn", "PUBLIC_URL chưa phải https://, nên chỉ dùng thử trên máy này.")
    return Finding("address", "ok", settings.public_url)


async def _templates(settings: Settings) -> Finding:
    own = settings.templates_dir
    if own is None:
        return Finding("templates", "ok", "Dùng mẫu văn bản có sẵn (không có TEMPLATES_DIR)")
    if not own.is_dir():
        return Finding("templates", "warn", f"TEMPLATES_DIR không phải thư mục: {own}. Đang dùng mẫu có sẵn.")
    broken = [f"{name} ({said[:200]})" for name, said in await asyncio.to_thread(lambda: list(checking.problems(own)))]
    if broken:
        return Finding("templates", "warn", f"Mẫu bị lỗi, đang dùng mẫu có sẵn: {'; '.join(broken)}")
    if others := checking.unused(own):
        names = ", ".join(kind.template for kind in KINDS.values())
        return Finding("templates", "warn", f"Không mẫu nào tên {', '.join(others)}. Tên dùng được: {names}")
    return Finding("templates", "ok", f"Mẫu riêng trong {own} dùng được")


async def _phrases() -> Finding:
    reader = await asyncio.to_thread(load_reader)
    if reader.behind:
        said = "Câu mẫu đã sửa mà chưa học lại: câu mới chỉ được hiểu đúng từng chữ. Chạy: make teach"
        return Finding("phrases", "warn", said)
    return Finding("phrases", "ok", "Đã học đúng các câu mẫu đang có")


async def _disk(settings: Settings) -> Finding:
    settings.files_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.files_dir).free
    if free < LOW_DISK:
        return Finding("disk", "bad", f"Ổ đĩa chỉ còn {free // 1024**2} MB. Dọn bớt hoặc mở rộng ổ.")
    return Finding("disk", "ok", f"Ổ đĩa còn {free // 1024**3} GB")


async def _backup(db: Database) -> Finding:
    newest = max((p.stat().st_mtime for p in _backups()), default=None)
    if newest is None:
        return Finding("backup", "warn", "Chưa có bản sao lưu nào trong var/backups. Chạy: ocop db backup")
    age = timedelta(seconds=time.time() - newest)
    if age > OLD_BACKUP:
        return Finding("backup", "warn", f"Bản sao lưu mới nhất đã {age.days} ngày. Chạy: ocop db backup")
    return Finding("backup", "ok", f"Bản sao lưu mới nhất cách đây {int(age.total_seconds() // 3600)} giờ")


def _backups() -> list[Path]:
    return [p for p in BACKUPS.glob("*") if p.suffix in (".db", ".dump")]
