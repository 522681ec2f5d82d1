"""Dossiers in the panel: papers beside requirements, decided once, told in one message, on to the certificate."""

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from ocop_core.db.models import Chat
from ocop_core.db.models_dossiers import Dossier
from ocop_core.services.certificates import grants
from ocop_core.services.dossiers import page_checks, paper_acts, producer_acts
from tests.admin.house import THOI_SON, Browser, House, Open, hidden, text_of
from tests.support.dossiers import accept_all, hand_in, make_dossier, seen
from tests.support.making import make_file, make_officer, stored
from tests.support.pictures import picture

WHY = "Ảnh mờ, chụp lại giúp em"
COUNCIL = {"score": "72,5", "stars": "4", "decision_no": "88/QĐ-UBND", "decided_on": "2026-11-20", "number": "12"}


async def handed_in(house: House, name: str = "Khô cá lóc Bảy Chóp", address: str = "u1", **begun: object) -> Dossier:
    row = await make_dossier(house.db, house.clock.now, address=address, name=name, **begun)
    await hand_in(house.db, house.settings.files_dir, row, house.clock.now)
    return row


@pytest.fixture
async def binh(house: House, open_browser: Open) -> Browser:
    """An officer of the province, signed in."""
    await house.officer("binh", "province", None, "Phạm Văn Bình")
    browser = await open_browser()
    await house.enter(browser, "binh")
    return browser


async def post(browser: Browser, page: str, action: str, fields: Mapping[str, str] | None = None) -> str:
    response = await browser.send(page, action, fields)
    assert response.status == 303, (action, response.status, text_of(await response.text()))
    return response.headers["Location"]


async def sheet(house: House, row: Dossier, paper: str) -> int:
    found = (await seen(house.db, row.id)).sheet(paper)
    assert found is not None
    return found.id


async def accepted(house: House, row: Dossier) -> None:
    officer = await make_officer(house.db, house.clock.now, login=f"xa{row.id}")
    await accept_all(house.db, officer, row, house.clock.now)


async def in_council(house: House, row: Dossier, lan: Browser, binh: Browser) -> str:
    page = f"/admin/dossiers/{row.id}"
    await accepted(house, row)
    await post(lan, page, f"{page}/propose")
    await post(binh, page, f"{page}/receive")
    await post(binh, page, f"{page}/to_council")
    return page


# --- the list


async def test_what_is_due_first_stands_on_top_with_its_clock(house: House, lan: Browser) -> None:
    await handed_in(house, "Khô cá lóc")
    house.clock.go(days=18)
    await house.enter(lan)
    await handed_in(house, "Mắm cá linh", "u2")
    page = await lan.page("/admin/dossiers")
    text = text_of(page)
    assert page.index("Khô cá lóc") < page.index("Mắm cá linh")
    assert "còn 2 ngày làm việc, hạn 15/12/2026" in text
    assert "còn 15 ngày làm việc" in text
    assert "Cần xử lý (2)" in text
    house.clock.go(days=7)
    await house.enter(lan)
    page = await lan.page("/admin/dossiers")
    assert "quá hạn 3 ngày làm việc" in text_of(page)
    assert page.count('class="late"') == 1


async def test_the_first_page_counts_what_the_office_owes_and_shows_the_province_where_a_commune_runs_late(
    house: House, lan: Browser, binh: Browser
) -> None:
    await handed_in(house, "Khô cá lóc")
    assert "Khô cá lóc" not in await binh.page("/admin/")
    house.clock.go(days=18)
    await house.enter(lan)
    await house.enter(binh, "binh")
    commune, province = await lan.page("/admin/"), await binh.page("/admin/")
    counted = '<header class="count"><b>{}</b><div><h2>Hồ sơ cần xử lý'
    assert counted.format(1) in commune and "Khô cá lóc" in commune
    assert counted.format(0) in province and "Khô cá lóc" in province
    assert "Xã đang xem, sắp hết hoặc đã quá hạn" in province and "Xã đang xem, sắp" not in commune


async def test_dossiers_are_found_and_filtered(house: House, lan: Browser, binh: Browser) -> None:
    row = await handed_in(house, "Khô cá lóc")
    other = await handed_in(house, "Mắm cá linh", "u2", unit=THOI_SON)
    link = f'href="/admin/dossiers/{row.id}"'
    for query in ("?q=kho+ca", f"?q={row.code.lower()}", "?state=submitted", "?state=all&set=8", "?q=0912345678"):
        assert link in await lan.page(f"/admin/dossiers{query}"), query
    for query in ("?q=mam", "?state=council", "?set=26", "?q=100%25"):
        assert link not in await lan.page(f"/admin/dossiers{query}"), query
    found = await binh.page(f"/admin/dossiers?state=submitted&unit={THOI_SON}")
    assert f'href="/admin/dossiers/{other.id}"' in found and link not in found
    assert "Không có hồ sơ nào đang chờ" in await binh.page("/admin/dossiers")
    for odd in ("?state=draft", "?unit=x&set=²&page=0", "?page=99"):
        await lan.page(f"/admin/dossiers{odd}")


async def test_long_lists_go_on_page_by_page(house: House, lan: Browser) -> None:
    for number in range(12):
        await handed_in(house, f"Sản phẩm số {number:02}.", f"u{number}")
    async with house.db.writing() as session:
        # Twenty more would take long to hand in; a second product with the same papers is as good a line.
        for row in range(1, 13):
            first = await session.get_one(Dossier, row)
            values = {c.name: getattr(first, c.name) for c in Dossier.__table__.columns if c.name != "id"}
            session.add_all(Dossier(**{**values, "code": f"HS-9{row:02}{n}"}) for n in range(3))
    seen_codes: set[str] = set()
    for page in (1, 2):
        seen_codes |= set(re.findall(r"HS-\w+", text_of(await lan.page(f"/admin/dossiers?page={page}"))))
    assert len(seen_codes) == 48


async def test_other_communes_drafts_and_strange_numbers_are_not_there(
    house: House, lan: Browser, open_browser: Open
) -> None:
    other = await handed_in(house, unit=THOI_SON)
    draft = await make_dossier(house.db, house.clock.now, address="u9")
    for number in (other.id, draft.id, 999, "9" * 30):
        await lan.page(f"/admin/dossiers/{number}", 404)
        await lan.page(f"/admin/dossiers/{number}/judgment", 404)
        await lan.page(f"/admin/dossiers/{number}/recognise", 404)
    token = {"token": (await lan.page("/admin/account")).split('name="token" value="')[1].split('"')[0]}
    paper = await sheet(house, other, "registration")
    for act in ("take", "send", "propose", f"papers/{paper}/accept", f"papers/{paper}/return", "judgment", "fail"):
        fields = {**token, "words": "Lý do nào đó", "version": "1"}
        response = await lan.client.post(f"/admin/dossiers/{other.id}/{act}", data=fields)
        assert response.status == 404, act
    assert (await seen(house.db, other.id)).state == "submitted"


# --- papers


async def test_each_paper_stands_beside_what_was_sent_for_it(house: House, lan: Browser) -> None:
    row = await handed_in(house)
    page = await lan.page(f"/admin/dossiers/{row.id}")
    text = text_of(page)
    assert "Giấy đăng ký kinh doanh Chờ duyệt bắt buộc" in text
    assert "Vì sao cần giấy này" in text
    assert "Người đại diện lời khai owner" in text
    files = set(re.findall(r'<img src="/admin/files/(\d+)\?size=thumb"', page))
    assert len(files) >= 4
    for file in files:
        assert (await lan.get(f"/admin/files/{file}?size=thumb")).status == 200
    assert "Đã duyệt 0/" in text
    assert len(page.encode()) < 60_000


async def test_papers_are_accepted_and_returned_one_by_one_and_told_in_one_message(house: House, lan: Browser) -> None:
    row = await handed_in(house)
    page = f"/admin/dossiers/{row.id}"
    good, bad = await sheet(house, row, "registration"), await sheet(house, row, "food_safety")
    before = len(await house.owed())
    where = await post(lan, page, f"{page}/papers/{good}/accept")
    assert where == f"{page}#paper-{good}"
    await post(lan, page, f"{page}/papers/{bad}/return", {"words": f"  {WHY} "})
    assert len(await house.owed()) == before
    text = text_of(await lan.page(page))
    assert "Đã duyệt 2/" in text and "1 giấy trả lại" in text
    assert f"Giấy chứng nhận đủ điều kiện an toàn thực phẩm: {WHY}" in text
    await post(lan, page, f"{page}/send")
    told = (await house.owed())[before:]
    assert len(told) == 1 and WHY in told[0] and "1 giấy được rồi, 1 giấy cần làm lại" in told[0]
    text = text_of(await lan.page(page))
    assert "Chờ bà con bổ sung" in text
    assert "Duyệt lại giấy này" not in text
    assert "Cán bộ Lan trả lại: Giấy chứng nhận đủ điều kiện an toàn thực phẩm" in text


async def test_a_new_version_stands_before_the_old_one(house: House, lan: Browser, tmp_path: Path) -> None:
    row = await handed_in(house)
    page = f"/admin/dossiers/{row.id}"
    bad = await sheet(house, row, "food_safety")
    await post(lan, page, f"{page}/papers/{bad}/return", {"words": WHY})
    await post(lan, page, f"{page}/send")
    chat = await stored(house.db, Chat, row.chat_id)
    fresh = await make_file(house.db, house.settings.files_dir, chat, picture("mới"), house.clock.now)
    async with house.db.writing() as session:
        own = await producer_acts.own(session, row.person_id, row.code)
        await paper_acts.put(session, own, "food_safety", [fresh], house.clock.now)
        await producer_acts.submit(session, own, house.clock.now)
    text = text_of(await lan.page(page))
    assert "Bản trước (1)" in text and WHY in text
    token = hidden(await lan.page(page), f"{page}/take")
    late = await lan.client.post(f"{page}/papers/{bad}/accept", data=token, allow_redirects=False)
    assert late.status == 422
    assert "đã có bản mới" in await late.text()


async def test_a_comment_that_is_too_short_is_said_at_its_paper_and_kept(house: House, lan: Browser) -> None:
    row = await handed_in(house)
    page = f"/admin/dossiers/{row.id}"
    bad = await sheet(house, row, "food_safety")
    response = await lan.send(page, f"{page}/papers/{bad}/return", {"words": " mờ "})
    text = await response.text()
    assert response.status == 422
    assert f'<a href="#words-{bad}">' in text
    assert " mờ </textarea>" in text
    assert "Cần ghi rõ lý do" in text
    long = await lan.send(page, f"{page}/papers/{bad}/return", {"words": "mờ " * 500})
    assert "quá 1000 ký tự" in await long.text()
    assert "Đã duyệt 0/" in text_of(await lan.page(page))


async def test_a_decision_sent_four_times_at_once_counts_once(house: House, lan: Browser) -> None:
    row = await handed_in(house)
    page = f"/admin/dossiers/{row.id}"
    action = f"{page}/papers/{await sheet(house, row, 'registration')}/accept"
    fields = hidden(await lan.page(page), action)
    sent = await asyncio.gather(*[lan.client.post(action, data=fields, allow_redirects=False) for _ in range(4)])
    assert [response.status for response in sent] == [303] * 4
    assert text_of(await lan.page(page)).count("duyệt được: Giấy đăng ký kinh doanh") == 1


async def test_two_officers_do_not_undo_each_other_unseen(house: House, lan: Browser, binh: Browser) -> None:
    row = await handed_in(house)
    page = f"/admin/dossiers/{row.id}"
    paper = await sheet(house, row, "registration")
    stale = hidden(await binh.page(page), f"{page}/papers/{paper}/return")
    await post(lan, page, f"{page}/papers/{paper}/accept")
    late = await binh.client.post(f"{page}/papers/{paper}/return", data={**stale, "words": WHY}, allow_redirects=False)
    text = await late.text()
    assert late.status == 422
    assert "Đồng nghiệp vừa duyệt giấy này" in text
    await post(binh, page, f"{page}/papers/{paper}/undo")
    await post(binh, page, f"{page}/papers/{paper}/return", {"words": WHY})
    assert "Phạm Văn Bình trả lại: Giấy đăng ký kinh doanh" in text_of(await lan.page(page))


async def test_a_result_sent_twice_is_told_once_and_a_stale_page_says_so(
    house: House, lan: Browser, binh: Browser
) -> None:
    row = await handed_in(house)
    page = f"/admin/dossiers/{row.id}"
    await post(lan, page, f"{page}/papers/{await sheet(house, row, 'registration')}/return", {"words": WHY})
    before = len(await house.owed())
    fields = hidden(await lan.page(page), f"{page}/send")
    stale = hidden(await binh.page(page), f"{page}/send")
    for _ in range(2):
        assert (await lan.client.post(f"{page}/send", data=fields, allow_redirects=False)).status == 303
    assert len(await house.owed()) == before + 1
    late = await binh.client.post(f"{page}/send", data=stale, allow_redirects=False)
    assert late.status == 409
    assert "vừa có thay đổi" in await late.text()


async def test_that_all_is_well_is_told_once(house: House, lan: Browser) -> None:
    row = await handed_in(house)
    page = f"/admin/dossiers/{row.id}"
    await accepted(house, row)
    before = len(await house.owed())
    for _ in range(2):
        await post(lan, page, f"{page}/send")
    told = (await house.owed())[before:]
    assert len(told) == 1 and "đều được" in told[0]


async def test_when_all_papers_are_good_the_next_thing_is_what_is_left_of_mau_03(house: House, lan: Browser) -> None:
    row = await handed_in(house)
    page = f"/admin/dossiers/{row.id}"
    assert "bấm Được hoặc Trả lại" in text_of(await lan.page(page))
    await accepted(house, row)
    async with house.db.writing() as session:
        (await session.get_one(Dossier, row.id)).judgment = {"materials": "Cá lóc nuôi trong xã"}
    text = text_of(await lan.page(page))
    assert "Còn 3 nhận xét của Mẫu số 03" in text
    assert "bấm Được hoặc Trả lại" not in text


async def test_taking_over_is_told_once(house: House, lan: Browser) -> None:
    row = await handed_in(house)
    page = f"/admin/dossiers/{row.id}"
    before = len(await house.owed())
    fields = hidden(await lan.page(page), f"{page}/take")
    for _ in range(2):
        assert (await lan.client.post(f"{page}/take", data=fields, allow_redirects=False)).status == 303
    assert len(await house.owed()) == before + 1
    assert "Cán bộ Lan phụ trách" in text_of(await lan.page(page))


async def test_a_colleague_reads_whom_one_takes_over_from(house: House, lan: Browser, open_browser: Open) -> None:
    row = await handed_in(house)
    page = f"/admin/dossiers/{row.id}"
    assert "Nhận xem hồ sơ này" in text_of(await lan.page(page))
    await post(lan, page, f"{page}/take")
    await house.officer("muoi", name="Võ Thị Mười")
    colleague = await open_browser()
    await house.enter(colleague, "muoi")
    assert "Nhận thay Cán bộ Lan" in text_of(await colleague.page(page))
    await post(colleague, page, f"{page}/take")
    assert "Nhận thay" not in text_of(await colleague.page(page))


# --- Mẫu số 03


async def test_the_four_judgments_may_be_written_half_way_and_are_kept(house: House, lan: Browser) -> None:
    row = await handed_in(house)
    page = f"/admin/dossiers/{row.id}"
    form = f"{page}/judgment"
    await post(lan, form, form, {"materials": "Cá lóc nuôi trong xã, 80%", "workers": "", "idea": "", "identity": ""})
    kept = text_of(await lan.page(page))
    assert "có 1/4 nội dung, còn 3." in kept and "Đã ghi 1/4 nhận xét" in kept
    text = await lan.page(form)
    assert "Cá lóc nuôi trong xã, 80%</textarea>" in text
    assert "Quá trình hình thành lời khai history" in text_of(text)
    long = await lan.send(form, form, {"materials": "a", "workers": "b" * 1100, "idea": "c", "identity": "d"})
    assert '<a href="#workers">' in await long.text()
    assert "b" * 1100 in await long.text()


async def test_a_judgment_of_a_colleague_is_not_written_over_unseen(house: House, lan: Browser, binh: Browser) -> None:
    row = await handed_in(house)
    form = f"/admin/dossiers/{row.id}/judgment"
    empty = {"materials": "", "workers": "", "identity": ""}
    stale = hidden(await binh.page(form), None)
    await post(lan, form, form, {**empty, "idea": "Nghề của làng"})
    late = await binh.client.post(form, data={**stale, **empty, "idea": "Tự nghĩ ra"}, allow_redirects=False)
    text = await late.text()
    assert late.status == 422
    assert "Tự nghĩ ra</textarea>" in text
    assert 'value="Nghề của làng"' in text
    again = {**hidden(text, None), **empty, "idea": "Tự nghĩ ra"}
    assert (await binh.client.post(form, data=again, allow_redirects=False)).status == 303


# --- on the way


async def test_the_commune_proposes_only_what_is_complete(house: House, lan: Browser) -> None:
    row = await handed_in(house)
    page = f"/admin/dossiers/{row.id}"
    text = await lan.page(page)
    assert f'action="{page}/propose"' not in text
    fields = {**hidden(text, f"{page}/take")}
    refused = await lan.client.post(f"{page}/propose", data=fields, allow_redirects=False)
    assert refused.status == 409
    assert "chưa được chấp nhận" in await refused.text()
    for act in ("recognise", "to_ministry", "fail", "send_back"):
        assert (await lan.get(f"{page}/{act}")).url.path == page
        refused = await lan.client.post(f"{page}/{act}", data={**fields, **COUNCIL, "words": WHY})
        assert refused.status == 409, act
        assert "thuộc cấp khác" in await refused.text()
    assert (await lan.get(f"{page}/propose")).url.path == page


async def test_from_the_commune_over_the_council_to_the_certificate(house: House, lan: Browser, binh: Browser) -> None:
    row = await handed_in(house)
    page = await in_council(house, row, lan, binh)
    form = f"{page}/recognise"
    fields = {**hidden(await binh.page(form), None), **COUNCIL}
    before = len(await house.owed())
    for _ in range(2):
        assert (await binh.client.post(form, data=fields, allow_redirects=False)).status == 303
    assert len(await house.owed()) == before + 1
    assert "công nhận OCOP 4 sao, 72,5 điểm" in (await house.owed())[-1]
    async with house.db.reading() as session:
        granted = await grants.current(session, row.product_id)
    assert granted is not None
    assert (granted.stars, granted.score100, granted.number, granted.decision_no) == (4, 7250, "12", "88/QĐ-UBND")
    text = text_of(await lan.page(page))
    assert 'aria-label="được 4 sao">★★★★<' in await lan.page(page)
    assert "Đã công nhận" in text and "88/QĐ-UBND" in text and "72,5" in text
    assert "Ngày quyết định 20/11/2026" in text and "Xem giấy chứng nhận" in text
    assert f'href="/admin/certificates/{granted.id}"' in await lan.page(page)
    assert "ghi kết quả công nhận" in text
    certificate = text_of(await binh.page(f"/admin/certificates/{granted.id}"))
    assert re.search("Địa chỉ lời khai address", certificate)
    assert re.search("ghi vào sổ Phạm Văn Bình", certificate, re.I)


async def test_what_is_wrong_with_a_result_is_said_at_its_field(house: House, lan: Browser, binh: Browser) -> None:
    row = await handed_in(house)
    form = f"{await in_council(house, row, lan, binh)}/recognise"
    empty = await binh.send(form, form, {})
    text = await empty.text()
    for field in ("score", "stars", "decision_no", "decided_on"):
        assert f'<a href="#{field}">' in text, field
    cases = (
        ({"score": "bảy mươi"}, "score"),
        ({"score": "101"}, "score"),
        ({"score": "69,99"}, "stars"),
        ({"stars": "9"}, "stars"),
        ({"decision_no": "  "}, "decision_no"),
        ({"decided_on": "31/02/2026"}, "decided_on"),
        ({"decided_on": "2026-12-31"}, "decided_on"),
        ({"decided_on": "2025-11-20"}, "decided_on"),
    )
    for change, field in cases:
        response = await binh.send(form, form, {**COUNCIL, **change})
        text = await response.text()
        assert response.status == 422, change
        assert f'<a href="#{field}">' in text, change
        assert f'name="{next(iter(change))}"' in text
    assert (await binh.send(form, form, {**COUNCIL, "decided_on": "20/11/2026"})).status == 303


async def test_five_stars_go_by_way_of_the_ministry(house: House, lan: Browser, binh: Browser) -> None:
    row = await handed_in(house)
    page = await in_council(house, row, lan, binh)
    asked = text_of(await binh.page(f"{page}/to_ministry"))
    assert "Ví dụ 92,5. Từ: 5 sao 90 điểm." in asked and "72,5" not in asked
    low = await binh.send(f"{page}/to_ministry", f"{page}/to_ministry", {"score": "89,5"})
    assert "từ 90 điểm" in await low.text()
    await post(binh, f"{page}/to_ministry", f"{page}/to_ministry", {"score": "91"})
    asked = text_of(await binh.page(f"{page}/recognise"))
    assert "Hạng 5 sao: quyết định của Bộ" in asked
    five = {**COUNCIL, "score": "92,25", "stars": "5", "decision_no": "1/QĐ-BNNMT"}
    await post(binh, f"{page}/recognise", f"{page}/recognise", five)
    async with house.db.reading() as session:
        granted = await grants.current(session, row.product_id)
    assert granted is not None and (granted.stars, granted.level) == (5, "ministry")


async def test_officers_read_all_that_was_told_and_from_which_set_it_came(house: House, lan: Browser) -> None:
    row = await handed_in(house, set_no=26, name="Vườn trái cây")
    told = {"gender": "woman", "sign": "no", "spec": "hũ 500 g", "structure": "hai vợ chồng", "email": "bay@ocop.test"}
    async with house.db.writing() as session:
        own = await session.get_one(Dossier, row.id)
        own.state = "draft"
        await producer_acts.answer(session, own, told, house.clock.now)
        await producer_acts.change_set(session, own, 8, house.clock.now)
        own.state = "submitted"
    text = text_of(await lan.page(f"/admin/dossiers/{row.id}"))
    for line in ("Giới tính Nữ", "Nhãn chung được bảo hộ Không", "Quy cách, tiêu chuẩn hũ 500 g", "hai vợ chồng"):
        assert line in text, line
    assert 'đổi bộ sản phẩm từ "' in text and '" sang "' in text


async def test_papers_of_what_was_taken_back_wait_for_nobody(house: House, lan: Browser) -> None:
    row = await handed_in(house)
    assert "Chờ duyệt" in text_of(await lan.page(f"/admin/dossiers/{row.id}"))
    async with house.db.writing() as session:
        await producer_acts.withdraw(session, await session.get_one(Dossier, row.id), house.clock.now)
    text = text_of(await lan.page(f"/admin/dossiers/{row.id}"))
    assert "Đã gửi" in text and "Chờ duyệt" not in text


async def test_what_does_not_pass_or_comes_back_says_why(house: House, lan: Browser, binh: Browser) -> None:
    failed = await in_council(house, await handed_in(house), lan, binh)
    short = await binh.send(f"{failed}/fail", f"{failed}/fail", {"words": "ko", "score": ""})
    assert '<a href="#words">' in await short.text()
    await post(binh, f"{failed}/fail", f"{failed}/fail", {"words": "Chưa có truy xuất nguồn gốc", "score": "48"})
    assert "Chưa có truy xuất nguồn gốc" in (await house.owed())[-1]
    back = await handed_in(house, "Mắm cá linh", "u2")
    page = f"/admin/dossiers/{back.id}"
    await accepted(house, back)
    await post(lan, page, f"{page}/propose")
    fields = {**hidden(await binh.page(f"{page}/send_back"), None), "words": "Bổ sung hợp đồng bao tiêu"}
    before = len(await house.owed())
    for _ in range(2):
        assert (await binh.client.post(f"{page}/send_back", data=fields, allow_redirects=False)).status == 303
    assert len(await house.owed()) == before + 1
    assert "Bổ sung hợp đồng bao tiêu" in (await house.owed())[-1]
    assert "Bổ sung hợp đồng bao tiêu" in text_of(await lan.page(page))


async def test_an_operator_looks_and_decides_nothing(house: House, open_browser: Open) -> None:
    row = await handed_in(house)
    await house.officer("van-hanh", "operator", None)
    browser = await open_browser()
    await house.enter(browser, "van-hanh")
    page = f"/admin/dossiers/{row.id}"
    text = await browser.page(page)
    assert f"{page}/papers/" not in text
    token = {"token": (await browser.page("/admin/account")).split('name="token" value="')[1].split('"')[0]}
    paper = await sheet(house, row, "registration")
    refused = await browser.client.post(f"{page}/papers/{paper}/accept", data=token)
    assert refused.status == 422
    assert (await seen(house.db, row.id)).sheet("registration").state == "given"  # type: ignore[union-attr]


async def test_forty_photos_stand_on_one_light_page(house: House, lan: Browser) -> None:
    row = await make_dossier(house.db, house.clock.now)
    chat = await stored(house.db, Chat, row.chat_id)
    ids = [
        await make_file(house.db, house.settings.files_dir, chat, picture(f"trang {n}"), house.clock.now)
        for n in range(40)
    ]
    async with house.db.writing() as session:
        own = await producer_acts.own(session, row.person_id, row.code)
        await paper_acts.put(session, own, "registration", ids, house.clock.now)
    await hand_in(house.db, house.settings.files_dir, row, house.clock.now)
    page = await lan.page(f"/admin/dossiers/{row.id}")
    assert page.count("?size=thumb") >= 40
    assert len(page.encode()) < 60_000


async def test_the_first_page_shows_what_waits_and_whose_clock_runs_out(
    house: House, lan: Browser, binh: Browser
) -> None:
    row = await handed_in(house)
    text = text_of(await lan.page("/admin/"))
    assert "1 Hồ sơ cần xử lý" in text and "Khô cá lóc Bảy Chóp" in text
    assert "Khô cá lóc Bảy Chóp" not in text_of(await binh.page("/admin/"))
    house.clock.go(days=20)
    for browser, login in ((lan, "lan"), (binh, "binh")):
        await house.enter(browser, login)
        text = text_of(await browser.page("/admin/"))
        assert "còn 0" not in text
        assert "hạn" in text and row.code in text
    house.clock.go(days=10)
    await house.enter(lan, "lan")
    text = text_of(await lan.page("/admin/"))
    assert "có hồ sơ quá hạn từ" in text and "quá hạn" in text.partition(row.code)[2]


async def with_pdf(house: House, row: Dossier, content: bytes) -> int:
    """Another page of the food-safety paper, looked at as it came."""
    chat = await stored(house.db, Chat, row.chat_id)
    number = await make_file(house.db, house.settings.files_dir, chat, content, house.clock.now)
    async with house.db.writing() as session:
        own = await producer_acts.own(session, row.person_id, row.code)
        await paper_acts.put(session, own, "food_safety", [number], house.clock.now)
    await page_checks.look_at_new(house.db, house.knowledge, house.settings.files_dir, house.clock.now)
    return number


async def test_a_pdf_is_seen_beside_its_requirement(house: House, lan: Browser) -> None:
    row = await make_dossier(house.db, house.clock.now)
    quiet = await with_pdf(house, row, b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n%%EOF")
    active = await with_pdf(house, row, b"%PDF-1.7\n1 0 obj\n<</OpenAction 2 0 R>>\nendobj\n%%EOF")
    await hand_in(house.db, house.settings.files_dir, row, house.clock.now)
    page = await lan.page(f"/admin/dossiers/{row.id}")
    assert f'src="/admin/files/{quiet}/view#' in page
    assert f"/admin/files/{active}/view" not in page and "chỉ tải về" in page
    shown = await lan.get(f"/admin/files/{quiet}/view")
    assert (shown.status, shown.content_type) == (200, "application/pdf")
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "chỉ tải về được" in await lan.page(f"/admin/files/{active}/view", 409)
    await lan.page("/admin/files/999/view", 404)
    assert await house.owed() == []
