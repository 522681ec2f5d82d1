"""Begins a dossier: from nothing, from an idea, or as the renewal of a certificate; and what its forms lead to."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal

from ocop_core.conversation.answers import LIBRARY
from ocop_core.conversation.answers import told as explained
from ocop_core.conversation.days import day_left
from ocop_core.conversation.dossiers import scoring
from ocop_core.conversation.dossiers.acts import Act, home, sort
from ocop_core.conversation.dossiers.changing import begun, completed, told
from ocop_core.conversation.dossiers.looking import Renewal, every, knowing, one, renewals, seeds, upgradable
from ocop_core.conversation.dossiers.view import DossierView
from ocop_core.conversation.effects import Submit
from ocop_core.conversation.elsewhere import bring
from ocop_core.conversation.moves import park, start, touched
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import Mode, State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import World
from ocop_core.rulebook.editions import edition_at
from ocop_core.rulebook.working_days import renewal_state, renewal_window

NEW = "new"
WISH = "dossier.open"
MOST_OPEN = 12
# How it goes, for who asks for it and has nothing that it could be done with.
_TOLD_OF = {"renewal": "nop_cham_lai_khi_nao", "upgrade": "nang_hang_khi_nao"}


def _open(state: State, rest: str, world: World) -> Turn:
    """Of an idea that is named, of one that is chosen, or of something new; one half told is offered first."""
    if sum(view.changeable for view in every(world)) >= MOST_OPEN:
        aside = {"act": "dossier.status"}
        fresh = park(state, world).with_(mode="dossiers", aside=aside)
        return pose(fresh, world, Say("dossier.too_many", {"count": MOST_OPEN}))
    if not rest and state.wish != WISH and (first := _idea_first(state, world)):
        return first
    found = {seed.code: seed for seed in seeds(world)}
    if rest in found:
        return _begin(state, {**found[rest].answers, "idea": rest}, world)
    if rest == NEW or not found:
        return _begin(state, {}, world)
    return pose(park(state, world).with_(mode="dossier_from", aside={}, misses=0), world)


def _idea_first(state: State, world: World) -> Turn | None:
    """Where a product is half told: on with it, or something new. What its idea asks, the dossier asks as well."""
    state, brought = bring(state, world)
    begun_here = state.form == "idea" and touched(state, world)
    if not begun_here and not any(draft.form == "idea" for draft in state.drafts):
        return None
    half = park(state, world).with_(mode="choose", wish=WISH, misses=0)
    return pose(half, world, *brought, Say("dossier.idea_first"))


def _begin(state: State, seed: Mapping[str, Any], world: World, *leads: Say) -> Turn:
    lead = Say("dossier.begin_named", {"name": seed["name"]}) if seed.get("name") else Say("dossier.begin")
    return start(state, "dossier", world, seed, None, *leads, lead)


def _again(kind: Literal["renewal", "upgrade"]) -> Act:
    """Opens the renewal of a certificate, or a dossier for more stars; one that is under way is taken up."""

    def act(state: State, rest: str, world: World) -> Turn:
        if not renewals(world):
            entry = world.look(LIBRARY).entries.get(_TOLD_OF[kind])
            told_first = (explained(entry),) if entry else ()
            return pose(park(state, world), world, *told_first, Say("dossier.nothing_to_renew"))
        found = {str(each.certificate): each for each in (renewals if kind == "renewal" else upgradable)(world)}
        if not found:
            return pose(park(state, world), world, Say("dossier.upgrade_none"))
        if rest not in found and len(found) > 1:
            aside = {"act": "upgrade"} if kind == "upgrade" else {}
            return pose(park(state, world).with_(mode="renewals", aside=aside, misses=0), world)
        chosen = found.get(rest) or next(iter(found.values()))
        if view := _under_way(chosen.certificate, kind, world):
            return home(park(state, world), view, world, _other_kind(view, kind))
        how = window_said(chosen, world) if kind == "renewal" else Say("dossier.upgrade", {"name": chosen.name})
        return _begin(state, _seeded(chosen, kind), world, how)

    return act


def _under_way(certificate: int | None, kind: str, world: World) -> DossierView | None:
    """The dossier of a certificate. One for more stars that the offices have may fail: the renewal goes beside it."""
    views = [view for view in every(world) if certificate is not None and view.certificate == certificate]
    beside = [view for view in views if kind == "renewal" and view.kind == "upgrade" and not view.changeable]
    return next((view for view in views if not view.settled and view not in beside), None)


def _other_kind(view: DossierView, wanted: str) -> Say | None:
    """What is said to who wants the one and has the other under way, as there is one dossier for a certificate."""
    other = view.changeable and view.kind in _TOLD_OF and view.kind != wanted
    return Say(f"dossier.under_way_{view.kind}", {"name": view.name}) if other else None


def _seeded(chosen: Renewal, kind: str) -> dict[str, Any]:
    told_of = {"set": chosen.set_no, "place": chosen.unit, "phone": chosen.phone, "producer_kind": chosen.producer_kind}
    known = {key: value for key, value in told_of.items() if value}
    return {"name": chosen.name, "kind": kind, "certificate": chosen.certificate, "had": chosen.stars, **known}


def window_said(renewal: Renewal, world: World) -> Say:
    """When the dossier of a renewal is taken."""
    law = edition_at(world.today)
    window = renewal_window(renewal.expires_on, law)
    params = {
        "name": renewal.name,
        "ends": day_left(world.words, renewal.expires_on, world.today),
        "opens": day_left(world.words, window.opens, world.today),
        "closes": day_left(world.words, window.closes, world.today),
    }
    return Say(f"dossier.renew_{renewal_state(renewal.expires_on, world.today, law)}", params)


def opened(rest: State, effect: Submit, answers: Mapping[str, Any], world: World) -> Turn:
    """The opening form is handed in: on to the papers, or to the first question of the score."""
    known = one(str(answers.get("dossier", "")), world)
    if known and not known.changeable:
        return home(rest, known, world, Say(f"dossier.closed_{known.state}"))
    if known:
        return home(rest, known, knowing(world, completed(known, answers)), effect, Say("dossier.facts_done"))
    if view := _under_way(answers.get("certificate"), str(answers.get("kind")), world):
        # It was begun in two forms, and the other one came first.
        return home(rest, view, world, _other_kind(view, str(answers.get("kind"))))
    law = edition_at(world.today)
    assert law is not None
    view = _with_kept(begun(answers, effect.code, law.id), answers, world)
    now, fresh = knowing(world, view), rest.with_(dossier=view.code)
    if answers.get("trial"):
        return scoring.onward(fresh, view, "", now, effect, Say("score.begin", _counted(view.set_no, law, view.name)))
    said = Say("dossier.opened", {"name": view.name, "code": view.code})
    if fresh.loose:
        return sort(fresh, view, "", now).led_by(effect, said)
    return home(fresh, view, now, effect, said)


def _with_kept(view: DossierView, answers: Mapping[str, Any], world: World) -> DossierView:
    """Where it renews a certificate: with what was told before, and the papers that can be used again."""
    number = answers.get("certificate")
    renewed = next((each for each in renewals(world) if each.certificate == number), None) if number else None
    if renewed is None:
        return view
    return replace(view, answers={**renewed.answers, **view.answers}, reusable=view.of_use(renewed.kept))


def _counted(set_no: int, law: Any, name: str) -> dict[str, Any]:
    return {"name": name, "count": len(law.criteria[set_no].all)}


def reported(rest: State, effect: Submit, answers: Mapping[str, Any], world: World) -> Turn:
    """The words of Mẫu 01 and 02 are handed in."""
    view = one(str(answers.get("dossier", "")), world)
    if view is None:
        return pose(rest, world, Say("dossier.unknown", {"code": answers.get("dossier", "")}))
    if not view.changeable:
        return home(rest, view, world, Say(f"dossier.closed_{view.state}"))
    return home(rest, view, knowing(world, told(view, answers)), effect, Say("dossier_report.done"))


def _page_of(mode: Mode, **aside: Any) -> Act:
    def turned(state: State, rest: str, world: World) -> Turn:
        page = int(rest) if rest.isdecimal() and len(rest) < 4 else 0
        return pose(park(state, world).with_(mode=mode, aside={**aside, "page": page}, misses=0), world)

    return turned


ACTS: dict[str, Act] = {
    WISH: _open,
    "dossier.from": _page_of("dossier_from"),
    "certificate.renew": _again("renewal"),
    "certificate.upgrade": _again("upgrade"),
    "dossier.renewals": _page_of("renewals"),
    "dossier.upgrades": _page_of("renewals", act="upgrade"),
}
# What a form leads to once it is handed in.
AFTER: dict[str, Callable[[State, Submit, Mapping[str, Any], World], Turn]] = {
    "dossier": opened,
    "dossier_report": reported,
}
