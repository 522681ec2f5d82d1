"""Bears `ocop worker` in a blink: everything is loaded once and each life is a fork, so 500 kills take minutes.

What lives is the program itself, with connections, leases and a process number of its own, and kill -9 ends it. Started
as `python -m bench.soak_nursery LOG`; says the number of a new process for each line `born`, and `dead` when one that
was named has been killed.
"""

import gc
import importlib
import os
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path

from bench.soak_house import ROOT, House
from ocop_core.services import knowledge
from ocop_core.services.knowing import library

EVERYTHING = (
    "ocop",
    "admin.app",
    "bot.app",
    "bot.serving",
    "bot.channels.telegram_bot",
    "apscheduler.schedulers.asyncio",
)


class Nursery:
    """The process that holds everything ready; `env` is what each life will have."""

    def __init__(self, folder: Path, env: dict[str, str], log: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.soak_nursery", str(log)],
            cwd=folder,
            env={**os.environ, **env, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        self._hear()

    def born(self) -> int:
        """A new `ocop worker`; its process number."""
        return int(self._ask("born"))

    def kill(self, pid: int) -> None:
        """Kills it as a power cut would, and buries it: a lease knows the dead by their number."""
        self._ask(f"kill {pid}")

    def close(self) -> None:
        """Ends the nursery; who still lives is killed."""
        with self._process:
            assert self._process.stdin
            self._process.stdin.close()

    def _ask(self, words: str) -> str:
        assert self._process.stdin
        self._process.stdin.write(words + "\n")
        return self._hear()

    def _hear(self) -> str:
        assert self._process.stdout
        said = self._process.stdout.readline().strip()
        if not said:
            raise RuntimeError("the nursery has ended")
        return said


class Born(House):
    """A worker that comes out of a nursery instead of from the command line."""

    def __init__(self, house: House, nursery: Nursery) -> None:
        self._house, self._nursery, self._pid = house, nursery, 0
        self.log, self.folder, self.database = house.log, house.folder, house.database

    @property
    def running(self) -> bool:
        """Whether it was born and not killed yet."""
        return self._pid > 0

    def launch(self) -> None:
        """Starts it."""
        self._pid = self._nursery.born()

    def kill(self) -> None:
        """Kills it."""
        self._nursery.kill(self._pid)
        self._pid = 0


def _live(log: str) -> None:
    """The whole life of one worker."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    with Path(log).open("ab") as out:
        for number in (1, 2):
            os.dup2(out.fileno(), number)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    import ocop

    ocop.cli(["worker"], standalone_mode=False)


def _load() -> None:
    """Everything that a worker would load at its start."""
    for name in EVERYTHING:
        importlib.import_module(name)
    # What each life would read again from the same files.
    for module, name, args in ((knowledge, "load_knowledge", ("an-giang",)), (library, "load_entries", ())):
        loaded = cache(getattr(module, name))
        setattr(module, name, loaded)
        loaded(*args)
    # Or every life would look through all of it, and copy what it looks at.
    gc.collect()
    gc.freeze()


def main() -> None:
    """Listens until its standard input ends."""
    _load()
    print("ready", flush=True)
    living: set[int] = set()
    for line in sys.stdin:
        act, _, number = line.strip().partition(" ")
        if act == "born":
            pid = os.fork()
            if pid == 0:
                _live(sys.argv[1])
                os._exit(0)
            living.add(pid)
            print(pid, flush=True)
        elif act == "kill" and int(number) in living:
            _bury(int(number))
            living.discard(int(number))
            print("dead", flush=True)
    for pid in living:
        _bury(pid)


def _bury(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
