"""What a paper with a day of its own is called: by its kind, or as the dossier calls it with which it came."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ocop_core.conversation.dossiers.view import paper_of
from ocop_core.db.models_dossiers import Dossier
from ocop_core.db.models_products import Product
from ocop_core.db.models_promises import DatedPaper
from ocop_core.i18n import Words
from ocop_core.rulebook.editions import edition

# Of these a producer has one for each product; of the others one serves for all.
OF_PRODUCT = frozenset({"test", "contract", "other"})


async def named(session: AsyncSession, words: Words, rows: Sequence[DatedPaper]) -> dict[int, str]:
    """The names of these papers, as they stand within a sentence, by their numbers."""
    came_with = {row.dossier_id for row in rows if row.dossier_id is not None}
    query = select(Dossier.id, Dossier.edition, Product.name).join(Product, Product.id == Dossier.product_id)
    found = (await session.execute(query.where(Dossier.id.in_(came_with)))).all() if came_with else ()
    dossiers = {number: (law, product) for number, law, product in found}
    return {row.id: _name(words, row, dossiers) for row in rows}


def _name(words: Words, row: DatedPaper, dossiers: dict[int, tuple[str, str]]) -> str:
    if row.dossier_id is None:
        return words.say(f"dated_paper.kind.{row.kind}_name")
    law, product = dossiers[row.dossier_id]
    name = paper_of(edition(law), row.paper).name
    within = name[:1].lower() + name[1:]
    if row.kind not in OF_PRODUCT:
        return within
    return words.say("dated_paper.of_product", {"paper": within, "product": product})
