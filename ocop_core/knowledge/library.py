"""All entries at one moment, ready to be asked; what the chat and `ocop understand` answer from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ocop_core.knowledge.entries import SHIPPED, Entry, load_entries
from ocop_core.knowledge.ranking import SURE, Index
from ocop_core.knowledge.worked.answers import Worked, load_worked

# What is worked out answers just this question; only an entry in nearly these very words goes before it.
_WORKED, _VERBATIM = 0.95, 0.9


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that answers a text, and whether it may be given without saying what was understood."""

    entry: Entry
    score: float

    @property
    def sure(self) -> bool:
        """Whether nothing else is likely to be meant."""
        return self.score >= SURE


@dataclass(frozen=True, slots=True)
class Library:
    """All active entries at one version, ready to be asked."""

    version: int
    entries: Mapping[str, Entry]
    index: Index
    worked: Worked = field(default_factory=load_worked)

    def find(self, text: str, limit: int = 3) -> tuple[Found, ...]:
        """The entries that may answer a text, best first; none where nothing does."""
        found = tuple(Found(self.entries[hit.entry_id], hit.score) for hit in self.index.find(text, limit))
        if found and found[0].score >= _VERBATIM:
            return found
        worked = self.worked.answer(text)
        return (Found(worked, _WORKED), *found)[:limit] if worked else found

    def following(self, entry_id: str) -> tuple[Entry, ...]:
        """The further questions of an entry, as far as they are still there."""
        entry = self.entries.get(entry_id)
        return tuple(self.entries[other] for other in (entry.next if entry else ()) if other in self.entries)


def shipped() -> Library:
    """What comes with the program, for where there are no rows yet."""
    entries = load_entries(SHIPPED)
    return Library(0, {entry.id: entry for entry in entries}, Index.build(entries))
