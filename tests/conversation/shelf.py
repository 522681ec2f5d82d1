"""The dossiers of somebody who chats, kept as the engine sees them, without a database."""

from dataclasses import replace
from datetime import date
from typing import Any

from ocop_core.conversation.dossiers.changing import begun, changed, completed, told
from ocop_core.conversation.dossiers.effects import DossierAct, HandIn
from ocop_core.conversation.dossiers.looking import Renewal, Seed
from ocop_core.conversation.dossiers.view import DossierView
from ocop_core.conversation.effects import Submit
from ocop_core.conversation.turn import Out
from ocop_core.conversation.world import Need
from ocop_core.rulebook import dossier_steps


class Shelf(dict[Need[Any], Any]):
    """Facts, of which those about dossiers are what was done with them so far."""

    def __init__(self, known: dict[Need[Any], Any] | None = None) -> None:
        super().__init__(known or {})
        self.dossiers: dict[str, DossierView] = {}
        self.renewals: tuple[Renewal, ...] = ()
        self.seeds: tuple[Seed, ...] = ()

    def __missing__(self, need: Need[Any]) -> Any:
        """What is on the shelf."""
        known = {"seeds": self.seeds, "renewals": self.renewals}
        if need.name == "dossier":
            return self.dossiers.get(need.about)
        if need.name == "dossiers":
            return tuple(reversed(self.dossiers.values()))
        if need.name == "event":
            return None
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
        return other
