"""Statements that every message needs: written once, run by SQLAlchemy or, inline, straight by sqlite3."""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Dialect, Insert, Select, Update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

INLINE = "inline"
Values = Mapping[str, Any]
Statement = Select[*tuple[Any, ...]] | Insert | Update
Wording = Callable[[str], Statement]
Convert = Callable[[Any], Any] | None


class Hot:
    """A statement with named values, or a function that gives it in the words of a dialect.

    SQLAlchemy needs 100 to 200 µs for a statement that takes SQLite ten. Where the writing door is inline
    the compiled text and the columns' own conversions are kept and sqlite3 is called directly, in the same
    transaction. See docs/decisions/0004.
    """

    def __init__(self, statement: Statement | Wording, *, columns: Sequence[str] = ()) -> None:
        self._wanted, self._columns = statement, columns
        self._worded: dict[str, Statement] = {}
        self._inline: _Inline | None = None

    async def first(self, session: AsyncSession, values: Values) -> Any:
        """The first row, with its columns by name, or None."""
        found = await self.all(session, values)
        return found[0] if found else None

    async def all(self, session: AsyncSession, values: Values) -> Sequence[Any]:
        """All rows, with their columns by name."""
        line = session.info.get(INLINE)
        if line is None:
            return (await session.execute(self._statement(session), values)).all()
        inline = await self._ready(session)
        # To the end, as a statement half read would keep its view of the database beyond the commit.
        return [*map(inline.row, line.plain.execute(inline.text, inline.bound(values)).fetchall())]

    async def run(self, session: AsyncSession, values: Values) -> int:
        """Writes; how many rows were touched."""
        line = session.info.get(INLINE)
        if line is None:
            result: Any = await session.execute(self._statement(session), values)
            return int(result.rowcount)
        inline = await self._ready(session)
        return int(line.plain.execute(inline.text, inline.bound(values)).rowcount)

    async def run_each(self, session: AsyncSession, rows: Sequence[Values]) -> None:
        """Writes for each of some rows, in order."""
        line = session.info.get(INLINE)
        if line is None:
            await session.execute(self._statement(session), rows)
            return
        inline = await self._ready(session)
        line.plain.executemany(inline.text, [inline.bound(values) for values in rows])

    async def all_each(self, session: AsyncSession, rows: Sequence[Values]) -> Sequence[Any]:
        """Writes for each of some rows, in order; what each gives back, one row for one."""
        line = session.info.get(INLINE)
        if line is None:
            return (await session.execute(self._statement(session), rows)).all()
        inline, write = await self._ready(session), line.plain.execute
        # To the end, or the statement would not be over when the next begins.
        return [inline.row(write(inline.text, inline.bound(values)).fetchall()[0]) for values in rows]

    async def _ready(self, session: AsyncSession) -> "_Inline":
        # What services changed on objects is written before, as SQLAlchemy would do it.
        if session.in_transaction():
            await session.flush()
        if self._inline is None:
            self._inline = _Inline(self._statement(session), self._columns, session.get_bind().dialect)
        return self._inline

    def _statement(self, session: AsyncSession) -> Statement:
        dialect = session.get_bind().dialect.name
        if dialect not in self._worded:
            wanted = self._wanted
            self._worded[dialect] = wanted(dialect) if callable(wanted) else wanted
        return self._worded[dialect]


class _Inline:
    """A statement compiled for SQLite, with the conversions of its values and of its columns."""

    def __init__(self, statement: Statement, columns: Sequence[str], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(columns) or None)
        assert isinstance(compiled, SQLCompiler) and compiled.positiontup is not None
        self.text = compiled.string
        binds = [(name, compiled.binds[name]) for name in compiled.positiontup]
        self._fixed = {name: bind.effective_value for name, bind in binds if not bind.required}
        self._values = [(name, _inward(bind.type, dialect)) for name, bind in binds]
        selected = list(statement.exported_columns)
        self._row = _named([str(column.key) for column in selected])
        self._outward = [_outward(column.type, dialect) for column in selected]

    def bound(self, values: Values) -> list[Any]:
        """The values in the statement's order, as sqlite3 takes them. Raises KeyError for a missing one."""
        given = {**self._fixed, **values} if self._fixed else values
        return [convert(given[name]) if convert else given[name] for name, convert in self._values]

    def row(self, found: Sequence[Any]) -> Any:
        """A row with names and the columns' own types."""
        pairs = zip(found, self._outward, strict=True)
        return self._row(*[convert(value) if convert else value for value, convert in pairs])


def _named(columns: Sequence[str]) -> Callable[..., Any]:
    return namedtuple("Row", columns)


def _inward(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _outward(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
