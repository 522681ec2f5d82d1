"""All pages of the panel and their addresses below /admin."""

from aiohttp import web

from admin import assets
from admin.views import account, files, home, idea, idea_act, ideas, requests, sign_in, staff

ROUTES = (
    web.get("/", home.show, name="home"),
    web.get("/static/{version}/{name}", assets.serve, name="static"),
    web.get("/sign-in", sign_in.show, name="sign_in"),
    web.post("/sign-in", sign_in.submit, name="sign_in"),
    web.get("/link/{secret}", sign_in.show_link, name="link"),
    web.post("/link/{secret}", sign_in.use_link, name="link"),
    web.get("/ideas", ideas.show, name="ideas"),
    web.get(r"/ideas/{id:\d+}", idea.show, name="idea"),
    web.post(r"/ideas/{id:\d+}/take", idea.take_over, name="take"),
    web.get(r"/ideas/{id:\d+}/{act:ask|accept|decline}", idea_act.show, name="act"),
    web.post(r"/ideas/{id:\d+}/{act:ask|accept|decline}", idea_act.submit, name="act"),
    web.get(r"/files/{id:\d+}", files.show, name="file"),
    web.get("/requests", requests.show, name="requests"),
    web.post(r"/requests/{id:\d+}/called", requests.called, name="called"),
    web.get(r"/requests/{id:\d+}/answer", requests.show_answer, name="answer"),
    web.post(r"/requests/{id:\d+}/answer", requests.answer, name="answer"),
    web.get("/account", account.show, name="account"),
    web.post("/account/password", account.change_password, name="password"),
    web.post("/account/others", account.sign_out_others, name="others"),
    web.post("/sign-out", account.sign_out, name="sign_out"),
    web.get("/staff", staff.show, name="staff"),
    web.get("/staff/new", staff.show_new, name="staff_new"),
    web.post("/staff/new", staff.add, name="staff_new"),
    web.get(r"/staff/{id:\d+}", staff.show_one, name="staff_one"),
    web.post(r"/staff/{id:\d+}/link", staff.make_link, name="staff_link"),
    web.post(r"/staff/{id:\d+}/reset", staff.reset, name="staff_reset"),
    web.post(r"/staff/{id:\d+}/close", staff.close, name="staff_close"),
    web.post(r"/staff/{id:\d+}/reopen", staff.reopen, name="staff_reopen"),
)
