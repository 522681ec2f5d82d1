"""Downloads of dossiers, and what an office writes on them."""

from aiohttp import web

from admin.views import dossier_files, dossier_paperwork

_ONE = r"/dossiers/{id:\d+}"
DOSSIER_FILES = (
    web.get(_ONE + "/{form:mau01|mau02|mau03|muc-luc}.docx", dossier_files.form, name="dossier_form"),
    web.get(_ONE + "/ho-so.zip", dossier_files.whole, name="dossier_zip"),
    web.get(_ONE + "/paperwork", dossier_paperwork.show, name="dossier_paperwork"),
    web.post(_ONE + "/paperwork", dossier_paperwork.submit, name="dossier_paperwork"),
)
