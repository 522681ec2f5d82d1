"""How well the chat understands, by style and by wish: python -m ocop_core.understanding.report [FOLDER [FILE…]]."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from ocop_core.understanding.meaning import Meaning, sure
from ocop_core.understanding.reader import Reader
from ocop_core.understanding.teaching import load

_PHRASES = Path("messages/vi/phrases")
_CASES = Path("tests/understanding")
PARTS = ("dev", "held out", "later", "last", "fresh", "newest", "third", "stranger", "unseen", "again")
DEV, HELD_OUT, LATER, LAST, FRESH, NEWEST, THIRD, STRANGER, UNSEEN, AGAIN = PARTS
_HELD_OUT_OF_TEN = 4


@dataclass(frozen=True, slots=True)
class Case:
    """A phrase of the test set: its part of the set, how it is typed, what it means, and its words."""

    part: str
    style: str
    intent: str
    phrase: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case and how it was read."""

    case: Case
    meaning: Meaning

    @property
    def right(self) -> bool:
        """Whether the first reading is the right one."""
        return self.meaning.intent == self.case.intent

    @property
    def wrong_act(self) -> bool:
        """Whether the chat would have acted on a wrong reading."""
        return sure(self.meaning) and not self.right


def read_cases(path: Path) -> list[Case]:
    """The cases in a file of tab-separated style, intent and phrase, the first line being the names.

    The part is told by the file's name, "phrases_last"; in "phrases" itself four in ten are held out, settled by
    the phrase alone.
    """
    part = path.stem.removeprefix("phrases").removeprefix("_")
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return [Case(part or _drawn(phrase), style, intent, phrase) for style, intent, phrase in rows]


def _drawn(phrase: str) -> str:
    drawn = int(hashlib.sha256(phrase.encode()).hexdigest(), 16) % 10
    return HELD_OUT if drawn < _HELD_OUT_OF_TEN else DEV


def outcomes(reader: Reader, cases: Iterable[Case]) -> list[Outcome]:
    """Every case with its reading."""
    return [Outcome(case, reader.read(case.phrase)) for case in cases]


def share_right(found: Sequence[Outcome]) -> float:
    """The share of right first readings, 0 to 1."""
    return sum(outcome.right for outcome in found) / len(found) if found else 1.0


def share_wrong_acts(found: Sequence[Outcome]) -> float:
    """The share of phrases on which the chat would act wrongly, 0 to 1."""
    return sum(outcome.wrong_act for outcome in found) / len(found) if found else 0.0


def lines(found: Sequence[Outcome]) -> Iterator[str]:
    """The report as lines: a table by style, one by wish, and every wrong act."""
    for title, key in (("style", _style), ("intent", _intent)):
        yield f"{title:<22}" + "".join(f"{part:>10}{'right':>7}{'wrong act':>11}" for part in PARTS)
        for name in [*dict.fromkeys(map(key, found)), "all"]:
            yield _row(name, [outcome for outcome in found if name in {"all", key(outcome)}])
        yield ""
    yield "wrong acts:"
    for outcome in found:
        if outcome.wrong_act:
            case, meaning = outcome.case, outcome.meaning
            yield f"  {case.part}: {case.phrase!r} is {case.intent}, read as {meaning.intent} {meaning.score:.2f}"


def _style(outcome: Outcome) -> str:
    return outcome.case.style


def _intent(outcome: Outcome) -> str:
    return outcome.case.intent


def _row(name: str, found: Sequence[Outcome]) -> str:
    row = f"{name:<22}"
    for part in PARTS:
        here = [outcome for outcome in found if outcome.case.part == part]
        shares = f"{100 * share_right(here):>6.1f}%{100 * share_wrong_acts(here):>10.1f}%" if here else " " * 18
        row += f"{len(here) or '':>10}{shares}"
    return row.rstrip()


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True), default=_PHRASES)
@click.argument("files", type=click.Path(path_type=Path, exists=True), nargs=-1)
def main(folder: Path, files: tuple[Path, ...]) -> None:
    """Reads the test phrases in FILES with the teaching phrases in FOLDER and prints what came of it."""
    cases = [case for path in files or sorted(_CASES.glob("phrases*.tsv")) for case in read_cases(path)]
    for line in lines(outcomes(load(folder), cases)):
        click.echo(line)


if __name__ == "__main__":
    main()
