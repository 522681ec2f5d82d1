"""The settings name the same channels as those that are really made of them."""

from dataclasses import replace

import pytest

from bot.announcer import abilities_of
from ocop_core.db.base import Database
from ocop_core.settings import Settings
from ocop_core.settings_zalo import ZaloBot, ZaloOa
from tests.support.clock import Clock

OA = ZaloOa(app_id="1", app_secret="s", secret_key="k", refresh_token="r")
BOT = ZaloBot(token="1:x")


@pytest.mark.parametrize("telegram", ["", "1:x"])
@pytest.mark.parametrize("account", [ZaloOa(), OA])
@pytest.mark.parametrize("bot", [ZaloBot(), BOT])
async def test_what_is_counted_on_is_what_is_sent_by(
    db: Database, settings: Settings, clock: Clock, telegram: str, account: ZaloOa, bot: ZaloBot
) -> None:
    config = replace(settings, telegram_token=telegram, zalo_oa=account, zalo_bot=bot)
    assert set(config.channels) == set(abilities_of(db, config, clock()))
    assert ("zalo_oa" in config.channels, "zalo_bot" in config.channels) == (account.on, bot.on)
