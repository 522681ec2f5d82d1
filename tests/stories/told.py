"""Reads recorded stories and plays them on a stage.

A file is one story. A line is one of

    ! certified 3 2027-05-22     before it begins: a product with that many stars until that day, from a dossier before
    P: words                     what the producer types; `:photo`, `:photo blurred`, `:photo again`, `:tap label`,
                                 `:wait 3 days`, and `:all the other papers` and the like, see MACROS
    > commune takes it           what officers and the clock do, see ACTS
    B: key key                   the keys of the messages that are new, in order; `…` skips any number
    T: words                     stands in what is new          T!: words   does not
    C: one | two                 the choices under the last message
    = state submitted            a fact of the rows: state, stars, papers (that are there), pages, certificates, edition
"""

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from ocop_core.db.models_dossiers import DossierFile
from ocop_core.db.models_products import Certificate
from tests.stories.stage import MACROS, Stage, acts, certified

FOLDER = Path(__file__).parent


def stories() -> list[Path]:
    """All stories of the folder."""
    return sorted(FOLDER.glob("*.txt"))


async def play(stage: Stage, story: Path) -> None:
    """Plays a story; fails at the first line that is not as recorded."""
    for number, line in enumerate(story.read_text("utf-8").splitlines(), start=1):
        kind, _, rest = line.partition(" ")
        if not kind or kind.startswith("#"):
            continue
        try:
            await KINDS[kind](stage, rest.strip())
        except AssertionError as error:
            raise AssertionError(f"{story.name}:{number}: {line}\n{error}\n{stage.text}") from error


async def _before(stage: Stage, rest: str) -> None:
    name, stars, ends = rest.split()
    assert name == "certified"
    await certified(stage, int(stars), date.fromisoformat(ends))


async def _producer(stage: Stage, rest: str) -> None:
    name, _, argument = rest.removeprefix(":").partition(" ")
    if not rest.startswith(":"):
        await stage.hears(rest)
    elif rest[1:] in MACROS:
        await MACROS[rest[1:]](stage)
    elif name == "photo":
        await stage.photo(argument)
    elif name == "tap":
        await stage.taps(argument)
    else:
        assert name == "wait", rest
        count, unit = argument.split()
        stage.clock.go(**{f"{unit.removesuffix('s')}s": int(count)})


async def _keys(stage: Stage, rest: str) -> None:
    said, wanted = [body.key for body in stage.new], rest.split()
    for key in wanted:
        assert key == "…" or stage.knowledge.words.has(key), f"there is no {key}"
    assert _fits(said, wanted), f"said {' '.join(said)}"


def _fits(said: list[str], wanted: list[str]) -> bool:
    if not wanted:
        return not said
    if wanted[0] == "…":
        return any(_fits(said[skipped:], wanted[1:]) for skipped in range(len(said) + 1))
    return bool(said) and said[0] == wanted[0] and _fits(said[1:], wanted[1:])


async def _text(stage: Stage, rest: str) -> None:
    assert rest in stage.text, "is not said"


async def _not_text(stage: Stage, rest: str) -> None:
    assert rest not in stage.text, "is said"


async def _choices(stage: Stage, rest: str) -> None:
    assert stage.labels == [label.strip() for label in rest.split("|")], " | ".join(stage.labels)


async def _fact(stage: Stage, rest: str) -> None:
    name, _, wanted = rest.partition(" ")
    found = await FACTS[name](stage)
    assert str(found) == wanted, f"{name} is {found}"


async def _papers(stage: Stage) -> int:
    return sum(sheet.state in ("given", "accepted") for sheet in (await stage.view()).sheets)


async def _pages(stage: Stage) -> int:
    async with stage.db.reading() as session:
        return await session.scalar(select(func.count()).select_from(DossierFile)) or 0


async def _certificates(stage: Stage) -> str:
    """Stars, state and last day of each certificate there is."""
    async with stage.db.reading() as session:
        rows = (await session.scalars(select(Certificate).order_by(Certificate.id))).all()
    return ", ".join(f"{row.stars} {row.state} {row.expires_on:%d/%m/%Y}" for row in rows)


async def _state(stage: Stage) -> str:
    return (await stage.row()).state


async def _edition(stage: Stage) -> str:
    return (await stage.row()).edition


FACTS: dict[str, Callable[[Stage], Awaitable[object]]] = {
    "state": _state,
    "edition": _edition,
    "papers": _papers,
    "pages": _pages,
    "certificates": _certificates,
}
KINDS: dict[str, Callable[[Stage, str], Awaitable[None]]] = {
    "!": _before,
    "P:": _producer,
    ">": acts,
    "B:": _keys,
    "T:": _text,
    "T!:": _not_text,
    "C:": _choices,
    "=": _fact,
}
