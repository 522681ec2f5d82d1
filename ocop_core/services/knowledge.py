"""Puts together what the engine knows: words, phrases, forms, the law's tables and the territory."""

from functools import lru_cache
from pathlib import Path

from ocop_core.conversation.forms import FORMS
from ocop_core.conversation.wishes import remembered, wishes_of
from ocop_core.conversation.world import Knowledge
from ocop_core.i18n import MASTER, load_words
from ocop_core.rulebook.places import load_province
from ocop_core.rulebook.sets import load_sets
from ocop_core.settings import ROOT
from ocop_core.understanding import Reader, load

MESSAGES = ROOT / "messages"


def load_reader(messages: Path = MESSAGES) -> Reader:
    """What understands people, taught by the phrases. Raises BadData naming file and line."""
    return load(messages / MASTER / "phrases")


@lru_cache
def load_knowledge(province: str = "an-giang", messages: Path = MESSAGES) -> Knowledge:
    """Everything that does not change while the program runs. Raises BadData naming the file."""
    reader = load_reader(messages)
    read = remembered(reader.read)
    wish = wishes_of(reader, read)
    law = (load_sets(), load_province(province))
    return Knowledge(load_words(messages), FORMS, *law, read, wish, reader.asks, reader.written_out)
