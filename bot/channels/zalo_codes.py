"""What Zalo's error codes mean for a message: again, with a new token, later, never, or for a person to mend."""

from typing import Literal

from ocop_core.errors import SendError

Meaning = Literal[
    "retry", "token", "attachment", "night", "day", "gone", "refused", "window", "wallet", "human", "rate"
]
RATE = -32
_MEANINGS: dict[Meaning, tuple[int, ...]] = {
    "rate": (RATE,),
    "token": (-216, -220, -124),
    "retry": (-200,),
    "attachment": (-100,),
    "night": (-133, -234),
    "day": (-144, -1441, -147, -1471, -1472, -211, -218),
    "gone": (-213, -227),
    "window": (-230, -232),
    "refused": (-217, -244, -108, -114, -118, -139, -140, -141),
    "wallet": (-320, -321, -115),
    "human": (
        -204,
        -205,
        -209,
        -219,
        -223,
        -212,
        -221,
        -224,
        -242,
        -131,
        -135,
        -136,
        -137,
        -1351,
        -146,
        -240,
        -14002,
        -14003,
    ),
}
MEANING: dict[int, Meaning] = {code: meaning for meaning, codes in _MEANINGS.items() for code in codes}


class ZaloError(SendError):
    """A refusal by Zalo with its code; what it means for the message at hand is the sender's to say."""

    def __init__(self, code: int, words: str, after: float | None = None) -> None:
        self.code = code
        self.meaning: Meaning = MEANING.get(code, "refused")
        kind = {"retry": "retry", "rate": "wait", "gone": "gone", "human": "config", "token": "config"}
        super().__init__(kind.get(self.meaning, "refused"), f"{code} {words}"[:200], after)  # type: ignore[arg-type]
