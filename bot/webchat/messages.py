"""The history of a chat as the page wants it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels import webchat
from ocop_core.db.models import Inbox
from ocop_core.services import history, render
from ocop_core.services.files import shared

HIDDEN = ("blocked", "unblocked")


async def shown(
    session: AsyncSession, chat_id: int, after_in: int = 0, after_out: int = 0, *, secret: str
) -> list[dict[str, Any]]:
    """Messages of both sides, oldest first. With the `secret` files that many were given get their addresses."""
    inbox = await history.heard(session, chat_id, after_in)
    outbox = await history.said(session, chat_id, after_out)
    ids = [i for row in inbox for i in (row.body or {}).get("files", ())]
    ids += [i for row in outbox for i in render.load(row.body).files]
    files = await history.files_of(session, ids)
    both: list[tuple[Any, int, dict[str, Any]]] = [
        (row.at, row.id, mine(row, _links((row.body or {}).get("files", ()), files, secret)))
        for row in inbox
        if _visible(row)
    ]
    both += [(row.created_at, row.id, theirs(row, files, secret)) for row in outbox]
    _put_right([item for _, _, item in both])
    # What was answered carries the moment of what was said; the person's words come first.
    both.sort(key=lambda item: (item[0], item[2]["from"] == "bot", item[1]))
    return [item for _, _, item in both]


def _put_right(items: Sequence[dict[str, Any]]) -> None:
    """Words that were corrected or taken back do not leave the house any more; an open page is told by the change."""
    shown = {item["id"]: item for item in items}
    for change in items:
        found = shown.get(change["replaces"]) if change.get("replaces") else None
        if found is None:
            continue
        found |= {name: change[name] for name in ("text", "choices", "exits", "changed")}
        if change["changed"] == "recalled":
            found["files"] = []


def _visible(row: Inbox) -> bool:
    body = row.body or {}
    return body.get("kind") not in HIDDEN and bool(body.get("text") or body.get("files") or body.get("kind") != "start")


def theirs(row: Any, files: dict[int, Any], secret: str) -> dict[str, Any]:
    """A message of the assistant."""
    body = render.load(row.body)
    return {**webchat.message(body, row.id, row.created_at.isoformat()), "files": _links(body.files, files, secret)}


def _links(ids: Sequence[int], files: dict[int, Any], secret: str) -> list[dict[str, Any]]:
    kept = [files[number] for number in ids if number in files]
    return [{"url": _url(file, secret), "mime": file.mime, "name": file.name} for file in kept]


def _url(file: Any, secret: str) -> str:
    return f"/chat/files/{file.id}" if file.chat_id is not None else shared.path(secret, file.id, file.mime)


def mine(row: Inbox, files: list[dict[str, Any]]) -> dict[str, Any]:
    """A message of the person; `ref` is the key the browser gave it."""
    body = row.body or {}
    text = body.get("text", "")
    if body.get("kind") == "location":
        text = text or "📍"
    return {
        "id": f"i{row.id}",
        "from": "me",
        "text": text,
        "choices": [],
        "exits": [],
        "step": None,
        "of": None,
        "want": None,
        "files": files,
        "at": row.at.isoformat(),
        "ref": row.message_id.partition(":")[2],
    }
