"""Office files: the forms of a dossier filled in, and a whole dossier packed."""

import time
from typing import TYPE_CHECKING

from bench.report import Figure, middle
from ocop_core.office.word import fill
from tests.office import samples

if TYPE_CHECKING:
    from bench.__main__ import Plan

TARGET = 0.5
FORMS = (
    ("Mẫu số 01", samples.registration()),
    ("Mẫu số 02, 34 criteria, 50 papers", samples.long()[1]),
    ("Mẫu số 03", samples.commune_report()),
    ("list of contents, 50 papers", samples.contents()),
)


async def measure(plan: "Plan") -> list[Figure]:
    """The first of each is left out: it loads the libraries."""
    return [_filled(name, form, 5 if plan.quick else 40) for name, form in FORMS]


def _filled(name: str, form: samples.Form, times: int) -> Figure:
    fill(form)
    took = []
    for _ in range(times):
        began = time.perf_counter()
        fill(form)
        took.append(time.perf_counter() - began)
    note = f"slowest of {times}: {max(took):.2f} s"
    return Figure(f"office, {name}", "s", middle(took), min(took), target=TARGET, want="at most", note=note)
