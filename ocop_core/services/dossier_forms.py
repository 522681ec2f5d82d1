"""Gathers what is known of a dossier into its forms; what nobody has told stays a blank."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.dossiers.view import REGISTRATION, REPORT, SAMPLES, DossierView
from ocop_core.conversation.forms.place import in_sentence
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Idea
from ocop_core.db.models_dossiers import Dossier
from ocop_core.db.models_products import Product
from ocop_core.office.forms import (
    Applicant,
    CommuneReport,
    Contents,
    Form,
    Goods,
    Receipt,
    Registration,
    SelfReport,
)
from ocop_core.office.word import Filled, fill
from ocop_core.rulebook.places import Unit
from ocop_core.services import dossier_evidence, dossier_rows
from ocop_core.services.dossier_evidence import Listed
from ocop_core.text import show_phone

Which = Literal["mau01", "mau02", "mau03", "contents"]
TOURISM = 26
NO_EVIDENCE = (REGISTRATION, REPORT, SAMPLES)


@dataclass(frozen=True, slots=True)
class Gathered:
    """A dossier with all that its forms are written from. `notes` are the producer's words by criterion code."""

    knowledge: Knowledge
    today: date
    view: DossierView
    product: str
    told: Mapping[str, Any]
    notes: Mapping[str, str]
    judgment: Mapping[str, Any]
    papers: tuple[Listed, ...]

    @property
    def unit(self) -> Unit:
        """The commune that takes it."""
        return self.knowledge.province.unit(self.view.unit)

    def say(self, key: str, **params: object) -> str:
        """Words."""
        return self.knowledge.words.say(key, params)

    def tell(self, name: str) -> str:
        """What the producer told; empty where they did not."""
        return str(self.told.get(name) or "")

    def option(self, words: str, name: str) -> str:
        """What the producer chose, in the words of the forms; empty where there are none."""
        key = f"office.{words}.{self.tell(name)}"
        return self.knowledge.words.say(key) if self.knowledge.words.has(key) else ""

    def judged(self, name: str) -> str:
        """What the commune wrote; empty where it did not."""
        return str(self.judgment.get(name) or "")


async def gather(session: AsyncSession, knowledge: Knowledge, row: Dossier, today: date) -> Gathered:
    """Reads a dossier. What was told of the idea it grew out of counts where the dossier says nothing."""
    view = await dossier_rows.view(session, row)
    product = await session.get_one(Product, row.product_id)
    idea = await session.get(Idea, row.idea_id) if row.idea_id else None
    before = {key: value for key, value in (idea.more if idea else {}).items() if isinstance(value, str)}
    known = {"producer": product.producer, "phone": product.phone, "producer_kind": product.producer_kind}
    told = {key: value for key, value in row.answers.items() if value}
    return Gathered(
        knowledge=knowledge,
        today=today,
        view=view,
        product=product.name,
        told={**before, **{key: value for key, value in known.items() if value}, **told},
        notes={code: said.get("note", "") for code, said in row.scores.items()},
        judgment=row.judgment,
        papers=dossier_evidence.listed(view, today),
    )


def write(gathered: Gathered, which: Which) -> Form:
    """One of the forms of a dossier."""
    return _WRITERS[which](gathered)


async def filled(gathered: Gathered, which: Which, templates: Path | None) -> Filled:
    """A form as a Word file, made in a thread."""
    return await asyncio.to_thread(fill, write(gathered, which), templates)


def file_name(gathered: Gathered, which: Which) -> str:
    """What the file is called: "Mẫu số 01 - Khô cá lóc.docx"."""
    return f"{gathered.say(f'office.file.{which}')} - {gathered.product}.docx"


def _applicant(known: Gathered) -> Applicant:
    return Applicant(
        name=known.tell("producer"),
        kind=known.option("kind", "producer_kind"),
        address=_address(known),
        phone=show_phone(known.tell("phone")) if known.tell("phone") else "",
        email=known.tell("email"),
        representative=known.tell("owner"),
        position=known.tell("position"),
        gender=known.option("gender", "gender"),
        ethnicity=known.tell("ethnicity"),
        residence=known.tell("residence"),
        founded=known.tell("founded"),
        licence_no=known.tell("licence"),
    )


def _address(known: Gathered) -> str:
    """As it was told; a mere hamlet with its commune and province."""
    told = known.tell("address") or known.tell("hamlet")
    if not told:
        return ""
    if known.unit.short.casefold() in told.casefold():
        return told
    province = known.say("office.province", name=known.knowledge.province.name)
    return f"{told}, {in_sentence(known.unit)}, {province}"


def _goods(known: Gathered) -> Goods:
    view = known.view
    kind = known.knowledge.sets.get(view.set_no)
    number = known.judged("product_no")
    year = (view.submitted_on or known.today).year
    return Goods(
        name=known.product,
        code=f"{known.knowledge.province.code}-{view.unit}-{number}-{year}" if number else "",
        sector=kind.sector,
        group=kind.group,
        set_name=kind.name,
        set_no=view.set_no,
        specification=known.tell("spec"),
    )


def _registration(known: Gathered) -> Registration:
    view = known.view
    year = (view.submitted_on or known.today).year
    series = known.say("office.series", province=known.knowledge.province.code, unit=view.unit, year=year)
    return Registration(
        province=known.knowledge.province.name,
        year=year,
        applicant=_applicant(known),
        goods=_goods(known),
        application=view.kind,
        samples=known.say("office.no_samples" if view.set_no == TOURISM else "office.samples"),
        place=known.unit.short,
        commune=Receipt(
            office=known.say("office.commune", unit=in_sentence(known.unit)),
            number=known.judged("receipt_no"),
            series=series,
            received_on=_day(known.judged("received_on")) or view.submitted_on,
            received_by=known.judged("received_by"),
        ),
        provincial=Receipt(series=series),
    )


def _self_report(known: Gathered) -> SelfReport:
    view, scored = known.view, bool(known.view.scores)
    return SelfReport(
        applicant=_applicant(known),
        goods=_goods(known),
        held=dossier_evidence.held(known.papers),
        history=known.tell("history"),
        organisation=known.tell("organisation"),
        production=known.tell("area"),
        changes=known.tell("quality"),
        market=known.tell("market"),
        results=known.tell("revenue"),
        parts=dossier_evidence.parts(view, dict(known.notes), known.papers),
        total=view.scored.total if scored else None,
        star=known.say("office.star", stars=view.scored.star_after_minimums) if scored else "",
        evidence=tuple(
            dossier_evidence.evidence(each, known.knowledge.words)
            for each in known.papers
            if each.there and each.paper.id not in NO_EVIDENCE
        ),
        application=view.kind,
        changes_since=known.tell("change" if view.kind == "upgrade" else "update"),
        plan=known.tell("plan"),
        place=known.unit.short,
    )


def _commune_report(known: Gathered) -> CommuneReport:
    province = known.knowledge.province
    office = province.office("advises")
    return CommuneReport(
        unit=in_sentence(known.unit),
        unit_short=known.unit.short,
        province=province.name,
        applicant=_applicant(known),
        goods=_goods(known),
        number=known.judged("report_no"),
        issued_on=_day(known.judged("report_on")),
        material=known.judged("materials"),
        workers=known.judged("workers"),
        origin=known.judged("idea"),
        identity=known.judged("identity"),
        reader=office.name,
        reader_certain=office.certain,
        signer=known.judged("signer"),
        signer_title=known.judged("signer_title"),
    )


def _contents(known: Gathered) -> Contents:
    return Contents(
        code=known.view.code,
        applicant=_applicant(known),
        goods=_goods(known),
        state=known.say(f"office.state.{known.view.state}"),
        made_on=known.today,
        papers=tuple(dossier_evidence.evidence(each, known.knowledge.words) for each in known.papers),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


_WRITERS: Mapping[Which, Callable[[Gathered], Form]] = {
    "mau01": _registration,
    "mau02": _self_report,
    "mau03": _commune_report,
    "contents": _contents,
}
