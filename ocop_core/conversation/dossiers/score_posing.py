"""Poses the questions of a self-score and what it comes to."""

from collections.abc import Callable

from ocop_core.conversation.dossiers.posing import LONGEST_LABEL, WAYS, button, of_dossier, pages
from ocop_core.conversation.dossiers.view import DossierView
from ocop_core.conversation.forms.field import PAGE
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.state import State
from ocop_core.conversation.world import World
from ocop_core.rulebook.cheapest import Step, cheapest
from ocop_core.rulebook.criteria import Criterion
from ocop_core.rulebook.scoring import UNCERTIFIED_STAR, Result
from ocop_core.text import shorten

MOST_STEPS, MOST_UNMET = 6, 6


def _asked(view: DossierView, state: State, world: World) -> Say:
    """One criterion: its plain question, and its levels to choose from."""
    criteria = view.edition.criteria[view.set_no]
    criterion = criteria.by_code.get(str(state.aside.get("criterion"))) or criteria.all[0]
    case = state.aside.get("case")
    if len(criterion.meanings) > 1 and case is None:
        choices = tuple(
            button("score.at", view.code, world, shorten(meaning.case, LONGEST_LABEL), f"{criterion.code}:c{place}")
            for place, meaning in enumerate(criterion.meanings)
        )
    else:
        choices = _levels(view, criterion, int(case or 0), world)
    now = view.scores.get(criterion.code)
    lines = [world.label("score.question", ask=criterion.ask)]
    lines += [world.label("score.note", note=criterion.note)] if criterion.note else []
    lines += [world.label("score.doubtful")] if criterion.uncertain else []
    lines += [world.label("score.now", points=now)] if now is not None else []
    return Say(
        "score.ask",
        {"lines": "\n".join(lines)},
        choices,
        ("back", "skip", "later", "person"),
        "score",
        criterion.code,
        criteria.all.index(criterion) + 1,
        len(criteria.all),
    )


def _levels(view: DossierView, criterion: Criterion, case: int, world: World) -> tuple[Choice, ...]:
    assert len(criterion.ladder) <= PAGE
    rungs = criterion.meanings[case].rungs if case < len(criterion.meanings) else ()
    return tuple(
        button("score.points", view.code, world, _rung(rungs, place, points, world), f"{criterion.code}:{points}")
        for place, points in enumerate(criterion.ladder)
    )


def _rung(rungs: tuple[str, ...], place: int, points: int, world: World) -> str:
    if not rungs:
        return world.label("score.bare_level", number=place + 1, points=points)
    room = LONGEST_LABEL - len(world.label("score.level", rung="", points=points))
    return world.label("score.level", rung=shorten(rungs[place], room), points=points)


def _scored(view: DossierView, state: State, world: World) -> Say:
    """Points by part, stars by points and after the minimums, and the cheapest way up."""
    if state.aside.get("pick"):
        return _pick(view, state, world)
    found = view.scored
    lines = [
        *_parts(view, found, world),
        *_stars(found, world),
        *_unmet(view, found, world),
        *_way_up(view, found, world),
    ]
    if found.unanswered:
        lines.append(world.label("score.unanswered", count=len(found.unanswered)))
    lines += [
        world.label("score.uncertain", note=note) for note in dict.fromkeys(flag.note for flag in found.uncertain)
    ]
    acts = []
    if view.changeable:
        acts = [*(["score.self"] if found.unanswered else []), "score.pick"]
    choices = tuple(button(act, view.code, world) for act in (*acts, "dossier.status"))
    params = {"name": view.name, "total": found.total, "lines": "\n".join(lines)}
    return Say("score.result", params, choices, WAYS)


def _parts(view: DossierView, found: Result, world: World) -> list[str]:
    return [
        world.label("score.part", code=part.code, name=part.name, points=found.by_part[part.code], max=part.max)
        for part in view.edition.criteria[view.set_no].parts
    ]


def _stars(found: Result, world: World) -> list[str]:
    stars = {"points": found.star_by_points, "star": found.star_after_minimums}
    if found.star_after_minimums <= UNCERTIFIED_STAR:
        key = "score.below" if found.star_by_points <= UNCERTIFIED_STAR else "score.below_minimums"
        return [world.label(key, **stars)]
    return [world.label("score.star" if stars["points"] == stars["star"] else "score.star_lower", **stars)]


def target(found: Result) -> int | None:
    """The next star to aim at; None at the top."""
    return None if found.star_after_minimums >= 5 else max(3, found.star_after_minimums + 1)


def _unmet(view: DossierView, found: Result, world: World) -> list[str]:
    star = target(found)
    if star is None or not found.unmet[star] or found.star_by_points < star:
        return []
    names = "; ".join(each.name for each in found.unmet[star][:MOST_UNMET])
    return [world.label("score.unmet", stars=star, names=names, count=len(found.unmet[star]))]


def _way_up(view: DossierView, found: Result, world: World) -> list[str]:
    star = target(found)
    if star is None:
        return [world.label("score.top")]
    points = {code: got for code, got in view.scores.items() if code not in found.unanswered}
    known = view.edition.criteria[view.set_no].by_code
    steps = cheapest(view.edition, view.set_no, {code: got for code, got in points.items() if code in known}, star)
    if not steps:
        return []
    shown = [_step(step, known[step.code], world) for step in steps[:MOST_STEPS]]
    rest = len(steps) - len(shown)
    more = [world.label("score.more_steps", count=rest)] if rest else []
    return [world.label("score.way_up", stars=star), *shown, *more]


def _step(step: Step, criterion: Criterion, world: World) -> str:
    place = criterion.ladder.index(step.after)
    does = criterion.meanings[0].rungs[place] if criterion.meanings else ""
    key = "score.step_minimum" if step.why == "minimum" else "score.step"
    what = world.label("score.step_to", name=step.name, rung=does) if does else step.name
    return world.label(key, what=what, before=step.before, after=step.after, added=step.added)


def _pick(view: DossierView, state: State, world: World) -> Say:
    """Which criterion is to be changed."""
    choices = [
        button("score.at", view.code, world, _called(view, each, world), each.code)
        for each in view.edition.criteria[view.set_no].all
    ]
    numbered = [Choice(c.value, c.label, n) for n, c in enumerate(choices, start=1)]
    page = int(state.aside.get("page", 0))
    return Say("score.pick", {"count": len(choices)}, pages(numbered, page, f"do:score.pick:{view.code}", world), WAYS)


def _called(view: DossierView, each: Criterion, world: World) -> str:
    got = view.scores.get(each.code)
    shown = world.label("score.none") if got is None else world.label("score.of", points=got, max=each.max)
    return shorten(f"{each.code} {each.name}", LONGEST_LABEL - len(shown) - 3) + f": {shown}"


POSES: dict[str, Callable[[State, World], Say]] = {"scoring": of_dossier(_asked), "scored": of_dossier(_scored)}
