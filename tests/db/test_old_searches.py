"""Products that were found by an older formula are found by the present one once the database is migrated."""

from typing import Any

from alembic import command
from sqlalchemy import select

from ocop_core.db import migrating
from ocop_core.db.base import Database
from ocop_core.db.models_products import Product
from ocop_core.services.certificates import register
from tests.support.clock import Clock
from tests.support.making import NUI_CAM

MENDED = next(migrating.FOLDER.glob("versions/*_product_search.py")).name.partition("_")[0]
BEFORE = f"{int(MENDED) - 1:04}"


async def test_products_are_found_by_one_formula(db: Database, clock: Clock) -> None:
    async with db.writing() as session:
        for name, producer, search in (("Khô cá lóc", "Bảy Chóp", " kho ca loc xa nui cam "), ("Mắm", "", "")):
            told = {"name": name, "producer": producer, "unit": NUI_CAM, "phone": "0912345678"}
            session.add(Product(**told, search=search, created_at=clock(), changed_at=clock()))
        await session.flush()

        def again(sync: Any) -> None:
            config = migrating._config()
            config.attributes["connection"] = sync
            command.stamp(config, BEFORE)
            command.upgrade(config, MENDED)
            command.stamp(config, "head")

        await (await session.connection()).run_sync(again)
    async with db.reading() as session:
        rows = (await session.scalars(select(Product).order_by(Product.id))).all()
    assert [row.search for row in rows] == [register.search_text(row) for row in rows]
    assert rows[0].search == " kho ca loc bay chop 0912345678 "
