"""The province's report on a period: what stands in it, and its facts for the template."""

from dataclasses import dataclass
from datetime import date

from ocop_core.office.facts import Facts, day, day_apart, word
from ocop_core.office.marks import doubtful, paragraphs, plain

# The figures that the table of the Word report has room for, in its order; the sheet has all of them.
COLUMNS = ("ideas", "handed_in", "proposed", "new3", "new4", "renewed", "lapsed", "standing", "makers", "modern")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalLine:
    """A target of the year: what was wanted, what was reached, whether that is enough."""

    name: str
    wanted: str
    reached: str
    met: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """One commune: its figures in the order of COLUMNS, or why there are none."""

    name: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What communes wrote under one question, each answer with its commune."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceReport:
    """The report of the office that gathers the communes' reports. `totals` by the key of each figure, as text."""

    office: str
    office_certain: bool
    province: str
    seat: str
    title: str
    begins_on: date
    ends_on: date
    issued_on: date
    done: int
    units: int
    totals: dict[str, str]
    goals: tuple[GoalLine, ...]
    lines: tuple[UnitLine, ...]
    missing: tuple[str, ...]
    told: tuple[Told, ...]
    number: str = ""


def facts(form: ProvinceReport) -> Facts:
    """Everything the template may ask for."""
    office = plain(form.office)
    return {
        "co_quan": office if form.office_certain else doubtful(office),
        "co_quan_in_hoa": office.upper(),
        "tinh": plain(form.province),
        "tinh_in_hoa": plain(form.province).upper(),
        "so_bao_cao": word(form.number),
        "dia_danh": plain(form.seat),
        **day_apart(form.issued_on),
        "ten_bao_cao": plain(form.title),
        "tu_ngay": day(form.begins_on),
        "den_ngay": day(form.ends_on),
        "so_don_vi": form.units,
        "da_bao_cao": form.done,
        "tong": {key: plain(text) for key, text in form.totals.items()},
        "chi_tieu": [_goal(goal) for goal in form.goals],
        "don_vi": [{"ten": plain(line.name), "so": [plain(each) for each in line.figures]} for line in form.lines],
        "tong_cac_cot": [plain(form.totals.get(key, "")) for key in COLUMNS],
        "chua_bao_cao": plain(", ".join(form.missing)),
        "y_kien": [{"hoi": plain(each.question), "dap": paragraphs("\n".join(each.answers))} for each in form.told],
    }


def _goal(goal: GoalLine) -> Facts:
    return {
        "ten": plain(goal.name),
        "can": plain(goal.wanted),
        "dat": plain(goal.reached),
        "nhan_xet": plain(goal.met),
    }
