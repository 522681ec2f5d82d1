"""How the library speaks: an answer with its source, further questions to tap, and the list of what many ask."""

from collections.abc import Sequence

from ocop_core.conversation.forms.field import paged
from ocop_core.conversation.meaning import ALWAYS
from ocop_core.conversation.said import Choice, Say
from ocop_core.conversation.state import State
from ocop_core.conversation.world import Need, World
from ocop_core.knowledge.entries import Entry
from ocop_core.knowledge.library import Found, Library
from ocop_core.text import shorten
from ocop_core.text.days import show_date

LIBRARY: Need[Library] = Need("library")
READ = "question.read"
_LONGEST_LABEL = 60


def told(entry: Entry) -> Say:
    """The answer with its source in a short last line; what is about ourselves needs no other witness."""
    about = {"answer": entry.answer, "source": entry.source.rstrip(". "), "checked": show_date(entry.checked)}
    return Say("answer.told_ours" if entry.ours else "answer.told", about)


def said(found: Sequence[Found]) -> tuple[Say, ...]:
    """The best answer; where another may be meant, what was understood stands before it."""
    best = found[0]
    lead = () if best.sure else (Say("answer.guessed", {"question": best.entry.question}),)
    return (*lead, told(best.entry))


def topics(state: State, world: World) -> Say:
    """Further questions behind an answer, or the questions that many ask."""
    library = world.look(LIBRARY)
    if "ids" not in state.aside:
        known = [library.entries[name] for name in world.listed("answer.topics_words") if name in library.entries]
        choices = tuple(_question(entry) for entry in known)
        return Say("menu.topics", {}, paged(choices, state.aside.get("page", 0), world), ("back", "person"))
    wish = state.aside.get("wish", "")
    first = (Choice(f"{ALWAYS}{wish}", world.label(wish_key(wish))),) if wish else ()
    further = tuple(_question(library.entries[name]) for name in state.aside["ids"] if name in library.entries)
    person = Choice(f"{ALWAYS}officer.contact", world.label("answer.person"))
    menu = Choice(f"{ALWAYS}nav.menu", world.label("nav.menu_label"))
    return Say("menu.topics_more", {}, (*first, *further, person, menu))


def _question(entry: Entry) -> Choice:
    return Choice(f"{ALWAYS}{READ}:{entry.id}", shorten(entry.question, _LONGEST_LABEL))


def wish_key(name: str) -> str:
    """The key of what a wish is called on a button."""
    return f"wish.{name.replace('.', '_')}"
