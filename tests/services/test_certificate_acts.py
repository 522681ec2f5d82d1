"""What officers do with certificates: revoke, let lapse, correct, put back; each with its history and its promises."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Audit
from ocop_core.db.models_products import Certificate
from ocop_core.db.models_promises import Promise
from ocop_core.errors import Refused
from ocop_core.services.certificates import officer_acts, register
from tests.support.certified import make_certificate, make_product
from tests.support.clock import Clock
from tests.support.making import THOI_SON, make_officer, stored

ENDS = date(2027, 5, 22)


async def promised(db: Database, certificate_id: int) -> tuple[str, str | None]:
    async with db.reading() as session:
        query = select(Promise).where(Promise.kind == "certificate", Promise.subject == certificate_id)
        row = (await session.scalars(query)).one()
        return row.state, row.next_stage


async def test_a_certificate_is_promised_about_from_the_moment_it_is_granted(db: Database, clock: Clock) -> None:
    row = await make_certificate(db, await make_product(db, clock()), ENDS, clock())
    assert await promised(db, row.id) == ("open", "opens")


async def test_the_promises_of_a_renewed_certificate_are_void(db: Database, clock: Clock) -> None:
    product = await make_product(db, clock())
    old = await make_certificate(db, product, ENDS, clock())
    new = await make_certificate(db, product, date(2030, 5, 22), clock())
    assert await promised(db, old.id) == ("void", None)
    assert await promised(db, new.id) == ("open", "opens")


async def test_revoked_with_a_ground_of_the_law_and_put_back(db: Database, clock: Clock) -> None:
    officer = await make_officer(db, clock(), role="province", unit=None)
    row = await make_certificate(db, await make_product(db, clock()), ENDS, clock())
    async with db.writing() as session:
        await officer_acts.revoke(session, officer, row.id, "stopped", "Xã xác nhận ngày 20/11", clock())
    assert await promised(db, row.id) == ("void", None)
    assert (await stored(db, Certificate, row.id)).reason == "stopped"
    async with db.writing() as session:
        await officer_acts.put_back(session, officer, row.id, "Nhầm", clock())
    assert await promised(db, row.id) == ("open", "opens")
    async with db.reading() as session:
        told = await register.events(session, officer, row.id)
        assert [(event.act, event.note) for event in told] == [
            ("restored", "Nhầm"),
            ("revoked", "Xã xác nhận ngày 20/11"),
            ("granted", ""),
        ]
        acts = (await session.scalars(select(Audit.act).order_by(Audit.id))).all()
    assert list(acts)[-2:] == ["certificate.revoked", "certificate.restored"]


async def test_a_commune_revokes_nothing(db: Database, clock: Clock) -> None:
    officer = await make_officer(db, clock())
    row = await make_certificate(db, await make_product(db, clock()), ENDS, clock())
    with pytest.raises(Refused, match=r"certificate\.province_revokes"):
        async with db.writing() as session:
            await officer_acts.revoke(session, officer, row.id, "stopped", "", clock())


async def test_why_it_is_not_judged_again_is_kept_for_the_province(db: Database, clock: Clock) -> None:
    officer = await make_officer(db, clock())
    row = await make_certificate(db, await make_product(db, clock()), ENDS, clock())
    async with db.writing() as session:
        with pytest.raises(Refused, match=r"certificate\.no_reason"):
            await officer_acts.lapse(session, officer, row.id, "because", "", clock())
        with pytest.raises(Refused, match=r"certificate\.no_words"):
            await officer_acts.lapse(session, officer, row.id, "other", "  ", clock())
        await officer_acts.lapse(session, officer, row.id, "cost", "", clock())
    assert ((await stored(db, Certificate, row.id)).state, await promised(db, row.id)) == ("lapsed", ("void", None))


async def test_a_corrected_day_is_another_promise(db: Database, clock: Clock) -> None:
    officer = await make_officer(db, clock())
    row = await make_certificate(db, await make_product(db, clock()), ENDS, clock())
    async with db.writing() as session:
        await officer_acts.set_days(session, officer, row.id, row.issued_on, date(2027, 4, 2), "theo giấy", clock())
    async with db.reading() as session:
        promise = (await session.scalars(select(Promise))).one()
    assert (promise.version, promise.ends_on, promise.next_stage) == (2, date(2027, 4, 2), "last_call")
    async with db.writing() as session:
        with pytest.raises(Refused, match=r"certificate\.ends_before"):
            await officer_acts.set_days(session, officer, row.id, ENDS, ENDS, "", clock())


async def test_no_product_has_two_current_certificates(db: Database, clock: Clock) -> None:
    officer, product = await make_officer(db, clock()), await make_product(db, clock())
    old = await make_certificate(db, product, ENDS, clock())
    async with db.writing() as session:
        await officer_acts.lapse(session, officer, old.id, "cost", "", clock())
    await make_certificate(db, product, date(2030, 1, 2), clock())
    with pytest.raises(Refused, match=r"certificate\.two"):
        async with db.writing() as session:
            await officer_acts.put_back(session, officer, old.id, "", clock())
    with pytest.raises(IntegrityError):
        async with db.writing() as session:
            (await session.get_one(Certificate, old.id)).state = "current"


async def test_an_older_decision_does_not_replace_a_newer_one(db: Database, clock: Clock) -> None:
    product = await make_product(db, clock())
    await make_certificate(db, product, ENDS, clock())
    with pytest.raises(Refused, match=r"certificate\.older"):
        await make_certificate(db, product, date(2026, 5, 22), clock())


async def test_a_number_stands_on_one_paper_only(db: Database, clock: Clock) -> None:
    officer = await make_officer(db, clock())
    await make_certificate(db, await make_product(db, clock()), ENDS, clock(), number="91-30538-001-2024")
    other = await make_certificate(db, await make_product(db, clock(), "Khô cá sặc"), ENDS, clock())
    async with db.writing() as session:
        with pytest.raises(Refused, match=r"certificate\.number_taken"):
            await officer_acts.set_number(session, officer, other.id, "91-30538-001-2024", clock())
        await officer_acts.set_number(session, officer, other.id, " 91-30538-002-2024 ", clock())
    async with db.reading() as session:
        found = await register.by_number(session, officer, "91-30538-002-2024", clock().date())
    assert [entry.product.name for entry in found] == ["Khô cá sặc"]


async def test_another_commune_sees_and_changes_nothing(db: Database, clock: Clock) -> None:
    stranger = await make_officer(db, clock(), login="thoison", unit=THOI_SON)
    row = await make_certificate(db, await make_product(db, clock()), ENDS, clock())
    with pytest.raises(Refused, match=r"access\.none"):
        async with db.writing() as session:
            await officer_acts.revoke(session, stranger, row.id, "stopped", "", clock())
    async with db.reading() as session:
        assert (await register.listed(session, stranger, register.Wanted(), clock().date())).total == 0
        assert sum((await register.calendar(session, stranger, clock().date())).values()) == 0


@pytest.mark.parametrize(
    ("ends", "standing"),
    [
        (date(2027, 5, 23), "early"),
        (date(2027, 5, 22), "open"),
        (date(2027, 3, 23), "open"),
        (date(2027, 3, 22), "missed"),
        (date(2026, 11, 23), "missed"),
        (date(2026, 11, 22), "expired"),
    ],
)
async def test_both_edges_of_the_window_are_inside(
    db: Database, knowledge: Knowledge, clock: Clock, ends: date, standing: str
) -> None:
    officer = await make_officer(db, clock(), role="province", unit=None)
    await make_certificate(db, await make_product(db, clock()), ends, clock())
    async with db.reading() as session:
        today = clock().date()
        assert await register.calendar(session, officer, today) == {
            **dict.fromkeys(register.STANDINGS, 0),
            standing: 1,
        }
        page = await register.listed(session, officer, register.Wanted(search="mam ca", standing=standing), today)
        assert [entry.standing for entry in page.entries] == [standing]
        assert (await register.by_unit(session, officer, today))["30538"][standing] == 1
