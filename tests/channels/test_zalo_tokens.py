"""The tokens of the Official Account at rest: sealed, what lay open is sealed, another secret key is told as such."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from bot import doctor
from bot.channels.zalo_oa import NAME
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models_channels import Account
from ocop_core.errors import SendError
from ocop_core.sealing import Seal
from ocop_core.services.channels import payments, tokens
from ocop_core.settings import Settings, from_env
from tests.channels.zalo import House, opened
from tests.support.clock import Clock

KEY, OTHER = "k" * 32, "o" * 32
PAIR = ("access", "refresh")


@pytest.fixture
async def house(db: Database, knowledge: Knowledge, settings: Settings, clock: Clock) -> AsyncIterator[House]:
    async with opened(db, knowledge, settings, clock, SECRET_KEY=KEY) as made:
        yield made


async def lying(db: Database) -> dict[str, str]:
    """What somebody sees who reads the row without us."""
    async with db.reading() as session:
        found = (await session.execute(text("SELECT access, refresh, verifier, nonce, code FROM account"))).one()
    return dict(found._mapping)


async def test_whoever_reads_the_database_finds_no_token(house: House) -> None:
    access = await house.channel.tokens.access()
    found = await lying(house.db)
    assert access == house.server.oauth.access
    assert all(found[name].startswith("sealed:") for name in PAIR)
    assert not any(secret in str(found) for secret in (access, house.server.oauth.refresh))
    assert house.seal.open(found["refresh"]) == house.server.oauth.refresh


async def test_the_code_of_an_authorisation_is_sealed_as_well(house: House) -> None:
    async with house.db.writing() as session:
        await tokens.begin(session, NAME, "the-verifier", "the-nonce", house.seal)
        await tokens.hand_over(session, NAME, house.server.oauth.issue_code(""), house.clock(), house.seal)
    found = await lying(house.db)
    assert all(found[name].startswith("sealed:") for name in ("verifier", "nonce", "code"))
    assert await house.channel.tokens.take_code()


async def test_what_an_earlier_version_left_open_serves_and_is_sealed(house: House) -> None:
    async with house.db.writing() as session:
        account = await payments.account(session, NAME)
        account.access, account.refresh = "open", house.server.oauth.refresh
        account.issued_at, account.seed = house.clock(), tokens.seed_of(house.deps.settings.zalo_oa.refresh_token)
    house.server.oauth.access = "open"
    assert await house.channel.tokens.access() == house.server.oauth.access
    assert house.server.oauth.refreshed == 0
    found = await lying(house.db)
    assert [house.seal.open(found[name]) for name in PAIR] == [house.server.oauth.access, house.server.oauth.refresh]
    assert all(found[name].startswith("sealed:") for name in PAIR)


async def test_with_another_secret_key_somebody_is_told_and_may_authorise_again(
    house: House, knowledge: Knowledge, settings: Settings
) -> None:
    await house.channel.tokens.access()
    given = house.deps.settings.zalo_oa.refresh_token
    again = opened(house.db, knowledge, settings, house.clock, SECRET_KEY=OTHER, ZALO_OA_REFRESH_TOKEN=given)
    async with again as other:
        with pytest.raises(SendError, match="SECRET_KEY") as problem:
            await other.channel.tokens.access()
        assert problem.value.kind == "config" and other.server.oauth.refreshed == 0
        async with house.db.reading() as session:
            assert await tokens.alarm(session, NAME, house.clock(), other.seal) == "sealed"
        findings = await doctor.examine(house.db, other.deps.settings, house.clock())
        assert "SECRET_KEY đã đổi" in next(one.words for one in findings if one.check == NAME)
        async with house.db.writing() as session:
            await tokens.begin(session, NAME, "verifier", "nonce", other.seal)
            await tokens.hand_over(session, NAME, other.server.oauth.issue_code(""), house.clock(), other.seal)
        assert await other.channel.tokens.take_code()
        async with house.db.reading() as session:
            assert await tokens.alarm(session, NAME, house.clock(), other.seal) == ""


async def test_another_refresh_token_in_the_settings_helps_as_well(
    house: House, knowledge: Knowledge, settings: Settings
) -> None:
    await house.channel.tokens.access()
    fresh = {"SECRET_KEY": OTHER, "ZALO_OA_REFRESH_TOKEN": "given-by-hand"}
    async with opened(house.db, knowledge, settings, house.clock, **fresh) as other:
        other.server.oauth.refresh = "given-by-hand"
        assert await other.channel.tokens.access() == other.server.oauth.access


async def test_the_seal_lasts_where_no_secret_key_is_given() -> None:
    env = {"ZALO_OA_APP_ID": "1", "ZALO_OA_APP_SECRET": "the app's secret"}
    shut = from_env(env).seal.shut("token")
    assert from_env(env).seal.open(shut) == "token"
    assert from_env({**env, "SECRET_KEY": KEY}).seal.open(shut) is None


def test_a_seal_opens_its_own_and_nothing_else() -> None:
    seal = Seal(KEY)
    assert seal.open(seal.shut("mật khẩu")) == "mật khẩu"
    assert seal.shut("một") != seal.shut("một") and seal.shut(seal.shut("hai")) != "hai"
    assert (seal.shut(""), seal.open(""), seal.open("never sealed")) == ("", "", "never sealed")
    shut = seal.shut("ba")
    assert Seal(OTHER).open(shut) is None
    assert seal.open(shut[:-4] + "AAAA") is None and seal.open("sealed:") is None and seal.open("sealed:é") is None


async def test_the_account_row_knows_nothing_before_the_first_token(house: House) -> None:
    async with house.db.writing() as session:
        await payments.account(session, NAME)
        assert await tokens.alarm(session, NAME, house.clock(), house.seal) == ""
        assert tokens.begun(await session.get(Account, NAME), house.seal) == ("", "")
