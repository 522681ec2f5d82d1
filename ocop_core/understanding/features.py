"""What a sentence shows of its wish: its meanings one by one, in pairs, and at its ends."""

from collections.abc import Sequence

_WHOLE_LENGTH = 3
_ALONE, _PAIR, _APART, _EDGE = 1.0, 0.7, 0.25, 0.3
_REACH = 3


def features(names: Sequence[str]) -> dict[str, float]:
    """Every feature of a sequence of meanings with how much it counts: alone 1, in pairs less."""
    found = dict.fromkeys(names, _ALONE)
    last = len(names) - 1
    if last < 0:
        return found
    for at in range(last):
        name = names[at]
        found[f"{name}+{names[at + 1]}"] = _PAIR
        for far in names[at + 2 : at + 1 + _REACH]:
            found[f"{name}…{far}"] = _APART
    found[f"‹{names[0]}"] = found[f"{names[last]}›"] = _EDGE
    if last < _WHOLE_LENGTH:
        found[f"={'+'.join(names)}"] = _ALONE
    return found
