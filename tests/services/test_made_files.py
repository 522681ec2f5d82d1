"""Forms that are sent in the chat: made when they are opened, of the person's own dossier only."""

from pathlib import Path

import pytest
from sqlalchemy import delete, select

from ocop_core.conversation.form_wishes import WriteForm
from ocop_core.conversation.said import Say
from ocop_core.conversation.world import Knowledge
from ocop_core.db.base import Database
from ocop_core.db.models import Chat, File
from ocop_core.db.models_dossiers import Dossier, DossierEvent
from ocop_core.services import carrying
from ocop_core.services.dossiers import producer_acts
from ocop_core.services.files import made_files, storing
from ocop_core.settings import Settings
from ocop_core.sniff import WORD
from tests.office import reading
from tests.support.clock import Clock
from tests.support.dossiers import make_dossier
from tests.support.making import make_chat, stored


async def ask(db: Database, knowledge: Knowledge, chat: Chat, wanted: WriteForm, clock: Clock) -> Say:
    async with db.writing() as session:
        (said,) = await carrying.carry_out(session, knowledge, chat.person_id, chat.id, wanted, clock.now)
    knowledge.words.say(said.key, {"you": "cô", "You": "Cô", **said.params})
    return said


async def opened(
    db: Database, knowledge: Knowledge, settings: Settings, clock: Clock, said: Say
) -> tuple[str, str, bytes]:
    read = storing.reader(db, settings.files_dir, made_files.maker(db, knowledge, settings, clock))
    return await read(said.files[0])


async def test_mau_01_of_the_dossier_under_way_is_sent_as_a_word_file(
    db: Database, knowledge: Knowledge, settings: Settings, clock: Clock
) -> None:
    row = await make_dossier(db, clock.now)
    said = await ask(db, knowledge, await stored(db, Chat, row.chat_id), WriteForm("mau01"), clock)
    assert (said.key, said.alone) == ("office.chat.sent_mau01", True)
    name, mime, content = await opened(db, knowledge, settings, clock, said)
    assert (name, mime) == ("Mẫu số 01 - Khô cá lóc Bảy Chóp.docx", WORD)
    assert said.params["file"] == name
    assert reading.after(content, "2. Tên sản phẩm:") == "Khô cá lóc Bảy Chóp"


async def test_the_file_says_what_is_known_when_it_is_opened(
    db: Database, knowledge: Knowledge, settings: Settings, clock: Clock
) -> None:
    row = await make_dossier(db, clock.now)
    said = await ask(db, knowledge, await stored(db, Chat, row.chat_id), WriteForm("mau02"), clock)
    async with db.writing() as session:
        own = await producer_acts.own(session, row.person_id, row.code)
        await producer_acts.answer(session, own, {"plan": "Mở thêm một lò"}, clock.now)
    _, _, content = await opened(db, knowledge, settings, clock, said)
    assert "Mở thêm một lò" in reading.lines(content)


async def test_the_same_form_asked_for_again_is_the_same_file(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    row = await make_dossier(db, clock.now)
    chat = await stored(db, Chat, row.chat_id)
    first, again = [await ask(db, knowledge, chat, WriteForm("mau01"), clock) for _ in range(2)]
    other = await ask(db, knowledge, chat, WriteForm("mau02"), clock)
    assert first.files == again.files != other.files


async def test_without_a_dossier_it_says_how_to_begin_one(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    said = await ask(db, knowledge, await make_chat(db, clock.now), WriteForm("mau01"), clock)
    assert (said.key, said.files) == ("office.chat.none", ())


async def test_with_several_dossiers_the_latest_is_meant_and_the_others_are_offered(
    db: Database, knowledge: Knowledge, clock: Clock
) -> None:
    first = await make_dossier(db, clock.now, name="Mắm cá linh")
    clock.go(minutes=1)
    second = await make_dossier(db, clock.now, name="Khô cá sặc")
    chat = await stored(db, Chat, first.chat_id)
    said = await ask(db, knowledge, chat, WriteForm("mau01"), clock)
    assert said.params["name"] == "Khô cá sặc"
    assert [(c.value, c.label) for c in said.choices] == [(f"do:dossier.mau01:{first.code}", "Mắm cá linh")]
    assert len(said.choices[0].value.encode()) <= 64
    named = WriteForm("mau01", first.code)
    assert (await ask(db, knowledge, chat, named, clock)).params["name"] == "Mắm cá linh"
    assert second.code != first.code


async def test_nobody_gets_the_form_of_somebody_elses_dossier(db: Database, knowledge: Knowledge, clock: Clock) -> None:
    row = await make_dossier(db, clock.now)
    stranger = await make_chat(db, clock.now, address="u2")
    said = await ask(db, knowledge, stranger, WriteForm("mau01", row.code), clock)
    assert said.key == "office.chat.none"


async def test_of_a_dossier_that_is_gone_nothing_is_made(
    db: Database, knowledge: Knowledge, settings: Settings, clock: Clock
) -> None:
    row = await make_dossier(db, clock.now)
    said = await ask(db, knowledge, await stored(db, Chat, row.chat_id), WriteForm("mau01"), clock)
    async with db.writing() as session:
        await session.execute(delete(DossierEvent))
        await session.execute(delete(Dossier))
    with pytest.raises(LookupError):
        await opened(db, knowledge, settings, clock, said)


async def test_a_made_file_lies_nowhere(db: Database, knowledge: Knowledge, settings: Settings, clock: Clock) -> None:
    row = await make_dossier(db, clock.now)
    said = await ask(db, knowledge, await stored(db, Chat, row.chat_id), WriteForm("mau01"), clock)
    await opened(db, knowledge, settings, clock, said)
    async with db.reading() as session:
        (file,) = (await session.scalars(select(File))).all()
    assert (file.state, file.sha256) == ("made", None)
    assert [path for path in Path(settings.files_dir).rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("cho tôi xin mẫu 01", "mau01"),
        ("cho toi xin mau 01", "mau01"),
        ("mẫu số 1", "mau01"),
        ("gửi mẫu 02 nha", "mau02"),
        ("cho xin mau so 02", "mau02"),
        ("cho tôi xin phiếu đăng ký", "mau01"),
    ],
)
def test_asking_for_a_form_in_words_is_understood(knowledge: Knowledge, said: str, form: str) -> None:
    wish = knowledge.wish(said)
    assert wish is not None
    assert wish.name == f"dossier.{form}"
