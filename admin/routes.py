"""All pages of the panel and their addresses below /admin."""

from aiohttp import web

from admin import assets
from admin.routes_assist import ASSIST
from admin.routes_channels import CHANNELS
from admin.routes_dossier_files import DOSSIER_FILES
from admin.routes_dossiers import DOSSIERS
from admin.routes_events import EVENTS
from admin.routes_imports import IMPORTS
from admin.routes_knowledge import KNOWLEDGE
from admin.routes_links import LINKS
from admin.routes_notices import NOTICES
from admin.routes_register import REGISTER
from admin.routes_reports import REPORTS
from admin.views import account, canned, files, home, idea, idea_act, ideas, inbox, sign_in, staff, thread, thread_act

ROUTES = (
    *ASSIST,
    *CHANNELS,
    *REGISTER,
    *REPORTS,
    *EVENTS,
    *DOSSIER_FILES,
    *DOSSIERS,
    *IMPORTS,
    *KNOWLEDGE,
    *LINKS,
    *NOTICES,
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
    web.get(r"/files/{id:\d+}/view", files.look, name="file_view"),
    web.get("/inbox", inbox.show, name="inbox"),
    web.get(r"/inbox/{id:\d+}", thread.show, name="thread"),
    web.post(r"/inbox/{id:\d+}/take", thread_act.take, name="thread_take"),
    web.get(r"/inbox/{id:\d+}/hand", inbox.moved, name="thread_hand"),
    web.post(r"/inbox/{id:\d+}/hand", thread_act.hand_over, name="thread_hand"),
    web.get(r"/inbox/{id:\d+}/answer", inbox.moved, name="thread_answer"),
    web.post(r"/inbox/{id:\d+}/answer", thread_act.answer, name="thread_answer"),
    web.post(r"/inbox/{id:\d+}/called", thread_act.called, name="thread_called"),
    web.post(r"/inbox/{id:\d+}/close", thread_act.close, name="thread_close"),
    web.get("/inbox/canned", canned.show, name="canned"),
    web.get("/inbox/canned/new", canned.show_new, name="canned_new"),
    web.post("/inbox/canned/new", canned.add, name="canned_new"),
    web.get(r"/inbox/canned/{id:\d+}", canned.show_one, name="canned_one"),
    web.post(r"/inbox/canned/{id:\d+}", canned.change, name="canned_one"),
    web.post(r"/inbox/canned/{id:\d+}/drop", canned.drop, name="canned_drop"),
    web.get("/requests", inbox.moved, name="requests"),
    web.get(r"/requests/{id:\d+}/answer", inbox.moved, name="request"),
    web.get("/account", account.show, name="account"),
    web.post("/account/password", account.change_password, name="password"),
    web.post("/account/others", account.sign_out_others, name="others"),
    web.post("/account/chat", account.offer_chat, name="account_chat"),
    web.post(r"/account/chat/{id:\d+}/drop", account.drop_chat, name="account_chat_drop"),
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
