"""Looks up dossiers for the engine: one by its code, all of a person; and puts a changed one in their place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ocop_core.conversation.dossiers.changing import changed
from ocop_core.conversation.dossiers.effects import DossierAct
from ocop_core.conversation.dossiers.view import DossierView, Sheet
from ocop_core.conversation.forms.stars import STARS
from ocop_core.conversation.state import State
from ocop_core.conversation.world import Need, World

CODE = re.compile(r"^HS-?([2-9A-HJ-NP-Z]{5})(?::|$)", re.IGNORECASE)
_ALL: Need[tuple[DossierView, ...]] = Need("dossiers")


@dataclass(frozen=True, slots=True)
class Renewal:
    """A certificate of the person's product that may be renewed, and what is known for its dossier.

    `kept` are the papers of earlier dossiers about it that still serve, `stars` those it has.
    """

    certificate: int
    name: str
    set_no: int | None
    unit: str
    phone: str
    producer_kind: str
    expires_on: date
    answers: Mapping[str, Any]
    kept: tuple[Sheet, ...] = ()
    stars: int = 3


@dataclass(frozen=True, slots=True)
class Seed:
    """An idea from which a dossier may grow: its code, and what it told."""

    code: str
    answers: Mapping[str, Any]


_RENEWALS: Need[tuple[Renewal, ...]] = Need("renewals")
_SEEDS: Need[tuple[Seed, ...]] = Need("seeds")


def is_kept(file_id: int, world: World) -> bool:
    """Whether a file that the person sent has arrived, so that it can be shown."""
    need: Need[bool] = Need("file_kept", str(file_id))
    return world.look(need)


def parted(rest: str) -> tuple[str, str]:
    """The code at the beginning of a wish's rest, and what stands behind it."""
    found = CODE.match(rest)
    if found is None:
        return "", rest.strip()
    return f"HS-{found[1].upper()}", rest[found.end() :].strip()


def one(code: str, world: World) -> DossierView | None:
    """The person's own dossier with this code."""
    need: Need[DossierView | None] = Need("dossier", code)
    return world.look(need) if code else None


def every(world: World) -> tuple[DossierView, ...]:
    """All dossiers of the person, those under way first."""
    return world.look(_ALL)


def renewals(world: World) -> tuple[Renewal, ...]:
    """The certificates of the person, those that end first before others."""
    return world.look(_RENEWALS)


def upgradable(world: World) -> tuple[Renewal, ...]:
    """Those of them for which more stars can be asked."""
    return tuple(each for each in renewals(world) if each.stars < max(STARS.values()))


def at_hand(state: State, world: World) -> DossierView | None:
    """The dossier that is spoken of."""
    return one(str(state.aside.get("code") or state.dossier), world)


def open_ones(world: World) -> tuple[DossierView, ...]:
    """Those that can still change or be decided."""
    return tuple(view for view in every(world) if not view.settled)


def knowing(world: World, view: DossierView) -> World:
    """The same world, in which the dossier is as `view` says."""
    this: Need[Any] = Need("dossier", view.code)
    facts = {**world.facts, this: view}
    if _ALL in facts:
        facts[_ALL] = (view, *(each for each in facts[_ALL] if each.code != view.code))
    return replace(world, facts=facts)


def after(world: World, view: DossierView, act: DossierAct) -> World:
    """The same world, once the act has been carried out."""
    return knowing(world, changed(view, act))


def seeds(world: World) -> tuple[Seed, ...]:
    """The person's ideas that have no dossier yet, the accepted ones first."""
    return world.look(_SEEDS)


def to_exceed(view: DossierView, world: World) -> int:
    """The stars of the certificate that an upgrade has to go beyond; 0 for any other dossier."""
    held = renewals(world) if view.kind == "upgrade" else ()
    return next((each.stars for each in held if each.certificate == view.certificate), 0)
