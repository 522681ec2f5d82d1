"""What Telegram refuses in a request, in the words of its Bot API server."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

TEXT = 4096
CAPTION = 1024
BUTTONS = 100
IN_A_ROW = 8
CALLBACK_DATA = 64
COMMANDS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
ASKING = ("request_contact", "request_location")

Args = Mapping[str, Any]
Buttons = tuple[tuple[str, str], ...]


class ApiError(Exception):
    """A refusal as it goes over the wire: HTTP status, description, and parameters if there are any."""

    def __init__(self, code: int, description: str, parameters: dict[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
        if parameters:
            self.body["parameters"] = parameters


def bad(what: str) -> ApiError:
    return ApiError(400, f"Bad Request: {what}")


def parsed(value: object) -> Any:
    """An argument that may come as JSON in a string, as in forms, or as it is."""
    if not isinstance(value, str):
        return value
    try:
        return msgspec.json.decode(value)
    except msgspec.DecodeError as error:
        raise bad("object expected as reply markup") from error


def number(args: Args, key: str, default: int | None = None) -> int:
    value = str(args.get(key, "" if default is None else default))
    if not re.fullmatch(r"-?\d{1,18}", value):
        raise bad(f"{key} is empty" if not value else f"{key} is invalid")
    return int(value)


def text(args: Args) -> str:
    said = args.get("text", "")
    if not isinstance(said, str) or not said.strip():
        raise bad("message text is empty")
    if units(said.strip()) > TEXT:
        raise bad("message is too long")
    return said.strip()


def caption(args: Args) -> str:
    said = str(args.get("caption", "")).strip()
    if units(said) > CAPTION:
        raise bad("message caption is too long")
    return said


def units(said: str) -> int:
    return len(said.encode("utf-16-le", "surrogatepass")) // 2


def markup(args: Args) -> tuple[str, Buttons]:
    """Kind of keyboard (`inline`, `reply`, `remove` or nothing) and its buttons as (label, data)."""
    found = parsed(args.get("reply_markup") or {})
    match found:
        case {"inline_keyboard": list(rows)}:
            buttons = tuple(_inline(button) for row in _rows(rows) for button in row)
            if len(buttons) > BUTTONS:
                raise bad("reply markup is too long")
            return "inline", buttons
        case {"keyboard": list(rows)}:
            return "reply", tuple(_key(button) for row in _rows(rows) for button in row)
        case {"remove_keyboard": True}:
            return "remove", ()
        case {"force_reply": True}:
            return "reply", ()
        case {} if not found:
            return "", ()
        case _:
            raise bad("object expected as reply markup")


def _rows(rows: list[Any]) -> list[list[Any]]:
    if not all(isinstance(row, list) and len(row) <= IN_A_ROW for row in rows):
        raise bad("keyboard row is wrong")
    return rows


def _inline(button: Any) -> tuple[str, str]:
    label, data = _label(button), button.get("callback_data")
    if data is None:
        if "url" not in button:
            raise bad("Text buttons are unallowed in the inline keyboard")
        return label, str(button["url"])
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= CALLBACK_DATA:
        raise bad("BUTTON_DATA_INVALID")
    return label, data


def _key(button: Any) -> tuple[str, str]:
    if isinstance(button, str):
        return button, ""
    return _label(button), next((ask for ask in ASKING if button.get(ask)), "")


def _label(button: Any) -> str:
    label = button.get("text") if isinstance(button, dict) else None
    if not isinstance(label, str) or not label.strip():
        raise bad("inline keyboard button text is empty")
    return label


def commands(args: Args) -> list[dict[str, str]]:
    found = parsed(args.get("commands", []))
    if not isinstance(found, list) or len(found) > COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    if not all(isinstance(entry, dict) and _is_command(entry) for entry in found):
        raise bad("BOT_COMMAND_INVALID")
    return found


def _is_command(entry: Args) -> bool:
    name, meaning = str(entry.get("command", "")), str(entry.get("description", ""))
    return COMMAND.fullmatch(name) is not None and 1 <= len(meaning) <= 256


def secret(args: Args) -> str:
    given = str(args.get("secret_token", ""))
    if given and not SECRET.fullmatch(given):
        raise bad("secret token contains unallowed characters")
    return given
