"""The stage of a recorded story: a real chat on a real database, the officers, the clock, and what they may do."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import func, select

from ocop_core.clock import local_day
from ocop_core.conversation.dossiers.view import FORMED, SAMPLES, DossierView
from ocop_core.conversation.forms.dossier import REPORT_FIELDS
from ocop_core.conversation.heard import FileRef, Inbound
from ocop_core.conversation.said import Body
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Outbox, Staff
from ocop_core.db.models_dossiers import Dossier
from ocop_core.rulebook.editions import edition
from ocop_core.services.certificates import grants
from ocop_core.services.certificates.grants import Grant
from ocop_core.services.dossiers import deciding, listing, page_checks, producer_acts, records, reviewing
from ocop_core.services.dossiers.deciding import Decision
from ocop_core.services.reminders import planning, speaking
from tests.conversation.willing import GOOD
from tests.services.test_dossier_pages import page
from tests.support.clock import Clock
from tests.support.dossiers import complete, make_dossier
from tests.support.making import make_chat, make_file, make_officer
from tests.support.talking import answers, heard, owed

JUDGMENT = dict.fromkeys(reviewing.JUDGMENTS, "Đúng như hồ sơ, xã xác nhận")
MOST_QUESTIONS = 80


@dataclass
class Stage:
    """Who plays and what was said last. `new` are the messages that are owed since the line before."""

    db: Database
    knowledge: Knowledge
    clock: Clock
    files_dir: Path
    staff: dict[str, Staff] = field(default_factory=dict)
    new: list[Body] = field(default_factory=list)
    photos: int = 0

    @property
    def text(self) -> str:
        """All that was said since the line before."""
        return "\n\n".join(body.text for body in self.new)

    @property
    def labels(self) -> list[str]:
        """What can be tapped under the last message."""
        return [button.label for button in self.new[-1].choices]

    async def hears(self, inbound: Inbound | str) -> None:
        """Something is said or sent, and answered."""
        self.new = await answers(self.db, self.knowledge, heard(inbound), self.clock.go(minutes=1))

    async def taps(self, words: str) -> None:
        """A button of the last message, by what stands on it."""
        found = [button.data for body in self.new for button in (*body.choices, *body.exits) if button.label == words]
        assert found, f"no button {words}: {self.labels}"
        await self.hears(Inbound("button", data=found[-1]))

    async def photo(self, how: str) -> None:
        """A photo, taken well unless it is said how; `again` is the one before once more. Then it is looked at."""
        self.photos += how != "again"
        taken = page(f"trang {self.photos}", blur=9 if how == "blurred" else 0)
        chat = await make_chat(self.db, self.clock())
        number = await make_file(self.db, self.files_dir, chat, taken, self.clock())
        await self.hears(Inbound("photo", files=(FileRef(file_id=number),)))
        told = self.new
        await self.since(page_checks.look_at_new(self.db, self.knowledge, self.files_dir, self.clock()))
        self.new = [*told, *self.new]

    async def since(self, act: Awaitable[object]) -> None:
        """Carries something out that nobody of the chat did; what is said of it is new."""
        async with self.db.reading() as session:
            before = await session.scalar(select(func.max(Outbox.id))) or 0
        await act
        self.new = await owed(self.db, after=before)

    async def officer(self, role: str) -> Staff:
        """The officer of the commune, of the province or of the ministry's list."""
        if role not in self.staff:
            unit = {} if role == "commune" else {"unit": None}
            self.staff[role] = await make_officer(self.db, self.clock(), login=role, role=role, **unit)
        return self.staff[role]

    async def row(self) -> Dossier:
        """The dossier that was opened last."""
        async with self.db.reading() as session:
            found: Dossier | None = await session.scalar(select(Dossier).order_by(Dossier.id.desc()).limit(1))
            assert found is not None
            return found

    async def view(self) -> DossierView:
        """The same, as everybody sees it."""
        row = await self.row()
        async with self.db.reading() as session:
            return await records.view(session, row)


# --- What a person does again and again, so that the story does not.


async def all_papers(stage: Stage) -> None:
    """Sends every paper that still blocks, one good photo each, with its date; brings the samples."""
    today = local_day(stage.clock())
    blocking = [each.need.paper for each in (await stage.view()).blocking(today)]
    for paper in blocking:
        if paper.id in FORMED:
            continue
        await stage.hears("hàng mẫu" if paper.id == SAMPLES else Inbound("button", data=await _opens(stage, paper.id)))
        if paper.id == SAMPLES:
            await stage.hears("1")
            continue
        await stage.photo("")
        await stage.hears("xong")
        asked = stage.new[-1].key
        if asked in ("dossier.date_issued", "dossier.date_ends"):
            day = today - timedelta(days=20) if asked.endswith("issued") else today + timedelta(days=700)
            await stage.hears(f"{day:%d/%m/%Y}")


async def _opens(stage: Stage, paper: str) -> str:
    return f"do:dossier.paper:{(await stage.row()).code}:{paper}"


async def all_questions(stage: Stage) -> None:
    """Answers whatever the form asks, well, up to its summary."""
    for _ in range(MOST_QUESTIONS):
        last = stage.new[-1]
        if not last.field:
            return
        confirms = last.key.endswith(".confirm")
        await stage.hears("đúng" if confirms else GOOD[f"{last.form}.{last.field}"])
    raise AssertionError(stage.text)


async def best_points(stage: Stage) -> None:
    """Chooses the highest level of every criterion that is still asked."""
    for _ in range(MOST_QUESTIONS):
        if stage.new[-1].key != "score.ask":
            return
        await stage.hears(Inbound("button", data=stage.new[-1].choices[-1].data))
    raise AssertionError(stage.text)


MACROS: dict[str, Callable[[Stage], Awaitable[None]]] = {
    "all the other papers": all_papers,
    "all the other questions": all_questions,
    "the best level of all that is left": best_points,
}

# --- What officers do, each with the words it is written in.


async def _take(stage: Stage, role: str) -> None:
    who, row = await stage.officer(role), await stage.row()
    async with stage.db.writing() as session:
        await reviewing.take(session, stage.knowledge, who, row.id, stage.clock())


async def _accept_rest(stage: Stage, role: str) -> None:
    who, row = await stage.officer(role), await stage.row()
    async with stage.db.writing() as session:
        for sheet in await reviewing.present(session, row):
            if sheet.state == "given":
                await reviewing.accept_paper(session, who, row.id, sheet.id, stage.clock())


async def _return(stage: Stage, role: str, paper: str, comment: str) -> None:
    who, row = await stage.officer(role), await stage.row()
    async with stage.db.writing() as session:
        sheet = next(each for each in await reviewing.present(session, row) if each.paper == paper)
        await reviewing.return_paper(session, who, row.id, sheet.id, comment, stage.clock())


async def _send(stage: Stage, role: str) -> None:
    who, row = await stage.officer(role), await stage.row()
    async with stage.db.writing() as session:
        await reviewing.send_result(session, stage.knowledge, who, row.id, stage.clock())


async def _propose(stage: Stage, role: str) -> None:
    who, row = await stage.officer(role), await stage.row()
    async with stage.db.writing() as session:
        await reviewing.judge(session, who, row.id, JUDGMENT, stage.clock())
        await deciding.propose(session, stage.knowledge, who, row.id, stage.clock())


async def _council(stage: Stage, role: str) -> None:
    who, row = await stage.officer(role), await stage.row()
    async with stage.db.writing() as session:
        await deciding.receive(session, stage.knowledge, who, row.id, stage.clock())
        await deciding.to_council(session, stage.knowledge, who, row.id, stage.clock())


async def _recognise(stage: Stage, role: str, stars: str, score: str, number: str) -> None:
    who, row = await stage.officer(role), await stage.row()
    points = deciding.read_score(score)
    assert points is not None
    decision = Decision(
        score100=points, stars=int(stars), decision_no=number, decided_on=local_day(stage.clock()), number="12"
    )
    async with stage.db.writing() as session:
        await deciding.recognise(session, stage.knowledge, who, row.id, decision, stage.clock())


async def _remind(stage: Stage) -> None:
    await planning.check(stage.db, stage.clock())
    await speaking.speak(stage.db, stage.knowledge, stage.clock(), "stage")


ACTS: tuple[tuple[str, Callable[..., Awaitable[None]]], ...] = (
    (r"(commune|province) takes it", _take),
    (r"(commune|province) accepts all the others", _accept_rest),
    (r"(commune|province) returns (\w+): (.+)", _return),
    (r"(commune|province) sends the result", _send),
    (r"(commune) writes Mẫu 03 and proposes it", _propose),
    (r"(province) receives it and puts it to the council", _council),
    (r"(province) recognises ([345]) stars at ([\d,]+) points by (\S+)", _recognise),
    (r"the clock reminds", _remind),
)


async def acts(stage: Stage, words: str) -> None:
    """One line of what somebody other than the producer does."""
    for pattern, act in ACTS:
        if found := re.fullmatch(pattern, words):
            await stage.since(act(stage, *found.groups()))
            return
    raise AssertionError(f"nobody can do this: {words}")


async def certified(stage: Stage, stars: int, ends: date) -> None:
    """Before the story: a dossier that was recognised, and the certificate that it made."""
    row = await make_dossier(stage.db, stage.clock())
    await complete(stage.db, stage.files_dir, row, stage.clock())
    told = {name: GOOD[f"dossier_report.{name}"] for name in REPORT_FIELDS}
    async with stage.db.writing() as session:
        old = await session.get_one(Dossier, row.id)
        await producer_acts.answer(session, old, {**told, "gender": "woman", "sign": "no"}, stage.clock())
        old.state = "recognised"
        grant = Grant(
            stars=stars,
            decision_no="61/QĐ-UBND",
            issued_on=ends.replace(year=ends.year - 3),
            level="province",
            source=f"dossier:{row.id}",
        )
        await grants.grant(session, await listing.product(session, old), edition("QD26"), grant, stage.clock())
