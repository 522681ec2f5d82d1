"""A dossier as it will be once an act was carried out: what is asked next does not wait for the database."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ocop_core.conversation.dossiers.effects import (
    AimAt,
    DatePaper,
    DossierAct,
    DropPage,
    FinishPaper,
    GivePoints,
    HandIn,
    MoveSet,
    NewVersion,
    PutPages,
    ReusePapers,
    TakeBack,
)
from ocop_core.conversation.dossiers.view import DossierView, Sheet
from ocop_core.conversation.forms.dossier import FACTS, REPORT_FIELDS
from ocop_core.conversation.forms.stars import STARS
from ocop_core.rulebook.producer import Producer


def changed(view: DossierView, act: DossierAct) -> DossierView:
    """The view after `act`."""
    change = _CHANGES.get(type(act))
    return change(view, act) if change else view


def _put(view: DossierView, act: PutPages) -> DossierView:
    sheet = view.sheet(act.paper)
    if sheet is None or sheet.state in ("returned", "accepted"):
        version = sheet.version + 1 if sheet else 1
        sheet = Sheet(0, act.paper, version, "draft", before=sheet.comment if sheet else "")
    fresh = tuple(number for number in act.files if number not in sheet.files)
    return _with(view, replace(sheet, pages=sheet.pages + len(fresh), files=(*sheet.files, *fresh)))


def _drop(view: DossierView, act: DropPage) -> DossierView:
    sheet = view.sheet(act.paper)
    if sheet is None:
        return view
    left = max(0, sheet.pages - 1)
    return _with(view, replace(sheet, pages=left, state=sheet.state if left else "draft"))


def _renew(view: DossierView, act: NewVersion) -> DossierView:
    sheet = view.sheet(act.paper)
    return _with(view, Sheet(0, act.paper, sheet.version + 1 if sheet else 1, "draft"))


def _finish(view: DossierView, act: FinishPaper) -> DossierView:
    sheet = view.sheet(act.paper) or Sheet(0, act.paper, 1, "draft")
    return _with(view, replace(sheet, state="given"))


def _date(view: DossierView, act: DatePaper) -> DossierView:
    sheet = view.sheet(act.paper)
    if sheet is None:
        return view
    issued_on, expires_on = act.issued_on or sheet.issued_on, act.expires_on or sheet.expires_on
    return _with(view, replace(sheet, issued_on=issued_on, expires_on=expires_on))


def _points(view: DossierView, act: GivePoints) -> DossierView:
    others = {code: got for code, got in view.scores.items() if code != act.criterion}
    return replace(view, scores=others if act.points is None else {**others, act.criterion: act.points})


def _with(view: DossierView, sheet: Sheet) -> DossierView:
    others = tuple(each for each in view.sheets if each.paper != sheet.paper)
    return replace(view, sheets=(*others, sheet))


_CHANGES: Mapping[type[Any], Callable[[DossierView, Any], DossierView]] = {
    PutPages: _put,
    DropPage: _drop,
    NewVersion: _renew,
    FinishPaper: _finish,
    DatePaper: _date,
    GivePoints: _points,
    MoveSet: lambda view, act: replace(view, set_no=act.set_no),
    AimAt: lambda view, act: replace(view, stars=act.stars),
    ReusePapers: lambda view, act: replace(view, sheets=(*view.sheets, *view.reusable), reusable=()),
    HandIn: lambda view, act: replace(view, state="submitted"),
    TakeBack: lambda view, act: replace(view, state="withdrawn", due_on=None),
}


def facts_of(answers: Mapping[str, Any]) -> dict[str, bool]:
    """The facts of the producer that the answers of the opening form tell."""
    told = {fact: answers[name] == "yes" for name, fact in FACTS.items() if answers.get(name) is not None}
    kind = answers.get("producer_kind")
    return {**told, "registered": kind != "person"} if kind else told


def begun(answers: Mapping[str, Any], code: str, edition_id: str) -> DossierView:
    """A dossier that was opened with these answers."""
    kept = {key: answers[key] for key in ("name", "phone", "producer_kind") if answers.get(key)}
    return DossierView(
        id=0,
        code=code,
        name=answers["name"],
        set_no=answers["set"],
        unit=answers["place"],
        edition_id=edition_id,
        kind=answers.get("kind", "first"),
        stars=STARS.get(answers.get("stars", ""), 3),
        state="draft",
        producer=Producer(application=answers.get("kind", "first"), **facts_of(answers)),
        answers=kept,
    )


def completed(view: DossierView, answers: Mapping[str, Any]) -> DossierView:
    """A dossier of which the opening form has told the rest."""
    fresh = begun(answers, view.code, view.edition_id)
    return replace(
        view,
        set_no=fresh.set_no,
        stars=fresh.stars,
        producer=fresh.producer,
        answers={**view.answers, **fresh.answers},
    )


def told(view: DossierView, answers: Mapping[str, Any]) -> DossierView:
    """The view after answers of Mẫu 01 and 02 were handed in."""
    known = {key: value for key, value in answers.items() if key in REPORT_FIELDS and value is not None}
    facts: dict[str, Any] = facts_of(known)
    name = known.get("printed", view.name)
    return replace(view, name=name, answers={**view.answers, **known}, producer=replace(view.producer, **facts))
