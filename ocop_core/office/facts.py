"""The parts of forms as facts for a template: who applies, the product, boxes, criteria, papers."""

from datetime import date
from typing import Any

from ocop_core.office.forms import Applicant, Evidence, Goods, Held, Receipt, Scored, ScoredGroup, ScoredPart
from ocop_core.office.marks import BIT, LINE, RULED_LINES, TICKED, UNTICKED, WORD, or_blank, paragraphs, plain

Facts = dict[str, Any]


def line(text: str) -> str:
    """A fact that fills the rest of its line."""
    return or_blank(plain(text))


def word(text: str) -> str:
    """A fact in the middle of a line."""
    return or_blank(plain(text), WORD)


def prose(text: str) -> str:
    """What was told at length; ruled lines to write on where nothing was."""
    return or_blank(paragraphs(text), RULED_LINES)


def tick(true: object) -> str:
    """A box."""
    return TICKED if true else UNTICKED


def points(given: int | None) -> int | str:
    """Points, or a short blank where none were given yet."""
    return BIT if given is None else given


def day(known: date | None) -> str:
    """A day as 05/02/2026, or a short blank."""
    return f"{known:%d/%m/%Y}" if known else BIT


def day_apart(known: date | None) -> Facts:
    """Day, month and year of a signature.

    A 0 stands before days below 10 and before the months 1 and 2 only (Nghị định 30/2020/NĐ-CP, Phụ lục I).
    """
    if known is None:
        return {"ngay": BIT, "thang": BIT, "nam": BIT}
    month = f"{known.month:02}" if known.month < 3 else str(known.month)
    return {"ngay": f"{known.day:02}", "thang": month, "nam": known.year}


def applicant(who: Applicant) -> Facts:
    """Who applies."""
    return {
        "ten_chu_the": line(who.name),
        "ten_chu_the_ngan": word(who.name),
        "loai_hinh": line(who.kind),
        "dia_chi": line(who.address),
        "dien_thoai": word(who.phone),
        "email": line(who.email),
        "nguoi_dai_dien": line(who.representative),
        "ky_ten": plain(who.representative),
        "chuc_vu": line(who.position),
        "gioi_tinh": word(who.gender),
        "dan_toc": line(who.ethnicity),
        "thuong_tru": line(who.residence),
        "ngay_thanh_lap": word(who.founded),
        "so_dang_ky": line(who.licence_no),
    }


def goods(sold: Goods) -> Facts:
    """The product."""
    return {
        "ten_san_pham": line(sold.name),
        "ten_san_pham_ngan": word(sold.name),
        "ma_san_pham": line(sold.code),
        "nganh": line(sold.sector),
        "nhom": line(sold.group),
        "phan_nhom": line(sold.set_name),
        "bo_so": sold.set_no or BIT,
        "quy_cach": prose(sold.specification),
    }


def receipt(back: Receipt) -> Facts:
    """The back of Mẫu số 01."""
    return {
        "co_quan": plain(back.office),
        "so": word(back.number),
        "ky_hieu": word(back.series),
        "ngay_nhan": or_blank(day(back.received_on) if back.received_on else ""),
        "nguoi_nhan": word(back.received_by),
        "chu_ky": LINE,
    }


def held(rights: Held) -> Facts:
    """The boxes of Mẫu số 02, Phần I."""
    return {
        "o_dang_ky_kinh_doanh": tick(rights.registration),
        "o_cong_bo": tick(rights.declared),
        "o_attp": tick(rights.food_safety),
        "o_dieu_kien": tick(rights.conditions),
        "o_so_huu_tri_tue": tick(rights.any_right),
        "o_nhan_hieu": tick(rights.trademark),
        "o_quyen_su_dung": tick(rights.sign_use),
        "o_sang_che": tick(rights.patent),
        "o_kieu_dang": tick(rights.design),
        "o_ban_quyen": tick(rights.copyright),
        "o_khac": tick(rights.other_right),
        "quyen_khac": line(rights.other_right),
    }


def part(whole: ScoredPart) -> Facts:
    """One part of the criteria."""
    return {
        "ma": whole.code,
        "ten": plain(whole.name),
        "toi_da": whole.most,
        "diem": points(whole.points),
        "cac_nhom": [_group(each) for each in whole.groups],
    }


def _group(group: ScoredGroup) -> Facts:
    return {
        "ma": group.code,
        "ten": plain(group.name),
        "toi_da": group.most,
        "diem": points(group.points),
        # Where a group is a single criterion of the same number, the form prints it once.
        "mot_minh": [each.code for each in group.criteria] == [group.code],
        "cac_tieu_chi": [_criterion(each) for each in group.criteria],
    }


def _criterion(each: Scored) -> Facts:
    return {
        "ma": each.code,
        "ten": plain(each.name),
        "toi_da": each.most,
        "diem": points(each.points),
        "mo_ta": or_blank(paragraphs(each.description), BIT),
        "minh_chung": or_blank(plain(", ".join(each.evidence)), BIT),
    }


def evidence(paper: Evidence) -> Facts:
    """One line of a list of papers."""
    return {
        "so": plain(paper.number),
        "ten": plain(paper.name),
        "tinh_trang": plain(paper.state),
        # Of what was not sent there is no day to be filled in by hand.
        "ngay_cap": day(paper.issued_on) if paper.sent else "",
        "gia_tri_den": _until(paper) if paper.sent else "",
        "so_trang": paper.pages or "",
        "tieu_chi": plain(", ".join(paper.criteria)),
    }


def _until(paper: Evidence) -> str:
    return day(paper.valid_until) if paper.valid_until else or_blank(plain(paper.validity), BIT)
