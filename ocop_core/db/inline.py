"""SQLite spoken to in the event loop's own thread: a statement takes microseconds, a hop to a thread more.

Only the writing door uses it: SQLite has one writer anyway, and its transactions here are short. Reading
goes through threads (aiosqlite), so that a slow list never holds up a reply. See docs/decisions/.
"""

import sqlite3
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.pool import Pool, StaticPool
from sqlalchemy.util import await_only


async def _done() -> None:
    """Nothing to wait for; SQLAlchemy insists that an async driver awaits."""


class InlineCursor(sqlite3.Cursor):
    """A cursor that satisfies SQLAlchemy's async protocol without waiting."""

    def execute(self, *args: Any) -> "InlineCursor":
        """Runs a statement at once."""
        await_only(_done())
        super().execute(*args)
        return self

    def executemany(self, *args: Any) -> "InlineCursor":
        """Runs a statement for many rows at once."""
        await_only(_done())
        super().executemany(*args)
        return self

    async def _async_soft_close(self) -> None:
        """Part of SQLAlchemy's async cursor protocol; rows are already here."""


class InlineConnection(sqlite3.Connection):
    """A connection whose cursors are inline. During a unit of the writing door only the door ends it.

    `plain` is a cursor for statements that do without SQLAlchemy (`ocop_core.db.hot`).
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.in_unit = False
        self.plain = sqlite3.Cursor(self)

    def cursor(self, factory: Any = None) -> Any:
        """A new inline cursor."""
        return super().cursor(InlineCursor)

    def begin_unit(self) -> None:
        """Begins a unit IMMEDIATE. Raises sqlite3.OperationalError at once if another process is writing."""
        self.plain.execute("BEGIN IMMEDIATE")
        self.in_unit = True

    def commit_unit(self) -> None:
        """Makes the unit last."""
        self.plain.execute("COMMIT")
        self.in_unit = False

    def rollback_unit(self) -> None:
        """Forgets the unit, whatever state it is in."""
        self.in_unit = False
        super().rollback()

    def commit(self) -> None:
        """What SQLAlchemy calls; inside a unit it must wait for the door."""
        if not self.in_unit:
            super().commit()

    def rollback(self) -> None:
        """What SQLAlchemy calls, also when it only gives the connection back."""
        if not self.in_unit:
            super().rollback()


class InlineDialect(SQLiteDialect_pysqlite):
    """pysqlite, declared async."""

    driver = "inline"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        """One connection, as there is one writer."""
        return StaticPool


def register() -> None:
    """Makes `sqlite+inline://` known to SQLAlchemy."""
    registry.register("sqlite.inline", __name__, "InlineDialect")
