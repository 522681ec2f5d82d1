"""Puts a dossier into words: what is missing, what came back, what runs out, where it is and by when."""

from collections.abc import Iterable

from ocop_core.conversation.days import day_left, day_said
from ocop_core.conversation.dossiers.view import FORMED, REPORT, DossierView, PaperStanding
from ocop_core.conversation.forms.place import in_sentence
from ocop_core.conversation.world import World
from ocop_core.rulebook.checklist import Need

MOST_NAMED = 4


def about(view: DossierView, world: World) -> dict[str, object]:
    """What every sentence about a dossier may name."""
    due = day_left(world.words, view.due_on, world.today) if view.due_on else world.label("dossier.due_unknown")
    return {
        "name": view.name,
        "code": view.code,
        "set": world.knowledge.sets.get(view.set_no).plain,
        "stars": view.result.get("stars", view.stars),
        "unit": in_sentence(world.knowledge.province.unit(view.unit)),
        "due": due,
    }


def lines(view: DossierView, world: World) -> str:
    """What is missing of how many, what came back and why, what has run out or soon will; or that all is there."""
    standings = view.standings(world.today)
    required = [each for each in standings if each.need.required]
    missing = [each for each in required if each.standing.state == "missing"]
    found = [world.label("dossier.line_missing", count=len(missing), of=len(required), papers=named(missing, world))]
    if not missing:
        found = []
    found += [_returned(each, world) for each in standings if each.standing.state == "returned"]
    found += [_ending(each, world) for each in standings if each.standing.state in ("expired", "expiring")]
    if not any(each.blocks for each in required):
        found.insert(0, world.label("dossier.line_ready", of=len(required)))
    there = [each for each in standings if each.standing.state in ("have", "expiring")]
    if there:
        found.append(world.label("dossier.line_there", count=len(there), papers=named(there, world)))
    return "\n".join(found)


def named(standings: Iterable[PaperStanding], world: World) -> str:
    """Names of papers, as many as one reads, and how many more."""
    # What is written in the chat comes last: papers take longer to get.
    names = [each.need.paper.name for each in sorted(standings, key=lambda each: each.need.paper.id in FORMED)]
    shown, rest = names[:MOST_NAMED], len(names) - MOST_NAMED
    more = (world.label("dossier.and_more", count=rest),) if rest > 0 else ()
    return "; ".join((*shown, *more))


def _returned(each: PaperStanding, world: World) -> str:
    comment = each.sheet.comment if each.sheet else ""
    return world.label("dossier.line_returned", paper=each.need.paper.name, comment=comment)


def _ending(each: PaperStanding, world: World) -> str:
    assert each.standing.until is not None
    day = day_left(world.words, each.standing.until, world.today)
    return world.label(f"dossier.line_{each.standing.state}", paper=each.need.paper.name, day=day)


def need_lines(needs: Iterable[Need], first: int, view: DossierView | None, world: World) -> str:
    """Papers of a list with what each is, where one gets it and how long it is valid, numbered from `first`."""
    states = {each.need.paper.id: each for each in view.standings(world.today)} if view else {}
    return "\n\n".join(
        _need(number, need, states.get(need.paper.id), world) for number, need in enumerate(needs, start=first)
    )


def _need(number: int, need: Need, standing: PaperStanding | None, world: World) -> str:
    level = world.label(f"dossier.level_{need.level}")
    if not need.certain:
        level = world.label("dossier.uncertain", level=level)
    stands = f" {world.label(f'dossier.mark_{standing.standing.state}')}" if standing else ""
    paper = need.paper
    params = {"number": number, "paper": paper.name, "level": level, "what": paper.what, "where": paper.where}
    return world.label("dossier.need", **params, rule=paper.validity.rule) + stands


def summary(view: DossierView, world: World) -> dict[str, object]:
    """What is handed in, on one screen."""
    standings = [each for each in view.standings(world.today) if each.standing.state in ("have", "expiring")]
    sent = [each for each in standings if each.need.paper.id not in FORMED]
    papers = "\n".join(f"• {_paper(each, world)}" for each in sent)
    owner, producer = view.answers.get("owner", ""), view.answers.get("producer", "")
    return {
        **about(view, world),
        "kind": world.label(f"dossier.kind_{view.kind}"),
        "producer": producer or world.label("nav.none"),
        "owner": owner or world.label("nav.none"),
        "papers": papers or world.label("nav.none"),
        "count": len(sent),
        "points": view.scored.total,
        "star": view.scored.star_after_minimums,
    }


def _paper(each: PaperStanding, world: World) -> str:
    sheet = each.sheet
    until = each.standing.until
    found = [world.label("dossier.pages", count=sheet.pages)] if sheet and sheet.pages else []
    found += [world.label("dossier.until", day=day_said(world.words, until))] if until else []
    return f"{each.need.paper.name} ({', '.join(found)})" if found else each.need.paper.name


def still_open(view: DossierView, world: World) -> str:
    """How much of Mẫu 01, 02 is still to be told and scored; "" where nothing is."""
    wanting = [name for name in view.open_answers(REPORT) if name != "scores"]
    found = [world.label("dossier.open_answers", count=len(wanting))] if wanting else []
    if count := len(view.scored.unanswered):
        found.append(world.label("dossier.open_scores", count=count))
    return world.label("dossier.open_both", what=", ".join(found)) if found else ""
