"""The plans in force: those that came with the program, with what officers have changed in them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Staff
from ocop_core.db.models_promises import StageRule, StageRuleChange
from ocop_core.errors import Refused
from ocop_core.rulebook.promises import Plan, Stage, fault, number_of, shipped_plans
from ocop_core.services import access, audit

Plans = Mapping[str, Plan]


@dataclass(frozen=True, slots=True)
class Setting:
    """How far before the last day a stage speaks, and whether it speaks at all."""

    days: int
    is_on: bool


async def plans(session: AsyncSession) -> Plans:
    """All plans in force, by id."""
    rules = {(row.plan, row.stage): row for row in (await session.scalars(select(StageRule))).all()}
    return {plan.id: _set(plan, rules) for plan in shipped_plans().values()} if rules else shipped_plans()


def _set(plan: Plan, rules: Mapping[tuple[str, str], StageRule]) -> Plan:
    stages = tuple(_stage(stage, rules.get((plan.id, stage.id))) for stage in plan.stages)
    return msgspec.structs.replace(plan, stages=stages)


def _stage(stage: Stage, rule: StageRule | None) -> Stage:
    return msgspec.structs.replace(stage, days=rule.days, is_on=rule.is_on) if rule else stage


async def change(
    session: AsyncSession, staff: Staff, plan_id: str, stage_id: str, setting: Setting, at: datetime
) -> Plan:
    """Sets a stage for the whole province; the promises follow with the next check. Raises Refused(stages.…)."""
    if access.units_of(staff) is not None or not staff.active:
        raise Refused("access.none")
    before = (await plans(session)).get(plan_id)
    stage = next((each for each in before.stages if each.id == stage_id), None) if before else None
    if before is None or stage is None:
        raise Refused("access.none")
    changed = msgspec.structs.replace(stage, days=setting.days, is_on=setting.is_on)
    after = msgspec.structs.replace(before, stages=tuple(changed if s.id == stage_id else s for s in before.stages))
    if problem := fault(after):
        raise Refused(f"stages.{problem}")
    if changed == stage:
        return before
    await _store(session, staff, after, (stage, changed), at)
    return after


async def _store(session: AsyncSession, staff: Staff, plan: Plan, change: tuple[Stage, Stage], at: datetime) -> None:
    old, new = (Setting(stage.days, stage.is_on) for stage in change)
    row = await session.get(StageRule, (plan.id, change[1].id))
    values = {"days": new.days, "is_on": new.is_on, "changed_at": at, "changed_by": staff.id}
    if row is None:
        session.add(StageRule(plan=plan.id, stage=change[1].id, **values))
    else:
        for name, value in values.items():
            setattr(row, name, value)
    kept = {"before": asdict(old), "after": asdict(new), "staff_id": staff.id, "at": at}
    session.add(StageRuleChange(plan=plan.id, stage=change[1].id, **kept))
    await audit.note(session, staff.id, "stages.changed", f"stage:{plan.id}.{change[1].id}", at, **asdict(new))


async def changes(session: AsyncSession, *, limit: int = 50) -> Sequence[StageRuleChange]:
    """What was changed, last first."""
    return (await session.scalars(select(StageRuleChange).order_by(StageRuleChange.id.desc()).limit(limit))).all()


def numbers(of: Plans) -> dict[str, int]:
    """The number of each plan: promises that were reckoned by another are reckoned anew."""
    return {plan.id: number_of(plan) for plan in of.values()}
