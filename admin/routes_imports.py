"""Pages of lists that come in and go out as office files."""

from aiohttp import web

from admin.views import export, import_act, import_one, imports

_ONE = r"/imports/{id:\d+}"
IMPORTS = (
    web.get("/imports", imports.show, name="imports"),
    web.post("/imports", imports.upload, name="imports"),
    web.get("/imports/certificates.xlsx", export.certificates, name="export"),
    web.get(_ONE, import_one.show, name="import_one"),
    web.get(_ONE + r"/rows/{row:\d+}", import_one.show, name="import_row"),
    web.post(_ONE + r"/rows/{row:\d+}", import_one.mend, name="import_row"),
    web.post(f"{_ONE}/apply", import_act.apply, name="import_apply"),
    web.post(f"{_ONE}/order", import_act.order, name="import_order"),
    web.post(f"{_ONE}/undo", import_act.undo, name="import_undo"),
    web.post(f"{_ONE}/drop", import_act.drop, name="import_drop"),
)
