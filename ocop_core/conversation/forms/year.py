"""A year: as digits, or reckoned back from today."""

import re
from dataclasses import dataclass

from ocop_core import text as reading
from ocop_core.conversation.forms.field import Context, Field, Meant, Pass, Reading, Take
from ocop_core.text.days import STEPS

_AGO = re.compile(r"(?:^| )(\d{1,2}) nam")
_NAMED = re.compile(rf"(?:^| )nam ({'|'.join(STEPS)})(?: |$)")
_DIGITS = re.compile(r"(?:^| )(\d{4})(?= |$)")
FIRST = 1900


@dataclass(frozen=True, slots=True, kw_only=True)
class Year(Field):
    """A year between 1900 and today's."""

    def read(self, meant: Meant, at: Context) -> Reading:
        """Four digits, "năm ngoái", or "3 năm" counted back from today."""
        folded, today = reading.words(meant.text), at.world.today.year
        years = [int(digits) for digits in _DIGITS.findall(folded)]
        if not years:
            years = [today - int(count) for count in _AGO.findall(folded)]
        if not years and (named := _NAMED.search(folded)):
            years = [today + STEPS[named[1]]]
        if len(years) != 1:
            return Pass()
        return Take(years[0]) if FIRST <= years[0] <= today else self.retry(at)
