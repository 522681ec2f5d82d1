"""Pages of dossiers: the list, one dossier with its papers, and what an office decides."""

from aiohttp import web

from admin.views import dossier, dossier_acts, dossier_decide, dossier_judgment, dossier_paper, dossiers

_ONE = r"/dossiers/{id:\d+}"
_PAPER = _ONE + r"/papers/{paper:\d+}/{act:accept|return|undo}"
_STEP = _ONE + "/{act:take|send|propose|receive|to_council}"
_DECIDE = _ONE + "/{act:send_back|recognise|to_ministry|fail}"
DOSSIERS = (
    web.get("/dossiers", dossiers.show, name="dossiers"),
    web.get(_ONE, dossier.show, name="dossier"),
    web.get(_PAPER, dossier.moved, name="dossier_paper"),
    web.post(_PAPER, dossier_paper.decide, name="dossier_paper"),
    web.get(_STEP, dossier.moved, name="dossier_step"),
    web.post(_STEP, dossier_acts.act, name="dossier_step"),
    web.get(f"{_ONE}/judgment", dossier_judgment.show, name="dossier_judgment"),
    web.post(f"{_ONE}/judgment", dossier_judgment.submit, name="dossier_judgment"),
    web.get(_DECIDE, dossier_decide.show, name="dossier_decide"),
    web.post(_DECIDE, dossier_decide.submit, name="dossier_decide"),
)
