"""The rest of an account: files that people sent, taps, set-up, polling, the secret, the import."""

import subprocess
import sys
from collections.abc import AsyncIterator

import pytest

from bot.channels.base import Channel, Parcel
from bot.channels.telegram import SECRET_HEADER, Telegram
from bot.fakes.telegram_mail import Hook
from bot.fakes.telegram_server import TelegramServer
from ocop_core.conversation.heard import FileRef
from ocop_core.conversation.said import Body
from ocop_core.errors import SendError

MIB = 1024 * 1024
COMMANDS = (("menu", "Xem các việc làm được"), ("help", "Hỏi cách dùng"))


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    local = TelegramServer()
    await local.start()
    yield local
    await local.stop()


@pytest.fixture
async def telegram(server: TelegramServer) -> AsyncIterator[Telegram]:
    channel = Telegram("100:ocop", server.base, webhook_secret="mat-khau_1", read_seconds=0.5)
    await channel.start()
    yield channel
    await channel.stop()


async def test_a_photo_that_somebody_sent_is_fetched_byte_by_byte(server: TelegramServer, telegram: Telegram) -> None:
    picture = bytes(range(256)) * 4000
    await server.photo(7, picture, caption="nhãn")
    (update,) = await telegram.poll(None, 0)
    heard = telegram.read(update)
    assert heard and heard.inbound.kind == "photo"
    assert await telegram.fetch(heard.inbound.files[0]) == picture


async def test_a_file_too_big_to_fetch_is_refused_with_the_reason(server: TelegramServer, telegram: Telegram) -> None:
    file_id = server.store("phim.mp4", "video/mp4", bytes(20 * MIB + 1))
    for ref in (FileRef(file_id, size=20 * MIB + 1), FileRef(file_id)):
        with pytest.raises(SendError, match="too big") as caught:
            await telegram.fetch(ref)
        assert caught.value.kind == "refused"


async def test_a_file_that_grows_while_it_is_fetched_is_stopped_at_the_limit(
    server: TelegramServer, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.fakes.telegram_methods.DOWNLOAD", 30 * MIB)
    file_id = server.store("phim.mp4", "video/mp4", bytes(20 * MIB + 1))
    with pytest.raises(SendError, match="too big"):
        await telegram.fetch(FileRef(file_id))


async def test_a_file_that_is_gone_is_refused_and_a_bad_line_is_tried_again(
    server: TelegramServer, telegram: Telegram
) -> None:
    with pytest.raises(SendError) as caught:
        await telegram.fetch(FileRef("unknown"))
    assert caught.value.kind == "refused"
    server.fail("500", prefix="getFile")
    with pytest.raises(SendError) as caught:
        await telegram.fetch(FileRef("unknown"))
    assert caught.value.kind == "retry"


async def test_a_tap_is_acknowledged_and_a_late_one_does_no_harm(server: TelegramServer, telegram: Telegram) -> None:
    await server.tap(7, "t1:yes")
    (update,) = await telegram.poll(None, 0)
    heard = telegram.read(update)
    assert heard and heard.ack in server.taps
    await telegram.acknowledge(heard.ack, "Dạ, em ghi rồi. " * 30)
    await telegram.acknowledge("a tap from yesterday")
    assert server.ledger.calls["answerCallbackQuery"] == 2


async def test_setting_up_with_an_address_sets_the_hook_and_the_menu(
    server: TelegramServer, telegram: Telegram
) -> None:
    await telegram.setup(COMMANDS, "http://127.0.0.1:1/hooks/telegram")
    assert server.mail.hook == Hook("http://127.0.0.1:1/hooks/telegram", "mat-khau_1", 40)
    assert set(server.mail.allowed) == {"message", "edited_message", "callback_query", "my_chat_member"}
    assert [entry["command"] for entry in server.commands] == ["menu", "help"]


async def test_setting_up_without_one_drops_the_hook_and_keeps_what_waits(
    server: TelegramServer, telegram: Telegram
) -> None:
    await telegram.setup(COMMANDS, "http://127.0.0.1:1/hooks/telegram")
    await server.say(7, "chào")
    await telegram.setup(COMMANDS, None)
    assert len(await telegram.poll(None, 0)) == 1


async def test_polling_while_a_hook_is_set_is_a_matter_of_settings(server: TelegramServer, telegram: Telegram) -> None:
    await telegram.setup(COMMANDS, "http://127.0.0.1:1/hooks/telegram")
    with pytest.raises(SendError) as caught:
        await telegram.poll(None, 0)
    assert caught.value.kind == "config"


async def test_polling_hands_out_again_until_the_offset_says_stored(server: TelegramServer, telegram: Telegram) -> None:
    await server.say(7, "một")
    await server.say(8, "hai")
    first = await telegram.poll(None, 0)
    assert await telegram.poll(None, 0) == first
    (second,) = await telegram.poll(first[0]["update_id"] + 1, 0)
    assert second["message"]["text"] == "hai"
    assert await telegram.poll(second["update_id"] + 1, 0) == []


async def test_one_malformed_update_does_not_lose_its_batch(server: TelegramServer, telegram: Telegram) -> None:
    server.mail.put(7, "callback_query", {"id": "q", "from": {"id": 7}, "data": "t1:yes"})
    await server.say(7, "chào")
    heard = [telegram.read(update) for update in await telegram.poll(None, 0)]
    assert [one.inbound.kind for one in heard if one] == ["button", "text"]


async def test_a_poll_that_ends_badly_is_simply_tried_again(server: TelegramServer, telegram: Telegram) -> None:
    server.fail("html", prefix="getUpdates")
    with pytest.raises(SendError) as caught:
        await telegram.poll(None, 0)
    assert caught.value.kind == "retry"


async def test_the_account_tells_its_name(telegram: Telegram) -> None:
    assert await telegram.username() == "ocop_local_bot"


async def test_a_channel_that_is_not_started_says_so(server: TelegramServer) -> None:
    with pytest.raises(RuntimeError, match="not started"):
        await Telegram("100:ocop", server.base).poll(None, 0)


async def test_no_words_no_people_and_no_token_reach_the_log(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    channel = Telegram("100:bi-mat", server.base)
    await channel.start()
    await channel.send(Parcel(1, 1, "1000", Body("k", "Chào chú Sáu")))
    server.fail("html")
    with pytest.raises(SendError):
        await channel.send(Parcel(1, 1, "1000", Body("k", "Chào chú Sáu")))
    await channel.stop()
    assert "bi-mat" not in caplog.text
    assert "Sáu" not in caplog.text


async def test_proxies_of_the_environment_are_not_used(server: TelegramServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    channel: Channel = Telegram("100:ocop", server.base)
    await channel.start()
    assert await channel.send(Parcel(1, 1, "1000", Body("k", "Dạ"))) == "1"
    await channel.stop()


def test_only_who_knows_the_secret_is_the_messenger() -> None:
    assert Telegram.verify({SECRET_HEADER: "mat-khau_1"}, "mat-khau_1")
    assert not Telegram.verify({SECRET_HEADER: "mật khẩu"}, "mat-khau_1")
    assert not Telegram.verify({}, "mat-khau_1")
    assert not Telegram.verify({SECRET_HEADER: ""}, "")


def test_the_library_is_not_imported_before_the_channel_starts() -> None:
    asked = "import sys, bot.channels.telegram; print('telegram' in sys.modules, 'httpx' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["False", "False"]
