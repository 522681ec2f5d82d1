"""Moments and JSON are the same on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import dialect as sqlite
from sqlalchemy.exc import StatementError

from ocop_core.clock import VIETNAM
from ocop_core.db.base import Database
from ocop_core.db.models import Inbox, Person
from ocop_core.db.types import Json, Moment

MOMENTS = (
    datetime(1969, 7, 20, 20, 17, 40, 999999, tzinfo=UTC),
    datetime(2026, 1, 1, 0, 0, tzinfo=VIETNAM),
    datetime(2026, 1, 1, 0, 0, tzinfo=UTC),
    datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
    datetime(2025, 12, 31, 20, 0, tzinfo=timezone(timedelta(hours=-5))),
    datetime(2099, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
)


async def test_a_moment_without_a_time_zone_is_refused(db: Database) -> None:
    with pytest.raises(StatementError, match="time zone"):
        async with db.writing() as session:
            session.add(Person(name="x", created_at=datetime(2026, 1, 1)))  # noqa: DTZ001 - that is the point


async def test_moments_come_back_exactly_in_utc_and_sort_by_time(db: Database) -> None:
    async with db.writing() as session:
        for moment in reversed(MOMENTS):
            session.add(Person(name=moment.isoformat(), created_at=moment))
            await session.flush()
    async with db.reading() as session:
        rows = (await session.execute(select(Person.name, Person.created_at).order_by(Person.created_at))).all()
    assert [row.created_at for row in rows] == sorted(MOMENTS)
    assert all(row.created_at.tzinfo is UTC for row in rows)
    assert [row.name for row in rows] == [moment.isoformat() for moment in sorted(MOMENTS)]


async def test_moments_compare_in_a_query_whatever_their_zone(db: Database) -> None:
    noon = datetime(2026, 6, 1, 12, 0, tzinfo=VIETNAM)
    async with db.writing() as session:
        session.add(Person(name="noon", created_at=noon))
    async with db.reading() as session:
        same = noon.astimezone(UTC)
        assert await session.scalar(select(Person.name).where(Person.created_at == same)) == "noon"
        later = same + timedelta(microseconds=1)
        assert await session.scalar(select(Person.name).where(Person.created_at >= later)) is None


@given(st.datetimes(datetime(1900, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_no_microsecond_is_lost_on_sqlite(moment: datetime) -> None:
    column = Moment()
    assert column.process_result_value(column.process_bind_param(moment, sqlite()), sqlite()) == moment


@given(st.recursive(st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(), st.lists, max_leaves=8))
def test_json_comes_back_as_it_was(value: object) -> None:
    column = Json()
    assert column.process_result_value(column.process_bind_param(value, sqlite()), sqlite()) == value


async def test_json_keeps_vietnamese_and_emoji(db: Database) -> None:
    body = {"kind": "text", "text": "mắm cá lóc 🐟", "files": [1, 2], "none": None}
    async with db.writing() as session:
        session.add(Inbox(channel="console", message_id="m1", body=body, at=MOMENTS[2]))
    async with db.reading() as session:
        assert await session.scalar(select(Inbox.body)) == body
