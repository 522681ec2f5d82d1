"""The names under which each template asks for facts; docs/mau-van-ban.md lists them."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ocop_core.office import provincial
from ocop_core.office.facts import (
    Facts,
    applicant,
    day,
    day_apart,
    evidence,
    goods,
    held,
    line,
    part,
    points,
    prose,
    receipt,
    tick,
    word,
)
from ocop_core.office.forms import CommuneReport, Contents, Form, Registration, SelfReport
from ocop_core.office.marks import WORD, doubtful, or_blank, paragraphs, plain
from ocop_core.office.provincial import ProvinceReport


class Kind(NamedTuple):
    """A kind of document: the file name of its template, and how a form becomes facts."""

    template: str
    facts: Callable[[Any], Facts]


def of(form: Form | ProvinceReport) -> Facts:
    """Everything the form's template may ask for, ready to be put in."""
    return KINDS[type(form)].facts(form)


def _application(kind: str | None) -> Facts:
    names = {"first": "o_lan_dau", "upgrade": "o_nang_hang", "renewal": "o_danh_gia_lai"}
    return {name: tick(kind == each) for each, name in names.items()}


def _registration(form: Registration) -> Facts:
    return {
        "tinh": plain(form.province),
        "nam_dang_ky": form.year,
        **applicant(form.applicant),
        **goods(form.goods),
        **_application(form.application),
        "san_pham_mau": line(form.samples),
        "noi_ky": word(form.place),
        **day_apart(form.signed_on),
        "xa": receipt(form.commune),
        "cap_tinh": receipt(form.provincial),
    }


def _self_report(form: SelfReport) -> Facts:
    return {
        **applicant(form.applicant),
        **goods(form.goods),
        **held(form.held),
        **_application(form.application),
        "lich_su": prose(form.history),
        "co_cau": prose(form.organisation),
        "san_xuat": prose(form.production),
        "thay_doi": prose(form.changes),
        "thi_truong": prose(form.market),
        "ket_qua": prose(form.results),
        "cac_phan": [part(each) for each in form.parts],
        "tong_diem": points(form.total),
        "hang_sao": word(form.star),
        "tai_lieu": [evidence(each) for each in form.evidence],
        "la_danh_gia_lai": form.application == "renewal",
        "la_nang_hang": form.application == "upgrade",
        "cap_nhat": prose(form.changes_since),
        "ke_hoach": prose(form.plan),
        "noi_ky": word(form.place),
        **day_apart(form.signed_on),
    }


def _commune_report(form: CommuneReport) -> Facts:
    return {
        "xa": plain(form.unit),
        "xa_in_hoa": plain(form.unit).upper(),
        "dia_danh": plain(form.unit_short),
        "tinh": plain(form.province),
        **applicant(form.applicant),
        **goods(form.goods),
        "so_bao_cao": word(form.number),
        **day_apart(form.issued_on),
        "nguyen_lieu": prose(form.material),
        "lao_dong": prose(form.workers),
        "y_tuong": prose(form.origin),
        "ban_sac": prose(form.identity),
        "noi_nhan": word(form.reader) if form.reader_certain else doubtful(plain(form.reader)),
        "nguoi_ky": plain(form.signer),
        "chuc_danh": or_blank(paragraphs(form.signer_title).upper(), WORD),
    }


def _contents(form: Contents) -> Facts:
    return {
        "ma_ho_so": plain(form.code),
        "trang_thai": plain(form.state),
        "ngay_lap": day(form.made_on),
        **applicant(form.applicant),
        **goods(form.goods),
        "giay_to": [evidence(each) for each in form.papers],
    }


KINDS: Mapping[type, Kind] = {
    Registration: Kind("mau-01.docx", _registration),
    SelfReport: Kind("mau-02.docx", _self_report),
    CommuneReport: Kind("mau-03.docx", _commune_report),
    Contents: Kind("muc-luc.docx", _contents),
    ProvinceReport: Kind("bao-cao-tinh.docx", provincial.facts),
}
