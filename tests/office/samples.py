"""Dossiers that do not exist, as forms: an ordinary one, one where all is long, one of which nothing is known."""

from datetime import date

from ocop_core.office.forms import (
    Applicant,
    CommuneReport,
    Contents,
    Evidence,
    Form,
    Goods,
    Held,
    Receipt,
    Registration,
    Scored,
    ScoredGroup,
    ScoredPart,
    SelfReport,
)
from ocop_core.rulebook.editions import edition
from ocop_core.rulebook.sets import load_sets

__all__ = ["Form"]
WHO = Applicant(
    name="Hộ kinh doanh Bảy Thốt Nốt",
    kind="Hộ kinh doanh",
    address="Ấp Vồ Đầu, xã Núi Cấm, tỉnh An Giang",
    phone="0912 345 678",
    email="baythotnot@example.vn",
    representative="Nguyễn Thị Bảy",
    position="Chủ hộ kinh doanh",
    gender="Nữ",
    ethnicity="Khmer",
    residence="Ấp Vồ Đầu, xã Núi Cấm, tỉnh An Giang",
    founded="15/03/2019",
    licence_no="51H8000123",
)
GOODS = Goods(
    name="Đường thốt nốt Bảy Cấm",
    code="91-30538-001-2026",
    sector="Thực phẩm",
    group="Thực phẩm chế biến",
    set_name=load_sets().get(8).name,
    set_no=8,
    specification="Hũ nhựa 500 g, 12 hũ một thùng.\nTCCS 01:2024/BTN; độ ẩm không quá 2%.",
)
LONG = "Hợp tác xã Nông nghiệp Dịch vụ Tổng hợp Sản xuất và Chế biến Đường thốt nốt Hữu cơ Vùng Bảy Núi " * 3
STORY = (
    "Gia đình làm đường thốt nốt từ năm 1987, ban đầu chỉ nấu một lò, bán ở chợ xã. Năm 2015 có thêm hai lò, "
    "nấu bằng củi tràm và bã thốt nốt.\nNăm 2019 đăng ký hộ kinh doanh, đóng hũ có nhãn, bán cho 12 đại lý ở Châu Đốc, "
    "Long Xuyên và Cần Thơ."
)


def parts(set_no: int, *, scored: bool = True) -> tuple[ScoredPart, ...]:
    """All criteria of a set, each with its highest points but one step, and evidence for every third."""
    made = []
    for part in edition("QD26").criteria[set_no].parts:
        groups = []
        for group in part.groups:
            rows = tuple(
                Scored(
                    code=each.code,
                    name=each.name,
                    most=each.max,
                    points=each.ladder[-2:][0] if scored else None,
                    description=each.meanings[0].rungs[-2:][0] if scored and each.meanings else "",
                    evidence=("03", "07") if at % 3 == 0 and scored else (),
                )
                for at, each in enumerate(group.criteria)
            )
            points = sum(row.points or 0 for row in rows) if scored else None
            groups.append(ScoredGroup(code=group.code, name=group.name, most=group.max, points=points, criteria=rows))
        points = sum(group.points or 0 for group in groups) if scored else None
        made.append(ScoredPart(code=part.code, name=part.name, most=part.max, points=points, groups=tuple(groups)))
    return tuple(made)


def papers(count: int = 50) -> tuple[Evidence, ...]:
    """The papers of the rulebook, numbered; every second one has its dates."""
    return tuple(
        Evidence(
            number=f"{at:02}",
            name=paper.name,
            state="Đã nộp" if at % 2 else "Còn thiếu",
            issued_on=date(2025, 3, at % 28 + 1) if at % 2 else None,
            valid_until=date(2028, 3, at % 28 + 1) if at % 2 else None,
            pages=at % 5,
            criteria=("1.1", "2.3") if at % 3 else (),
        )
        for at, paper in enumerate(edition("QD26").papers[:count], start=1)
    )


def registration(applicant: Applicant = WHO, goods: Goods = GOODS) -> Registration:
    return Registration(
        province="An Giang",
        year=2026,
        applicant=applicant,
        goods=goods,
        application="first",
        samples="05 sản phẩm",
        place="Núi Cấm",
        signed_on=date(2026, 2, 5),
        commune=Receipt(
            office="Ủy ban nhân dân xã Núi Cấm", number="007", series="PĐK-91-30538-2026",
            received_on=date(2026, 2, 9), received_by="Trần Văn Lành",
        ),
        provincial=Receipt(series="PĐK-91-30538-2026"),
    )  # fmt: skip


def self_report(set_no: int = 8, applicant: Applicant = WHO, goods: Goods = GOODS) -> SelfReport:
    scored = parts(set_no)
    return SelfReport(
        applicant=applicant,
        goods=goods,
        held=Held(registration=True, declared=True, food_safety=True, trademark=True),
        history=STORY,
        organisation="Chủ hộ, một kế toán, tám người làm thường xuyên.",
        production=STORY,
        changes="Đổi từ bọc giấy sang hũ nhựa có nắp, nhãn đủ thông tin, có mã QR truy xuất.",
        market=STORY,
        results="Doanh thu năm 2025: 1,2 tỷ đồng; lợi nhuận 210 triệu đồng.",
        parts=scored,
        total=sum(part.points or 0 for part in scored),
        star="3 sao",
        evidence=papers(14),
        application="renewal",
        changes_since=STORY,
        plan="Mở thêm một lò, xin chứng nhận HACCP trong năm 2027.",
        place="Núi Cấm",
        signed_on=date(2026, 11, 28),
    )


def commune_report(applicant: Applicant = WHO, goods: Goods = GOODS) -> CommuneReport:
    return CommuneReport(
        unit="xã Núi Cấm",
        unit_short="Núi Cấm",
        province="An Giang",
        applicant=applicant,
        goods=goods,
        number="45",
        issued_on=date(2026, 12, 4),
        material="Cơ sở mua nước thốt nốt của 26 hộ trong xã, chiếm 90% nguyên liệu.",
        workers="10/12 lao động thường trú tại xã.",
        origin="Nghề nấu đường thốt nốt truyền thống của người Khmer vùng Bảy Núi.",
        identity=STORY,
        reader="Văn phòng Điều phối xây dựng nông thôn mới tỉnh An Giang",
        reader_certain=False,
        signer="Lê Văn Núi",
        signer_title="KT. Chủ tịch\nPhó Chủ tịch",
    )


def contents(applicant: Applicant = WHO, goods: Goods = GOODS) -> Contents:
    return Contents(
        code="HS-7K3MX",
        applicant=applicant,
        goods=goods,
        state="Đã nộp xã",
        made_on=date(2026, 11, 28),
        papers=papers(),
    )


def unknown() -> tuple[Registration, SelfReport, CommuneReport, Contents]:
    """Forms of a dossier of which nothing is known but its set."""
    who, goods = Applicant(), Goods(set_no=8)
    return (
        Registration(province="An Giang", year=2026, applicant=who, goods=goods),
        SelfReport(applicant=who, goods=goods, parts=parts(8, scored=False)),
        CommuneReport(unit="xã Núi Cấm", unit_short="Núi Cấm", province="An Giang", applicant=who, goods=goods),
        Contents(code="HS-7K3MX", applicant=who, goods=goods, state="Nháp", made_on=date(2026, 11, 28), papers=()),
    )


def long() -> tuple[Registration, SelfReport, CommuneReport, Contents]:
    """Forms in which everything is as long as somebody may type it."""
    who = Applicant(**{name: f"{name}: {LONG.strip()}" for name in Applicant.__slots__})
    goods = Goods(
        name=LONG, code="91-30538-001-2026", sector=LONG, group=LONG, set_name=LONG, set_no=26,
        specification="Không\nxuống\ndòng" + "dài" * 200,
    )  # fmt: skip
    return registration(who, goods), self_report(13, who, goods), commune_report(who, goods), contents(who, goods)
