"""Tells a fault of the database, which passes, from a fault of the work, which would only repeat itself."""

import sqlite3

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

# SQLSTATE: connection lost, deadlock or serialization, out of resources, not ready or lock not available, shut down.
PASSING_STATES = ("08", "40", "53", "55", "57")
PASSING_CODES = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL)


def passing(error: BaseException) -> bool:
    """Whether the same work may succeed a little later: locked, deadlocked, restarting, cut off."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or (error.orig is not None and passing(error.orig))
    if isinstance(error, sqlite3.Error):
        # The low byte is the kind, the rest says where it happened.
        return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF in PASSING_CODES
    if isinstance(error, OSError | NoConnectionLeft):
        return True
    state = getattr(error, "sqlstate", None)
    return isinstance(state, str) and state.startswith(PASSING_STATES)
