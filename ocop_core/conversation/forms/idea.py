"""The forms of the chat: the idea of a product, more about it, an answer to an officer, a call for one."""

from collections.abc import Mapping
from typing import Any

from ocop_core.conversation.forms.basic import OneOf, Text, Whole
from ocop_core.conversation.forms.form import Form
from ocop_core.conversation.forms.name import Name
from ocop_core.conversation.forms.phone import Phone
from ocop_core.conversation.forms.place import Place
from ocop_core.conversation.forms.set_of import SetOf
from ocop_core.conversation.forms.several import SomeOf
from ocop_core.conversation.forms.year import Year

KINDS = ("person", "household", "group", "cooperative", "farm", "company", "association")


def registered(answers: Mapping[str, Any]) -> bool:
    """Whether the producer has a business registration (chủ thể theo QĐ 26/2026/QĐ-TTg, Điều 2.3)."""
    return answers.get("producer_kind") not in (None, "person")


def selling(answers: Mapping[str, Any]) -> bool:
    """Whether the product is already on sale."""
    return answers.get("novelty") == "existing"


IDEA = Form(
    "idea",
    (
        Name(id="name", at_most=120),
        SetOf(id="set"),
        OneOf(id="novelty", options=("existing", "trial", "idea"), yes="existing", no="idea"),
        Place(id="place"),
        Text(id="material", suggest=("own", "commune", "province", "outside")),
        OneOf(id="producer_kind", options=KINDS),
        Phone(id="phone"),
    ),
    files="photos",
)

MORE = Form(
    "idea_more",
    (
        OneOf(id="call", options=("co", "chu", "anh", "chi"), optional=True),
        Text(id="owner", at_most=80, optional=True, people=True),
        Text(id="hamlet", at_most=120, optional=True),
        Text(id="licence", at_most=120, optional=True, when=registered, letters=False),
        Year(id="since", optional=True, when=selling),
        OneOf(id="origin", options=("tradition", "improved", "local"), optional=True),
        Whole(id="local_share", high=100, optional=True),
        Text(id="unique", at_most=400, optional=True),
        Text(id="output", at_most=120, optional=True, letters=False, at_least=1),
        Whole(id="workers", high=10_000, optional=True),
        Text(id="method", at_most=400, optional=True, suggest=("hand", "machine")),
        OneOf(id="market", options=("commune", "province", "outside", "shops", "export"), optional=True),
        SomeOf(
            id="papers",
            options=("licence", "food", "test", "declared", "mark", "barcode", "quality"),
            optional=True,
        ),
        OneOf(id="stars", options=("three", "four", "five", "unsure"), optional=True),
        Text(id="when", at_most=80, optional=True, suggest=("next", "later", "unsure")),
        SomeOf(
            id="support",
            options=("packaging", "mark", "test", "food", "capital", "training", "sales"),
            optional=True,
        ),
    ),
    files="photos",
)

REPLY = Form(
    "idea_reply",
    (Text(id="text", at_most=1000, at_least=1, letters=False, or_files=True, questions=True),),
    files="photos",
)

OFFICER = Form("officer", (Text(id="about", at_most=1000, questions=True), Place(id="place"), Phone(id="phone")))
