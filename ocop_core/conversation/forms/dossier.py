"""The forms of a dossier: what is needed to say which papers it takes, and the words of Mẫu 01 and Mẫu 02."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from ocop_core.conversation.forms.basic import OneOf, Text
from ocop_core.conversation.forms.field import When
from ocop_core.conversation.forms.form import Form
from ocop_core.conversation.forms.idea import KINDS
from ocop_core.conversation.forms.name import Name
from ocop_core.conversation.forms.phone import Phone
from ocop_core.conversation.forms.place import Place
from ocop_core.conversation.forms.printed import AS_IS, Printed, unmarked
from ocop_core.conversation.forms.set_in import SetIn
from ocop_core.conversation.forms.stars import STARS, Stars
from ocop_core.rulebook.sets import SETS_IN_ALL

# Questions of yes and no, and the fact of a producer that each tells.
FACTS: Mapping[str, str] = {
    "small": "small_scale",
    "system": "certified_system",
    "publish": "must_publish",
    "permit": "licence_required",
    "advertises": "advertises",
    "serves_food": "serves_food",
    "species": "controlled_species",
    "sign": "protected_sign",
}
# Questions of yes and no, and the sets whose criteria or papers turn on them.
ASKED_OF: Mapping[str, Collection[int]] = {
    "small": range(1, 14),
    "system": (*range(1, 18), 19, 20, 21),
    "publish": (21, 22),
    "permit": (17,),
    "advertises": (18,),
    "serves_food": (26,),
    "species": (23, 24, 25),
}
LONG = 500


def whole(answers: Mapping[str, Any]) -> bool:
    """A dossier is wanted, and not only a score."""
    return not answers.get("trial")


def _of(sets: Collection[int]) -> When:
    return lambda answers: whole(answers) and answers.get("set") in sets


def _ways() -> tuple[int, ...]:
    """One set for each way that the questions can go on, without those that ask less than another."""
    ways = {frozenset(q for q, sets in ASKED_OF.items() if no in sets): no for no in range(1, SETS_IN_ALL + 1)}
    return tuple(no for asked, no in ways.items() if not any(asked < more for more in ways))


def _kind(wanted: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda answers: answers.get("kind") == wanted


DOSSIER = Form(
    "dossier",
    (
        Name(id="name", at_most=120),
        SetIn(id="set"),
        Place(id="place"),
        OneOf(id="producer_kind", options=KINDS, when=whole),
        *(OneOf(id=q, options=("yes", "no"), yes="yes", no="no", when=_of(sets)) for q, sets in ASKED_OF.items()),
        Stars(id="stars", options=tuple(STARS), when=whole),
        Phone(id="phone", when=whole),
    ),
    forks=(("set", _ways()),),
)

REPORT = Form(
    "dossier_report",
    (
        Printed(id="printed", at_most=120, optional=True, suggest=(AS_IS,), when=unmarked),
        Text(id="producer", at_most=160),
        Text(id="owner", at_most=80, people=True),
        Text(id="owner_title", at_most=80, optional=True, suggest=("owner", "director")),
        OneOf(id="gender", options=("woman", "man"), optional=True),
        Text(id="ethnic", at_most=40, optional=True, suggest=("kinh", "khmer", "cham", "hoa")),
        Text(id="address", at_most=200),
        Text(id="residence", at_most=200, optional=True, suggest=("same",)),
        Text(id="email", at_most=120, optional=True, letters=False),
        Text(id="licence", at_most=120, letters=False),
        Text(id="spec", at_most=200, optional=True),
        OneOf(id="sign", options=("yes", "no"), yes="yes", no="no", optional=True),
        Text(id="history", at_most=LONG),
        Text(id="structure", at_most=LONG, optional=True),
        Text(id="area", at_most=LONG),
        Text(id="changes", at_most=LONG, optional=True),
        Text(id="market", at_most=LONG),
        Text(id="revenue", at_most=LONG, letters=False),
        Text(id="plan", at_most=LONG),
        Text(id="update", at_most=LONG, when=_kind("renewal")),
        Text(id="change", at_most=LONG, when=_kind("upgrade")),
    ),
)
REPORT_FIELDS = tuple(field.id for field in REPORT.fields)
