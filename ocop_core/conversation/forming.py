"""Inside a form: an answer is read, kept, and the next question follows."""

from dataclasses import replace

from ocop_core.conversation import absence, review
from ocop_core.conversation.asking import ASKED, answered, is_opening, known
from ocop_core.conversation.doubting import HARMLESS
from ocop_core.conversation.effects import NoteQuestion
from ocop_core.conversation.forms.basic import answer_told
from ocop_core.conversation.forms.field import Field, Meant, Pass, Reading, Retry, Stay, Take
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
_ELSEWHERE = {"idea.register", "idea.mine", "dossier.status", "officer.contact", "data.mine", "data.erase"}
# Where a question is an answer too, only these lead out: a matter for an officer sounds like any other wish.
_OUT_OF_QUESTIONS = {*_ELSEWHERE, "idea.more", "idea.reply", "idea.look_up", "greeting", "stop"}
# So few words beside a place, a product or a number leave no room for a wish.
_SHORT = 3
# Nothing in these keys says that a name or a place was meant.
_WAYS = "nav."


def answer(state: State, meant: Meant, world: World) -> Turn:
    """Reads an answer to the present question: what the field can read counts first, then ways out and questions."""
    if meant.command:
        return do(state, Wish(meant.command, meant.arg), world)
    if meant.choice is not None:
        return _read(state, meant, None, world)
    if (line := review.to_change(state, meant.text, world)) is not None:
        return review.edit(state, line, world)
    return _field_first(state, meant, world) or _worded(state, meant, world)


def _worded(state: State, meant: Meant, world: World) -> Turn:
    """Words that may be a way out or a question as well as an answer."""
    field, wish = field_of(state, world), world.knowledge.wish(meant.text)
    if wish and wish.name == "nav.cancel" and field.mistakable(meant.text):
        return pose(state.with_(aside=dict(field.guess(meant.text)), misses=0), world)
    if wish and _goes_first(wish, field):
        return do(state, wish, world)
    if told := answered(state, meant.text, world):
        return told
    if absence.long_away(state, world) and field.free:
        return absence.welcome_back(state, meant, world)
    return _read(state, meant, wish, world)


def _field_first(state: State, meant: Meant, world: World) -> Turn | None:
    """What can only be an answer, so that nothing else needs to be thought of."""
    field, at = field_of(state, world), context(state, world)
    loose = field.free and not field.volunteered(meant.text, at)
    if loose or meant.text.count(" ") > _SHORT or world.knowledge.asks(meant.text):
        return None
    found = field.read(meant, at)
    return None if isinstance(found, Pass | Retry) else _took(found, state, meant, world)


def _goes_first(wish: Wish, field: Field) -> bool:
    if field.questions and wish.name not in _OUT_OF_QUESTIONS and not wish.name.startswith(_WAYS):
        return False
    if not wish.whole:
        return wish.sure and wish.first and wish.name in _ELSEWHERE and not field.questions
    return wish.sure and wish.name not in ASKED


def _read(state: State, meant: Meant, wish: Wish | None, world: World) -> Turn:
    field, at = field_of(state, world), context(state, world)
    found = field.read(meant, at)
    if not isinstance(found, Pass):
        return _took(found, state, meant, world)
    if wish and wish.name not in ASKED and (wish.sure or wish.name in HARMLESS):
        return do(state, wish, world)
    if told := known(state, meant.text, world):
        return told
    asks = world.knowledge.asks(meant.text)
    if wish and wish.sure and (is_opening(meant.text, world) or not asks):
        return do(state, wish, world)
    if asks:
        return missed(state, world, Say("nav.ask_person")).led_by(NoteQuestion(meant.text))
    retry = field.retry(at)
    return missed(state, world, Say(retry.key, dict(retry.params)))


def _took(found: Take | Stay | Retry, state: State, meant: Meant, world: World) -> Turn:
    match found:
        case Take() as taken:
            return take(state, taken.value, world, taken.lead or _noted(state, meant, taken, world))
        case Stay(aside, lead):
            return pose(state.with_(aside=dict(aside), misses=0), world, lead)
        case Retry(key, params):
            return missed(state, world, Say(key, dict(params)))


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
