"""Static files: read once, addressed by a hash of their content, kept by browsers for a year."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from aiohttp import web

from admin.panel import Asset, panel

FOLDER = Path(__file__).parent / "static"
_MIMES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
YEAR = 31_536_000


def load(folder: Path = FOLDER) -> dict[str, Asset]:
    """All static files by name."""
    return {path.name: _asset(path) for path in sorted(folder.iterdir()) if path.suffix in _MIMES}


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    return Asset(content, _MIMES[path.suffix], sha256(content).hexdigest()[:12])


def url(assets: Mapping[str, Asset], name: str) -> str:
    """The address of a static file; it changes with the content. Raises KeyError."""
    return f"/admin/static/{assets[name].version}/{name}"


async def serve(request: web.Request) -> web.Response:
    """A static file. An outdated version gets the present content, uncached."""
    asset = panel(request).assets.get(request.match_info["name"])
    if asset is None:
        raise web.HTTPNotFound
    current = request.match_info["version"] == asset.version
    response = web.Response(body=asset.content, content_type=asset.mime, charset="utf-8")
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if current else "no-cache"
    response.enable_compression()
    return response
