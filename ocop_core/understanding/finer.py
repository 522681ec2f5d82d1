"""Finer wishes, which only the middle of a conversation knows: a few whole phrases each, known by their very words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ocop_core.errors import BadData
from ocop_core.text.fold import fold, tokens, typed_as
from ocop_core.text.manners import closes, is_polite
from ocop_core.understanding.files import lines, place

FOLDER = "finer"
# A finer wish, and the broader ones within whose sentences its marked phrases count.
FINER: Mapping[str, frozenset[str]] = {
    "certificate.upgrade": frozenset({"certificate.renew"}),
    "dossier.hand_in": frozenset({"dossier.send"}),
    "dossier.missing": frozenset({"dossier.requirements", "dossier.status", "dossier.send", "score.self"}),
    "dossier.open": frozenset({"dossier.send", "idea.register", "none"}),
    "dossier.withdraw": frozenset({"dossier.send", "data.mine"}),
    "data.erase": frozenset({"data.mine"}),
    "dossier.mau01": frozenset({"dossier.requirements", "dossier.send"}),
    "dossier.mau02": frozenset({"dossier.requirements", "dossier.send"}),
    "idea.mine": frozenset(),
    "idea.more": frozenset({"dossier.send", "idea.register"}),
    "idea.reply": frozenset({"officer.contact", "none"}),
    "nav.finish": frozenset(),
    "nav.keep": frozenset(),
    "paper.add": frozenset(),
    "paper.list": frozenset(),
    "settings.on": frozenset(),
}
_INSIDE = "*"
_MOST_POLITE = 5
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Finer:
    """Whole utterances by their folded words, and per broader wish the phrases that may stand inside a sentence."""

    whole: Mapping[str, tuple[tuple[str, str], ...]]
    inside: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]

    def alone(self, text: str) -> str | None:
        """The finer wish that is all that a text says, but for polite words around it."""
        typed = tokens(text)
        if len(typed) > _MOST_WORDS:
            return None
        return next((name for said in cores(typed) if (name := self._named(said))), None)

    def _named(self, said: str) -> str | None:
        known = self.whole.get(fold(said), ())
        return next((name for phrase, name in known if typed_as(said, phrase)), None)

    def within(self, text: str, broader: str) -> str | None:
        """The finer wish that a sentence speaks of, which was taken for `broader` as a whole."""
        typed = tokens(text)
        return next((name for phrase, name in self.inside.get(broader, ()) if _holds(typed, phrase)), None)


def cores(typed: Sequence[str]) -> Iterator[str]:
    """The words, then the words without polite ones at the ends, the longest first."""
    front = _polite(typed, is_polite)
    back = _polite(typed[::-1], closes)
    spans = {(start, len(typed) - end) for start in range(front + 1) for end in range(back + 1)}
    for start, end in sorted(spans, key=lambda span: span[0] - span[1]):
        if start < end:
            yield " ".join(typed[start:end])


def _polite(typed: Sequence[str], polite: Callable[[str], bool]) -> int:
    found = next((at for at, word in enumerate(typed) if not polite(word)), len(typed))
    return min(found, _MOST_POLITE)


def _holds(typed: Sequence[str], phrase: Sequence[str]) -> bool:
    length = len(phrase)
    return any(all(map(typed_as, typed[at : at + length], phrase)) for at in range(len(typed) - length + 1))


def read_finer(folder: Path) -> Finer:
    """The finer wishes in the folder's own folder, one file each. BadData for a missing or unknown file."""
    paths = {path.stem: path for path in sorted((folder / FOLDER).glob("*.txt"))}
    if wrong := sorted(paths.keys() ^ FINER.keys()):
        raise BadData(place(folder / FOLDER / f"{wrong[0]}.txt"), "there must be one file for each finer wish")
    whole: dict[str, list[tuple[str, str]]] = {}
    inside: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, path in paths.items():
        for _, line in lines(path):
            words = tokens(line)
            if line.startswith(_INSIDE):
                for broader in FINER[name]:
                    inside.setdefault(broader, []).append((tuple(words), name))
            else:
                said = " ".join(words)
                whole.setdefault(fold(said), []).append((said, name))
    return Finer({key: tuple(found) for key, found in whole.items()}, {key: tuple(x) for key, x in inside.items()})
