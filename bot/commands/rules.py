"""`ocop rules`: the law in force on a day, for people and for programs."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from ocop_core.clock import VIETNAM, local_day, utc_now
from ocop_core.entry import report

if TYPE_CHECKING:
    from ocop_core.rulebook.criteria import Criteria, Criterion
    from ocop_core.rulebook.editions import Edition
    from ocop_core.rulebook.law import Band, DayOfYear


@click.command()
@click.option("--at", "moment", help="Ngày cần xem, ví dụ 2026-11-23. Mặc định là hôm nay.")
@click.option("--set", "set_no", type=click.IntRange(1, 26), help="Chỉ xem tiêu chí của một bộ sản phẩm.")
@click.option("--json", "as_json", is_flag=True, help="Một đối tượng JSON trên một dòng.")
def rules(moment: str | None, set_no: int | None, as_json: bool) -> None:
    """Quy định đang có hiệu lực: bộ tiêu chí, điểm tối thiểu, hạng sao, giấy tờ, thời hạn."""
    from ocop_core.rulebook.editions import edition_at

    day = _day(moment) if moment else local_day(utc_now())
    found = edition_at(day)
    if found is None:
        raise click.ClickException(f"Ngày {day:%d/%m/%Y} chưa có quy định nào được lưu ở đây.")
    if set_no is not None and set_no not in found.criteria:
        raise click.ClickException(f"Quyết định {found.law.number} không lưu bộ tiêu chí ở đây.")
    numbers = [set_no] if set_no else list(found.criteria)
    if as_json:
        report(_facts(found, day, numbers), as_json=True, words="")
        return
    for line in _one_set(found.criteria[set_no]) if set_no else _overview(found, day):
        click.echo(line)


def _day(text: str) -> date:
    try:
        given = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter("cần dạng 2026-11-23", param_hint="--at") from error
    return given.astimezone(VIETNAM).date() if given.tzinfo else given.date()


def _facts(found: "Edition", day: date, numbers: list[int]) -> dict[str, Any]:
    import msgspec

    law = msgspec.to_builtins(found.law, str_keys=True)
    return {
        "at": day.isoformat(),
        "edition": {key: law[key] for key in _ABOUT},
        "bands": law["band"],
        "sets": [_set_facts(found.criteria[number]) for number in numbers],
        "papers": [msgspec.to_builtins(paper) for paper in found.papers],
        "deadlines": {
            "certificate_months": found.law.certificate.months,
            **{key: law[key] for key in ("renewal", "commune", "revocation", "samples")},
            "rounds": law["round"],
        },
        "authorities": law["authority"],
        "rejections": law["rejection"],
        "transitions": law["transition"],
    }


_ABOUT = ("id", "number", "title", "issued", "effective", "until", "source", "checked", "note")


def _set_facts(criteria: "Criteria") -> dict[str, Any]:
    from ocop_core.rulebook.sets import load_sets

    return {
        "no": criteria.set_no,
        "name": load_sets().get(criteria.set_no).name,
        "source": criteria.source,
        "sections": [
            {
                "code": part.code,
                "name": part.name,
                "max": part.max,
                "groups": [
                    {
                        "code": group.code,
                        "name": group.name,
                        "max": group.max,
                        "criteria": [_criterion_facts(each) for each in group.criteria],
                    }
                    for group in part.groups
                ],
            }
            for part in criteria.parts
        ],
    }


def _criterion_facts(each: "Criterion") -> dict[str, Any]:
    import msgspec

    return {
        "code": each.code,
        "name": each.name,
        "ask": each.ask,
        "max": each.max,
        "option_points": each.ladder,
        **{f"min_{star}star": each.minimums.get(star) for star in (3, 4, 5)},
        "explained": each.explained,
        "meanings": [{"case": meaning.case, "levels": meaning.rungs} for meaning in each.meanings],
        "uncertain": each.uncertain,
        "doubts": msgspec.to_builtins(each.doubts),
    }


def _overview(found: "Edition", day: date) -> list[str]:
    from ocop_core.rulebook.sets import load_sets

    law = found.law
    lines = [f"Ngày {day:%d/%m/%Y}: {law.number}, hiệu lực từ {law.effective:%d/%m/%Y}. {law.title}.", law.note, ""]
    lines += [f"  {band.star} sao  từ {band.at_least:2} điểm  {_level(band)}" for band in law.bands]
    lines += ["", f"Giấy chứng nhận: {law.certificate.months} tháng ({law.certificate.source})."]
    if law.renewal and law.commune:
        lines.append(
            f"Đánh giá lại: nộp từ {law.renewal.opens_days} đến {law.renewal.closes_days} ngày trước khi hết hạn;"
        )
        lines.append(f"xong trong {law.renewal.evaluation_days} ngày. Xã: {law.commune.working_days} ngày làm việc.")
    lines += [f"Đợt {_ROUND[each.level]} {each.no}: đề nghị trước {_day_of(each.proposed_before)}, "
              f"xong trước {_day_of(each.decided_before)}" for each in law.rounds]  # fmt: skip
    lines += ["", *(_set_line(criteria, load_sets().get(no).name) for no, criteria in found.criteria.items())]
    lines += ["", *(f"Giấy tờ: {paper.name} ({paper.validity.rule})" for paper in found.papers)]
    doubtful = [each.text for each in law.transitions if not each.certain]
    return lines + ["", *(f"Tham khảo: {text}" for text in doubtful)]


def _level(band: "Band") -> str:
    return f"cấp {band.level}" if band.certificate else band.level


_ROUND = {"province": "tỉnh", "ministry": "trung ương"}


def _day_of(day: "DayOfYear") -> str:
    return f"{day.day:02}/{day.month:02}"


def _set_line(criteria: "Criteria", name: str) -> str:
    gates = "/".join(str(sum(1 for each in criteria.all if star in each.minimums)) for star in (3, 4, 5))
    return f"Bộ {criteria.set_no:2}  {len(criteria.all)} tiêu chí, điểm tối thiểu 3/4/5 sao ở {gates} chỗ  {name}"


def _one_set(criteria: "Criteria") -> list[str]:
    lines = []
    for part in criteria.parts:
        lines.append(f"Phần {part.code}. {part.name}: {part.max} điểm")
        for group in part.groups:
            lines.append(f"  {group.code}. {group.name}: {group.max} điểm")
            lines += [f"    {_criterion_line(each)}" for each in group.criteria]
    return lines


def _criterion_line(each: "Criterion") -> str:
    least = ", ".join(f"{star} sao: {points}" for star, points in each.minimums.items())
    ladder = "/".join(map(str, each.ladder))
    return f"{each.code} {each.name} ({ladder})" + (f" [{least}]" if least else "") + (" (tham khảo)" * each.uncertain)
