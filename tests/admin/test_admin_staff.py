"""Officers are added, linked, reset and closed by operators only."""

import re
from pathlib import Path

from sqlalchemy import select

from admin import assets, pages
from ocop_core.db.models import Audit, StaffKey
from ocop_core.services.staff import roster
from tests.admin.house import NUI_CAM, Browser, House, Open

ROOT = Path(__file__).parents[2]


async def test_to_other_roles_these_pages_do_not_exist(house: House, lan: Browser) -> None:
    officer = await house.officer("hoa")
    token = {"token": (await lan.page("/admin/account")).split('name="token" value="')[1].split('"')[0]}
    for path in ("/admin/staff", "/admin/staff/new", f"/admin/staff/{officer.id}"):
        await lan.page(path, 404)
    for act in ("link", "reset", "close", "reopen"):
        assert (await lan.client.post(f"/admin/staff/{officer.id}/{act}", data=token)).status == 404
    assert (await lan.client.post("/admin/staff/new", data={**token, "login": "x", "name": "x"})).status == 404
    assert "/admin/staff" not in await lan.page("/admin/")


async def test_an_operator_adds_an_officer_who_comes_in_by_link(house: House, open_browser: Open) -> None:
    await house.officer("van-hanh", "operator", None)
    operator = await open_browser()
    await house.enter(operator, "van-hanh")
    fields = {"login": "nuicam.lan", "name": "Lê Thị Lan", "role": "commune", "unit": NUI_CAM}
    response = await operator.send("/admin/staff/new", "/admin/staff/new", fields)
    page = response.headers["Location"]
    shown = await (await operator.send(page, f"{page}/link")).text()
    link = re.search(r'value="http://127.0.0.1:8000(/admin/link/[\w-]+)"', shown)
    assert link
    assert link[1] not in await operator.page(page)
    lan = await open_browser()
    assert (await lan.send(link[1], link[1])).status == 303
    assert "Xã Núi Cấm" in await lan.page("/admin/account")


async def test_what_is_wrong_with_a_new_officer_is_said_at_the_field(house: House, browser: Browser) -> None:
    await house.officer("van-hanh", "operator", None)
    await house.enter(browser, "van-hanh")
    good = {"login": "hoa", "name": "Trần Thị Hoa", "role": "commune", "unit": NUI_CAM}
    cases = (
        ({"login": "Hoa Trần"}, "login"),
        ({"login": "van-hanh"}, "login"),
        ({"name": "  "}, "name"),
        ({"role": "king"}, "role"),
        ({"unit": "00000"}, "unit"),
    )
    for change, field in cases:
        response = await browser.send("/admin/staff/new", "/admin/staff/new", {**good, **change})
        assert response.status == 422
        assert f'<a href="#{field}">' in await response.text(), change


async def test_a_reset_voids_password_and_sessions(house: House, open_browser: Open) -> None:
    officer = await house.officer()
    await house.officer("van-hanh", "operator", None)
    operator, lan = await open_browser(), await open_browser()
    await house.enter(operator, "van-hanh")
    await house.enter(lan)
    page = f"/admin/staff/{officer.id}"
    assert "/admin/link/" in await (await operator.send(page, f"{page}/reset")).text()
    assert (await lan.get("/admin/")).url.path == "/admin/sign-in"
    assert (await lan.sign_in()).status == 422


async def test_a_closed_officer_is_out_at_once_and_can_come_back(house: House, open_browser: Open) -> None:
    officer = await house.officer()
    me = await house.officer("van-hanh", "operator", None)
    operator, lan = await open_browser(), await open_browser()
    await house.enter(operator, "van-hanh")
    await house.enter(lan)
    page = f"/admin/staff/{officer.id}"
    form = await operator.page(page)
    await operator.send(page, f"{page}/close")
    assert (await lan.get("/admin/")).url.path == "/admin/sign-in"
    token = {"token": form.split('name="token" value="')[1].split('"')[0]}
    assert (await operator.client.post(f"{page}/link", data=token)).status == 409
    assert (await operator.client.post(f"/admin/staff/{me.id}/close", data=token)).status == 409
    await operator.send(page, f"{page}/reopen")
    assert (await lan.sign_in()).status == 303


async def test_secrets_are_stored_as_hashes_only_and_acts_are_audited(house: House, lan: Browser) -> None:
    officer = await house.officer("hoa")
    async with house.db.writing() as session:
        secret = await roster.issue_link(session, officer.id, house.clock.now, by=officer.id)
    async with house.db.reading() as session:
        hashes = (await session.scalars(select(StaffKey.secret_hash))).all()
        acts = (await session.scalars(select(Audit.act))).all()
        details = (await session.scalars(select(Audit.detail))).all()
    assert all(len(each) == 32 and secret.encode() not in each for each in hashes)
    assert acts == ["staff.add", "staff.add", "staff.link"]
    assert secret not in str(details)


async def test_every_template_compiles(house: House) -> None:
    environment = pages.environment(house.knowledge.words, assets.load())
    names = environment.list_templates()
    assert {"base.html", "home.html"} < {environment.get_template(name).name for name in names}


async def test_every_key_the_panel_speaks_has_words(house: House) -> None:
    sources = [*(ROOT / "admin").rglob("*.html"), *(ROOT / "admin").rglob("*.py")]
    sources += [ROOT / "ocop_core" / "services" / "staff" / name for name in ("roster.py", "passwords.py")]
    keys = {
        key
        for path in sources
        for key in re.findall(r'"((?:admin|idea|officer|nav|access)\.[a-z_.]+[a-z])"', path.read_text())
    }
    missing = {key for key in keys if not key.endswith(".html") and not house.knowledge.words.under(key)}
    assert len(keys) > 60
    assert not missing
