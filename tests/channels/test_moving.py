"""One producer on two channels, two producers on one phone: what is begun goes on, and nobody's goes to another."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import select

from ocop_core.db.models import Chat, Idea
from ocop_core.db.models import Person as PersonRow
from ocop_core.db.models_dossiers import Dossier, DossierFile
from tests.channels.drivers import Shown
from tests.channels.people import Person
from tests.services.test_dossier_talk import OPENING
from tests.support.pictures import picture
from tests.support.talking import IDEA

Meet = Callable[[str], Awaitable[Person]]
BOTH_WAYS = [("zalo_oa", "webchat"), ("zalo_oa", "telegram"), ("telegram", "zalo_oa"), ("webchat", "zalo_bot")]


def words(shown: Shown) -> str:
    return "\n".join(text for text, _ in shown)


async def say_all(person: Person, *lines: str) -> str:
    """All that comes back to lines said at an easy pace: a chat on Telegram takes about a message a second."""
    told = []
    for line in lines:
        person.clock.go(seconds=5)
        told.append(words(await person.says(line)))
    return "\n".join(told)


async def rows(person: Person, model: Any) -> list[Any]:
    async with person.db.reading() as session:
        return list((await session.scalars(select(model).order_by(model.id))).all())


async def join(here: Person, there: Person) -> str:
    """A code is asked for here and typed there."""
    told = words(await here.says("Nối Zalo, Telegram khác"))
    code = re.search(r"NOI \d{4} \d{4}", told)
    assert code, told
    asked = await there.says(code[0])
    assert "Nối không" in words(asked)
    return words(await there.taps("Nối"))


@pytest.mark.parametrize(("first", "second"), BOTH_WAYS)
async def test_an_idea_begun_on_one_channel_goes_on_on_another_and_is_handed_in_once(
    meet: Meet, first: str, second: str
) -> None:
    here, there = await meet(first), await meet(second)
    await here.agrees()
    assert "ở xã, phường nào" in await say_all(here, *IDEA[:4])
    assert "nối xong" in await join(here, there)
    brought = await say_all(there, "tiếp tục")
    assert f"Bên {here.deps.knowledge.words.say(f'channel.{first}')}" in brought and "ở xã, phường nào" in brought
    await say_all(there, *IDEA[4:9])
    sends = await there.driver.tapped("Gửi")
    assert "YT-" in words(await there.hears(sends))
    assert await there.hears(sends) == []
    assert "không có việc nào đang làm dở" in await say_all(here, "tiếp tục")
    (idea,) = await rows(here, Idea)
    assert idea.code in await say_all(here, "gửi", "sản phẩm của tôi")
    assert [row.person_id for row in await rows(here, Chat)] == [idea.person_id] * 2
    assert len(await rows(here, Idea)) == len(await rows(here, PersonRow)) == 1


async def test_a_dossier_begun_on_zalo_keeps_its_pages_on_the_web_chat(meet: Meet) -> None:
    here, there = await meet("zalo_oa"), await meet("webchat")
    await here.agrees()
    await say_all(here, *OPENING, "gửi giấy attp")
    assert "có 1 trang" in words(await here.shows(picture("một")))
    await join(here, there)
    await say_all(there, "gửi giấy attp")
    assert "có 2 trang" in words(await there.shows(picture("hai")))
    assert len(await rows(here, Dossier)) == 1
    assert len(await rows(here, DossierFile)) == 2


@pytest.mark.parametrize("name", ["zalo_oa", "telegram", "zalo_bot", "webchat"])
async def test_on_one_phone_the_products_of_two_producers_stay_apart(meet: Meet, name: str) -> None:
    phone = await meet(name)
    await phone.agrees()
    await say_all(phone, *IDEA, "để sau")
    await say_all(phone, "làm cho người khác")
    assert "tự đồng ý riêng" in words(await phone.taps("Người khác"))
    await say_all(phone, "đồng ý")
    assert "khô cá lóc" not in await say_all(phone, "sản phẩm của tôi")
    await say_all(phone, IDEA[0], "mắm cá linh Út Mười", *IDEA[2:], "để sau")
    theirs = await say_all(phone, "sản phẩm của tôi")
    assert "mắm cá linh" in theirs and "khô cá lóc" not in theirs
    await say_all(phone, "làm cho người khác")
    await say_all(phone, "1")
    ours = await say_all(phone, "sản phẩm của tôi")
    assert "khô cá lóc" in ours and "mắm cá linh" not in ours
    one, other = await rows(phone, Idea)
    assert one.person_id != other.person_id and one.phone == other.phone


async def test_who_takes_a_phone_of_their_own_leaves_the_shared_one_to_the_other(meet: Meet) -> None:
    shared, own = await meet("zalo_oa"), await meet("telegram")
    await shared.agrees()
    await say_all(shared, *IDEA, "để sau", "làm cho người khác")
    await shared.taps("Người khác")
    await say_all(shared, "đồng ý", IDEA[0], "mắm cá linh Út Mười", *IDEA[2:], "để sau")
    await join(shared, own)
    theirs = await say_all(own, "sản phẩm của tôi")
    assert "mắm cá linh" in theirs and "khô cá lóc" not in theirs
    await say_all(shared, "làm cho người khác", "1")
    ours = await say_all(shared, "sản phẩm của tôi")
    assert "khô cá lóc" in ours and "mắm cá linh" not in ours
