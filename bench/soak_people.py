"""People who register products over the local Telegram and answer only what they see on their screen."""

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bot.fakes.telegram_ledger import Sent
from bot.fakes.telegram_server import TelegramServer
from ocop_core.conversation.forms import FORMS
from ocop_core.conversation.world import Knowledge

LOOK = 0.01
PATIENCE = 20.0
LOST = 20
CODE = re.compile(r"YT-[2-9A-Z]{5}")
STEP = re.compile(r"\((\d+)/7\)")
GUESS = re.compile(r'"(.+?)"')
PRODUCTS = ("Khô cá lóc", "Mắm cá linh", "Đường thốt nốt", "Ruou nep", "Nước mắm", "Banh phong tom")
MATERIALS = ("Ca loc nuoi tai Chau Phu", "Thốt nốt ở Tri Tôn", "Nep trong o Phu Tan", "Mua cua ba con trong xa")
# As typed, and the commune of today.
PLACES = (
    ("an hao tinh bien", "30538"),
    ("xã Long Kiến huyện Chợ Mới", "30664"),
    ("Óc Eo", "30688"),
    ("phuong My Xuyen, Long Xuyen", "30307"),
    ("ba chuc", "30547"),
    ("Mỹ Hòa Hưng", "30313"),
)
# Outside the questions of the form: the button that leads on, and the same in words.
WAY = {
    "consent.yes": "dong y",
    "menu.idea_register": "dang ky san pham",
    "nav.send": "gui",
    "idea_more.offer_no": "de sau",
}
NOVELTY = {"existing": "đã bán rồi", "trial": "lam thu", "idea": "y tuong"}
KINDS = {"person": "chua dang ky", "household": "hkd", "group": "tổ hợp tác", "cooperative": "htx"}
QUESTIONS = ("co ton tien khong?", "OCOP là gì vậy em?", "bao lâu có kết quả?")
PICTURE = b"\xff\xd8\xff\xe0" + b"\0" * 2000 + b"\xff\xd9"


@dataclass(slots=True)
class Told:
    """One product as its person told it: what must lie in the database under the receipt's code."""

    answers: dict[str, Any] = field(default_factory=dict)
    photos: int = 0
    code: str = ""
    slips: set[str] = field(default_factory=set)


class Person:
    """One person in one chat. `told` grows by a product each time; `stop` lets the present one be the last."""

    def __init__(self, server: TelegramServer, knowledge: Knowledge, chat_id: int, random: Random) -> None:
        self.server, self.knowledge, self.chat_id, self.random = server, knowledge, chat_id, random
        self.told: list[Told] = []
        self.updates: list[int] = []
        self.odd: list[str] = []
        self.silences = self.ignored = 0
        self.finished = False
        self.waits: list[float] = []
        self._read = 0
        self._recent: list[Sent] = []
        # What the program may offer the next time, and what "right" then means.
        self._known: dict[str, str] = {}
        self._said_at: float | None = None

    async def live(self, stop: asyncio.Event, pause: float = 0.05) -> None:
        """Talks until `stop` is set and the product at hand has its receipt; thinks up to `pause` seconds."""
        await self._do(self.server.begin(self.chat_id))
        while True:
            seen = await self._next()
            if seen is None:
                self.silences += 1
                seen = self._recent[-1] if self._recent else None
            if seen is None:
                await self._do(self.server.begin(self.chat_id))
                continue
            await asyncio.sleep(self.random.random() * pause)
            if not await self._answer(seen, stop):
                self.finished = True
                return

    @property
    def screen(self) -> str:
        """What stands on the screen now."""
        return self._recent[-1].text if self._recent else ""

    async def _next(self) -> Sent | None:
        """The next message that is new; a second copy of a recent one is put aside as a person would."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            sent = self.server.sent
            while self._read < len(sent):
                message = sent[self._read]
                self._read += 1
                if message.chat_id != self.chat_id:
                    continue
                if any((m.text, m.buttons) == (message.text, message.buttons) for m in self._recent[-4:]):
                    self.ignored += 1
                    continue
                self._recent.append(message)
                if self._said_at is not None:
                    self.waits.append(time.monotonic() - self._said_at)
                    self._said_at = None
                return message
            await asyncio.sleep(LOOK)
        return None

    async def _answer(self, seen: Sent, stop: asyncio.Event) -> bool:
        """Does what the screen asks for; False when the last product is handed in."""
        if not seen.buttons and (code := CODE.search(seen.text)):
            self.told[-1].code = code[0]
            return True
        if step := STEP.search(seen.text):
            await self._field(seen, FORMS["idea"].fields[int(step[1]) - 1].id)
            return True
        key = next((key for key in WAY if self._shown(seen, key)), None)
        if key is None:
            await self._wonder(seen)
        elif key == "idea_more.offer_no" and stop.is_set():
            return False
        else:
            if key == "menu.idea_register":
                self.told.append(Told())
            await self._choose(seen, key, WAY[key])
        return True

    async def _wonder(self, seen: Sent) -> None:
        self.odd.append(seen.text)
        if len(self.odd) > LOST:
            raise RuntimeError(f"{self.chat_id} does not know what to do here: {seen.text}")
        await self._say("tiếp tục")

    async def _field(self, seen: Sent, name: str) -> None:
        """Answers a question of the form; now and then a question back, a step back, a photo, a slip."""
        told = self.told[-1]
        slip = self._slip(name, seen) if self.random.random() < 0.35 else None
        if slip and slip[0] not in told.slips:
            told.slips.add(slip[0])
            await slip[1]()
        elif self._shown(seen, "nav.right"):
            await self._choose(seen, "nav.right", self.random.choice(("dung", "đúng rồi", "1")))
            self._agreed(name, seen, told)
        else:
            await getattr(self, f"tell_{name}")(seen, told)

    def _agreed(self, name: str, seen: Sent, told: Told) -> None:
        """What "right" means: the number or commune of last time, or the words that were read back."""
        if name in self._known:
            told.answers[name] = self._known[name]
        elif name in ("name", "material") and (guess := GUESS.search(seen.text)):
            told.answers[name] = guess[1]

    def _slip(self, name: str, seen: Sent) -> tuple[str, Callable[[], Any]] | None:
        """Something else than an answer, each at most once a product, so that no two screens are alike."""
        back = self._shown(seen, "nav.exit_back") and seen.keyboard == "inline"
        ways: list[tuple[str, Callable[[], Any]]] = [("ask", lambda: self._say(self.random.choice(QUESTIONS)))]
        ways.append(("photo", self._photo))
        if back and name in ("novelty", "producer_kind"):
            ways.append(("back", lambda: self._say("0")))
        if name == "phone" and not self._shown(seen, "nav.right"):
            ways.append(("digits", lambda: self._say("0912 34")))
        return self.random.choice(ways)

    async def _photo(self) -> None:
        self.told[-1].photos += 1
        await self._do(self.server.photo(self.chat_id, PICTURE + self.random.randbytes(8)))

    async def tell_name(self, _: Sent, told: Told) -> None:
        name = f"{self.random.choice(PRODUCTS)} {self.chat_id} {len(self.told)}"
        told.answers["name"] = name
        told.answers["set"] = self.knowledge.sets.likely(name, limit=1)[0].no
        await self._say(name)

    async def tell_novelty(self, seen: Sent, told: Told) -> None:
        await self._one_of(seen, told, "novelty", NOVELTY)

    async def tell_place(self, _: Sent, told: Told) -> None:
        typed, self._known["place"] = self.random.choice(PLACES)
        await self._say(typed)

    async def tell_material(self, _: Sent, told: Told) -> None:
        told.answers["material"] = self.random.choice(MATERIALS)
        await self._say(told.answers["material"])

    async def tell_producer_kind(self, seen: Sent, told: Told) -> None:
        await self._one_of(seen, told, "producer_kind", KINDS)

    async def tell_phone(self, seen: Sent, told: Told) -> None:
        share = self._shown(seen, "telegram.send_phone")
        if share and self.random.random() < 0.3:
            self._known["phone"] = told.answers["phone"] = f"090{self.chat_id:07d}"
            await self._do(self.server.press(self.chat_id, share[0]))
            return
        digits = f"{self.random.randrange(10**7):07d}"
        self._known["phone"] = told.answers["phone"] = f"091{digits}"
        await self._say(self.random.choice((f"091 {digits}", f"so cua tui la 091{digits}", f"+84 91 {digits}")))

    async def _one_of(self, seen: Sent, told: Told, name: str, words: dict[str, str]) -> None:
        option = self.random.choice(tuple(words))
        told.answers[name] = option
        await self._choose(seen, f"idea.{name}.{option}", words[option])

    def _shown(self, seen: Sent, key: str) -> tuple[str, str] | None:
        label = self.knowledge.words.say(key)
        return next((b for b in seen.buttons if b[0] == label or b[0].endswith(f". {label}")), None)

    async def _choose(self, seen: Sent, key: str, words: str) -> None:
        """By the button, by its number, or in words."""
        label, data = self._shown(seen, key) or ("", "")
        ways = [lambda: self._say(words)]
        # A button that always holds counts as a second tap when it is tapped twice within seconds.
        if seen.keyboard == "inline" and not data.startswith("do:"):
            ways.append(lambda: self._do(self.server.tap(self.chat_id, data)))
        if label[:1].isdigit():
            ways.append(lambda: self._say(label.partition(".")[0]))
        await self.random.choice(ways)()

    async def _say(self, text: str) -> None:
        await self._do(self.server.say(self.chat_id, text))

    async def _do(self, act: Any) -> None:
        self.updates.append(await act)
        self._said_at = time.monotonic()
