"""The plans in force: those that came with the program, with what officers have changed in them or added."""

from collections.abc import Mapping

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models_promises import StageRule
from ocop_core.rulebook.promises import Plan, Stage, number_of, shipped_plans

Plans = Mapping[str, Plan]
# By plan and stage: what an office wants said in the place of the usual words.
Texts = Mapping[tuple[str, str], str]
_Rules = Mapping[tuple[str, str], StageRule]


async def plans(session: AsyncSession) -> Plans:
    """All plans in force, by id."""
    rules = {(row.plan, row.stage): row for row in (await session.scalars(select(StageRule))).all()}
    return {plan.id: _set(plan, rules) for plan in shipped_plans().values()} if rules else shipped_plans()


def _set(plan: Plan, rules: _Rules) -> Plan:
    shipped = {stage.id for stage in plan.stages}
    stages = [_stage(stage, rules.get((plan.id, stage.id))) for stage in plan.stages]
    added = [row for (of, stage), row in rules.items() if of == plan.id and stage not in shipped]
    stages += [Stage(row.stage, row.days, is_on=row.is_on) for row in sorted(added, key=lambda row: row.stage)]
    return msgspec.structs.replace(plan, stages=tuple(stages))


def _stage(stage: Stage, rule: StageRule | None) -> Stage:
    return msgspec.structs.replace(stage, days=rule.days, is_on=rule.is_on) if rule else stage


async def texts(session: AsyncSession) -> Texts:
    """The words that offices have written themselves."""
    rows = (await session.scalars(select(StageRule).where(StageRule.text != ""))).all()
    return {(row.plan, row.stage): row.text for row in rows}


def numbers(of: Plans) -> dict[str, int]:
    """The number of each plan: promises that were reckoned by another are reckoned anew."""
    return {plan.id: number_of(plan) for plan in of.values()}
