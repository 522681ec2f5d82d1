"""Every address of the panel, asked for by everybody: whoever adds one says here whose it is."""

from collections.abc import AsyncIterator
from enum import Enum
from typing import Any

import pytest

from tests.admin.house import Browser, House, Open
from tests.admin.territory import PHONE, Door, Territory, settle

NAME = "Bà Mười Giấu Kín"


class Whose(Enum):
    """OPEN to all the world; for ANY officer; of the COMMUNE it lies in; for the PROVINCE; for the OPERATOR."""

    OPEN, ANY, COMMUNE, PROVINCE, OPERATOR = range(5)


def _by(kind: Whose, names: str) -> dict[str, Whose]:
    return dict.fromkeys((name.replace(":", " ") for name in names.split()), kind)


# By the name of the route, or by method and name where the two methods differ.
JUDGED = {
    **_by(Whose.OPEN, "static sign_in link"),
    # Lists show what is the officer's own; old addresses lead to where the page is now, and that looks whose it is.
    **_by(
        Whose.ANY,
        """
        home assist ideas inbox canned canned_new dossiers certificates calls coming stages week imports export
        events event_new notices notice_new notice_count knowledge knowledge_try knowledge_pick knowledge_one
        links link_one link_poster link_qr
        unanswered requests request assist_back account password others account_chat account_chat_drop sign_out
        GET:reports GET:thread_hand GET:thread_answer GET:dossier_paper GET:dossier_step
        """,
    ),
    **_by(
        Whose.COMMUNE,
        """
        assist_one assist_say assist_code idea act take file file_view canned_one canned_drop certificate
        certificate_act call_act event event_edit event_act event_decide event_materials event_door event_walk_in
        event_ours event_undo event_people_file event_calendar event_poster event_poster_file event_picture event_qr
        event_handout event_sign_up event_sign_off
        dossier dossier_form dossier_zip dossier_paperwork dossier_judgment dossier_decide
        import_one import_row import_apply import_order import_undo import_drop
        notice notice_whom notice_text notice_file notice_check notice_test notice_names notice_people notice_excel
        notice_calls notice_calls_excel notice_recall notice_again notice_chase notice_act kept_drop
        report report_form thread thread_take thread_called thread_close unanswered_one
        POST:thread_hand POST:thread_answer POST:dossier_paper POST:dossier_step
        """,
    ),
    **_by(
        Whose.PROVINCE,
        """
        report_period report_file report_act report_target report_decide POST:reports stage_new stage knowledge_new
        knowledge_edit knowledge_state knowledge_restore unanswered_answer unanswered_join unanswered_dismiss
        """,
    ),
    **_by(
        Whose.OPERATOR,
        """
        channels channel_test zalo zalo_budget zalo_begin zalo_back template_new template_one template_drop
        staff staff_new staff_one staff_link staff_reset staff_close staff_reopen
        """,
    ),
}
# What must stand in a form before the program looks whose it is.
FILLED = {
    "reports": {"title": "Đột xuất", "begins": "2026-11-01", "ends": "2026-11-20", "due": "2026-12-01"},
    "stage": {"days": "30", "is_on": "yes"},
}
# A commune is led to its own form, or told in the form that this is not its own to do.
REFUSED = {"report_period": (303,), "reports": (422,), "report_decide": (404, 422)}
# These end the session that asks.
LAST = ("sign_out", "others", "password")


def whose(door: Door) -> Whose | None:
    return JUDGED.get(f"{door.method} {door.name}") or JUDGED.get(door.name)


@pytest.fixture
async def territory(house: House) -> Territory:
    """Thới Sơn with everything, and officers of all kinds."""
    made = await settle(house, NAME)
    await house.officer("lan")
    await house.officer("tinh", "province", None)
    await house.officer("may", "operator", None)
    return made


@pytest.fixture
async def come(house: House, open_browser: Open) -> Any:
    """Opens a browser in which this officer is signed in."""

    async def come(login: str) -> Browser:
        browser = await open_browser()
        await house.enter(browser, login)
        return browser

    return come


async def asked(browser: Browser, doors: list[Door], **form: str) -> AsyncIterator[tuple[Door, int, str]]:
    """Goes through these doors; what is answered."""
    for door in doors:
        data = {**FILLED.get(door.name, {}), **form} if door.method == "POST" else None
        response = await browser.client.request(door.method, door.path, data=data, allow_redirects=False)
        body = (await response.read()).decode("utf-8", "replace")
        yield door, response.status, f"{response.headers.get('Location', '')} {body}"


async def token(browser: Browser) -> str:
    return (await browser.page("/admin/account")).split('name="token" value="')[1].split('"')[0]


async def test_somebody_has_said_of_every_address_whose_it_is(territory: Territory) -> None:
    doors = list(territory.doors())
    assert {f"{door.method} {door.name}" for door in doors if whose(door) is None} == set()
    known = {door.name for door in doors} | {f"{door.method} {door.name}" for door in doors}
    assert set(JUDGED) - known == set(), "judged, but no longer there"


async def test_without_a_session_nothing_is_shown_or_done(territory: Territory, browser: Browser) -> None:
    doors = [door for door in territory.doors() if whose(door) is not Whose.OPEN]
    async for door, status, said in asked(browser, doors):
        if door.method == "POST":
            assert status == 401, door
        else:
            assert (status, said.split("?")[0]) == (303, "/admin/sign-in"), door
        assert NAME not in said and PHONE not in said, door


async def test_no_form_counts_without_its_token(territory: Territory, come: Any, browser: Browser) -> None:
    posts = [door for door in territory.doors() if door.method == "POST"]
    for login in ("son", "may"):
        officer = await come(login)
        for form in ({}, {"token": ""}, {"token": "f" * 64}):
            async for door, status, _ in asked(officer, posts, **form):
                assert status == 403, (door, login)
    await browser.page("/admin/sign-in")
    async for door, status, _ in asked(browser, [door for door in posts if whose(door) is Whose.OPEN]):
        assert status == 403, door


async def test_another_commune_finds_nothing_of_it(territory: Territory, come: Any) -> None:
    lan = await come("lan")
    given = await token(lan)
    doors = [door for door in territory.doors() if door.name not in LAST]
    async for door, status, said in asked(lan, doors, token=given):
        assert NAME not in said and PHONE not in said, door
        match whose(door):
            case Whose.COMMUNE | Whose.OPERATOR:
                assert status == 404, door
            case Whose.PROVINCE:
                assert status in REFUSED.get(door.name, (404, 409)), door
            case _:
                assert status < 500 and status not in (401, 403, 404), door


async def test_its_own_officer_and_the_province_find_all_of_it(territory: Territory, come: Any) -> None:
    for login in ("son", "tinh"):
        officer = await come(login)
        doors = [door for door in territory.doors() if door.method == "GET" and whose(door) is Whose.COMMUNE]
        async for door, status, _ in asked(officer, doors):
            # 303 and 409: nothing can be done there in the state that it is in now.
            assert status in (200, 303, 409), (door, login)


async def test_what_is_the_operators_does_not_exist_for_others(territory: Territory, come: Any) -> None:
    doors = [door for door in territory.doors() if whose(door) is Whose.OPERATOR]
    for login in ("son", "tinh"):
        officer = await come(login)
        async for door, status, _ in asked(officer, doors, token=await token(officer)):
            assert status == 404, (door, login)
    async for door, status, _ in asked(await come("may"), [door for door in doors if door.method == "GET"]):
        assert status == 200, door


async def test_what_is_the_provinces_a_commune_does_not_do(territory: Territory, come: Any) -> None:
    son = await come("son")
    doors = [door for door in territory.doors() if whose(door) is Whose.PROVINCE]
    async for door, status, _ in asked(son, doors, token=await token(son)):
        assert status in REFUSED.get(door.name, (404, 409)), door
    assert FILLED["reports"]["title"] not in await son.page("/admin/reports")
