"""The register in the panel: found, corrected, ended, put back; the call list; what is coming; when reminders speak."""

from datetime import date, timedelta

from sqlalchemy import select

from ocop_core.clock import local_day
from ocop_core.db.models_products import Certificate, Product
from ocop_core.db.models_promises import Call, Promise
from ocop_core.rulebook.editions import edition
from ocop_core.services.certificates import grants, register
from ocop_core.services.certificates.grants import Grant
from tests.admin.house import NUI_CAM, Browser, House, Open, text_of
from tests.support.making import THOI_SON


async def grant(house: House, ends_in: int, name: str = "Mắm cá lóc", unit: str = NUI_CAM) -> int:
    """A certificate that ends in so many days; the number of its row."""
    at = house.clock()
    ends = local_day(at) + timedelta(days=ends_in)
    async with house.db.writing() as session:
        product = Product(name=name, producer="Cơ sở Bảy", unit=unit, phone="0912345678", created_at=at, changed_at=at)
        product.search = register.search_text(product)
        session.add(product)
        await session.flush()
        issued = ends - timedelta(days=3 * 365)
        told = Grant(stars=3, decision_no="12/QĐ-UBND", issued_on=issued, expires_on=ends, level="province", source="t")
        return (await grants.grant(session, product, edition("QD26"), told, at)).id


async def row(house: House, number: int) -> Certificate:
    async with house.db.reading() as session:
        return await session.get_one(Certificate, number)


async def test_the_register_tells_where_each_stands_and_finds_without_marks(house: House, lan: Browser) -> None:
    await grant(house, 150, "Khô cá sặc")
    await grant(house, 100, "Đường thốt nốt")
    await grant(house, 150, "Trà mãng cầu", THOI_SON)
    page = await lan.page("/admin/certificates")
    assert "Khô cá sặc" in page and "Đường thốt nốt" in page and "Trà mãng cầu" not in page
    opened = await lan.page("/admin/certificates?standing=open")
    assert "Khô cá sặc" in opened and "Đường thốt nốt" not in opened
    assert "Đường thốt nốt" in await lan.page("/admin/certificates?q=duong thot")


async def test_a_certificate_lapses_with_a_reason_and_comes_back(house: House, lan: Browser) -> None:
    number = await grant(house, 150)
    home = f"/admin/certificates/{number}"
    refused = await lan.send(home, f"{home}/lapse", {"reason": "", "words": ""})
    assert refused.status == 409 and '<a href="#reason">' in await refused.text()
    assert (await lan.send(home, f"{home}/lapse", {"reason": "cost", "words": "kiểm nghiệm mắc"})).status == 303
    assert (await row(house, number)).state == "lapsed"
    async with house.db.reading() as session:
        assert (await session.scalars(select(Promise.state))).all() == ["void"]
    assert (await lan.send(home, f"{home}/restore", {"words": "đổi ý"})).status == 303
    assert (await row(house, number)).state == "current"


async def test_days_and_number_are_corrected(house: House, lan: Browser) -> None:
    number = await grant(house, 150)
    home = f"/admin/certificates/{number}"
    wrong = await lan.send(home, f"{home}/days", {"issued": "2026-01-01", "expires": "2025-01-01"})
    assert wrong.status == 409
    assert (await lan.send(home, f"{home}/days", {"issued": "2024-06-01", "expires": "2027-06-01"})).status == 303
    assert (await lan.send(home, f"{home}/number", {"number": "91-30538-001"})).status == 303
    found = await row(house, number)
    assert (found.expires_on, found.number) == (date(2027, 6, 1), "91-30538-001")
    text = text_of(await lan.page(home))
    assert "→ 01/06/2027" in text and "Số giấy chứng nhận: chưa ghi → 91-30538-001" in text


async def test_other_communes_certificates_do_not_exist(house: House, lan: Browser) -> None:
    number = await grant(house, 150, unit=THOI_SON)
    await lan.page(f"/admin/certificates/{number}", 404)


async def test_the_call_list(house: House, lan: Browser) -> None:
    at = house.clock()
    await grant(house, 150)
    async with house.db.writing() as session:
        product = (await session.scalars(select(Product))).one()
        call = Call(kind="certificate", subject=1, version=1, unit=NUI_CAM, product_id=product.id, why="no_chat")
        call.stage, call.state, call.since, call.changed_at = "opens", "open", at, at
        session.add(call)
        await session.flush()
    page = await lan.page("/admin/calls")
    assert "Cơ sở Bảy" in page and "không có chat" in page and "tel:0912345678" in page
    fields = {"note": "sẽ nộp tuần sau"}
    assert (await lan.send("/admin/calls", f"/admin/calls/{call.id}/called", fields)).status == 303
    assert "Cơ sở Bảy" not in await lan.page("/admin/calls")
    assert "sẽ nộp tuần sau" in await lan.page("/admin/calls?state=called")


async def test_what_is_coming_and_who_must_be_phoned(house: House, lan: Browser) -> None:
    await grant(house, 185)
    page = await lan.page("/admin/coming")
    assert "Mắm cá lóc" in page and "Mở hạn nộp" in page and "phải gọi điện" in page


async def test_only_the_province_changes_when_reminders_speak(house: House, lan: Browser, open_browser: Open) -> None:
    assert "<form" not in (await lan.page("/admin/stages")).split("<main")[1]
    await house.officer("tinh", "province", None)
    boss = await open_browser()
    await house.enter(boss, "tinh")
    path = "/admin/stages/certificate/half"
    assert (await boss.send("/admin/stages", path, {"days": "145", "is_on": "yes"})).status == 303
    assert 'value="145"' in await boss.page("/admin/stages")
    assert (await boss.send("/admin/stages", path, {"days": "nhiều", "is_on": "yes"})).status == 409


async def test_the_province_writes_its_own_words_and_adds_a_stage(
    house: House, lan: Browser, open_browser: Open
) -> None:
    await house.officer("tinh", "province", None)
    boss = await open_browser()
    await house.enter(boss, "tinh")
    home, plan = "/admin/stages", "/admin/stages/certificate"
    own = {"days": "60", "is_on": "yes", "text": "Văn phòng nhắc: {ten} hết hạn {het_han}."}
    assert (await boss.send(home, plan, own)).status == 303
    page = text_of(await boss.page(home))
    assert "60 ngày trước hạn: Nhắc thêm (1) lời riêng" in page
    assert "Văn phòng nhắc: Mắm cá lóc (ví dụ) hết hạn" in page and "thêm lần nhắc 60 ngày trước hạn" in page
    for wrong, why in (
        ({**own, "days": "61", "text": "{ten} {dien_thoai}"}, "tên là dien_thoai"),
        ({**own, "days": "61", "text": "Hết hạn {het_han}"}, "mời thêm {ten}"),
        ({**own, "days": "61", "text": "{ten"}, "Dấu ngoặc nhọn"),
        ({**own, "days": "60"}, "đúng ngày này"),
    ):
        refused = await boss.send(home, plan, wrong)
        assert refused.status == 409 and why in text_of(await refused.text())
    assert (await boss.send(home, f"{plan}/own1", {"days": "-20", "text": ""})).status == 303
    page = text_of(await boss.page(home))
    assert "20 ngày sau hạn: Nhắc thêm (1) đang tắt" in page and "dùng lại lời có sẵn" in page
    assert "<form" not in (await lan.page(home)).split("<main")[1]


async def test_the_province_puts_a_mistyped_result_right(house: House, open_browser: Open, lan: Browser) -> None:
    await house.officer("binh", "province", None, "Phạm Văn Bình")
    binh = await open_browser()
    await house.enter(binh, "binh")
    number = await grant(house, 150)
    home = f"/admin/certificates/{number}"
    assert "Sửa kết quả ghi sai" in await binh.page(home)
    assert "Sửa kết quả ghi sai" not in await lan.page(home)
    issued = (await row(house, number)).issued_on
    right = {"decision_no": "21/QĐ-UBND", "stars": "3", "score": "65,1", "words": "gõ nhầm số"}
    right["issued"] = (issued - timedelta(days=1)).isoformat()
    wrong = (({"score": "cao"}, "score"), ({"score": "49"}, "score"), ({"decision_no": " "}, "decision_no"))
    for change, field in wrong:
        refused = await binh.send(home, f"{home}/correct", {**right, **change})
        assert refused.status == 409 and f'<a href="#{field}">' in await refused.text()
    assert (await binh.send(home, f"{home}/correct", right)).status == 303
    now = await row(house, number)
    assert (now.decision_no, now.score100, now.issued_on) == ("21/QĐ-UBND", 6510, issued - timedelta(days=1))
    text = text_of(await binh.page(home))
    assert "Sửa theo quyết định Phạm Văn Bình" in text and "gõ nhầm số" in text
    assert "chưa ghi → 65,1" in text and "→ 21/QĐ-UBND" in text
    assert f"Ngày cấp: {issued:%d/%m/%Y} → {now.issued_on:%d/%m/%Y}" in text
    assert "Hạng sao:" not in text.split("Lịch sử")[1]
