"""The words by which officers find a product: one formula for all, name, producer and phone"""

import sqlalchemy as sa
from alembic import op
from ocop_core.text import words

revision = '0018'
down_revision = '0017'


def upgrade() -> None:
    product = sa.table('product', *(sa.column(name) for name in ('id', 'name', 'producer', 'phone', 'search')))
    here = op.get_bind()
    mended = []
    for row in here.execute(sa.select(product)).all():
        text = f" {words(row.name)} {words(row.producer or '')} {row.phone or ''} "
        if text != row.search:
            mended.append({'of': row.id, 'text': text})
    if mended:
        change = sa.update(product).where(product.c.id == sa.bindparam('of')).values(search=sa.bindparam('text'))
        here.execute(change, mended)


def downgrade() -> None:
    """Nothing to take back: what the program before found by, it still finds by."""
