"""What a turn wants recorded or looked up; services carry it out and may answer with more to say."""

from dataclasses import dataclass
from typing import Any


class Effect:
    """Something to be recorded or looked up; what carries it out stands in `services/carrying.py`."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class GiveConsent(Effect):
    """The person agrees to the storing of what they say, for the purpose that was told."""


@dataclass(frozen=True, slots=True)
class Submit(Effect):
    """A finished form is handed in. `code` is the receipt code to use for something new."""

    form: str
    answers: dict[str, Any]
    code: str


@dataclass(frozen=True, slots=True)
class LookUp(Effect):
    """Somebody asks where a receipt code stands."""

    code: str


@dataclass(frozen=True, slots=True)
class ListMine(Effect):
    """The person asks for everything they have handed in."""


@dataclass(frozen=True, slots=True)
class ShowData(Effect):
    """The person asks what is stored about them."""


@dataclass(frozen=True, slots=True)
class EraseData(Effect):
    """The person has confirmed that everything about them goes."""


@dataclass(frozen=True, slots=True)
class KeepPhotos(Effect):
    """Photos that came outside a form, for the latest idea if there is one; `more`: so many are told at once."""

    files: tuple[int, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class PassOn(Effect):
    """Words or files for the officers with whom the person talks.

    `thread` is the number of the talk where it is known; `asks` is False where nobody has to answer, as after thanks.
    """

    thread: str
    text: str
    files: tuple[int, ...] = ()
    asks: bool = True


@dataclass(frozen=True, slots=True)
class EndTalk(Effect):
    """The person has nothing more to ask the officers."""

    thread: str


@dataclass(frozen=True, slots=True)
class OfferLink(Effect):
    """The person wants a code by which another chat of theirs is joined to this account."""


@dataclass(frozen=True, slots=True)
class JoinChat(Effect):
    """This chat belongs from now on to whom the code names: another account, or an officer."""

    code: str


@dataclass(frozen=True, slots=True)
class TakeDrafts(Effect):
    """What was begun in another chat of the person goes on in this one."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class SwitchPerson(Effect):
    """Another of those who share the chat speaks from now on; `kept` is where the one before stopped."""

    to: int
    kept: str


@dataclass(frozen=True, slots=True)
class AddPerson(Effect):
    """Somebody new speaks in this chat from now on; `kept` is where the one before stopped."""

    kept: str


@dataclass(frozen=True, slots=True)
class NoteQuestion(Effect):
    """A question that nothing answers, for the officers who write the answers."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefer(Effect):
    """How the person wants to be written to: "call", or "reminders", "announcements", "all" with "on" or "off"."""

    name: str
    value: str


EFFECTS: tuple[type[Effect], ...] = (
    GiveConsent,
    Submit,
    LookUp,
    ListMine,
    ShowData,
    EraseData,
    KeepPhotos,
    PassOn,
    EndTalk,
    OfferLink,
    JoinChat,
    TakeDrafts,
    SwitchPerson,
    AddPerson,
    NoteQuestion,
    Prefer,
)
