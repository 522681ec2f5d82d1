"""The pages of the channels and their addresses below /admin."""

from aiohttp import web

from admin.views import channels, templates, zalo

CHANNELS = (
    web.get("/channels", channels.show, name="channels"),
    web.post(r"/channels/{channel:webchat|telegram|zalo_oa|zalo_bot}/test", channels.test, name="channel_test"),
    web.get("/channels/zalo-oa", zalo.show, name="zalo"),
    web.post("/channels/zalo-oa/budget", zalo.set_budget, name="zalo_budget"),
    web.post("/channels/zalo-oa/begin", zalo.begin, name="zalo_begin"),
    web.get("/channels/zalo-oa/callback", zalo.back, name="zalo_back"),
    web.post("/channels/zalo-oa/callback", zalo.finish, name="zalo_back"),
    web.get("/channels/zalo-oa/templates/new", templates.show_new, name="template_new"),
    web.post("/channels/zalo-oa/templates/new", templates.save, name="template_new"),
    web.get(r"/channels/zalo-oa/templates/{id:\d+}", templates.show_one, name="template_one"),
    web.post(r"/channels/zalo-oa/templates/{id:\d+}", templates.save, name="template_one"),
    web.post(r"/channels/zalo-oa/templates/{id:\d+}/drop", templates.drop, name="template_drop"),
)
