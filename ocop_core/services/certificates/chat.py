"""The chat's side of promises: looks certificates and papers up for the engine, and carries out what it decided."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.conversation.days import day_left, day_said
from ocop_core.conversation.effects import Effect
from ocop_core.conversation.promises.effects import KeepPaper, PicturePaper, React
from ocop_core.conversation.promises.facts import Held, Kept
from ocop_core.conversation.said import Choice, Say
from ocop_core.db.models_products import Certificate, Product
from ocop_core.db.models_promises import DatedPaper, Promise, Reaction
from ocop_core.errors import Refused
from ocop_core.services import calls
from ocop_core.services.asker import Asker
from ocop_core.services.certificates import dated_papers
from ocop_core.services.errand import Carrier, Errand, Says
from ocop_core.services.reminders import paper_names, reactions
from ocop_core.services.reminders.kinds import Known
from ocop_core.services.reminders.reactions import Answered


async def certificates(session: AsyncSession, asker: Asker, about: str) -> tuple[Held, ...]:
    """The current certificates of the person's products, those that end first on top."""
    query = (
        select(Certificate, Product)
        .join(Product, Product.id == Certificate.product_id)
        .where(Product.person_id == asker.person_id, Certificate.state == "current")
        .order_by(Certificate.expires_on, Certificate.id)
    )
    rows = (await session.execute(query)).all()
    answered = await _answers(session, [certificate for certificate, _ in rows])
    return tuple(
        Held(row.id, of.name, row.number or "", row.stars, row.expires_on, answered.get(row.id, "")) for row, of in rows
    )


async def _answers(session: AsyncSession, rows: list[Certificate]) -> dict[int, str]:
    """What was answered last about each, if it was about the days it has now."""
    query = select(Reaction).where(Reaction.kind == "certificate", Reaction.subject.in_([row.id for row in rows]))
    dated = {row.id: row.dated for row in rows}
    found = (await session.scalars(query.order_by(Reaction.id))).all()
    return {each.subject: each.act for each in found if dated.get(each.subject) == each.version}


async def papers(session: AsyncSession, asker: Asker, about: str) -> tuple[Kept, ...]:
    """The papers of the person, with the day of the next reminder."""
    rows = await dated_papers.of(session, asker.person_id)
    names = await paper_names.named(session, asker.knowledge.words, [row for row, _ in rows if row.dossier_id])
    return tuple(_kept(paper, promise, names.get(paper.id, "")) for paper, promise in rows)


def _kept(paper: DatedPaper, promise: Promise | None, name: str) -> Kept:
    told_on = local_day(promise.next_due) if promise is not None and promise.next_due else None
    return Kept(paper.id, paper.kind, paper.given_on, paper.ends_on, told_on, paper.file_id is not None, name)


async def _react(session: AsyncSession, errand: Errand, wanted: React) -> Says:
    of = Answered(wanted.kind, wanted.subject, errand.person_id, errand.knowledge.words)
    if wanted.act == reactions.AGAIN_LATER:
        return await _again(session, errand, of)
    if wanted.act == "stopped" and wanted.kind == "paper":
        return await _dropped(session, errand, wanted)
    known = await _ACTS[wanted.act](session, errand, of, wanted)
    if known is None:
        return [Say("promise.unknown")]
    return [Say(f"promise.{wanted.kind}_{wanted.act}", {"name": known.name})]


async def _filed(session: AsyncSession, errand: Errand, of: Answered, wanted: React) -> Known | None:
    return await reactions.filed(session, of, errand.at)


async def _stopped(session: AsyncSession, errand: Errand, of: Answered, wanted: React) -> Known | None:
    return await reactions.stopped(session, of, wanted.reason, errand.at, wanted.words)


async def _officer(session: AsyncSession, errand: Errand, of: Answered, wanted: React) -> Known | None:
    return await reactions.officer(session, of, errand.at)


_ACTS = {"filed": _filed, "stopped": _stopped, "officer": _officer}


async def _again(session: AsyncSession, errand: Errand, of: Answered) -> Says:
    later = await reactions.again(session, of, errand.at)
    if later is None:
        return [Say("promise.unknown")]
    return [Say("promise.again_on", {"day": day_said(errand.knowledge.words, later[1])})]


async def _dropped(session: AsyncSession, errand: Errand, wanted: React) -> Says:
    try:
        row = await dated_papers.remove(session, errand.person_id, wanted.subject, errand.at)
    except Refused:
        return [Say("paper.unknown")]
    await calls.drop(session, "paper", row.id, errand.at)
    return [Say("paper.removed", {"paper": await _name(session, errand, row)})]


async def _keep(session: AsyncSession, errand: Errand, wanted: KeepPaper) -> Says:
    try:
        row = await _kept_row(session, errand, wanted)
    except Refused as refused:
        return [Say(refused.key, dict(refused.params))]
    words, today = errand.knowledge.words, local_day(errand.at)
    query = select(Promise.next_due).where(Promise.kind == "paper", Promise.subject == row.id)
    due = await session.scalar(query)
    day = local_day(due) if due else None
    told = words.say("paper.told_on", {"day": day_said(words, day)}) if day else words.say("paper.told_no_more")
    params = {"paper": await _name(session, errand, row), "ends": day_left(words, row.ends_on, today), "told": told}
    ways = (("photo", f"do:paper.see:{row.id}"), ("another", "do:paper.add"))
    choices = tuple(Choice(value, words.say(f"paper.{key}"), 0) for key, value in ways)
    return [Say("paper.kept", params, choices, alone=True)]


async def _kept_row(session: AsyncSession, errand: Errand, wanted: KeepPaper) -> DatedPaper:
    if wanted.paper:
        return await dated_papers.renew(session, errand.person_id, wanted.paper, wanted.given_on, errand.at)
    return await dated_papers.keep(session, errand.person_id, wanted.kind, wanted.given_on, errand.at)


async def _picture(session: AsyncSession, errand: Errand, wanted: PicturePaper) -> Says:
    try:
        await dated_papers.picture(session, errand.person_id, wanted.paper, wanted.file, errand.at)
    except Refused as refused:
        return [Say(refused.key, dict(refused.params))]
    return [Say("paper.pictured")]


async def _name(session: AsyncSession, errand: Errand, row: DatedPaper) -> str:
    return (await paper_names.named(session, errand.knowledge.words, [row]))[row.id]


LOADERS = {"certificates": certificates, "dated_papers": papers}
CARRIERS: Mapping[type[Effect], Carrier] = {React: _react, KeepPaper: _keep, PicturePaper: _picture}
