"""Fixtures for all tests: both databases, the knowledge, a clock that is set, settings."""

import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as properties

from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.services.knowledge import load_knowledge
from ocop_core.settings import Settings, from_env
from tests.support import databases, postgres
from tests.support.clock import Clock

# Whoever starts us in the background has SIGINT ignored, and so would every program that a test stops with Ctrl+C.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# No test is a timed test: a busy machine must not make one fail.
properties.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.load_profile("house")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    databases.apart(databases.migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def cluster() -> postgres.Cluster:
    """A running PostgreSQL; tests that need one are skipped where it truly cannot be had."""
    try:
        return postgres.cluster()
    except postgres.NoPostgres as problem:
        pytest.skip(f"no PostgreSQL: {problem}")


@pytest.fixture(scope="session")
def shelf(cluster: postgres.Cluster) -> Iterator[databases.Shelf]:
    """Empty PostgreSQL databases at the present schema."""
    made = databases.Shelf(cluster)
    databases.apart(made.open())
    yield made
    databases.apart(made.close())


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database at the present schema, once for each kind."""
    if request.param == "sqlite":
        yield databases.sqlite_copy(request.getfixturevalue("sqlite_template"), tmp_path)
        return
    shelf: databases.Shelf = request.getfixturevalue("shelf")
    name = databases.apart(shelf.lend())
    yield shelf.cluster.database(name)
    databases.apart(shelf.take_back(name))


@pytest.fixture
async def db(database: str) -> AsyncIterator[Database]:
    """The doors to that database."""
    opened = Database(database)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """All words and tables."""
    return load_knowledge()


@pytest.fixture
def clock() -> Clock:
    """A Monday morning in Vietnam, until the test moves it."""
    return Clock()


@pytest.fixture
def settings(database: str, tmp_path: Path) -> Settings:
    """Settings for that database, with a folder for files of its own."""
    return from_env({"DATABASE_URL": database, "FILES_DIR": str(tmp_path / "files")})
