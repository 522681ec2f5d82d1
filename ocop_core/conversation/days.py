"""Days as one can act on them: "thứ Sáu 22/01/2027, còn 60 ngày"."""

from datetime import date

from ocop_core.i18n import Words


def day_said(words: Words, day: date) -> str:
    """The weekday and the date: "thứ Sáu 22/01/2027"."""
    return words.say(
        "nav.day", {"weekday": words.say(f"officer.weekday.{day.isoweekday()}"), "date": f"{day:%d/%m/%Y}"}
    )


def day_left(words: Words, day: date, today: date) -> str:
    """The day and how far off it is: "thứ Sáu 22/01/2027, còn 60 ngày"; of a past day how long ago it was."""
    days = (day - today).days
    key = "nav.day_today" if days == 0 else "nav.day_left" if days > 0 else "nav.day_past"
    return words.say(key, {"day": day_said(words, day), "days": abs(days)})
