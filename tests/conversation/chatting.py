"""Somebody who chats with the engine. Whatever they do, what must always hold is checked."""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from ocop_core.conversation import state as states
from ocop_core.conversation.answers import LIBRARY
from ocop_core.conversation.dossiers.effects import HandIn
from ocop_core.conversation.effects import EraseData, GiveConsent, JoinChat, PassOn, Submit
from ocop_core.conversation.engine import step
from ocop_core.conversation.forms.field import PAGE
from ocop_core.conversation.heard import FileRef, Inbound
from ocop_core.conversation.moves import MOST_DRAFTS
from ocop_core.conversation.notices import BOARD
from ocop_core.conversation.preferences import PREFERENCES, Preferences
from ocop_core.conversation.promises.facts import CERTIFICATES, PAPERS
from ocop_core.conversation.runs import WAITS
from ocop_core.conversation.said import Body, Say
from ocop_core.conversation.state import NEW, State
from ocop_core.conversation.told import TOLD, TOLD_LAST
from ocop_core.conversation.turn import Turn
from ocop_core.conversation.world import Knowledge, Need, World
from ocop_core.knowledge.library import Library, shipped
from ocop_core.services.photo_receipts import QUIET
from ocop_core.services.render import render
from tests.conversation.shelf import Shelf

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LARGEST_STATE = 20_000


@cache
def library() -> Library:
    """What the program knows when it is new."""
    return shipped()


# What is looked up for somebody of whom nothing is known yet.
KNOWN: dict[Need[Any], Any] = {
    **{
        LIBRARY: library(),
        PREFERENCES: Preferences(),
        CERTIFICATES: (),
        PAPERS: (),
        BOARD: (),
        TOLD: (),
        TOLD_LAST: (),
    },
}


@dataclass
class Chat:
    """One chat: its state, its clock, and what was last said in it."""

    knowledge: Knowledge
    consented: bool = False
    you: str = "mình"
    phone: str | None = None
    unit: str | None = None
    now: datetime = START
    state: State = NEW
    last: Turn = field(default_factory=lambda: Turn(NEW))
    bodies: list[Body] = field(default_factory=list)
    screen: list[Body] = field(default_factory=list)
    buttons: list[list[str]] = field(default_factory=list)
    submitted: list[Submit] = field(default_factory=list)
    tapped: str = ""
    facts: Shelf = field(default_factory=lambda: Shelf(KNOWN), repr=False)
    photos: int = 0
    codes: int = 0

    def world(self) -> World:
        """What the engine may know at this moment."""
        known = {"unit": self.unit} if self.unit else {}
        code = f"YT-{self.codes % 100_000:05}".replace("0", "A").replace("1", "B")
        return World(self.knowledge, self.now, self.consented, self.you, code, self.phone, known, self.facts)

    def hears(self, inbound: Inbound, after: timedelta = timedelta(seconds=15)) -> Turn:
        """One inbound: the turn that follows, after everything that must always hold has been checked."""
        self.now += after
        world = self.world()
        if self.last.waits and self.state.at and self.now - self.state.at < QUIET:
            world = replace(world, known={**world.known, WAITS: "yes"})
        turn = step(self.state, inbound, world)
        assert step(self.state, inbound, world) == turn, "the same arguments gave another turn"
        self._hold(turn)
        self.state = states.load(states.dump(turn.state))
        self.last = turn
        self._carry_out(turn)
        self.bodies = render(turn.says, self.knowledge.words, turn.state.turn, self.you)
        self._check_bodies()
        if inbound.kind == "button":
            self.tapped = inbound.data
        if any(body.choices or body.exits for body in self.bodies):
            self.screen = self.bodies
            self.buttons.append([b.data for body in self.bodies for b in (*body.choices, *body.exits)])
        return turn

    def _hold(self, turn: Turn) -> None:
        # What is passed on to an officer, or joined, is confirmed by whoever does it.
        confirmed = PassOn | JoinChat | HandIn
        assert turn.says or any(isinstance(out, confirmed) for out in turn.outs), "silence"
        dumped = states.dump(turn.state)
        assert states.load(dumped) == states.load(states.dump(states.load(dumped)))
        assert json.loads(dumped)["turn"] == turn.state.turn
        assert len(dumped.encode()) < LARGEST_STATE, len(dumped.encode())
        assert len(turn.state.drafts) <= MOST_DRAFTS + 2
        assert len(turn.state.question) <= 20
        for say in turn.says:
            assert self.knowledge.words.has(say.key), say.key
            numbers = [c.n or i for i, c in enumerate(say.choices, start=1)]
            assert len(numbers) == len(set(numbers)), f"{say.key}: {numbers}"
            paged = any(c.label == self.knowledge.words.say("nav.more") for c in say.choices)
            own = all(c.label.startswith(f"{n} ") for c, n in zip(say.choices, numbers, strict=True))
            assert paged or own or numbers == list(range(1, len(numbers) + 1)), f"{say.key}: {numbers}"
            assert len(numbers) <= PAGE, f"{say.key}: {len(numbers)} choices"
            assert all(c.label for c in say.choices)

    def _check_bodies(self) -> None:
        for body in self.bodies:
            assert body.text.strip()
            assert all(len(b.data.encode()) <= 64 for b in (*body.choices, *body.exits)), body

    def _carry_out(self, turn: Turn) -> None:
        for out in turn.outs:
            self.facts.carry_out(out, self.world().today)
            match out:
                case GiveConsent():
                    self.consented = True
                case EraseData():
                    self.consented = False
                case Submit(form=form):
                    self.codes += form in ("idea", "dossier")
                    self.submitted.append(out)

    def says(self, text: str, **more: Any) -> Turn:
        """Types something."""
        return self.hears(Inbound("text", text, **more))

    def taps(self, number: int) -> Turn:
        """Taps the choice with this number in the last message."""
        return self.hears(Inbound("button", data=self.data(number)))

    def data(self, number: int) -> str:
        """What the button with this number hands back."""
        found = [b.data for body in self.screen for b in body.choices if b.n == number]
        assert found, f"no button {number}: {[b for body in self.screen for b in body.choices]}"
        return found[-1]

    def tap(self, data: str) -> Turn:
        """Taps a button that is valid at any time."""
        return self.hears(Inbound("button", data=data))

    def hears_wish(self, name: str, rest: str) -> Turn:
        """Wishes something with further words, as the reader would understand it."""
        return self.tap(f"do:{name}:{rest}")

    def shares_phone(self, phone: str) -> Turn:
        """Shares a number that the messenger vouches for."""
        return self.hears(Inbound("contact", phone=phone))

    def leaves_by(self, name: str) -> Turn:
        """Taps one of the small buttons: back, keep, skip, later, person."""
        found = [b.data for body in self.screen for b in body.exits if b.data.endswith(f":{name}")]
        assert found, f"no way out called {name}: {[b.data for body in self.screen for b in body.exits]}"
        return self.hears(Inbound("button", data=found[-1]))

    def sends_photo(self, caption: str = "", kind: Any = "photo") -> Turn:
        """Sends a photo that the channel could fetch."""
        self.photos += 1
        return self.hears(Inbound(kind, caption, files=(FileRef(file_id=self.photos),)))

    def sends_photos(self, count: int) -> None:
        """Sends so many at once."""
        for _ in range(count):
            self.photos += 1
            self.sends_at_once(self.photos)

    def sends_at_once(self, number: int) -> None:
        """Sends this photo right behind what was sent before."""
        self.hears(Inbound("photo", files=(FileRef(file_id=number),)), timedelta(milliseconds=300))

    def waits(self, **time: float) -> None:
        """Lets time pass."""
        self.now += timedelta(**time)

    @property
    def text(self) -> str:
        """Everything said in the last turn."""
        return "\n\n".join(body.text for body in self.bodies)

    @property
    def labels(self) -> list[str]:
        """What can be tapped under the last question."""
        return [b.label for b in self.bodies[-1].choices]

    @property
    def exits(self) -> list[str]:
        """The small buttons under the last question."""
        return [b.data.rpartition(":")[2] for b in self.bodies[-1].exits]

    @property
    def question(self) -> Say:
        """What was asked last."""
        return self.last.says[-1]

    def twin(self) -> "Chat":
        """The same chat once more, so that something can be tried out in it."""
        return replace(
            self, facts=self.facts.twin(), buttons=[list(b) for b in self.buttons], submitted=list(self.submitted)
        )
