"""Inside a form: an answer is read, kept, and the next question follows."""

from dataclasses import replace

from ocop_core.conversation import absence, review
from ocop_core.conversation.asking import answered, known
from ocop_core.conversation.forms.basic import answer_told
from ocop_core.conversation.forms.field import Meant, Reading, Retry, Stay, Take
from ocop_core.conversation.misses import missed
from ocop_core.conversation.moves import take
from ocop_core.conversation.pose import pose
from ocop_core.conversation.said import Say
from ocop_core.conversation.state import State
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.where import context, field_of, form_of
from ocop_core.conversation.wishing import do
from ocop_core.conversation.world import Wish, World

# So plainly something else that a sentence which begins with it is no answer, whatever was asked.
_ELSEWHERE = {"idea.register", "idea.mine", "officer.contact", "data.mine", "data.erase"}
# What a field may know better: "bỏ qua" leaves the set to the officer, "hết rồi" ends a list, "ban roi" is sold.
_FIELD_FIRST = {"nav.skip", "nav.finish", "nav.later"}


def answer(state: State, meant: Meant, world: World) -> Turn:
    """Reads an answer to the present question: ways out and questions first, then the field, then wishes."""
    if meant.command:
        return do(state, Wish(meant.command, meant.arg), world)
    if meant.choice is not None:
        return _read(state, meant, None, world)
    field, wish = field_of(state, world), world.knowledge.wish(meant.text)
    if wish and wish.name == "nav.cancel" and field.mistakable(meant.text):
        return pose(state.with_(aside=dict(field.guess(meant.text)), misses=0), world)
    if wish and _goes_first(wish, state, meant, world):
        return do(state, wish, world)
    if (line := review.to_change(state, meant.text, world)) is not None:
        return review.edit(state, line, world)
    if told := answered(state, meant.text, world):
        return told
    if absence.long_away(state, world) and field.free:
        return absence.welcome_back(state, meant, world)
    return _read(state, meant, wish, world)


def _goes_first(wish: Wish, state: State, meant: Meant, world: World) -> bool:
    if not wish.whole:
        return wish.first and wish.name in _ELSEWHERE and not field_of(state, world).questions
    return wish.name not in _FIELD_FIRST or not _takes(state, meant, world)


def _takes(state: State, meant: Meant, world: World) -> bool:
    field = field_of(state, world)
    return not field.free and isinstance(field.read(meant, context(state, world)), Take)


def _read(state: State, meant: Meant, wish: Wish | None, world: World) -> Turn:
    field, at = field_of(state, world), context(state, world)
    match field.read(meant, at):
        case Take() as taken:
            return take(state, taken.value, world, taken.lead or _noted(state, meant, taken, world))
        case Stay(aside, lead):
            return pose(state.with_(aside=dict(aside), misses=0), world, lead)
        case Retry(key, params):
            return missed(state, world, Say(key, dict(params)))
    if wish:
        return do(state, wish, world)
    if told := known(state, meant.text, world):
        return told
    if world.knowledge.asks(meant.text):
        return missed(state, world, Say("nav.ask_person"))
    retry = field.retry(at)
    return missed(state, world, Say(retry.key, dict(retry.params)))


def _noted(state: State, meant: Meant, taken: Take, world: World) -> Say | None:
    """What was understood from words that may be understood otherwise; the summary shows it anyway."""
    field, form = field_of(state, world), form_of(state, world)
    rest = form.open({**state.answers, field.id: taken.value})
    if field.free or meant.choice is not None or meant.inbound.kind != "text" or rest is None:
        return None
    return Say("nav.noted", {"value": answer_told(taken.value, field, form.name, world)})


def understood(state: State, meant: Meant, world: World) -> bool:
    """Whether the field at hand can read it; of free text that cannot be said."""
    field = field_of(state, world)
    found: Reading = field.read(meant, context(state, world))
    return not field.free and isinstance(found, Take | Stay)


def heard_elsewhere(state: State, meant: Meant, world: World) -> Turn:
    """A location or a card: an answer where the question asks for one, else a fitting word and the question again."""
    kind = meant.inbound.kind
    if state.mode == "ask" and field_of(state, world).hears == kind:
        return _read(state, replace(meant, choice=None), None, world)
    return pose(state, world, Say(f"nav.{kind}"))
