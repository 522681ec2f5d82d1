"""`ocop chat`."""

import logging
import sys
from io import TextIOWrapper

import click

from ocop_core.clock import utc_now
from ocop_core.entry import opened, run, settings


@click.command()
@click.option("--as", "person", default="ban", show_default=True, help="Tên người đang trò chuyện.")
@click.option("--json", "as_json", is_flag=True, help="Mỗi câu trả lời là một dòng JSON.")
def chat(person: str, as_json: bool) -> None:
    """Trò chuyện ngay tại đây. Gửi ảnh, tệp, bấm nút, vị trí: :photo TỆP, :file TỆP, :button SỐ, :location VĨ KINH."""
    logging.getLogger().setLevel(logging.ERROR)
    if isinstance(sys.stdout, TextIOWrapper):
        # Vietnamese and JSON are UTF-8 whatever the terminal's settings say.
        sys.stdout.reconfigure(encoding="utf-8")
    run(_chat(person, as_json))


async def _chat(person: str, as_json: bool) -> None:
    from bot.chatting import chat as talk_on
    from ocop_core.services.knowing import library
    from ocop_core.services.knowledge import load_knowledge

    config = settings()
    db = await opened(config)
    try:
        async with db.writing() as session:
            await library.bring(session, utc_now())
        await talk_on(db, load_knowledge(config.province), config, utc_now, person, as_json=as_json)
    finally:
        await db.close()
