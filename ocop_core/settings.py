"""Settings from the environment, read once into a frozen object; all problems are told at once."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ocop_core.errors import BadSettings
from ocop_core.sealing import Seal
from ocop_core.settings_zalo import ZaloBot, ZaloOa, bot_from_env, oa_from_env

ROOT = Path(__file__).resolve().parents[1]
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between two installations. A channel without its settings is off."""

    database_url: str
    port: int
    host: str
    public_url: str
    secret_key: str
    files_dir: Path
    province: str
    telegram_token: str
    telegram_api_base: str
    telegram_webhook_secret: str
    trust_proxy: bool
    file_limit: int = 20 * MIB
    templates_dir: Path | None = None
    zalo_oa: ZaloOa = field(default_factory=ZaloOa)
    zalo_bot: ZaloBot = field(default_factory=ZaloBot)
    # To more people only with a second officer; more in a day comes together the day after.
    announce_alone: int = 500
    announce_per_day: int = 2
    # The secret key if one was given; otherwise every process makes up its own, and seals nothing that lasts.
    lasting_key: str = ""
    # Telegram names no figure for one chat; about one message a second is what others found.
    telegram_chat_rate: float = 1.0
    # The bot's public name, for links that open it; "" for none.
    telegram_name: str = ""

    @property
    def secure(self) -> bool:
        """Whether the public address is HTTPS, so that cookies may be marked Secure."""
        return self.public_url.startswith("https://")

    @property
    def seal(self) -> Seal:
        """What seals messengers' tokens in the database: the secret key, or the app's secret where there is none."""
        return Seal(self.lasting_key or self.zalo_oa.app_secret)

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels that these settings switch on."""
        on = {"telegram": bool(self.telegram_token), "zalo_oa": self.zalo_oa.on, "zalo_bot": self.zalo_bot.on}
        return ("webchat", *(name for name, known in on.items() if known))

    @property
    def telegram_by_webhook(self) -> bool:
        """With a public HTTPS address and a secret updates arrive by webhook, otherwise by polling."""
        return self.secure and bool(self.telegram_webhook_secret)

    def hook(self, channel: str) -> str | None:
        """Where a messenger that can be told so is to bring its messages; None: we ask for them."""
        secret = {"telegram": self.telegram_webhook_secret, "zalo_bot": self.zalo_bot.webhook_secret}.get(channel)
        return f"{self.public_url}/hooks/{channel.replace('_', '-')}" if self.secure and secret else None


def from_env(env: Mapping[str, str]) -> Settings:
    """Reads settings. Raises BadSettings with every problem found, each saying what to do."""
    problems: list[str] = []
    port = _port(env.get("PORT", "8000"), problems)
    public_url = env.get("PUBLIC_URL", "").rstrip("/")
    if public_url and not re.fullmatch(r"https?://[^/\s]+(/\S*)?", public_url):
        problems.append("PUBLIC_URL phải bắt đầu bằng https:// hoặc http://, ví dụ https://ocop.example.vn")
    secret_key = env.get("SECRET_KEY", "")
    if public_url and len(secret_key) < 32:
        problems.append("SECRET_KEY phải dài từ 32 ký tự khi có PUBLIC_URL; tạo bằng: openssl rand -hex 32")
    token, secret = _telegram(env, problems)
    alone = _count(env, "ANNOUNCE_ALONE", 500, problems)
    per_day = _count(env, "ANNOUNCE_PER_DAY", 2, problems)
    chat_rate = _count(env, "TELEGRAM_CHAT_RATE", 1, problems)
    url = _database(env.get("DATABASE_URL", ""), problems)
    zalo_oa, zalo_bot = oa_from_env(env, problems), bot_from_env(env, problems)
    if problems:
        raise BadSettings(tuple(problems))
    return Settings(
        database_url=url,
        port=port,
        host=env.get("HOST", "0.0.0.0" if public_url else "127.0.0.1"),  # noqa: S104 - a public address is wanted then
        public_url=public_url or f"http://127.0.0.1:{port}",
        secret_key=secret_key or secrets.token_hex(32),
        files_dir=Path(env.get("FILES_DIR") or ROOT / "var" / "files"),
        province=env.get("PROVINCE", "an-giang"),
        telegram_token=token,
        telegram_api_base=env.get("TELEGRAM_API_BASE", "https://api.telegram.org").rstrip("/"),
        telegram_webhook_secret=secret,
        trust_proxy=env.get("TRUST_PROXY", "") == "1",
        templates_dir=Path(env["TEMPLATES_DIR"]) if env.get("TEMPLATES_DIR") else None,
        zalo_oa=zalo_oa,
        zalo_bot=zalo_bot,
        announce_alone=alone,
        announce_per_day=per_day,
        lasting_key=secret_key,
        telegram_chat_rate=float(chat_rate),
        telegram_name=_name(env, problems),
    )


def _telegram(env: Mapping[str, str], problems: list[str]) -> tuple[str, str]:
    token, secret = env.get("TELEGRAM_TOKEN", ""), env.get("TELEGRAM_WEBHOOK_SECRET", "")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        problems.append("TELEGRAM_WEBHOOK_SECRET chỉ gồm chữ, số, _ và -, dài 1–256 ký tự")
    if token and not re.fullmatch(r"\d+:[\w-]+", token):
        problems.append("TELEGRAM_TOKEN có dạng 123456:ABC…, chép nguyên từ BotFather")
    return token, secret


def _name(env: Mapping[str, str], problems: list[str]) -> str:
    name = env.get("TELEGRAM_NAME", "").strip().removeprefix("@")
    if name and not re.fullmatch(r"\w{5,32}", name, re.ASCII):
        problems.append("TELEGRAM_NAME là tên bot, không có @ và khoảng trắng, ví dụ ocop_an_giang_bot")
    return name


def _count(env: Mapping[str, str], name: str, default: int, problems: list[str]) -> int:
    text = env.get(name, "") or str(default)
    if text.isascii() and text.isdecimal() and 0 < int(text) < 10_000_000:
        return int(text)
    problems.append(f"{name} phải là số từ 1 trở lên, không phải {text!r}")
    return default


def _port(text: str, problems: list[str]) -> int:
    if text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    problems.append(f"PORT phải là số từ 1 đến 65535, không phải {text!r}")
    return 0


def _database(url: str, problems: list[str]) -> str:
    if not url:
        return f"sqlite:///{ROOT / 'var' / 'ocop.db'}"
    if url.startswith(("sqlite:///", "postgresql+asyncpg://")):
        return url
    for other in ("postgresql://", "postgres://"):
        if url.startswith(other):
            return "postgresql+asyncpg://" + url.removeprefix(other)
    problems.append("DATABASE_URL phải là sqlite:///đường/dẫn.db hoặc postgresql+asyncpg://…")
    return url


def read_dotenv(path: Path) -> dict[str, str]:
    """The lines NAME=value of a .env file; an absent file is empty. Quotes around a value are dropped."""
    if not path.is_file():
        return {}
    pairs = (line.split("=", 1) for line in path.read_text("utf-8").splitlines() if "=" in line)
    return {k.strip(): v.strip().strip("'\"") for k, v in pairs if not k.lstrip().startswith("#")}
