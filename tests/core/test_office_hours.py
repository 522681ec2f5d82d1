"""When officers read: on working days of Vietnam, in the hours that the office keeps."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ocop_core.clock import VIETNAM
from ocop_core.errors import BadData
from ocop_core.rulebook.datafile import FOLDER
from ocop_core.rulebook.office_hours import read_office_hours
from ocop_core.rulebook.places import load_province

FILE = FOLDER / "provinces" / "an_giang" / "office_hours.toml"
HOURS = load_province().hours


def at(text: str) -> datetime:
    """A moment as it is written here: "23/11/2026 09:00"."""
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=VIETNAM)


# What is written at the first moment is read at the second.
READ = (
    ("23/11/2026 09:00", "23/11/2026 09:00", "Monday morning"),
    ("23/11/2026 07:00", "23/11/2026 07:00", "the first minute"),
    ("23/11/2026 06:59", "23/11/2026 07:00", "a minute early"),
    ("23/11/2026 11:30", "23/11/2026 13:30", "lunch"),
    ("23/11/2026 13:29", "23/11/2026 13:30", "the end of lunch"),
    ("23/11/2026 16:59", "23/11/2026 16:59", "the last minute"),
    ("23/11/2026 17:00", "25/11/2026 07:00", "closed, and tomorrow is the Day of Vietnamese Culture"),
    ("24/11/2026 09:00", "25/11/2026 07:00", "a holiday in the middle of the week"),
    ("27/11/2026 17:30", "30/11/2026 07:00", "Friday evening"),
    ("28/11/2026 10:00", "30/11/2026 07:00", "Saturday"),
    ("29/11/2026 23:59", "30/11/2026 07:00", "Sunday night"),
    ("22/08/2026 09:00", "22/08/2026 09:00", "a Saturday that is worked in exchange"),
    ("31/08/2026 09:00", "03/09/2026 07:00", "the day given for it, and the national days"),
    ("13/02/2026 17:00", "23/02/2026 07:00", "Tết 2026: ten days"),
    ("16/02/2026 10:00", "23/02/2026 07:00", "the eve of Tết 2026"),
    ("17/02/2026 08:00", "23/02/2026 07:00", "the first day of Tết 2026"),
    ("03/02/2027 16:59", "03/02/2027 16:59", "the last hour before Tết 2027"),
    ("03/02/2027 17:00", "11/02/2027 07:00", "Tết 2027"),
    ("31/12/2026 17:00", "04/01/2027 07:00", "New Year before a weekend"),
    ("30/04/2026 09:00", "04/05/2026 07:00", "30/4 and 1/5 before a weekend"),
)


@pytest.mark.parametrize(("written", "read", "what"), READ, ids=[what for _, _, what in READ])
def test_what_is_written_is_read_when_the_office_is_open(written: str, read: str, what: str) -> None:
    assert HOURS.opens_next(at(written)) == at(read)
    assert HOURS.is_open(at(written)) is (written == read)
    assert HOURS.is_open(at(read))


@pytest.mark.parametrize(
    ("since", "late"),
    [
        ("25/11/2026 09:00", "26/11/2026 09:00"),
        ("23/11/2026 09:00", "25/11/2026 09:00"),
        ("26/11/2026 16:00", "27/11/2026 16:00"),
        ("27/11/2026 16:00", "30/11/2026 16:00"),
        ("28/11/2026 10:00", "01/12/2026 07:00"),
        ("25/11/2026 12:00", "26/11/2026 13:30"),
        ("16/02/2026 10:00", "24/02/2026 07:00"),
    ],
)
def test_a_question_is_late_when_a_whole_working_day_has_gone(since: str, late: str) -> None:
    assert HOURS.late_after(at(since)) == at(late)


def test_whoever_waits_longer_is_late_sooner() -> None:
    asked = [at(f"{day:02}/02/2026 {hour:02}:15") for day in range(9, 27) for hour in range(24)]
    late = [HOURS.late_after(moment) for moment in asked]
    assert late == sorted(late)


def test_moments_in_utc_are_the_same_moments() -> None:
    assert HOURS.opens_next(datetime(2026, 11, 23, 10, 0, tzinfo=UTC)) == at("25/11/2026 07:00")
    assert HOURS.is_open(datetime(2026, 11, 23, 0, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("07:00:00", "12:00:00"),
        ("13:30:00", "11:00:00"),
        ("opens = 07:00:00", "open = 07:00:00"),
        ("closes = 17:00:00", 'closes = "five"'),
    ],
)
def test_wrong_hours_name_the_file(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "somewhere" / "office_hours.toml"
    path.parent.mkdir()
    shutil.copyfile(FILE, path)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadData) as caught:
        read_office_hours(path)
    assert caught.value.place.startswith("somewhere/office_hours.toml")
