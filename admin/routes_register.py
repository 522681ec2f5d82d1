"""The pages of the register of certificates, of the call list and of coming reminders."""

from aiohttp import web

from admin.views import calls, certificates, coming, stages

_ONE = r"/certificates/{id:\d+}"
REGISTER = (
    web.get("/certificates", certificates.show, name="certificates"),
    web.get(_ONE, certificates.show_one, name="certificate"),
    web.post(_ONE + "/{act:revoke|lapse|restore|number|days|correct}", certificates.act, name="certificate_act"),
    web.get("/calls", calls.show, name="calls"),
    web.post(r"/calls/{id:\d+}/{act:called|done|escalate}", calls.act, name="call_act"),
    web.get("/coming", coming.show, name="coming"),
    web.get("/stages", stages.show, name="stages"),
    web.post("/stages/{plan:[a-z_]+}", stages.add, name="stage_new"),
    web.post("/stages/{plan:[a-z_]+}/{stage:[a-z_0-9]+}", stages.change, name="stage"),
)
