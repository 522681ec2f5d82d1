"""Landing page, look-up by code, signs of life; and the headers that every answer carries."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import clockwork
from bot.deps import Deps
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.services import answering
from ocop_core.settings import Settings
from tests.support.clock import Clock
from tests.support.dossiers import ANSWERS, hand_in, make_dossier
from tests.support.making import make_chat, make_idea, make_officer, owe
from tests.support.web import Phone

PATHS = ("/", "/chat", "/p/YT-ZZZZZ", "/healthz", "/readyz", "/metrics", "/chat/history", "/chat/static/chat.css")


@pytest.mark.parametrize("path", [*PATHS, "/nowhere", "/chat/files/1", "/chat/say"])
async def test_every_answer_carries_the_headers_that_keep_others_out(phone: Phone, path: str) -> None:
    response = await phone.client.get(path)
    assert response.status != 500
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/", "/chat", "/p/YT-ZZZZZ"])
async def test_pages_speak_vietnamese_and_load_nothing_from_elsewhere(phone: Phone, path: str) -> None:
    html = await (await phone.client.get(path)).text()
    assert '<html lang="vi"' in html
    for mark in ("http://", "https://", "//cdn", "<script>", "style=", "onclick"):
        assert mark not in html.replace("http://www.w3.org", ""), mark


async def test_static_files_are_asked_for_again_but_not_sent_again(phone: Phone) -> None:
    first = await phone.client.get("/chat/static/chat.js")
    assert (first.status, first.headers["Cache-Control"]) == (200, "no-cache")
    again = await phone.client.get("/chat/static/chat.js", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status == 304
    assert (await phone.client.get("/chat/static/../views.py")).status == 404
    assert (await phone.client.get("/chat/static/%2e%2e/views.py")).status in (403, 404)
    assert (await phone.client.get("/chat/static/")).status in (403, 404)


# --- where a code stands


async def test_a_code_shows_its_state_and_no_person(
    phone: Phone, db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    idea, lan = await make_idea(db, knowledge, clock()), await make_officer(db, clock())
    async with db.writing() as session:
        await answering.accept(session, knowledge, lan, idea.id, "mời cô Bảy ra xã", clock())
    for code in (idea.code, idea.code.lower()):
        response = await phone.client.get(f"/p/{code}")
        html = await response.text()
        assert response.status == 200 and knowledge.words.say("idea.state_accepted") in html
        for secret in (idea.name, idea.phone, "cô Bảy", lan.name):
            assert secret not in html


async def test_a_dossier_shows_where_it_is_and_nobody_and_a_draft_shows_nothing(
    phone: Phone, db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row = await make_dossier(db, clock())
    assert (await phone.client.get(f"/p/{row.code}")).status == 404
    await hand_in(db, tmp_path, row, clock())
    response = await phone.client.get(f"/p/{row.code.lower()}")
    html = await response.text()
    assert response.status == 200 and knowledge.words.say("dossier.state_submitted") in html and "<svg" in html
    for secret in ("Bảy Chóp", "0912345678", "Núi Cấm", *ANSWERS.values()):
        assert secret not in html


async def test_a_code_that_nobody_has_is_not_found_in_words(phone: Phone) -> None:
    response = await phone.client.get("/p/YT-ZZZZZ")
    assert response.status == 404 and "YT-ZZZZZ" in await response.text()


@pytest.mark.parametrize("code", ["ab", "YT-" + "A" * 40, "YT-%00AAAA", "..%2f..%2fetc", "YT-<b>x", "ý-tưởng"])
async def test_what_is_no_code_is_not_found(phone: Phone, code: str) -> None:
    assert (await phone.client.get(f"/p/{code}")).status == 404


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("YT-7K3MP", "/p/YT-7K3MP"),
        (" yt 7k3mp ", "/p/YT-7K3MP"),
        ("7k3mp", "/p/YT-7K3MP"),
        ("hs-7k3mp", "/p/HS-7K3MP"),
        ("HS 7K3MP", "/p/HS-7K3MP"),
        ("hs7k3", "/p/YT-HS7K3"),
        ("", "/"),
        ("mã của tôi", "/p/YT-MCATI"),
        ("//evil.example", "/p/YT-EVILEXAMPLE"),
        ("\r\nSet-Cookie: a=b", "/p/YT-SETCOOKIEAB"),
    ],
)
async def test_the_form_leads_to_the_page_of_the_code(phone: Phone, typed: str, leads_to: str) -> None:
    response = await phone.client.get("/p", params={"code": typed}, allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, leads_to)


async def test_guessing_codes_is_slowed_down(phone: Phone) -> None:
    statuses = [(await phone.client.get(f"/p/YT-{n:05}")).status for n in range(40)]
    assert statuses[:20] == [404] * 20 and statuses[-1] == 429


# --- signs of life


async def test_alive_is_alive_also_when_the_database_is_gone(phone: Phone, deps: Deps) -> None:
    async with deps.db.writing() as session:
        await session.execute(text("ALTER TABLE lease RENAME TO away"))
    assert (await phone.client.get("/healthz")).status == 200
    response = await phone.client.get("/readyz")
    assert response.status == 503 and (await response.json())["problems"][0].startswith("database")


async def test_ready_once_the_clock_ticks_and_not_when_it_falls_silent(
    phone: Phone, deps: Deps, settings: Settings, clock: Clock
) -> None:
    async def problems() -> tuple[int, list[str]]:
        response = await phone.client.get("/readyz")
        return response.status, (await response.json())["problems"]

    assert await problems() == (503, ["the clockwork is silent"])
    await clockwork.tick(deps.db, settings, clock())
    assert await problems() == (200, [])
    clock.now += clockwork.SILENT + timedelta(seconds=1)
    assert await problems() == (503, ["the clockwork is silent"])


async def test_not_ready_when_messages_wait_too_long(
    phone: Phone, deps: Deps, settings: Settings, clock: Clock
) -> None:
    await owe(deps.db, await make_chat(deps.db, clock(), channel="telegram"), "một", at=clock())
    clock.go(minutes=6)
    await clockwork.tick(deps.db, settings, clock())
    response = await phone.client.get("/readyz")
    assert response.status == 503 and (await response.json())["problems"] == ["messages wait too long"]


async def test_the_figures_are_what_prometheus_reads(phone: Phone, deps: Deps, clock: Clock) -> None:
    await owe(deps.db, await make_chat(deps.db, clock(), channel="telegram"), "một", "hai", at=clock())
    clock.go(seconds=30)
    response = await phone.client.get("/metrics")
    assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = (await response.text()).splitlines()
    assert 'ocop_outbox_messages{channel="telegram",kind="reply",state="queued"} 2.0' in lines
    assert "ocop_outbox_oldest_seconds 30.0" in lines
