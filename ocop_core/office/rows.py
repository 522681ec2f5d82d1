"""Turns the lines of a list into readings: each cell by its kind, gaps from the sections and the title above."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from ocop_core.office import cells
from ocop_core.office.days import NOTHING, Day, Habit, both_orders, read_day
from ocop_core.office.orders import ISSUED, habits
from ocop_core.office.producers import said_in
from ocop_core.office.reading import Problem, Reading, completed, end_of, level_of
from ocop_core.office.sections import Above, Sections
from ocop_core.office.tables import Line, Table
from ocop_core.office.units import Units
from ocop_core.rulebook.sets import Sets
from ocop_core.text import show_date
from ocop_core.text.fold import words

_YEARS = re.compile(r"(0?3|ba) nam|36 thang|0?3 nam \(.*")
_POINTS = re.compile(r"(\d{2,3}(?:[.,]\d+)?) ?(?:điểm|đ\b)", re.IGNORECASE)
# A year, or the round of a year, is no number of a decision.
_NUMBERED = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{2,}")
_OF_DECISION = re.compile(r".*\b(quyet dinh|qd)\b.*")


class RowReader:
    """Reads all lines of one table; the days of each column are known before the first row is read."""

    def __init__(self, table: Table, units: Units, sets: Sets, since_1904: bool = False) -> None:
        self._table, self._units, self._sets = table, units, sets
        self._habits = habits(table, since_1904)
        self._sections = Sections(units)
        self._title = self._sections.of(table.title)
        label = table.labels.get(table.columns.get("issued", -1), "")
        self._day_of_decision = bool(_OF_DECISION.fullmatch(words(label)))

    def read(self, line: Line) -> Reading:
        """One line. Doubts are collected; nothing is guessed."""
        text, above = line.plain, self._above(line)
        doubts: list[Problem] = []
        notes: list[Problem] = []
        choices: dict[str, tuple[str, ...]] = {}
        maker = said_in(text.get("producer", "") or above.producer or text.get("head", ""), text.get("address", ""))
        stars, score = self._stars(text, above, doubts), self._score(text)
        decision, said = self._decision(text, above, doubts, choices)
        day = self._issued(line, said, above, doubts, choices)
        issued = day.day
        phone = _phone(text.get("phone", ""), maker.phones, doubts, notes)
        unit = self._unit(text, maker.address, above, doubts, choices)
        ends = self._expires(line, issued, doubts, choices)
        issued = issued or _settled(doubts, choices, ends)
        if day.by_custom and issued:
            notes.append(Problem("issued", "import_row.issued_by_custom", _spelled(issued)))
        reading = Reading(
            source_row=line.number,
            product=text.get("product", ""),
            producer=maker.name,
            phone=phone,
            unit=unit,
            stars=stars,
            score100=score,
            decision_no=decision,
            number=text.get("certificate") or None,
            set_no=self._set(text.get("set", "")),
            address=maker.address,
            cells=line.texts,
            issued_on=issued,
            expires_on=ends.day,
            level=level_of(stars, issued, f"{said} {text.get('level', '')}") if stars else "",
            doubts=tuple(doubts),
            notes=tuple(notes),
            choices=choices,
            orders=_orders({ISSUED: day if day.day == issued else NOTHING, "expires": ends}),
        )
        return completed(reading)

    def _above(self, line: Line) -> Above:
        above = self._sections.of(line.sections)
        columns = self._table.columns
        return above.over(
            self._title,
            decision="decision" not in columns and "issued" not in columns,
            place=not columns.keys() & {"commune", "district", "address", "area", "old_commune"},
        )

    def _stars(self, text: Mapping[str, str], above: Above, doubts: list[Problem]) -> int | None:
        marked = [star for star in (3, 4, 5) if _is_marked(text.get(f"star{star}", ""), star)]
        own = text.get("stars", "")
        if not own and len(marked) == 1:
            return marked[0]
        found = cells.read_stars(own)
        if found is None and own and not cells.is_nothing(own):
            doubts.append(Problem("stars", "import_row.stars_unread", {"text": own}))
            return None
        if len(marked) > 1:
            doubts.append(Problem("stars", "import_row.stars_several"))
            return None
        return found or above.stars

    def _score(self, text: Mapping[str, str]) -> int | None:
        inside = _POINTS.search(text.get("stars", ""))
        return cells.read_score(text.get("score", "")) or (cells.read_score(inside[1]) if inside else None)

    def _decision(
        self, text: Mapping[str, str], above: Above, doubts: list[Problem], choices: dict[str, tuple[str, ...]]
    ) -> tuple[str, str]:
        """The number, and the text it stood in."""
        for said in (text.get("decision", ""), text.get("issued", ""), text.get("certificate", ""), above.decision):
            bare = said is text.get("decision", "")
            found = cells.read_decision(said) if bare or cells.is_quoted(said) else None
            if found and found.several:
                doubts.append(Problem("decision", "import_row.decision_several", {"text": said}))
                return "", said
            if found:
                return found.number, said
        own = text.get("decision", "")
        if _NUMBERED.search(own) and read_day(own).day is None:
            doubts.append(Problem("decision", "import_row.decision_unread", {"text": own}))
        return "", own or above.decision

    def _issued(
        self, line: Line, said: str, above: Above, doubts: list[Problem], choices: dict[str, tuple[str, ...]]
    ) -> Day:
        own = read_day(line.cells.get("issued"), self._habits["issued"]) if line.plain.get("issued") else NOTHING
        quoted = _within(said, self._habits["decision"])
        if own.doubt == "unread" and not any(char.isdigit() for char in line.plain["issued"]):
            own = NOTHING
        if own.by_custom and not quoted.by_custom and quoted.day == own.either[1]:
            own = Day(doubt="two_readings", either=own.either)
        if own.day and quoted.day and own.day != quoted.day and self._day_of_decision:
            days = (own.day, quoted.day)
            params = {"one": show_date(own.day), "other": show_date(quoted.day)}
            doubts.append(Problem("issued", "import_row.issued_differs", params))
            choices["issued"] = tuple(day.isoformat() for day in days)
            return Day(doubt="two_readings", either=days)
        day = own if own != NOTHING else quoted if quoted != NOTHING else above.issued
        _settle("issued", day, line.plain.get("issued") or said, doubts, choices)
        return day

    def _expires(
        self, line: Line, issued: date | None, doubts: list[Problem], choices: dict[str, tuple[str, ...]]
    ) -> Day:
        text = line.plain.get("expires", "")
        if not text or _YEARS.fullmatch(words(text)):
            return NOTHING
        found = read_day(line.cells.get("expires"), self._habits["expires"])
        if found.doubt and issued and end_of(issued) in found.either:
            return Day(end_of(issued))
        if found.doubt in ("month_only", "year_only") and issued and _is_part(found, text, end_of(issued)):
            return NOTHING
        _settle("expires", found, text, doubts, choices)
        return found

    def _unit(
        self, text: Mapping[str, str], address: str, above: Above, doubts: list[Problem],
        choices: dict[str, tuple[str, ...]],
    ) -> str | None:  # fmt: skip
        commune, district = text.get("commune", ""), text.get("district", "") or above.district
        place = self._units.place(commune or above.commune, district, _joined(address, text.get("area", "")))
        old = text.get("old_commune", "")
        if place.code is None and old:
            known = self._units.place(old, district, address)
            place = known if known.code in place.either or not place.either else place
        if place.code is None and place.told:
            said = _joined(commune or above.commune, old, address, text.get("area", ""), district)
            params = {"text": said, "names": ", ".join(self._units.name(code) for code in place.either)}
            key = "import_row.unit_several" if len(place.either) > 1 else "import_row.unit_unsure"
            doubts.append(Problem("unit", key if place.either else "import_row.unit_unknown", params))
            choices["unit"] = place.either
        return place.code

    def _set(self, text: str) -> int | None:
        plain = words(text).removeprefix("bo san pham ").removeprefix("bo so ").removeprefix("bo ")
        if plain.isdigit():
            return int(plain) if 1 <= int(plain) <= len(self._sets.all) else None
        named = [each.no for each in self._sets.all if plain and plain in (words(each.name), words(each.plain))]
        return named[0] if len(named) == 1 else None


def _is_marked(text: str, star: int) -> bool:
    return (
        words(text) in ("x", "1", "co", "dat", "v", str(star))
        or text in ("✓", "✔", "√", "*", "+")
        or (cells.read_stars(text) == star)
    )


def _within(said: str, known: Habit) -> Day:
    """The day in the text of a decision; its number alone is no day."""
    if not said or not any(char.isdigit() for char in said):
        return NOTHING
    found = read_day(said, known)
    return found if found.day or found.doubt == "two_readings" else NOTHING


def _settle(name: str, day: Day, text: str, doubts: list[Problem], choices: dict[str, tuple[str, ...]]) -> None:
    if day.doubt:
        both = ", ".join(map(show_date, day.either))
        doubts.append(Problem(name, f"import_row.{name}_{day.doubt}", {"text": text, "either": both}))
        choices[name] = tuple(each.isoformat() for each in day.either)


def _orders(days: Mapping[str, Day]) -> dict[str, tuple[str, str]]:
    """The days of which only the order is open."""
    open_days = {name: both for name, day in days.items() if (both := both_orders(day))}
    return {name: (one.isoformat(), other.isoformat()) for name, (one, other) in open_days.items()}


def _is_part(found: Day, text: str, end: date) -> bool:
    """Whether "10/2025" or "2025" is part of the day that follows from the day of issue anyway."""
    return str(end.year) in text and (found.doubt == "year_only" or str(end.month) in text.replace(str(end.year), ""))


def _settled(doubts: list[Problem], choices: dict[str, tuple[str, ...]], ends: Day) -> date | None:
    """Of two possible days of issue, the one from which the given last day follows."""
    fitting = [day for day in map(date.fromisoformat, choices.get("issued", ())) if end_of(day) == ends.day]
    if len(fitting) != 1:
        return None
    doubts[:] = [each for each in doubts if each.field != "issued"]
    del choices["issued"]
    return fitting[0]


def _phone(text: str, beside: Sequence[str], doubts: list[Problem], notes: list[Problem]) -> str | None:
    found = cells.read_phones(text)
    if not found and text and not cells.is_nothing(text):
        doubts.append(Problem("phone", "import_row.phone_unread", {"text": text}))
        return None
    if not found and len(beside) == 1:
        return beside[0]
    if len(found) > 1:
        notes.append(Problem("phone", "import_row.phone_more", {"phone": ", ".join(found[1:])}))
    return found[0] if found else None


def _joined(*texts: str) -> str:
    return ", ".join(dict.fromkeys(filter(None, texts)))


def _spelled(day: date) -> dict[str, str]:
    return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
