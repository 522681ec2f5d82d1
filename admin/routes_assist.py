"""The pages on which an officer speaks for somebody without a phone."""

from aiohttp import web

from admin.views import assist

ASSIST = (
    web.get("/assist", assist.show, name="assist"),
    web.post("/assist", assist.begin, name="assist"),
    web.get(r"/assist/{id:\d+}", assist.show_one, name="assist_one"),
    web.get(r"/assist/{id:\d+}/{act:say|code}", assist.back, name="assist_back"),
    web.post(r"/assist/{id:\d+}/say", assist.say, name="assist_say"),
    web.post(r"/assist/{id:\d+}/code", assist.offer_code, name="assist_code"),
)
