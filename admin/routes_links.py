"""The pages of links that open a form or an answer in the chat."""

from aiohttp import web

from admin.views import links

_ONE = r"/links/{payload:[a-z0-9_-]+}"
LINKS = (
    web.get("/links", links.listing, name="links"),
    web.get(_ONE, links.show, name="link_one"),
    web.get(_ONE + "/poster.{kind:png|pdf}", links.sheet, name="link_poster"),
    web.get(_ONE + "/qr.{kind:png|pdf}", links.code, name="link_qr"),
)
