"""How an entry of the library is said: the answer, then where it comes from and when that was last looked up."""

from ocop_core.conversation.said import Say
from ocop_core.knowledge.entries import Entry
from ocop_core.text.days import show_date


def told(entry: Entry) -> Say:
    """The answer with its source in a short last line."""
    about = {"answer": entry.answer, "source": entry.source.rstrip(". "), "checked": show_date(entry.checked)}
    return Say("answer.told", about)
