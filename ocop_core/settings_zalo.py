"""Settings of the two Zalo channels; what only a real account can settle is a setting."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

SignedWith = Literal["oa", "app", "either"]
Buttons = Literal["hide", "show", "off"]
UidBody = Literal["flat", "recipient"]
Choice = TypeVar("Choice", bound=str)
OPENAPI, OAUTH = "https://openapi.zalo.me", "https://oauth.zaloapp.com"
ZBS, BOT = "https://business.openapi.zalo.me", "https://bot-api.zaloplatforms.com"
MEDIA_HOSTS = ("zdn.vn", "dlfl.vn", "dlmd.me", "zadn.vn")


@dataclass(frozen=True, slots=True)
class ZaloOa:
    """A Zalo Official Account; off without app id and app secret.

    `signed_with`: which secret signs web hooks. `wrong_signature`: the status that answers a wrong one.
    `buttons`: whether a tap shows in the chat, or no buttons at all. `uid_body`: form of a template by user id.
    `oa_id`: its number, for links that open it.
    """

    app_id: str = ""
    app_secret: str = ""
    secret_key: str = ""
    refresh_token: str = ""
    api_base: str = OPENAPI
    oauth_base: str = OAUTH
    zbs_base: str = ZBS
    signed_with: SignedWith = "either"
    wrong_signature: int = 200
    replay_hours: int = 3
    mute_hours: int = 4
    buttons: Buttons = "hide"
    uid_body: UidBody = "flat"
    per_minute: int = 4000
    budget: int = 500_000
    media_hosts: tuple[str, ...] = MEDIA_HOSTS
    oa_id: str = ""

    @property
    def on(self) -> bool:
        """Whether the channel is switched on."""
        return bool(self.app_id and self.app_secret)


@dataclass(frozen=True, slots=True)
class ZaloBot:
    """A bot of the Zalo Bot Platform; off without a token. `people` and `messages` a month are what its plan allows."""

    token: str = ""
    api_base: str = BOT
    webhook_secret: str = ""
    people: int = 50
    messages: int = 3000
    media_hosts: tuple[str, ...] = MEDIA_HOSTS

    @property
    def on(self) -> bool:
        """Whether the channel is switched on."""
        return bool(self.token)


def oa_from_env(env: Mapping[str, str], problems: list[str]) -> ZaloOa:
    """The account's settings; adds to `problems` what cannot work."""
    app_id, app_secret = env.get("ZALO_OA_APP_ID", "").strip(), env.get("ZALO_OA_APP_SECRET", "").strip()
    if bool(app_id) != bool(app_secret):
        problems.append("ZALO_OA_APP_ID và ZALO_OA_APP_SECRET phải có cả hai, chép từ trang developers.zalo.me")
    return ZaloOa(
        app_id=app_id,
        app_secret=app_secret,
        secret_key=env.get("ZALO_OA_SECRET_KEY", "").strip(),
        refresh_token=env.get("ZALO_OA_REFRESH_TOKEN", "").strip(),
        api_base=_base(env, "ZALO_OA_API_BASE", OPENAPI, problems),
        oauth_base=_base(env, "ZALO_OAUTH_BASE", OAUTH, problems),
        zbs_base=_base(env, "ZALO_ZBS_BASE", ZBS, problems),
        signed_with=_one_of(env, "ZALO_OA_SIGNED_WITH", ("either", "oa", "app"), problems),
        wrong_signature=int(_one_of(env, "ZALO_OA_WRONG_SIGNATURE", ("200", "403"), problems)),
        replay_hours=_number(env, "ZALO_OA_REPLAY_HOURS", 3, problems),
        mute_hours=_number(env, "ZALO_OA_MUTE_HOURS", 4, problems),
        buttons=_one_of(env, "ZALO_OA_BUTTONS", ("hide", "show", "off"), problems),
        uid_body=_one_of(env, "ZALO_ZBS_UID_BODY", ("flat", "recipient"), problems),
        per_minute=_number(env, "ZALO_OA_PER_MINUTE", 4000, problems),
        budget=_number(env, "ZALO_BUDGET", 500_000, problems),
        media_hosts=_hosts(env),
        oa_id=_oa_id(env, problems),
    )


def _oa_id(env: Mapping[str, str], problems: list[str]) -> str:
    number = env.get("ZALO_OA_ID", "").strip()
    if number and not re.fullmatch(r"\d{6,24}", number, re.ASCII):
        problems.append("ZALO_OA_ID là dãy số của OA, thấy ở trang quản lý OA và trong đường dẫn zalo.me/…")
    return number


def bot_from_env(env: Mapping[str, str], problems: list[str]) -> ZaloBot:
    """The bot's settings; adds to `problems` what cannot work."""
    token, secret = env.get("ZALO_BOT_TOKEN", "").strip(), env.get("ZALO_BOT_WEBHOOK_SECRET", "")
    if token and not re.fullmatch(r"\d+:\S+", token):
        problems.append("ZALO_BOT_TOKEN có dạng 123456:abc…, chép nguyên từ Zalo Bot Manager")
    if secret and not re.fullmatch(r"[\x21-\x7e]{8,256}", secret):
        problems.append("ZALO_BOT_WEBHOOK_SECRET dài 8–256 ký tự, không dấu, không khoảng trắng")
    return ZaloBot(
        token=token,
        api_base=_base(env, "ZALO_BOT_API_BASE", BOT, problems),
        webhook_secret=secret,
        people=_number(env, "ZALO_BOT_PEOPLE", 50, problems),
        messages=_number(env, "ZALO_BOT_MESSAGES", 3000, problems),
        media_hosts=_hosts(env),
    )


def _base(env: Mapping[str, str], name: str, default: str, problems: list[str]) -> str:
    found = env.get(name, "").strip().rstrip("/") or default
    if not re.fullmatch(r"https?://[^/\s]+(/\S*)?", found):
        problems.append(f"{name} phải là địa chỉ bắt đầu bằng https:// hoặc http://")
    return found


def _number(env: Mapping[str, str], name: str, default: int, problems: list[str]) -> int:
    found = env.get(name, "").strip() or str(default)
    if found.isascii() and found.isdecimal() and len(found) < 12:
        return int(found)
    problems.append(f"{name} phải là số nguyên không âm, không phải {found!r}")
    return default


def _one_of(env: Mapping[str, str], name: str, allowed: tuple[Choice, ...], problems: list[str]) -> Choice:
    found = env.get(name, "").strip() or allowed[0]
    for choice in allowed:
        if choice == found:
            return choice
    problems.append(f"{name} phải là một trong: {', '.join(allowed)}")
    return allowed[0]


def _hosts(env: Mapping[str, str]) -> tuple[str, ...]:
    added = tuple(host.strip().lower() for host in env.get("ZALO_MEDIA_HOSTS", "").split(",") if host.strip())
    return (*MEDIA_HOSTS, *added)
