"""Writes an owed message as an approved template: which field gets what, and the two forms of the request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.channels.base import Parcel
from ocop_core.clock import local_day
from ocop_core.db.models_channels import Template
from ocop_core.services.channels.ways import Way
from ocop_core.settings_zalo import UidBody

FIELD = 400
TRACKING = 48


@dataclass(frozen=True, slots=True)
class Facts:
    """What may stand in a template's field."""

    text: str
    name: str
    day: datetime


SOURCES: dict[str, Callable[[Facts], str]] = {
    "text": lambda facts: facts.text,
    "first_line": lambda facts: facts.text.split("\n", 1)[0],
    "name": lambda facts: facts.name,
    "date": lambda facts: f"{local_day(facts.day):%d/%m/%Y}",
}


def filled(template: Template, facts: Facts) -> dict[str, str]:
    """The template's data. A source that begins with `=` is meant literally."""
    made = {}
    for field, source in template.fields.items():
        known = SOURCES.get(source)
        value = source.removeprefix("=") if known is None else known(facts)
        made[field] = " ".join(value.split())[:FIELD]
    return made


def by_user(parcel: Parcel, template: Template, data: Mapping[str, str], form: UidBody) -> dict[str, Any]:
    """The request by user id; the sources disagree about where the id stands."""
    whom: dict[str, Any] = {"user_id": parcel.address}
    if form == "recipient":
        whom = {"recipient": whom}
    return {**whom, "template_id": template.outside_id, "template_data": dict(data)}


def by_phone(parcel: Parcel, way: Way, template: Template, data: Mapping[str, str]) -> dict[str, Any]:
    """The request by phone number, in international form."""
    phone = "84" + way.phone.removeprefix("0")
    tracking = f"ocop-{parcel.id}"[:TRACKING]
    return {"phone": phone, "template_id": template.outside_id, "template_data": dict(data), "tracking_id": tracking}
