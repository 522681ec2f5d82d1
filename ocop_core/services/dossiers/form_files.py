"""Writes the forms of a dossier from what is gathered; what nobody has told stays a blank."""

import asyncio
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from ocop_core.conversation.dossiers.view import REGISTRATION, REPORT, SAMPLES
from ocop_core.conversation.forms.place import in_sentence
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
from ocop_core.services.dossiers import exhibits
from ocop_core.services.dossiers.gathering import Gathered
from ocop_core.text import show_phone

Which = Literal["mau01", "mau02", "mau03", "contents"]
TOURISM = 26
_DAY = re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b")
NO_EVIDENCE = (REGISTRATION, REPORT, SAMPLES)


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
        position=known.tell("owner_title"),
        gender=known.option("gender", "gender"),
        ethnicity=known.tell("ethnic"),
        residence=_residence(known),
        founded=known.tell("founded") or _first_day(known.tell("licence")),
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


def _residence(known: Gathered) -> str:
    """Where the representative lives; the address of the works where that is the same place."""
    told = known.tell("residence")
    return _address(known) if told == known.say("dossier_report.residence.same") else told


def _first_day(text: str) -> str:
    """The date that is told with the number of the licence: "51A8012345, ngày 05/03/2021"."""
    found = _DAY.search(text)
    return found[0] if found else ""


def _goods(known: Gathered) -> Goods:
    view = known.view
    kind = known.knowledge.sets.get(view.set_no)
    number = known.judged("product_no")
    return Goods(
        name=known.product,
        code=product_code(known, number) if number else "",
        sector=kind.sector,
        group=kind.group,
        set_name=kind.name,
        set_no=view.set_no,
        specification=known.tell("spec"),
    )


def year(known: Gathered) -> int:
    """The year whose books the dossier stands in."""
    return (known.view.submitted_on or known.today).year


def product_code(known: Gathered, number: str) -> str:
    """Mã tỉnh – mã xã – the commune's running number – year, by the codes of QĐ 19/2025/QĐ-TTg."""
    return f"{known.knowledge.province.code}-{known.view.unit}-{number}-{year(known)}"


def series(known: Gathered) -> str:
    """What stands behind the number of a receipt: "PĐK-91-30628-2026"."""
    params = {"province": known.knowledge.province.code, "unit": known.view.unit, "year": year(known)}
    return known.say("office.series", **params)


def _registration(known: Gathered) -> Registration:
    view = known.view
    return Registration(
        province=known.knowledge.province.name,
        year=year(known),
        applicant=_applicant(known),
        goods=_goods(known),
        application=view.kind,
        samples=known.say("office.no_samples" if view.set_no == TOURISM else "office.samples"),
        place=known.unit.short,
        commune=Receipt(
            office=known.say("office.commune", unit=in_sentence(known.unit)),
            number=known.judged("receipt_no"),
            series=series(known),
            received_on=_day(known.judged("received_on")) or view.submitted_on,
            received_by=known.judged("received_by"),
        ),
        provincial=Receipt(series=series(known)),
    )


def _self_report(known: Gathered) -> SelfReport:
    view, scored = known.view, bool(known.view.scores)
    return SelfReport(
        applicant=_applicant(known),
        goods=_goods(known),
        held=exhibits.held(known.papers),
        history=known.tell("history"),
        organisation=known.tell("structure"),
        production=known.tell("area"),
        changes=known.tell("changes"),
        market=known.tell("market"),
        results=known.tell("revenue"),
        parts=exhibits.parts(view, dict(known.notes), known.papers),
        total=view.scored.total if scored else None,
        star=known.say("office.star", stars=view.scored.star_after_minimums) if scored else "",
        evidence=tuple(
            exhibits.evidence(each, known.knowledge.words)
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
        # "KT. Chủ tịch, Phó Chủ tịch" is signed in two lines (Nghị định 30/2020/NĐ-CP, Phụ lục I).
        signer_title=known.judged("signer_title").replace(", ", "\n"),
    )


def _contents(known: Gathered) -> Contents:
    return Contents(
        code=known.view.code,
        applicant=_applicant(known),
        goods=_goods(known),
        state=known.say(f"office.state.{known.view.state}"),
        made_on=known.today,
        papers=tuple(exhibits.evidence(each, known.knowledge.words) for each in known.papers),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


_WRITERS: Mapping[Which, Callable[[Gathered], Form]] = {
    "mau01": _registration,
    "mau02": _self_report,
    "mau03": _commune_report,
    "contents": _contents,
}
