"""Brings the database of DATABASE_URL to the present schema, in a process of its own: `python -m ocop_core.db`.

Alembic takes ten megabytes that a server would then hold for ever.
"""

import asyncio
import os

from ocop_core.db.base import Database
from ocop_core.db.migrating import upgrade


async def main() -> None:
    """Upgrades and ends."""
    db = Database(os.environ["DATABASE_URL"])
    await upgrade(db)
    await db.close()


if __name__ == "__main__":
    asyncio.run(main())
