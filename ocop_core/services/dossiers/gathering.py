"""Gathers all that is known of a dossier, for its forms and its archive."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.dossiers.view import DossierView
from ocop_core.conversation.forms.reading import at_start
from ocop_core.conversation.world import Knowledge
from ocop_core.db.models import Idea
from ocop_core.db.models_dossiers import Dossier
from ocop_core.db.models_products import Product
from ocop_core.rulebook.places import Unit
from ocop_core.services.dossiers import exhibits, records
from ocop_core.services.dossiers.exhibits import Listed


@dataclass(frozen=True, slots=True)
class Gathered:
    """A dossier with all that its forms are written from. `notes` are the producer's words by criterion code."""

    knowledge: Knowledge
    today: date
    view: DossierView
    product: str
    told: Mapping[str, Any]
    notes: Mapping[str, str]
    judgment: Mapping[str, Any]
    papers: tuple[Listed, ...]

    @property
    def unit(self) -> Unit:
        """The commune that takes it."""
        return self.knowledge.province.unit(self.view.unit)

    def say(self, key: str, **params: object) -> str:
        """Words."""
        return self.knowledge.words.say(key, params)

    def tell(self, name: str) -> str:
        """What the producer told; empty where they did not."""
        return str(self.told.get(name) or "")

    def option(self, words: str, name: str) -> str:
        """What the producer chose, in the words of the forms; empty where there are none."""
        key = f"office.{words}.{self.tell(name)}"
        return self.knowledge.words.say(key) if self.knowledge.words.has(key) else ""

    def judged(self, name: str) -> str:
        """What the commune wrote; empty where it did not."""
        return str(self.judgment.get(name) or "")


async def gather(session: AsyncSession, knowledge: Knowledge, row: Dossier, today: date) -> Gathered:
    """Reads a dossier. What was told of the idea it grew out of counts where the dossier says nothing."""
    view = await records.view(session, row)
    product = await session.get_one(Product, row.product_id)
    idea = await session.get(Idea, row.idea_id) if row.idea_id else None
    before = {key: value for key, value in (idea.more if idea else {}).items() if isinstance(value, str)}
    known = {"producer": product.producer, "phone": product.phone, "producer_kind": product.producer_kind}
    told = {key: value for key, value in row.answers.items() if value}
    return Gathered(
        knowledge=knowledge,
        today=today,
        view=view,
        product=at_start(product.name),
        told={**before, **{key: value for key, value in known.items() if value}, **told},
        notes={code: said.get("note", "") for code, said in row.scores.items()},
        judgment=row.judgment,
        papers=exhibits.listed(view, today),
    )
