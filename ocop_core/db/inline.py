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
    """A connection whose cursors are inline."""

    def cursor(self, factory: Any = None) -> Any:
        """A new inline cursor."""
        return super().cursor(InlineCursor)


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
