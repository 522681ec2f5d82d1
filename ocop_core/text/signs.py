"""Changes a text sign by sign; what becomes of a sign is worked out once."""

from collections.abc import Callable

# Latin, Vietnamese, Khmer and punctuation are kept; who sends all of Unicode does not fill our memory.
_KEPT = 0x3000


class Signs(dict[int, str]):
    """For `str.translate`: what becomes of each sign, as `become` says it."""

    def __init__(self, become: Callable[[str], str]) -> None:
        super().__init__()
        self._become = become

    def __missing__(self, code: int) -> str:
        """Works it out for a sign that comes for the first time."""
        found = self._become(chr(code))
        if code < _KEPT:
            self[code] = found
        return found
