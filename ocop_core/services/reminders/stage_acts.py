"""What the province does to the stages: their days, on or off, words of its own, one more stage; with history."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.promises import own_words
from ocop_core.db.models import Staff
from ocop_core.db.models_promises import StageRule, StageRuleChange
from ocop_core.errors import Refused
from ocop_core.rulebook.promises import Plan, Stage, fault
from ocop_core.services import access, audit
from ocop_core.services.reminders import planning
from ocop_core.services.reminders.stages import plans, texts

OWN = ("own1", "own2", "own3", "own4", "own5")


@dataclass(frozen=True, slots=True)
class Setting:
    """How far before the last day a stage speaks, whether it speaks at all, and its words; "" for the usual ones."""

    days: int
    is_on: bool
    text: str = ""


async def change(
    session: AsyncSession, staff: Staff, plan_id: str, stage_id: str, setting: Setting, at: datetime
) -> Plan:
    """Sets a stage for the whole province; the promises follow at once. Raises Refused(stages.…)."""
    plan = await _plan(session, staff, plan_id)
    stage = next((each for each in plan.stages if each.id == stage_id), None)
    if stage is None:
        raise Refused("access.none")
    text = (await texts(session)).get((plan_id, stage_id), "")
    return await _set(session, staff, plan, stage_id, Setting(stage.days, stage.is_on, text), setting, at)


async def add(session: AsyncSession, staff: Staff, plan_id: str, setting: Setting, at: datetime) -> Plan:
    """One more stage. Raises Refused(stages.…)."""
    plan = await _plan(session, staff, plan_id)
    taken = {stage.id for stage in plan.stages}
    stage_id = next((each for each in OWN if each not in taken), None)
    if stage_id is None:
        raise Refused("stages.too_many", most=len(OWN))
    return await _set(session, staff, plan, stage_id, None, setting, at)


async def _plan(session: AsyncSession, staff: Staff, plan_id: str) -> Plan:
    if access.units_of(staff) is not None or not staff.active:
        raise Refused("access.none")
    plan = (await plans(session)).get(plan_id)
    if plan is None:
        raise Refused("access.none")
    return plan


async def _set(
    session: AsyncSession, staff: Staff, plan: Plan, stage_id: str, old: Setting | None, new: Setting, at: datetime
) -> Plan:
    own_words.check(plan.id, new.text)
    after = _with(plan, stage_id, new)
    if problem := fault(after):
        raise Refused(f"stages.{problem}")
    if new == old:
        return plan
    await _store(session, staff, plan.id, stage_id, old, new, at)
    # Words alone change no day.
    if after != plan:
        await session.flush()
        await planning.replan_all(session, plan.id, at)
    return after


def _with(plan: Plan, stage_id: str, setting: Setting) -> Plan:
    known = {stage.id: stage for stage in plan.stages}
    stage = known.get(stage_id, Stage(stage_id, setting.days))
    known[stage_id] = msgspec.structs.replace(stage, days=setting.days, is_on=setting.is_on)
    return msgspec.structs.replace(plan, stages=tuple(known.values()))


async def _store(
    session: AsyncSession, staff: Staff, plan: str, stage: str, old: Setting | None, new: Setting, at: datetime
) -> None:
    row = await session.get(StageRule, (plan, stage))
    values: dict[str, Any] = {**asdict(new), "changed_at": at, "changed_by": staff.id}
    if row is None:
        session.add(StageRule(plan=plan, stage=stage, **values))
    else:
        for name, value in values.items():
            setattr(row, name, value)
    before = asdict(old) if old else {}
    session.add(StageRuleChange(plan=plan, stage=stage, before=before, after=asdict(new), staff_id=staff.id, at=at))
    said = {"days": new.days, "is_on": new.is_on, "own_words": bool(new.text)}
    await audit.note(session, staff.id, "stages.changed", f"stage:{plan}.{stage}", at, **said)


async def changes(session: AsyncSession, *, limit: int = 50) -> Sequence[StageRuleChange]:
    """What was changed, last first."""
    return (await session.scalars(select(StageRuleChange).order_by(StageRuleChange.id.desc()).limit(limit))).all()
