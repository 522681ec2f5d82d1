"""Products that are spoken of in passing, as in "tui có làm mắm cá lóc bán"."""

from ocop_core.conversation.forms.name import known_name, spelled
from ocop_core.conversation.forms.reading import longest, parts, sentence_case
from ocop_core.conversation.world import World

LONGEST_SENTENCE = 200
# A product may carry a name of its own; more words than these make another story of it.
MOST_BESIDE = 3


def spoken_of(text: str, world: World) -> str:
    """The product that somebody seems to make or to sell; "" where it is only mentioned, or none is.

    One common word ("bò", "cao") counts only right behind a word of work: "nuôi bò".
    """
    known = known_name(text, world.knowledge.sets) if 0 < len(text) <= LONGEST_SENTENCE else ""
    if not known:
        return ""
    work = world.listed("menu.work_words")
    if len(parts(known)) == 1:
        return sentence_case(known) if longest(text, (f"{verb} {known}" for verb in work)) else ""
    if longest(text, work) or longest(text, world.listed("idea.name.talk_words")):
        return sentence_case(known)
    return spelled(text, world.knowledge.sets) if len(parts(text)) - len(parts(known)) <= MOST_BESIDE else ""
