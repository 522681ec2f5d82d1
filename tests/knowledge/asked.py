"""The test questions: what people wrote, and the entry they meant."""

from pathlib import Path

FOLDER = Path(__file__).parent
QUESTIONS = ("questions.tsv", "questions_later.tsv", "questions_last.tsv", "questions_fresh.tsv")
# Asked of the whole library, tables included; several entries may be right.
FAR = ("questions_far.tsv", "questions_again.tsv")
UNRELATED = ("unrelated.txt", "unrelated_later.txt")


def questions(name: str) -> list[tuple[str, str]]:
    """Pairs of entry id and question; where two entries would both be right, "one|other"."""
    return [(entry, text) for entry, _, text in (line.partition("\t") for line in _lines(name))]


def right(entry: str, found: str | None) -> bool:
    """Whether the entry found is the one asked for, or one of those."""
    return found in entry.split("|")


def unrelated() -> list[str]:
    """Texts that no entry answers."""
    return [line for name in UNRELATED for line in _lines(name)]


def _lines(name: str) -> list[str]:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
