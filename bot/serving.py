"""Runs the parts: web, sending, clock; together or one of them, until the process is told to stop."""

import asyncio
import gc
import logging
import signal
from collections.abc import Callable, Coroutine
from typing import Any

from aiohttp import web

from bot import clockwork
from bot.announcer import announce
from bot.channels.base import Asked, Tended
from bot.deps import Deps
from bot.fetcher import fetch_all
from bot.inspector import inspect_all
from bot.keeping import tend
from bot.poller import poll
from bot.relay import Relay
from bot.spool import drain_all
from bot.watchman import watch
from ocop_core.errors import BadSettings, SendError

log = logging.getLogger(__name__)
# Whoever stops us waits five seconds for everything. aiohttp waits for requests once, and again when it cancels them.
LANDING = 3.5
LAST_REQUESTS = 2.0
# A messenger that comes back after an outage brings hundreds at once.
BACKLOG = 1024
ANOTHER_PORT = "Có thể đã có một bản đang chạy; dừng bản đó, hoặc đặt PORT khác."


async def serve(deps: Deps, app: web.Application | None, *, worker: bool, ready: Callable[[], None]) -> None:
    """Runs `app` (None: no web part) and, if `worker`, sending and clock. Returns after SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, deps.stopping.set)
    # Before anything else: a copy started by mistake on the same port ends here.
    runner = await _listen(deps, app) if app is not None else None
    for channel in deps.channels.values():
        await channel.start()
    relays = _relays(deps, web_part=app is not None, worker=worker)
    tasks = [asyncio.create_task(relay.run()) for relay in relays]
    scheduler = clockwork.schedule(deps.db, deps.settings, deps.clock) if worker else None
    tasks += [asyncio.create_task(work) for work in _duties(deps, web_part=app is not None, worker=worker)]
    # What is loaded now stays to the end: a full collection would stall replies for tens of milliseconds.
    gc.collect()
    gc.freeze()
    gc.enable()
    ready()
    await deps.stopping.wait()
    if scheduler:
        scheduler.shutdown(wait=False)
    await asyncio.gather(_land(relays), *([runner.cleanup()] if runner else []))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for channel in deps.channels.values():
        await channel.stop()


def _relays(deps: Deps, *, web_part: bool, worker: bool) -> list[Relay]:
    """The web chat is sent where the pages are connected, everything else where the worker is."""
    return [
        Relay(deps.db, channel, deps.clock, knowledge=deps.knowledge)
        for name, channel in deps.channels.items()
        if (web_part if name == "webchat" else worker)
    ]


async def _land(relays: list[Relay]) -> None:
    try:
        async with asyncio.timeout(LANDING):
            await asyncio.gather(*(relay.stop() for relay in relays))
    except TimeoutError:
        log.warning("the database is busy; what is in flight will be in doubt")


async def _listen(deps: Deps, app: web.Application) -> web.AppRunner:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=LAST_REQUESTS)
    await runner.setup()
    host, port = deps.settings.host, deps.settings.port
    try:
        await web.TCPSite(runner, host, port, backlog=BACKLOG).start()
    except OSError as error:
        await runner.cleanup()
        raise BadSettings((f"Không mở được cổng {port} ({host}): {error.strerror}. {ANOTHER_PORT}",)) from error
    return runner


def _duties(deps: Deps, *, web_part: bool, worker: bool) -> list[Coroutine[Any, Any, None]]:
    """What each messenger needs: its files fetched and its account set up by the worker, its hooks' spool emptied."""
    outside = [channel for name, channel in deps.channels.items() if name != "webchat"]
    duties = [drain_all(deps, channel) for channel in outside] if web_part or worker else []
    duties.append(watch(deps))
    if worker:
        duties += [announce(deps), inspect_all(deps)]
        duties += [fetch_all(deps, channel) for channel in outside]
        duties += [tend(deps, channel) for channel in outside if isinstance(channel, Tended)]
        duties += [_set_up(deps, channel) for channel in outside if isinstance(channel, Asked)]
    return duties


async def _set_up(deps: Deps, channel: Asked) -> None:
    """Commands and hook; without a public address, polling. Tried until it works."""
    words = deps.knowledge.words
    prefix = "telegram.command."
    commands = [(key.removeprefix(prefix), words.say(key)) for key in words.under(prefix)]
    hook = deps.settings.hook(channel.name)
    while True:
        try:
            await channel.setup(commands, hook)
            break
        except SendError as error:
            log.warning("setting up %s: %s", channel.name, error)
            await asyncio.sleep(min(60.0, error.after or 10.0))
        except Exception:
            log.exception("setting up %s", channel.name)
            await asyncio.sleep(10)
    if hook is None:
        await poll(deps, channel)
