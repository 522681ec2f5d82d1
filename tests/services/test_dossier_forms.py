"""The forms of a dossier, gathered from rows: what was told is in its place, what was not is a blank."""

from datetime import date
from pathlib import Path

import pytest

from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Staff
from ocop_core.db.models_dossiers import Dossier
from ocop_core.office.forms import CommuneReport, Contents, Registration, SelfReport
from ocop_core.office.word import fill
from ocop_core.services.dossiers import form_files, gathering, paper_acts, producer_acts
from ocop_core.services.dossiers.form_files import Which
from ocop_core.services.dossiers.gathering import Gathered
from tests.office import reading
from tests.support.clock import Clock
from tests.support.dossiers import accept_all, hand_in, make_dossier
from tests.support.making import make_officer

WHICH: tuple[Which, ...] = ("mau01", "mau02", "mau03", "contents")


async def gathered(db: Database, knowledge: Knowledge, row: Dossier, today: date) -> Gathered:
    async with db.reading() as session:
        return await gathering.gather(session, knowledge, await session.get_one(Dossier, row.id), today)


async def tell(db: Database, row: Dossier, clock: Clock, **answers: str) -> None:
    async with db.writing() as session:
        await producer_acts.answer(
            session, await producer_acts.own(session, row.person_id, row.code), answers, clock.now
        )


async def test_what_was_told_stands_on_mau_01(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    row = await make_dossier(db, clock.now)
    await tell(
        db,
        row,
        clock,
        producer="Hộ kinh doanh Bảy Chóp",
        owner="Nguyễn Thị Bảy",
        owner_title="Chủ hộ",
        address="Ấp Vồ Đầu",
    )
    await tell(db, row, clock, gender="woman", licence="51A8012345, ngày 05/03/2021")
    form = form_files.write(await gathered(db, knowledge, row, clock.now.date()), "mau01")
    assert isinstance(form, Registration)
    assert (form.applicant.gender, form.applicant.founded) == ("Nữ", "05/03/2021")
    assert form.applicant.name == "Hộ kinh doanh Bảy Chóp"
    assert form.applicant.representative == "Nguyễn Thị Bảy"
    assert form.applicant.position == "Chủ hộ"
    assert form.applicant.address == "Ấp Vồ Đầu, xã Núi Cấm, tỉnh An Giang"
    assert form.applicant.phone == "0912 345 678"
    assert form.applicant.kind == "Hộ kinh doanh"
    assert (form.goods.name, form.goods.set_no, form.goods.sector) == ("Khô cá lóc Bảy Chóp", 8, "Thực phẩm")
    assert form.application == "first"
    assert form.samples == "05 sản phẩm"
    assert form.commune.series == "PĐK-91-30538-2026"
    assert (form.commune.number, form.commune.received_on) == ("", None)
    assert form.applicant.ethnicity == form.applicant.email == form.goods.code == ""


async def test_the_name_stands_in_forms_and_register_as_it_is_to_be_printed(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    row = await make_dossier(db, clock.now, name="kho ca loc bay chop")
    form = form_files.write(await gathered(db, knowledge, row, clock.now.date()), "mau01")
    assert isinstance(form, Registration) and form.goods.name == "Kho ca loc bay chop"
    await tell(db, row, clock, printed="Khô cá lóc Bảy Chóp")
    known = await gathered(db, knowledge, row, clock.now.date())
    form = form_files.write(known, "mau01")
    assert isinstance(form, Registration) and form.goods.name == known.view.name == "Khô cá lóc Bảy Chóp"
    assert form_files.file_name(known, "mau01") == "Mẫu số 01 - Khô cá lóc Bảy Chóp.docx"


async def test_a_whole_address_is_not_said_twice(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    row = await make_dossier(db, clock.now)
    await tell(db, row, clock, address="12 đường Vồ Đầu, xã Núi Cấm, An Giang")
    form = form_files.write(await gathered(db, knowledge, row, clock.now.date()), "mau01")
    assert form.applicant.address == "12 đường Vồ Đầu, xã Núi Cấm, An Giang"


async def test_where_the_representative_lives_may_be_the_same_place_or_left_blank(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    row = await make_dossier(db, clock.now)
    await tell(db, row, clock, address="Ấp Vồ Đầu")
    said = [None, "Cùng chỗ với cơ sở", "12 Lê Lợi, phường Long Xuyên"]
    found = []
    for residence in said:
        await tell(db, row, clock, **({"residence": residence} if residence else {}))
        form = form_files.write(await gathered(db, knowledge, row, clock.now.date()), "mau02")
        assert isinstance(form, SelfReport)
        found.append(form.applicant.residence)
    assert found == ["", "Ấp Vồ Đầu, xã Núi Cấm, tỉnh An Giang", "12 Lê Lợi, phường Long Xuyên"]


async def test_a_sign_that_many_share_asks_for_the_right_to_use_it(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    row = await make_dossier(db, clock.now, stars=4)
    asked = []
    for said in ("no", "yes"):
        await tell(db, row, clock, sign=said)
        view = (await gathered(db, knowledge, row, clock.now.date())).view
        asked.append("sign_use" in [need.paper.id for need in view.needs if need.required])
    assert asked == [False, True]


async def test_mau_02_tells_points_their_meaning_the_note_and_the_evidence(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row = await make_dossier(db, clock.now)
    await hand_in(db, tmp_path, row, clock.now)
    known = await gathered(db, knowledge, row, clock.now.date())
    form = form_files.write(known, "mau02")
    assert isinstance(form, SelfReport)
    assert (form.total, form.star) == (known.view.scored.total, f"{known.view.scored.star_after_minimums} sao")
    assert sum(part.points or 0 for part in form.parts) == form.total
    said = {each.code: each for part in form.parts for group in part.groups for each in group.criteria}
    assert said["1.1"].description == "Từ ba phần tư trở lên lấy trong tỉnh"
    assert said["1.1"].points == 3
    numbers = {paper.number: paper for paper in form.evidence}
    proofs = [number for each in said.values() for number in each.evidence]
    assert proofs
    assert set(proofs) <= numbers.keys()
    assert form.held.registration
    assert form.held.food_safety
    assert not form.held.patent
    assert not {"Phiếu đăng ký đánh giá, phân hạng (Mẫu số 01)", "05 sản phẩm mẫu"} & {e.name for e in form.evidence}


async def test_a_note_stands_behind_the_meaning_of_the_points(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    row = await make_dossier(db, clock.now)
    async with db.writing() as session:
        own = await producer_acts.own(session, row.person_id, row.code)
        await producer_acts.score(session, own, "1.5", 2, clock.now, "ký với 26 hộ")
    form = form_files.write(await gathered(db, knowledge, row, clock.now.date()), "mau02")
    assert isinstance(form, SelfReport)
    (said,) = [e for part in form.parts for group in part.groups for e in group.criteria if e.code == "1.5"]
    assert said.description == "Hợp đồng cho trên 75% lượng hàng\nký với 26 hộ"


async def test_without_points_nothing_is_reckoned(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    row = await make_dossier(db, clock.now)
    form = form_files.write(await gathered(db, knowledge, row, clock.now.date()), "mau02")
    assert isinstance(form, SelfReport)
    assert (form.total, form.star) == (None, "")
    assert {part.points for part in form.parts} == {None}


async def test_mau_03_is_what_the_commune_judged(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row = await make_dossier(db, clock.now)
    await hand_in(db, tmp_path, row, clock.now)
    staff: Staff = await make_officer(db, clock.now)
    await accept_all(db, staff, row, clock.now)
    form = form_files.write(await gathered(db, knowledge, row, clock.now.date()), "mau03")
    assert isinstance(form, CommuneReport)
    assert {form.material, form.workers, form.origin, form.identity} == {"Đúng như hồ sơ, xã xác nhận"}
    assert (form.unit, form.unit_short, form.province) == ("xã Núi Cấm", "Núi Cấm", "An Giang")
    assert not form.reader_certain
    assert form.number == form.signer == ""


async def test_contents_list_every_needed_paper_with_its_state_and_dates(
    db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path
) -> None:
    row = await make_dossier(db, clock.now)
    today = clock.now.date()
    begun = form_files.write(await gathered(db, knowledge, row, today), "contents")
    assert isinstance(begun, Contents)
    assert {paper.state for paper in begun.papers} == {"Còn thiếu", "Không có (không bắt buộc)"}
    assert not any(paper.sent for paper in begun.papers)
    await hand_in(db, tmp_path, row, clock.now)
    form = form_files.write(await gathered(db, knowledge, row, today), "contents")
    assert isinstance(form, Contents)
    assert [paper.number for paper in form.papers] == [f"{at:02}" for at in range(1, len(form.papers) + 1)]
    states = {paper.name: paper.state for paper in form.papers}
    assert states["Giấy đăng ký kinh doanh"] == "Đã có"
    # Nothing is missing of a dossier that could be handed in: what only gives more points is no gap.
    assert set(states.values()) == {"Đã có", "Không có (không bắt buộc)"}
    assert {paper.state for paper in form.papers if not paper.sent} == {"Không có (không bắt buộc)"}
    assert form.state == "Đã nộp Ủy ban nhân dân cấp xã"


async def test_a_dated_paper_bears_its_dates(db: Database, knowledge: Knowledge, clock: Clock, tmp_path: Path) -> None:
    row = await make_dossier(db, clock.now)
    await hand_in(db, tmp_path, row, clock.now)
    async with db.writing() as session:
        own = await session.get_one(Dossier, row.id)
        sheet = await paper_acts.last(session, own.id, "food_safety")
        assert sheet is not None
        sheet.issued_on, sheet.expires_on = date(2025, 3, 1), date(2028, 3, 1)
    form = form_files.write(await gathered(db, knowledge, row, clock.now.date()), "contents")
    assert isinstance(form, Contents)
    (paper,) = [each for each in form.papers if "an toàn thực phẩm" in each.name and each.pages]
    assert (paper.issued_on, paper.valid_until, paper.pages) == (date(2025, 3, 1), date(2028, 3, 1), 1)


@pytest.mark.parametrize("which", WHICH)
async def test_every_form_of_a_dossier_of_which_little_is_known_can_be_written(
    db: Database, knowledge: Knowledge, clock: Clock, which: Which
) -> None:
    row = await make_dossier(db, clock.now, producer_kind="", set_no=26)
    known = await gathered(db, knowledge, row, clock.now.date())
    made = await form_files.filled(known, which, None)
    assert "Khô cá lóc Bảy Chóp" in reading.text(made.content)
    assert reading.lines(made.content) == reading.lines(fill(form_files.write(known, which)).content)
    assert form_files.file_name(known, which).endswith(" - Khô cá lóc Bảy Chóp.docx")


async def test_tourism_brings_no_samples(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    row = await make_dossier(db, clock.now, set_no=26)
    form = form_files.write(await gathered(db, knowledge, row, clock.now.date()), "mau01")
    assert isinstance(form, Registration)
    assert form.samples == "Không áp dụng (dịch vụ du lịch)"
