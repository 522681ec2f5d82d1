"""The dossiers of somebody who chats, kept as the engine sees them, without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from ocop_core.conversation.dossiers.changing import begun, changed, completed, told
from ocop_core.conversation.dossiers.effects import DossierAct, HandIn
from ocop_core.conversation.dossiers.looking import Renewal, Seed
from ocop_core.conversation.dossiers.view import DossierView
from ocop_core.conversation.effects import Submit
from ocop_core.conversation.events.facts import DeclineEvent, EventView, JoinEvent, TellWho
from ocop_core.conversation.turn import Out
from ocop_core.conversation.world import Need
from ocop_core.rulebook import dossier_steps

STARTS, ENDS = datetime(2026, 12, 4, 0, 30, tzinfo=UTC), datetime(2026, 12, 4, 4, 0, tzinfo=UTC)
_CLASS = EventView(
    id=12,
    kind="class",
    title="Tập huấn nhãn hàng hóa",
    text="",
    place="Hội trường xã",
    map_url="",
    starts_at=STARTS,
    ends_at=ENDS,
    closes_on=date(2026, 12, 2),
    left=3,
    papers="nhãn đang dùng",
    state="open",
)
EVENTS = {
    "class": _CLASS,
    "full": replace(_CLASS, left=0),
    "stranger": replace(_CLASS, named=False, phoned=False),
    "elsewhere": replace(_CLASS, may=False),
    "closed": replace(_CLASS, state="closed"),
    "fair": replace(_CLASS, id=13, kind="fair", title="Hội chợ Tết", papers="", makes=("Mắm cá lóc", "Khô cá sặc")),
}


class Shelf(dict[Need[Any], Any]):
    """Facts, of which those about dossiers are what was done with them so far."""

    def __init__(self, known: dict[Need[Any], Any] | None = None) -> None:
        super().__init__(known or {})
        # Every file that is sent here has arrived.
        self.update({Need("file_kept", str(number)): True for number in range(1, 200)} if known else {})
        self.dossiers: dict[str, DossierView] = {}
        self.renewals: tuple[Renewal, ...] = ()
        self.seeds: tuple[Seed, ...] = ()
        self.events: dict[int, EventView] = {}

    def __missing__(self, need: Need[Any]) -> Any:
        """What is on the shelf."""
        known = {"seeds": self.seeds, "renewals": self.renewals}
        if need.name == "dossier":
            return self.dossiers.get(need.about)
        if need.name == "dossiers":
            return tuple(reversed(self.dossiers.values()))
        if need.name == "event":
            return self.events.get(int(need.about))
        if need.name in ("events", "my_events"):
            mine = ("going", "waiting", "offered")
            return tuple(v for v in self.events.values() if need.name == "events" or v.mine in mine)
        return known[need.name]

    def carry_out(self, out: Out, today: date) -> None:
        """Does what the services would do."""
        match out:
            case Submit(form="dossier", answers=answers, code=code):
                known = self.dossiers.get(str(answers.get("dossier")))
                view = completed(known, answers) if known else begun(answers, code, "QD26")
                self.dossiers[view.code] = replace(view, certificate=answers.get("certificate"))
            case Submit(form="dossier_report", answers=answers):
                code = str(answers["dossier"])
                self.dossiers[code] = told(self.dossiers[code], answers)
            case JoinEvent(event=number, products=products):
                self.events[number] = _joined(self.events[number], products)
            case TellWho(event=number, name=name, phone=phone):
                view = self.events[number]
                self.events[number] = replace(view, named=view.named or bool(name), phoned=view.phoned or bool(phone))
            case DeclineEvent(event=number):
                self.events[number] = replace(self.events[number], mine="cancelled", code="")
            case DossierAct(code=code):
                view = changed(self.dossiers[code], out)
                if isinstance(out, HandIn):
                    view = replace(view, due_on=dossier_steps.due("submitted", view.kind, view.edition, today))
                self.dossiers[code] = view

    def returns(self, paper: str, comment: str) -> None:
        """The commune gives the latest dossier back for one paper."""
        code, view = next(reversed(self.dossiers.items()))
        sheets = tuple(
            replace(sheet, state="returned", comment=comment)
            if sheet.paper == paper
            else replace(sheet, state="accepted")
            for sheet in view.sheets
        )
        self.dossiers[code] = replace(view, state="returned", sheets=sheets, due_on=None)

    def twin(self) -> "Shelf":
        """The same shelf once more."""
        other = Shelf(dict(self))
        other.dossiers, other.renewals, other.seeds = dict(self.dossiers), self.renewals, self.seeds
        other.events = dict(self.events)
        return other


def _joined(view: EventView, products: tuple[str, ...]) -> EventView:
    """A place where one is free or was offered, else one in the line."""
    if view.left == 0 and view.mine != "offered":
        return replace(view, mine="waiting", line=2)
    return replace(view, mine="going", code="VX-7K3MP", products=products)
