"""What a line in a certificate's history changed: each value as it stood before and as it stands now."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from ocop_core.i18n import Words
from ocop_core.services.dossiers.deciding import shown_score

Shown = Callable[[Any, Words], str]


def _day(value: str, words: Words) -> str:
    return f"{date.fromisoformat(value):%d/%m/%Y}"


def _plain(value: str, words: Words) -> str:
    return value


_FIELDS: Final[Mapping[str, tuple[str, Shown]]] = {
    "decision_no": ("decision", _plain),
    "stars": ("stars", lambda value, words: words.say("admin_register.of_stars", {"stars": value})),
    "score100": ("score", lambda value, words: shown_score(value)),
    "issued_on": ("issued", _day),
    "expires_on": ("ends", _day),
    "number": ("number", _plain),
}


def changes(detail: Mapping[str, Any] | None, words: Words) -> list[str]:
    """A line for each value that changed; empty where the line tells of no values."""
    before, after = (_values((detail or {}).get(side)) for side in ("before", "after"))
    changed = [name for name in _FIELDS if name in after and before.get(name) != after[name]]
    return [_line(name, before.get(name), after[name], words) for name in changed]


def _values(side: Any) -> Mapping[str, Any]:
    """The number stands alone, all else by name."""
    return side if isinstance(side, dict) else {"number": side}


def _line(name: str, before: Any, after: Any, words: Words) -> str:
    label, shown = _FIELDS[name]
    old, new = (words.say("admin_register.not_written") if v is None else shown(v, words) for v in (before, after))
    params = {"what": words.say(f"admin_register.{label}"), "before": old, "after": new}
    return words.say("admin_register.changed", params)
