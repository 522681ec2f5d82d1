"""What somebody means who answers an announcement by a number or in words, as not every messenger has buttons."""

from dataclasses import replace
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.heard import Inbound
from ocop_core.conversation.said import Body, Button
from ocop_core.conversation.state import State
from ocop_core.db import mailing
from ocop_core.i18n import Words
from ocop_core.services import render
from ocop_core.services.announcements.texts import READ
from ocop_core.text import parse_choice
from ocop_core.text.fold import words as folded

LONGEST = 40
KIND = "announcement"


async def meant(session: AsyncSession, words: Words, chat_id: int, state: State, inbound: Inbound) -> Inbound:
    """The button that is meant where the last thing in the chat is an announcement; else what was said."""
    if inbound.kind != "text" or len(inbound.text) > LONGEST:
        return inbound
    row = await mailing.latest(session, chat_id)
    if row is None or row.kind != KIND or not row.body:
        return inbound
    button = _named(words, render.load(row.body), state, inbound.text)
    return inbound if button is None else replace(inbound, kind="button", data=button.data)


def _named(words: Words, body: Body, state: State, text: str) -> Button | None:
    said = folded(text)
    read = next((each for each in body.choices if each.data.startswith(READ)), None)
    if said in _folded_list(words.say("notice.read_words")):
        return read
    # In the middle of anything numbers and short words belong to the question that stands there.
    if state.mode != "idle":
        return None
    number = parse_choice(text, len(body.choices))
    if number is not None:
        return body.choices[number - 1]
    return next((each for each in body.choices if folded(each.label) == said), None)


@lru_cache(maxsize=8)
def _folded_list(listed: str) -> frozenset[str]:
    return frozenset(folded(each) for each in listed.split(","))
