"""The idea of a product: seven short questions, and more only for who goes on."""

from ocop_core.conversation.forms.basic import OneOf, Phone, SomeOf, Text, Whole
from ocop_core.conversation.forms.form import Form
from ocop_core.conversation.forms.ocop import Place, SetOf, Year, registered, selling

KINDS = ("person", "household", "group", "cooperative", "farm", "company", "association")

IDEA = Form(
    "idea",
    (
        Text(id="name", at_most=120),
        SetOf(id="set"),
        OneOf(id="novelty", options=("existing", "trial", "idea")),
        Place(id="place"),
        Text(id="material"),
        OneOf(id="producer_kind", options=KINDS),
        Phone(id="phone"),
    ),
    files="photos",
)

MORE = Form(
    "idea_more",
    (
        Text(id="owner", at_most=80, optional=True),
        OneOf(id="call", options=("co", "chu", "anh", "chi"), optional=True),
        Text(id="hamlet", at_most=120, optional=True),
        Text(id="licence", at_most=120, optional=True, when=registered),
        Year(id="since", optional=True, when=selling),
        OneOf(id="origin", options=("tradition", "improved", "local"), optional=True),
        Whole(id="local_share", high=100, optional=True),
        Text(id="unique", at_most=600, optional=True),
        Text(id="output", at_most=120, optional=True),
        Whole(id="workers", high=10_000, optional=True),
        Text(id="method", at_most=600, optional=True),
        OneOf(id="market", options=("commune", "province", "outside", "shops", "export"), optional=True),
        SomeOf(
            id="papers",
            options=("licence", "food", "test", "declared", "mark", "barcode", "quality"),
            optional=True,
        ),
        OneOf(id="stars", options=("three", "four", "five", "unsure"), optional=True),
        Text(id="when", at_most=80, optional=True),
        SomeOf(
            id="support",
            options=("packaging", "mark", "test", "food", "capital", "training", "sales"),
            optional=True,
        ),
    ),
    files="photos",
)

REPLY = Form("idea_reply", (Text(id="text", at_most=1500, at_least=1),), files="photos")

OFFICER = Form("officer", (Text(id="about", at_most=1500), Place(id="place"), Phone(id="phone")))
