"""Receipt codes: short, said over the phone without a mistake, hard to guess."""

import secrets

# No 0 O 1 I L: a code is read out over the phone.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 5
CODES = len(CODE_LETTERS) ** CODE_LENGTH


def fresh_code() -> str:
    """A receipt code of an idea that nobody has, most likely: 28 million of them."""
    letters, rest = "", secrets.randbelow(CODES)
    for _ in range(CODE_LENGTH):
        rest, place = divmod(rest, len(CODE_LETTERS))
        letters += CODE_LETTERS[place]
    return f"YT-{letters}"
