"""Carries what was committed from SQLite's write-ahead log into the database file, in a thread."""

import asyncio
import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Thread

log = logging.getLogger(__name__)
COMMITS = 200
# Only when the thread has not come after does the writer do it itself: at about 100 MB of log.
FALLBACK_PAGES = 25_000


class Checkpoints:
    """Checkpoints of one database file.

    SQLite would do them at a commit, and they wait for the disk: up to a tenth of a second in which the
    event loop stands still. A passive one on a connection of its own holds up neither readers nor the writer.
    """

    def __init__(self, path: Path) -> None:
        self._uri = f"{path.absolute().as_uri()}?mode=rw"
        # The first commit carries over what a process that was killed left. Else one that is killed again and again
        # fills the disk with its log, and then there is no room to carry it over.
        self._commits = COMMITS - 1
        self._thread: Thread | None = None

    def count(self) -> None:
        """Counts a commit, and begins a checkpoint when enough have come together."""
        self._commits += 1
        if self._commits >= COMMITS and (self._thread is None or not self._thread.is_alive()):
            self._commits = 0
            self._begin()

    def _begin(self) -> None:
        thread = Thread(target=self._checkpoint, name="checkpoint")
        try:
            thread.start()
        except RuntimeError:
            # What was committed stays committed; the writer's own checkpoint comes later.
            log.exception("no thread for a checkpoint")
        else:
            self._thread = thread

    async def stop(self) -> None:
        """Waits for one that is under way."""
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join)

    def _checkpoint(self) -> None:
        try:
            with closing(sqlite3.connect(self._uri, uri=True, timeout=0.0)) as connection:
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except sqlite3.Error:
            log.exception("a checkpoint failed; the next one does its work")
