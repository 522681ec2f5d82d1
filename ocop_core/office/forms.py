"""What stands on Mẫu số 01, 02 and 03 and on the list of contents; what is None or empty stays a blank."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Application = Literal["first", "upgrade", "renewal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Who applies (chủ thể) and who signs for it. Source: QĐ 26/2026/QĐ-TTg, Mẫu số 01.1 and Mẫu số 02, Phần I."""

    name: str = ""
    kind: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    representative: str = ""
    position: str = ""
    gender: str = ""
    ethnicity: str = ""
    residence: str = ""
    founded: str = ""
    licence_no: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """The product and where Phụ lục I puts it; `code` is mã tỉnh – mã xã – number – year."""

    name: str = ""
    code: str = ""
    sector: str = ""
    group: str = ""
    set_name: str = ""
    set_no: int | None = None
    specification: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What an office writes on the back of Mẫu số 01; `number` and `series` stand as "007/PĐK-91-30628-2026"."""

    office: str = ""
    number: str = ""
    series: str = ""
    received_on: date | None = None
    received_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """Mẫu số 01: Phiếu đăng ký đánh giá, phân hạng sản phẩm OCOP."""

    province: str
    year: int
    applicant: Applicant
    goods: Goods
    application: Application | None = None
    samples: str = ""
    place: str = ""
    signed_on: date | None = None
    commune: Receipt = Receipt()
    provincial: Receipt = Receipt()


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the producer ticks in Mẫu số 02, Phần I.7; `other_right` names another intellectual property right."""

    registration: bool = False
    declared: bool = False
    food_safety: bool = False
    conditions: bool = False
    trademark: bool = False
    sign_use: bool = False
    patent: bool = False
    design: bool = False
    copyright: bool = False
    other_right: str = ""

    @property
    def any_right(self) -> bool:
        """Whether any intellectual property right is held."""
        rights = (self.trademark, self.sign_use, self.patent, self.design, self.copyright, self.other_right)
        return any(rights)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One criterion with the producer's points (None: not scored yet), what was said of it, and its evidence."""

    code: str
    name: str
    most: int
    points: int | None = None
    description: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredGroup:
    """Criteria that stand together; `points` is None while none of them is scored."""

    code: str
    name: str
    most: int
    points: int | None
    criteria: tuple[Scored, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredPart:
    """Part A, B or C."""

    code: str
    name: str
    most: int
    points: int | None
    groups: tuple[ScoredGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One paper of the dossier. `number` is its place in the checklist, which the archive's folders bear as well.

    `sent`: whether the producer gave it at all; of the others there are no days to tell.
    """

    number: str
    name: str
    state: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    validity: str = ""
    pages: int = 0
    criteria: tuple[str, ...] = ()
    sent: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfReport:
    """Mẫu số 02: Báo cáo tự đánh giá về sản phẩm, in its four parts.

    `star` is the star after minimum conditions in words, empty while nothing is scored. `changes_since` is only for a
    renewal or an upgrade (Điều 6.1.b, c).
    """

    applicant: Applicant
    goods: Goods
    held: Held = Held()
    history: str = ""
    organisation: str = ""
    production: str = ""
    changes: str = ""
    market: str = ""
    results: str = ""
    parts: tuple[ScoredPart, ...] = ()
    total: int | None = None
    star: str = ""
    evidence: tuple[Evidence, ...] = ()
    application: Application | None = None
    changes_since: str = ""
    plan: str = ""
    place: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommuneReport:
    """Mẫu số 03: what the commune judges. `unit` is "Xã Chợ Mới", `signer_title` e.g. "CHỦ TỊCH".

    `reader` is the office that advises the province on OCOP; not `reader_certain`: it is marked for a check.
    """

    unit: str
    unit_short: str
    province: str
    applicant: Applicant
    goods: Goods
    number: str = ""
    issued_on: date | None = None
    material: str = ""
    workers: str = ""
    origin: str = ""
    identity: str = ""
    reader: str = ""
    reader_certain: bool = True
    signer: str = ""
    signer_title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The list of contents of a whole dossier."""

    code: str
    applicant: Applicant
    goods: Goods
    state: str
    made_on: date
    papers: tuple[Evidence, ...]


Form = Registration | SelfReport | CommuneReport | Contents
