"""The register of certificates as officers read it: found by words, by number, by where they stand in their time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.db.models import Staff
from ocop_core.db.models_products import Certificate, Product
from ocop_core.db.models_promises import CertificateEvent
from ocop_core.rulebook.working_days import renewal_window
from ocop_core.services import access
from ocop_core.text import parse_phone, words

Standing = Literal["early", "open", "missed", "expired"]
STANDINGS: tuple[Standing, ...] = ("open", "missed", "expired", "early")
STATES = ("current", "superseded", "revoked", "lapsed")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an officer looks for; what is empty does not count. `closes_by`: whose window closes by that day."""

    search: str = ""
    unit: str = ""
    state: str = "current"
    standing: str = ""
    stars: int = 0
    closes_by: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register, with where it stands today and the days between which one may hand in."""

    certificate: Certificate
    product: Product
    standing: Standing
    opens: date
    closes: date


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, and how many there are in all."""

    total: int
    entries: Sequence[Entry]


def standing_of(expires_on: date, today: date) -> Standing:
    """Where a certificate stands on that day: before, in or behind its window, or run out."""
    window = renewal_window(expires_on)
    if today > expires_on:
        return "expired"
    if today < window.opens:
        return "early"
    return "open" if today <= window.closes else "missed"


def _between(standing: str, today: date) -> tuple[date | None, date | None]:
    """From which last day to which a certificate stands so; None where there is no edge."""
    opens = today + (date.max - renewal_window(date.max).opens)
    closes = today + (date.max - renewal_window(date.max).closes)
    day = timedelta(days=1)
    edges = {
        "expired": (None, today - day),
        "missed": (today, closes - day),
        "open": (closes, opens),
        "early": (opens + day, None),
    }
    return edges.get(standing, (None, None))


async def listed(
    session: AsyncSession, staff: Staff, wanted: Wanted, today: date, *, limit: int = 50, offset: int = 0
) -> Page:
    """The lines that fit in the officer's territory, what ends first on top."""
    fits = _fits(staff, wanted, today)
    base = select(Certificate, Product).join(Product, Product.id == Certificate.product_id).where(*fits)
    count = select(func.count()).select_from(Certificate).join(Product, Product.id == Certificate.product_id)
    total = await session.scalar(count.where(*fits)) or 0
    query = base.order_by(Certificate.expires_on, Certificate.id).limit(limit).offset(offset)
    return Page(total, [entry(row, today) for row in (await session.execute(query)).all()])


def _fits(staff: Staff, wanted: Wanted, today: date) -> list[Any]:
    fits: list[Any] = [Product.search.contains(word, autoescape=True) for word in _searched(wanted.search)]
    units = access.units_of(staff) if staff.active else ()
    if units is not None:
        fits.append(Product.unit.in_(units))
    if wanted.unit:
        fits.append(Product.unit == wanted.unit)
    if wanted.state in STATES:
        fits.append(Certificate.state == wanted.state)
    if wanted.stars:
        fits.append(Certificate.stars == wanted.stars)
    first, last = _between(wanted.standing, today)
    if first:
        fits.append(Certificate.expires_on >= first)
    if last:
        fits.append(Certificate.expires_on <= last)
    if wanted.closes_by:
        fits.append(Certificate.expires_on <= wanted.closes_by + (date.max - renewal_window(date.max).closes))
    return fits


def _searched(search: str) -> list[str]:
    phone = parse_phone(search)
    return [phone] if phone else words(search).split()


def entry(row: Any, today: date) -> Entry:
    """A line of a row with a certificate and its product."""
    certificate, product = row
    window = renewal_window(certificate.expires_on)
    return Entry(certificate, product, standing_of(certificate.expires_on, today), window.opens, window.closes)


async def one(session: AsyncSession, staff: Staff, certificate_id: int, today: date) -> Entry:
    """One line of the officer's own territory. Raises Refused."""
    certificate, product = await access.certificate(session, staff, certificate_id)
    window = renewal_window(certificate.expires_on)
    return Entry(certificate, product, standing_of(certificate.expires_on, today), window.opens, window.closes)


async def by_number(session: AsyncSession, staff: Staff, number: str, today: date) -> list[Entry]:
    """What bears this number, of the certificate or of the decision, within the officer's territory."""
    wanted = " ".join(number.split())
    named = or_(Certificate.number == wanted, Certificate.decision_no == wanted)
    query = select(Certificate, Product).join(Product, Product.id == Certificate.product_id).where(named)
    units = access.units_of(staff) if staff.active else ()
    if units is not None:
        query = query.where(Product.unit.in_(units))
    rows = await session.execute(query.order_by(Certificate.expires_on.desc()).limit(50))
    return [entry(row, today) for row in rows.all()]


async def calendar(session: AsyncSession, staff: Staff, today: date, *, unit: str = "") -> dict[str, int]:
    """How many current certificates of the territory stand where today, by standing."""
    counts: dict[str, int] = {}
    for standing in STANDINGS:
        fits = _fits(staff, Wanted(unit=unit, standing=standing), today)
        query = select(func.count()).select_from(Certificate).join(Product, Product.id == Certificate.product_id)
        counts[standing] = await session.scalar(query.where(*fits)) or 0
    return counts


async def by_unit(session: AsyncSession, staff: Staff, today: date) -> dict[str, dict[str, int]]:
    """The same for every commune of the territory that has a certificate."""
    found: dict[str, dict[str, int]] = {}
    for standing in STANDINGS:
        query: Any = select(Product.unit, func.count()).select_from(Certificate)
        query = query.join(Product, Product.id == Certificate.product_id)
        query = query.where(*_fits(staff, Wanted(standing=standing), today)).group_by(Product.unit)
        for unit, count in (await session.execute(query)).all():
            found.setdefault(unit, dict.fromkeys(STANDINGS, 0))[standing] = count
    return found


async def versions(session: AsyncSession, staff: Staff, product_id: int) -> Sequence[Certificate]:
    """All certificates a product has ever had, newest first. Raises Refused."""
    await access.product(session, staff, product_id)
    query = select(Certificate).where(Certificate.product_id == product_id)
    return (await session.scalars(query.order_by(Certificate.version.desc()))).all()


async def events(session: AsyncSession, staff: Staff, certificate_id: int) -> Sequence[CertificateEvent]:
    """The history of a certificate, newest first. Raises Refused."""
    await access.certificate(session, staff, certificate_id)
    query = select(CertificateEvent).where(CertificateEvent.certificate_id == certificate_id)
    return (await session.scalars(query.order_by(CertificateEvent.id.desc()))).all()


def search_text(product: Product) -> str:
    """The folded words by which a product is found: its name, its producer, its phone."""
    return search_words(product.name, product.producer, product.phone)


def search_words(name: str, producer: str, phone: str | None) -> str:
    """The same for what is not yet a row."""
    return f" {words(name)} {words(producer)} {phone or ''} "
