"""A process that wants an access token as often as it is told a line, and prints the one it got."""

import asyncio
import os
import sys

from bot.channels.zalo_http import Wire
from bot.channels.zalo_oa_tokens import Tokens
from ocop_core.clock import utc_now
from ocop_core.db.base import Database
from ocop_core.settings import from_env

AT_ONCE = 4


async def main() -> None:
    """Each line names the token that was just refused, or nothing."""
    config, wire = from_env(os.environ), Wire()
    db = Database(config.database_url)
    await wire.start()
    tokens = Tokens(db, utc_now, config.zalo_oa, config.seal, wire)
    print("ready", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        got = await asyncio.gather(*(tokens.access(line.strip()) for _ in range(AT_ONCE)))
        print(*sorted(set(got)), flush=True)
    await wire.stop()
    await db.close()


if __name__ == "__main__":
    asyncio.run(main())
