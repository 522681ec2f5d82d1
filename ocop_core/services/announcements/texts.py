"""The words of an announcement: what may be filled in, for whom something is missing, the message itself."""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.said import Body, Button
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Idea, Person
from ocop_core.db.models_announcements import Announcement
from ocop_core.db.models_products import Certificate, Product
from ocop_core.errors import BadData, Refused
from ocop_core.i18n import Template, parse
from ocop_core.services.files import shared
from ocop_core.text import show_date, tidy

LONGEST = 12_000
READ = "do:notice.read:"
NOTHING = Body("notice.recall", "")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one person, as far as a text may speak of it."""

    person: Person
    product: str | None
    stars: int | None
    ends: date | None


Filler = Callable[[Known, Knowledge], str | None]


def _called(known: Known, knowledge: Knowledge) -> str:
    key = f"idea_more.call.{known.person.call}_you"
    return knowledge.words.say(key if known.person.call else "nav.you")


FIELDS: Mapping[str, Filler] = {
    "ten": lambda known, knowledge: known.person.name or None,
    "xung_ho": _called,
    "xa": lambda known, knowledge: knowledge.province.unit(known.person.unit).name if known.person.unit else None,
    "san_pham": lambda known, knowledge: known.product,
    "so_sao": lambda known, knowledge: str(known.stars) if known.stars else None,
    "het_han": lambda known, knowledge: show_date(known.ends) if known.ends else None,
}


def clean(text: str) -> str:
    """The text as it is kept. Raises Refused: empty, too long, a stray brace, a field that does not exist."""
    text = tidy(text)
    if not text:
        raise Refused("notice.text_empty")
    if len(text) > LONGEST:
        raise Refused("notice.text_long", length=len(text), limit=LONGEST)
    template = template_of(text)
    unknown = sorted(template.names - set(FIELDS))
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in FIELDS)
        raise Refused("notice.field_unknown", name=f"{{{unknown[0]}}}", known=known)
    return text


def template_of(text: str) -> Template:
    """The text cut at its fields. Raises Refused for a brace that belongs to none."""
    try:
        return parse("", text)
    except BadData as error:
        raise Refused("notice.field_wrong") from error


def print_of(text: str, file: Mapping[str, Any] | None) -> str:
    """The same for the same content, whatever the spaces and capitals."""
    said = " ".join(text.casefold().split()) + "\0" + str((file or {}).get("sha256", ""))
    return hashlib.sha256(said.encode()).hexdigest()


def body(knowledge: Knowledge, announcement: Announcement, values: Mapping[str, str]) -> Body:
    """The message, filled in. Raises KeyError for a value that is missing."""
    return told(knowledge, announcement, template_of(announcement.text).fill(values))


def told(knowledge: Knowledge, announcement: Announcement, text: str) -> Body:
    """The message with these words, and everything that goes with them."""
    read = shown(knowledge, announcement.about_id or announcement.id, text, shared.number_of(announcement.file))
    if announcement.event_id is None:
        return read
    return read.with_(choices=(*_invitation(knowledge, announcement.event_id), *read.choices))


def _invitation(knowledge: Knowledge, event: int) -> tuple[Button, ...]:
    """The answers to an invitation, which are valid as long as people can join."""
    return tuple(
        Button(0, knowledge.words.say(f"event.way_{way}"), f"do:event.{way}:{event}")
        for way in ("join", "decline", "ask")
    )


def shown(knowledge: Knowledge, number: int, text: str, files: tuple[int, ...] = ()) -> Body:
    """Words and what goes with them, with the button that says they were read."""
    read = Button(0, knowledge.words.say("notice.read_button"), f"{READ}{number}")
    return Body("notice.text", text, (read,), files=files)


def lacking(names: Collection[str]) -> ColumnElement[bool] | None:
    """The condition on a person of whom one of these fields is not known; None where all always are."""
    missing = [_MISSING[name] for name in names if name in _MISSING]
    return or_(*missing) if missing else None


def _owns(what: Any, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(what.person_id == Person.id, *more).correlate(Person)


_certified = (
    select(Certificate.id)
    .join(Product, Product.id == Certificate.product_id)
    .where(Product.person_id == Person.id, Certificate.state == "current")
    .correlate(Person)
    .exists()
)
_MISSING: Mapping[str, ColumnElement[bool]] = {
    "ten": Person.name == "",
    "xa": Person.unit.is_(None),
    "san_pham": and_(~_owns(Product), ~_owns(Idea, Idea.state != "withdrawn")),
    "so_sao": ~_certified,
    "het_han": ~_certified,
}


async def values(
    session: AsyncSession, knowledge: Knowledge, names: Collection[str], person_ids: Sequence[int]
) -> dict[int, dict[str, str]]:
    """By person, what is known of the fields that a text needs; what is not known is left out."""
    found: dict[int, dict[str, str]] = {}
    for known in await _known(session, person_ids):
        told = {name: FIELDS[name](known, knowledge) for name in names if name in FIELDS}
        found[known.person.id] = {name: value for name, value in told.items() if value is not None}
    return found


async def _known(session: AsyncSession, person_ids: Sequence[int]) -> list[Known]:
    people = (await session.scalars(select(Person).where(Person.id.in_(person_ids)))).all()
    names: dict[int, str] = {}
    ideas = select(Idea.person_id, Idea.name).where(Idea.person_id.in_(person_ids), Idea.state != "withdrawn")
    for person_id, name in (await session.execute(ideas.order_by(Idea.id))).all():
        names[person_id] = name
    certificates: dict[int, tuple[int, date]] = {}
    products = (
        select(Product.person_id, Product.name, Certificate.stars, Certificate.expires_on)
        .join(Certificate, and_(Certificate.product_id == Product.id, Certificate.state == "current"), isouter=True)
        .where(Product.person_id.in_(person_ids))
        .order_by(Certificate.expires_on.desc(), Product.id)
    )
    # The certificate that ends first is the one to speak of, with its product.
    for row in (await session.execute(products)).all():
        if row.expires_on is not None:
            certificates[row.person_id] = (row.stars, row.expires_on)
        if row.expires_on is not None or row.person_id not in certificates:
            names[row.person_id] = row.name
    return [Known(p, names.get(p.id), *certificates.get(p.id, (None, None))) for p in people]
