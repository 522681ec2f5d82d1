"""What a sentence shows of its wish: its meanings one by one, in pairs and at its ends, and the very words said."""

from collections.abc import Sequence

# Begins a feature that is a word as said, or two in a row; all others are meanings.
SAID = "·"
# Stands in every sentence: how much is said in few words.
ALWAYS = "·"
_WHOLE_LENGTH = 3
_ALONE, _PAIR, _APART, _EDGE = 1.0, 0.7, 0.25, 0.3
_REACH = 3


def features(names: Sequence[str], said: Sequence[str]) -> dict[str, float]:
    """Every feature of a sequence of meanings, and of the folded words `said` for them, with how much it counts."""
    found = {ALWAYS: _ALONE, **dict.fromkeys(names, _ALONE)}
    last = len(names) - 1
    for at in range(last):
        name = names[at]
        found[f"{name}+{names[at + 1]}"] = _PAIR
        for far in names[at + 2 : at + 1 + _REACH]:
            found[f"{name}…{far}"] = _APART
    if last >= 0:
        found[f"‹{names[0]}"] = found[f"{names[last]}›"] = _EDGE
    if 0 <= last < _WHOLE_LENGTH:
        found[f"={'+'.join(names)}"] = _ALONE
    before = "‹"
    for word in said:
        found[f"·{word}"] = _ALONE
        found[f"·{before} {word}"] = _PAIR
        before = word
    if said:
        found[f"·{before} ›"] = _PAIR
    return found
