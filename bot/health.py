"""Signs of life: alive, ready, figures for Prometheus."""

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clockwork import PULSE, SILENT
from bot.deps import DEPS, Deps
from ocop_core.services import leases, outbox
from ocop_core.services.channels import payments, tokens

SLOW_QUEUE = 300.0


async def alive(request: web.Request) -> web.Response:
    """The process answers."""
    return web.json_response({"ok": True})


async def ready(request: web.Request) -> web.Response:
    """Database, last tick and age of the queue; 503 with the reason where something is wrong."""
    facts = await _facts(request.app[DEPS])
    return web.json_response(facts, status=200 if not facts["problems"] else 503)


async def _facts(deps: Deps) -> dict[str, object]:
    problems: list[str] = []
    now = deps.clock()
    try:
        async with deps.db.reading() as session:
            beat = await leases.last_beat(session, PULSE)
            age = await outbox.oldest_waiting(session, now)
            alarm = await _token_alarm(session, deps)
    except Exception as error:
        return {"problems": [f"database: {type(error).__name__}"]}
    silent = (now - beat).total_seconds() if beat else None
    if silent is None or silent > SILENT.total_seconds():
        problems.append("the clockwork is silent")
    if age > SLOW_QUEUE:
        problems.append("messages wait too long")
    if alarm:
        problems.append(f"the tokens of zalo_oa: {alarm}")
    return {"problems": problems, "tick_age": silent, "queue_age": age, "channels": sorted(deps.channels)}


async def _token_alarm(session: AsyncSession, deps: Deps) -> str:
    if "zalo_oa" not in deps.channels:
        return ""
    return await tokens.alarm(session, "zalo_oa", deps.clock(), deps.settings.seal)


async def metrics(request: web.Request) -> web.Response:
    """The ledger in figures."""
    from prometheus_client import CollectorRegistry, Gauge, generate_latest

    deps = request.app[DEPS]
    registry = CollectorRegistry()
    ledger = Gauge("ocop_outbox_messages", "Messages by fate", ["channel", "kind", "state"], registry=registry)
    waiting = Gauge("ocop_outbox_oldest_seconds", "Age of the oldest message that is due", registry=registry)
    alarm = Gauge(
        "ocop_token_alarm", "1 where somebody must look at a channel's tokens", ["channel"], registry=registry
    )
    spent = Gauge("ocop_spent_dong", "Dong spent this month", ["channel"], registry=registry)
    async with deps.db.reading() as session:
        if "zalo_oa" in deps.channels:
            alarm.labels("zalo_oa").set(bool(await _token_alarm(session, deps)))
            spent.labels("zalo_oa").set(await payments.spent(session, "zalo_oa", deps.clock()))
        for line in await outbox.figures(session):
            ledger.labels(line["channel"], line["kind"], line["state"]).set(line["count"])
        waiting.set(await outbox.oldest_waiting(session, deps.clock()))
    return web.Response(body=generate_latest(registry), headers={"Content-Type": "text/plain; version=0.0.4"})


def add(app: web.Application) -> None:
    """Adds the routes."""
    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)
    app.router.add_get("/metrics", metrics)
