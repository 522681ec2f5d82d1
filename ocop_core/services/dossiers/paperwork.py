"""What the commune's office writes on the forms of a dossier by its own books: numbers, dates, who signs."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.clock import local_day
from ocop_core.db.models import Staff
from ocop_core.db.models_dossiers import Dossier
from ocop_core.errors import Refused
from ocop_core.services import access
from ocop_core.services.dossiers import records, reviewing

# Mẫu số 01, back: number, day and clerk; the product's running number; Mẫu số 03: number, day and who signs.
TEXTS = ("receipt_no", "received_by", "product_no", "report_no", "signer_title", "signer")
DAYS = ("received_on", "report_on")
FIELDS = (
    "receipt_no", "received_on", "received_by", "product_no", "report_no", "report_on", "signer_title", "signer",
)  # fmt: skip
LONGEST = 80
DIGITS = 4


def kept(row: Dossier) -> dict[str, str]:
    """What is written so far; days as 2026-12-04."""
    return {name: str(row.judgment.get(name) or "") for name in FIELDS}


async def write(
    session: AsyncSession,
    staff: Staff,
    dossier_id: int,
    texts: Mapping[str, str],
    days: Mapping[str, date | None],
    at: datetime,
    version: int | None = None,
) -> Dossier:
    """Keeps what is given, each of it optional. Raises Refused: too long, no number, a day to come, a stale page."""
    row = await access.dossier_to_change(session, staff, dossier_id)
    said = {name: " ".join(texts.get(name, "").split()) for name in TEXTS}
    _check(said, days, local_day(at))
    number = said["product_no"]
    told = {name: day.isoformat() if (day := days.get(name)) else "" for name in DAYS}
    written = {**said, "product_no": number.zfill(3) if number else "", **told}
    if written == kept(row):
        return row
    records.check_version(row, version)
    row.judgment = {**row.judgment, **written}
    await reviewing.record(session, staff, row, "paperwork", at)
    records.touch(row, at)
    return row


def _check(said: Mapping[str, str], days: Mapping[str, date | None], today: date) -> None:
    if any(len(words) > LONGEST for words in said.values()):
        raise Refused("admin_paperwork.too_long", limit=LONGEST)
    number = said["product_no"]
    if number and not (number.isascii() and number.isdecimal() and len(number) <= DIGITS):
        raise Refused("admin_paperwork.product_no_wrong", digits=DIGITS)
    for day in days.values():
        if day is not None and day > today:
            raise Refused("admin_paperwork.day_future", day=f"{day:%d/%m/%Y}")
