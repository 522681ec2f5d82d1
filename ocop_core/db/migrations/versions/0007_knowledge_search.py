"""The words by which officers find what the chat knows"""

import sqlalchemy as sa
from alembic import op
from ocop_core.db.types import Json
from ocop_core.text import words

revision = '0007'
down_revision = '0006'


def upgrade() -> None:
    op.add_column('knowledge_entry', sa.Column('search', sa.Text(), server_default='', nullable=False))
    entry = sa.table(
        'knowledge_entry', *(sa.column(name) for name in ('id', 'question', 'answer', 'source', 'search')),
        sa.column('also', Json()),
    )
    here = op.get_bind()
    for row in here.execute(sa.select(entry)).all():
        text = f" {words(' '.join((row.question, *row.also, row.answer, row.source)))} "
        here.execute(sa.update(entry).where(entry.c.id == row.id).values(search=text))


def downgrade() -> None:
    op.drop_column('knowledge_entry', 'search')
