"""Questions: what is known is answered, what is not is passed on, and one goes on where one was."""

from collections.abc import Sequence

from ocop_core.conversation.answers import LIBRARY, said
from ocop_core.conversation.effects import NoteQuestion
from ocop_core.conversation.forms.reading import longest
from ocop_core.conversation.moves import leave
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.where import field_of
from ocop_core.conversation.world import World
from ocop_core.knowledge.library import Found
from ocop_core.understanding import sure
from ocop_core.understanding.advised import GENERAL, advised, asked_for, found
from ocop_core.understanding.scores import GUARDED

LONGEST_HELD = 1000
_FURTHER = 2
_LONGEST_OPENING = 6


# In the middle of anything help is about the question at hand, and the rest is asked about OCOP.
ASKED = GENERAL - {"nav.help"}


def answers(text: str, world: World) -> tuple[Found, ...]:
    """What the library has to say to a text, best first; nothing where nothing is asked."""
    meaning, asks = world.knowledge.read(text), world.knowledge.asks(text)
    if not text or meaning.intent in GUARDED:
        return ()
    hits = found(world.look(LIBRARY), text, world.knowledge.written_out)
    fit = hits[0].score if hits else 0.0
    return hits if asked_for(advised(meaning, fit), asks=asks, fit=fit) else ()


def is_question(text: str, world: World) -> bool:
    """Whether a text plainly asks something about OCOP or sounds like a question."""
    meaning = world.knowledge.read(text)
    return world.knowledge.asks(text) or (sure(meaning) and meaning.intent in ASKED and not meaning.whole)


def is_opening(text: str, world: World) -> bool:
    """Whether somebody only says that they have a question: "cho hỏi chút"."""
    meaning = world.knowledge.read(text)
    opens = meaning.intent == "question.ask" and text.count(" ") < _LONGEST_OPENING
    return opens and longest(text, world.listed("answer.opening_words")) > 0


def answered(state: State, text: str, world: World) -> Turn | None:
    """The answer to a question and the question at hand again; None if nothing was asked.

    Where any words would be an answer, those of an unknown question are asked back instead of being taken.
    """
    if not text or not is_question(text, world):
        return None
    hits, field = answers(text, world), field_of(state, world) if state.mode == "ask" else None
    guess = dict(field.guess(text)) if field else {}
    if field and field.questions:
        known = hits and hits[0].sure
        return pose(state.with_(aside=guess, misses=0), world, *said(hits)) if known else None
    if hits:
        return pose(state.with_(misses=0), world, *said(hits), Say("nav.go_on"))
    if field and field.free:
        if is_opening(text, world):
            return pose(state.with_(misses=0), world, Say("nav.ask_here"))
        return pose(state.with_(aside=guess, misses=0), world, NoteQuestion(text), Say("nav.ask_person"))
    return None


def known(state: State, text: str, world: World) -> Turn | None:
    """The answer to words that the question at hand could not read, where there is one."""
    hits = answers(text, world)
    return pose(state.with_(misses=0), world, *said(hits), Say("nav.go_on")) if hits else None


def _opened(state: State, hits: Sequence[Found], world: World, wish: str = "") -> State:
    """After an answer: what may be asked next, and the wish that the question was near to."""
    best = hits[0]
    other = () if best.sure else tuple(each.entry for each in hits[1:])
    further = (*other, *world.look(LIBRARY).following(best.entry.id))
    ids = list(dict.fromkeys(entry.id for entry in further))[:_FURTHER]
    return leave(state).with_(mode="topics", aside={"ids": ids, **({"wish": wish} if wish else {})})


def told(state: State, hits: Sequence[Found], world: World, wish: str = "") -> Turn:
    """Outside any form: the best answer, with further questions, the `wish` itself, and a person to tap."""
    return pose(_opened(state, hits, world, wish), world, *said(hits))


def passed_on(state: State, text: str, world: World) -> Turn:
    """A question outside any form that nobody taught an answer to: an officer can have it word by word."""
    held = " ".join(text.split())[:LONGEST_HELD]
    return pose(state.with_(mode="handover", held=held, misses=0), world, NoteQuestion(held))
