"""What can go wrong, and what the catcher may do about it.

OcopError
├── Refused      a wish that cannot be granted now; carries a message key for the person
├── BadData      a data or message file is wrong; carries the place, stops the program at start
├── BadSettings  settings are missing or wrong; carries all problems at once
└── SendError    a channel could not deliver; its `kind` says what the relay does next
"""

from typing import Literal

SendKind = Literal["retry", "wait", "unsure", "gone", "refused", "config", "later"]


class OcopError(Exception):
    """Everything this program raises on purpose."""


class Refused(OcopError):
    """A wish that cannot be granted. `key` names the message, `params` fill its placeholders."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


class BadData(OcopError):
    """A file of data or words is wrong. `place` is file and entry, `problem` says what."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place = place
        self.problem = problem


class BadSettings(OcopError):
    """Settings that cannot work; `problems` lists all of them in words."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class SendError(OcopError):
    """A channel did not deliver.

    kind: `retry` surely not sent, try again later · `wait` the whole channel pauses `after` seconds and
    no attempt is counted · `unsure` perhaps delivered · `gone` this person cannot be reached until they
    write again · `refused` this message can never be delivered · `config` the account is not usable,
    the channel stops and the operator is told · `later` surely not sent, and this message alone rests `after`
    seconds without counting an attempt: a quiet hour, a quota, an empty wallet.
    """

    def __init__(self, kind: SendKind, reason: str, after: float | None = None) -> None:
        super().__init__(f"{kind}: {reason}")
        self.kind: SendKind = kind
        self.reason = reason
        self.after = after
