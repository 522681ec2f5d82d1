"""Carries out what a turn wants done with a dossier, and says so where it cannot be."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.dossiers import effects as wants
from ocop_core.conversation.dossiers.changing import facts_of
from ocop_core.conversation.dossiers.effects import DossierAct
from ocop_core.conversation.effects import Effect, Submit
from ocop_core.conversation.forms.dossier import REPORT_FIELDS
from ocop_core.conversation.forms.stars import STARS
from ocop_core.conversation.said import Say
from ocop_core.db.models_dossiers import Dossier
from ocop_core.errors import Refused
from ocop_core.services.dossiers import paper_acts, producer_acts, reuse, starting, telling
from ocop_core.services.dossiers.starting import Start
from ocop_core.services.errand import Carrier, Errand, Says


async def _begin(session: AsyncSession, errand: Errand, submit: Submit) -> Says:
    """The opening form was handed in."""
    answers = submit.answers
    start = Start(
        name=answers["name"],
        set_no=answers["set"],
        unit=answers["place"],
        phone=answers.get("phone") or "",
        producer_kind=answers.get("producer_kind") or "",
        stars=STARS.get(answers.get("stars") or "", 3),
        kind=answers.get("kind", "first"),
        facts=facts_of(answers),
        idea=answers.get("idea", ""),
        certificate=answers.get("certificate"),
    )
    try:
        if answers.get("dossier"):
            row = await producer_acts.own(session, errand.person_id, str(answers["dossier"]))
            await starting.complete(session, row, start, errand.at)
            return []
        await starting.start(session, errand.person_id, errand.chat_id, start, submit.code, errand.at)
    except Refused as refused:
        return [Say(refused.key, refused.params)]
    return []


async def _tell(session: AsyncSession, errand: Errand, submit: Submit) -> Says:
    """The words of Mẫu 01 and 02 were handed in."""
    answers = submit.answers
    told = {key: value for key, value in answers.items() if key in REPORT_FIELDS and value is not None}
    try:
        row = await producer_acts.own(session, errand.person_id, str(answers.get("dossier")))
        await producer_acts.answer(session, row, told, errand.at)
    except Refused as refused:
        return [Say(refused.key, refused.params)]
    return []


async def _carry_out(session: AsyncSession, errand: Errand, act: DossierAct) -> Says:
    """Does one act on a dossier of the person."""
    try:
        row = await producer_acts.own(session, errand.person_id, act.code)
        return await _paper_act(session, errand, row, act) or await _act(session, errand, row, act)
    except Refused as refused:
        return [Say(refused.key, refused.params)]


async def _paper_act(session: AsyncSession, errand: Errand, row: Dossier, act: DossierAct) -> Says:
    at = errand.at
    match act:
        case wants.PutPages(paper=paper, files=files):
            await paper_acts.put(session, row, paper, files, at)
        case wants.NewVersion(paper=paper):
            await paper_acts.begin(session, row, paper, at)
        case wants.FinishPaper(paper=paper):
            await paper_acts.finish(session, row, paper, at)
        case wants.DatePaper(paper=paper, issued_on=issued, expires_on=ends):
            await paper_acts.date_paper(session, row, paper, at, issued_on=issued, expires_on=ends)
        case wants.DropPage(page=page):
            await paper_acts.drop_page(session, row, page, at)
            return [Say("dossier.page_dropped")]
    return []


async def _act(session: AsyncSession, errand: Errand, row: Dossier, act: DossierAct) -> Says:
    at = errand.at
    match act:
        case wants.GivePoints(criterion=criterion, points=points):
            await producer_acts.score(session, row, criterion, points, at)
        case wants.MoveSet(set_no=number):
            await producer_acts.change_set(session, row, number, at)
        case wants.AimAt(stars=stars):
            await producer_acts.change_stars(session, row, stars, at)
        case wants.ReusePapers():
            await reuse.take_over(session, row, at)
        case wants.HandIn():
            return [await _handed_in(session, errand, row)]
        case wants.TakeBack():
            await producer_acts.withdraw(session, row, at)
    return []


async def _handed_in(session: AsyncSession, errand: Errand, row: Dossier) -> Say:
    again = row.state == "returned"
    await producer_acts.submit(session, row, errand.at)
    params = await telling.about(session, errand.knowledge, row, errand.at)
    return Say("dossier.handed_in_again" if again else "dossier.handed_in", params, alone=True)


FORMS: Mapping[str, Carrier] = {"dossier": _begin, "dossier_report": _tell}
CARRIERS: Mapping[type[Effect], Carrier] = dict.fromkeys(wants.DOSSIER_ACTS, _carry_out)
