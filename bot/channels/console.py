"""A conversation on standard input and output: for trying out, for scripts, for tests."""

import json
import sys
from collections.abc import Sequence
from typing import Any, TextIO

from bot.channels.base import Call, Json, Limits, Parcel, StoredFile
from ocop_core.conversation.heard import FileRef, Heard, Inbound
from ocop_core.conversation.said import Body
from ocop_core.errors import SendError

NAME = "console"
NO_SUCH_BUTTON = "b:-:"


class Console:
    """Lines in, lines out. With `as_json` each message is one JSON object a line."""

    name = NAME
    limits = Limits(text=100_000, buttons=100, label=200, data=200, file_bytes=20 * 1024 * 1024)

    def __init__(self, out: TextIO = sys.stdout, *, as_json: bool = False, files: StoredFile | None = None) -> None:
        """`files` gives the names of what goes with a message; without it nothing is said of it."""
        self.out, self.as_json, self._files = out, as_json, files
        self.last: Body | None = None

    def read(self, payload: Json) -> Heard | None:
        """A line as `{"address", "id", "line", "file_id"?}`; None for an empty line, all else has an answer."""
        line = str(payload.get("line", "")).strip()
        inbound = self._inbound(line, payload.get("file_id"))
        if inbound is None:
            return None
        return Heard(NAME, str(payload.get("address", "")), str(payload.get("id", "")), inbound)

    def _inbound(self, line: str, file_id: Any) -> Inbound | None:
        command, _, rest = line.partition(" ")
        if file_id is not None:
            kind: Any = "photo" if command == ":photo" else "document"
            return Inbound(kind, files=(FileRef(file_id=int(file_id)),))
        match command:
            case "":
                return None
            case ":button":
                return self._button(rest)
            case ":tap":
                return Inbound("button", data=rest)
            case ":location":
                return _location(rest)
            case ":start":
                return Inbound("start", data=rest)
        return Inbound("text", line)

    def _button(self, number: str) -> Inbound:
        buttons = (*self.last.choices, *self.last.exits) if self.last else ()
        found = [b for b in buttons if str(b.n) == number.strip() or b.label == number.strip()]
        return Inbound("button", data=found[0].data if found else NO_SUCH_BUTTON)

    def write(self, parcel: Parcel) -> tuple[Call, ...]:
        """One line of JSON, or text with numbered choices."""
        return self._written(parcel.body, ())

    def _written(self, body: Body, names: Sequence[str]) -> tuple[Call, ...]:
        if self.as_json:
            shown = {name: getattr(body, name) for name in ("key", "text", "form", "field", "step", "of")}
            shown["choices"] = [{"n": b.n, "label": b.label} for b in body.choices]
            shown |= {"files": list(names)} if names else {}
            return (Call("print", {"line": json.dumps(shown, ensure_ascii=False)}),)
        lines = [body.text, *(f"  + {name}" for name in names)]
        lines += (f"  [{b.n}] {b.label}" if b.n else f"  [{b.label}]" for b in body.choices)
        if body.exits:
            lines.append("  · " + " · ".join(b.label for b in body.exits))
        return (Call("print", {"line": "\n".join(lines)}),)

    async def send(self, parcel: Parcel) -> str:
        """Prints."""
        self.last = parcel.body
        self.show(parcel.body, await self._names(parcel.body.files))
        return str(parcel.id)

    async def _names(self, numbers: Sequence[int]) -> list[str]:
        if self._files is None:
            return []
        try:
            return [(await self._files(number))[0] for number in numbers]
        except (LookupError, OSError) as error:
            raise SendError("refused", f"a stored file is missing: {type(error).__name__}") from error

    def show(self, body: Body, names: Sequence[str] = ()) -> None:
        """Prints a message that is owed to nobody, such as what is wrong with a file."""
        for call in self._written(body, names):
            print(call.args["line"], file=self.out, flush=True)

    async def fetch(self, ref: FileRef) -> bytes:
        """Files are handed over with the line; there is nothing to fetch."""
        raise SendError("refused", "console files are stored at once")

    async def start(self) -> None:
        """Nothing to open."""

    async def stop(self) -> None:
        """Nothing to close."""


def _location(rest: str) -> Inbound:
    parts = rest.replace(",", " ").split()
    try:
        latitude, longitude = float(parts[0]), float(parts[1])
    except (ValueError, IndexError):
        return Inbound("unsupported")
    # Not a number is not within them either.
    on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
    return Inbound("location", place=(latitude, longitude)) if on_earth else Inbound("unsupported")
