"""What people do in Telegram, as the channel hears it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram_read import read
from ocop_core.conversation.heard import FileRef, Heard, Inbound

PAYLOADS = Path(__file__).parents[1] / "payloads" / "telegram"
DAY = 1493845756  # 2017-05-03 21:09:16 UTC, the date in the recorded payloads

EXPECTED = {
    "callback_query.built": ("u900946543", None, Inbound("button", data="ok:1")),
    "message_album_1.built": (
        "u900946539",
        DAY + 2,
        Inbound("photo", text="giấy phép", files=(FileRef("A1", mime="image/jpeg"),)),
    ),
    "message_album_2.built": (
        "u900946540",
        DAY + 2,
        Inbound("photo", files=(FileRef("A2", mime="image/jpeg"),)),
    ),
    "message_contact_own.built": (
        "u900946537",
        DAY,
        Inbound("contact", text="84912345678", phone="+84912345678"),
    ),
    "message_image_as_document_octet.built": (
        "u900946538",
        DAY + 1,
        Inbound(
            "document",
            files=(FileRef("BQAD-octet", "IMG_0001.JPG", "application/octet-stream", 3145728),),
        ),
    ),
    "message_start_deeplink.built": (
        "u900946542",
        DAY + 3,
        Inbound("start", text="/start htx-01", data="htx-01"),
    ),
    "my_chat_member_blocked.built": ("u900946544", DAY + 5, Inbound("blocked")),
    "my_chat_member_unblocked.built": ("u900946545", DAY + 6, Inbound("unblocked")),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_recorded_payload_is_heard_as_it_was_meant(name: str) -> None:
    message_id, seconds, said = EXPECTED[name]
    at = datetime.fromtimestamp(seconds, UTC) if seconds else None
    heard = read(json.loads((PAYLOADS / f"{name}.json").read_text("utf-8")))
    assert heard == Heard("telegram", "1111111", message_id, said, at=at, name="Test Firstname")


def test_the_table_names_every_recorded_update() -> None:
    recorded = {path.stem for path in PAYLOADS.glob("*.json") if not path.stem.startswith("error_")}
    assert recorded == set(EXPECTED)


def update(kind: str = "message", **content: Any) -> dict[str, Any]:
    sender = {"id": 7, "is_bot": False, "first_name": "Út", "last_name": "Hiền"}
    chat = {"id": 7, "type": "private"}
    return {"update_id": 5, kind: {"message_id": 3, "date": DAY, "from": sender, "chat": chat, **content}}


def said(**content: Any) -> Inbound | None:
    heard = read(update(**content))
    return heard.inbound if heard else None


PLACE = {"latitude": 10.37, "longitude": 105.43}
MESSAGES: dict[str, tuple[dict[str, Any], Inbound]] = {
    "a text": ({"text": "mắm cá lóc"}, Inbound("text", text="mắm cá lóc")),
    "a command stays text": ({"text": "/menu"}, Inbound("text", text="/menu")),
    "start without a payload": ({"text": "/start"}, Inbound("start", text="/start")),
    "start that names the bot": (
        {"text": "/start@ocop_bot xa-01"},
        Inbound("start", text="/start@ocop_bot xa-01", data="xa-01"),
    ),
    "a word that begins like start": ({"text": "/started"}, Inbound("text", text="/started")),
    "the biggest size of a photo": (
        {
            "photo": [
                {"file_id": "big", "width": 960, "height": 1280, "file_size": 90000},
                {"file_id": "small", "width": 90, "height": 120, "file_size": 900},
            ],
            "caption": "nhãn",
        },
        Inbound("photo", text="nhãn", files=(FileRef("big", "", "image/jpeg", 90000),)),
    ),
    "a picture sent as a file": (
        {"document": {"file_id": "d", "file_name": "a.heic", "mime_type": "image/heic"}},
        Inbound("photo", files=(FileRef("d", "a.heic", "image/heic"),)),
    ),
    "a document": (
        {"document": {"file_id": "d", "file_name": "Đơn.pdf", "mime_type": "application/pdf"}},
        Inbound("document", files=(FileRef("d", "Đơn.pdf", "application/pdf"),)),
    ),
    "a document with a size as text": (
        {"document": {"file_id": "d", "file_size": "12"}},
        Inbound("document", files=(FileRef("d", size=12),)),
    ),
    "a voice note": (
        {"voice": {"file_id": "v", "duration": 3}},
        Inbound("voice", files=(FileRef("v", mime="audio/ogg"),)),
    ),
    "a song": (
        {"audio": {"file_id": "m", "file_name": "bai.mp3", "mime_type": "audio/mp3"}},
        Inbound("voice", files=(FileRef("m", "bai.mp3", "audio/mp3"),)),
    ),
    "a video": (
        {"video": {"file_id": "v", "mime_type": "video/quicktime"}},
        Inbound("video", files=(FileRef("v", mime="video/quicktime"),)),
    ),
    "a round video": (
        {"video_note": {"file_id": "v"}},
        Inbound("video", files=(FileRef("v", mime="video/mp4"),)),
    ),
    "an animation, which carries a document too": (
        {"animation": {"file_id": "g"}, "document": {"file_id": "g", "mime_type": "video/mp4"}},
        Inbound("video", files=(FileRef("g", mime="video/mp4"),)),
    ),
    "a sticker": ({"sticker": {"file_id": "s", "emoji": "👍"}}, Inbound("sticker", text="👍")),
    "a dice": ({"dice": {"emoji": "🎲", "value": 3}}, Inbound("sticker", text="🎲")),
    "a location": ({"location": PLACE}, Inbound("location", place=(10.37, 105.43))),
    "a venue": (
        {"location": PLACE, "venue": {"location": PLACE, "title": "Chợ Mỹ Bình", "address": "Long Xuyên"}},
        Inbound("location", text="Chợ Mỹ Bình, Long Xuyên", place=(10.37, 105.43)),
    ),
    "a location beyond the poles": (
        {"location": {"latitude": 110.0, "longitude": 105.0}},
        Inbound("unsupported"),
    ),
    "a forwarded text": (
        {"text": "Thông báo", "forward_origin": {"type": "hidden_user"}},
        Inbound("text", text="Thông báo", forwarded=True),
    ),
    "a poll": ({"poll": {"id": "1"}}, Inbound("unsupported")),
    "a story": ({"story": {}}, Inbound("unsupported")),
    "a photo without sizes": ({"photo": [], "caption": "hình"}, Inbound("unsupported", text="hình")),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_each_kind_of_message_is_heard(name: str) -> None:
    content, expected = MESSAGES[name]
    assert said(**content) == expected


def test_a_number_is_trusted_only_from_its_owner() -> None:
    card = {"phone_number": "+84912345678", "user_id": 7}
    assert said(contact=card) == Inbound("contact", text="+84912345678", phone="+84912345678")
    somebody_elses = Inbound("contact", text="0912345678")
    assert said(contact={"phone_number": "0912345678"}) == somebody_elses
    assert said(contact={"phone_number": "0912345678", "user_id": 8}) == somebody_elses


def test_an_own_card_that_was_forwarded_is_not_trusted() -> None:
    heard = said(contact={"phone_number": "84912345678", "user_id": 7}, forward_date=DAY)
    assert heard == Inbound("contact", text="84912345678", forwarded=True)


def test_the_envelope_names_the_person_the_chat_and_the_moment() -> None:
    heard = read(update(text="chào"))
    moment = datetime(2017, 5, 3, 21, 9, 16, tzinfo=UTC)
    assert heard == Heard("telegram", "7", "u5", Inbound("text", text="chào"), at=moment, name="Út Hiền")


def test_ids_may_come_as_text() -> None:
    payload = update(text="chào", chat={"id": "7", "type": "private"})
    heard = read({**payload, "update_id": "5"})
    assert heard and (heard.address, heard.message_id) == ("7", "u5")


def test_an_edited_text_is_heard_as_edited_with_the_moment_of_the_edit() -> None:
    heard = read(update("edited_message", text="cá lóc", edit_date=DAY + 60))
    assert heard and heard.inbound == Inbound("edited", text="cá lóc")
    assert heard.at == datetime.fromtimestamp(DAY + 60, UTC)


def test_a_live_location_that_moves_says_nothing() -> None:
    assert read(update("edited_message", location=PLACE)) is None


def button(**fields: Any) -> dict[str, Any]:
    query = {"id": "q1", "from": {"id": 7}, "data": "t4:2", **fields}
    return {"update_id": 6, "callback_query": query}


def test_a_tap_carries_what_the_button_hands_back_and_the_id_to_acknowledge() -> None:
    heard = read(button(message={"chat": {"id": 7, "type": "private"}}))
    assert heard and (heard.inbound, heard.ack) == (Inbound("button", data="t4:2"), "q1")


def test_a_tap_on_a_message_too_old_to_be_shown_still_has_its_chat() -> None:
    heard = read(button())
    assert heard and heard.address == "7"


def test_a_tap_without_data_is_acknowledged_all_the_same() -> None:
    heard = read(button(data=None, game_short_name="g"))
    assert heard and (heard.inbound, heard.ack) == (Inbound("unsupported"), "q1")


GROUP = {"id": -100123, "type": "supergroup"}
NOTHING_TO_ANSWER = {
    "a group": update(text="chào", chat=GROUP),
    "a tap in a group": button(message={"chat": GROUP}),
    "the bot being added to a group": update("my_chat_member", chat=GROUP, new_chat_member={"status": "member"}),
    "a channel": update("channel_post", text="chào"),
    "a pinned message": update(pinned_message={"message_id": 1}),
    "a changed chat colour": update(chat_background_set={}),
    "a membership of another kind": update("my_chat_member", new_chat_member={"status": "restricted"}),
    "a message without a chat": {"update_id": 1, "message": {"text": "chào"}},
    "a message without any id": {"message": {"chat": {"id": 7, "type": "private"}, "text": "chào"}},
    "an empty object": {},
}


@pytest.mark.parametrize("name", NOTHING_TO_ANSWER)
def test_nothing_is_heard_where_nothing_is_to_be_answered(name: str) -> None:
    assert read(NOTHING_TO_ANSWER[name]) is None


def test_a_repeat_is_known_even_without_an_update_id() -> None:
    message = update(text="chào")["message"]
    heard = read({"message": message}), read({"callback_query": button()["callback_query"]})
    assert [one.message_id for one in heard if one] == ["m3", "cq1"]


def test_what_a_database_cannot_store_is_taken_out_of_the_words() -> None:
    assert said(text="a\0b\ud83d") == Inbound("text", text="ab?")


# fmt: off
KEYS = [
    "update_id", "message", "callback_query", "edited_message", "my_chat_member", "chat", "from", "id", "type",
    "text", "photo", "document", "voice", "audio", "video", "location", "venue", "contact", "sticker", "data",
    "new_chat_member", "status", "date", "file_id", "width", "height", "latitude", "longitude", "phone_number",
    "user_id", "mime_type", "file_name", "caption", "forward_origin", "first_name", "message_id",
]
# fmt: on

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True)
    | st.text()
    | st.sampled_from(["private", "kicked", "member", "/start x", "7", "-7", "image/png", 10**30])
)
ANY_JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=30,
)


@settings(deadline=None, max_examples=400)
@given(ANY_JSON)
def test_no_json_at_all_makes_the_reader_fail(payload: Any) -> None:
    assert isinstance(read(payload), Heard | None)


@settings(deadline=None, max_examples=400)
@given(st.sampled_from(["message", "edited_message", "callback_query"]), st.sampled_from(KEYS), ANY_JSON)
def test_no_single_wrong_field_makes_the_reader_fail(kind: str, field: str, value: Any) -> None:
    assert isinstance(read(update(kind, **{"text": "chào", field: value})), Heard | None)
