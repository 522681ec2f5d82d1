"""The channels for the operator: which are on, whether they are alive, and a message to oneself."""

from aiohttp import web

from admin import pages
from admin.panel import operator, panel
from ocop_core.conversation.said import Body
from ocop_core.errors import Refused
from ocop_core.services import outbox
from ocop_core.services.channels import figures

LIST = "/admin/channels"
NAMES = ("webchat", "zalo_oa", "zalo_bot", "telegram")


def switched_on(request: web.Request) -> dict[str, bool]:
    """Which channels have their settings."""
    on = panel(request).settings.channels
    return {name: name in on for name in NAMES}


async def show(request: web.Request) -> web.Response:
    """All channels with what they did last."""
    me, here = operator(request), panel(request)
    on = switched_on(request)
    async with here.db.reading() as session:
        found = {name: await figures.standing(session, name, here.now()) for name in NAMES if on[name]}
        own = {name: await figures.chat_of_staff(session, me.id, name) for name in found}
    bot = here.settings.zalo_bot
    plan = {"people": bot.people, "messages": bot.messages}
    return pages.render(request, "channels.html", names=NAMES, on=on, found=found, own=own, plan=plan)


async def test(request: web.Request) -> web.Response:
    """A message to the operator's own chat on this channel. Raises Refused where they have none."""
    me, here, name = operator(request), panel(request), request.match_info["channel"]
    words = here.knowledge.words
    async with here.db.writing() as session:
        chat = await figures.chat_of_staff(session, me.id, name)
        if chat is None:
            raise Refused("access.none")
        body = Body("admin_channel.test_said", words.say("admin_channel.test_said"))
        await outbox.owe(session, chat.id, chat.channel, [body], here.now(), kind="test")
    return pages.see(request, LIST if name != "zalo_oa" else f"{LIST}/zalo-oa", "channel_tested")


def problems_of(refused: Refused, fields: dict[str, str]) -> tuple[pages.Problem, ...]:
    """A refusal as the problem of the field that its key names."""
    return (pages.Problem.of(fields.get(refused.key, "outside_id"), refused),)
