"""Questions with their answers, their history, and what had none"""

import sqlalchemy as sa
from alembic import op
from ocop_core.db.types import Id, Json, Moment

revision = '0004'
down_revision = '0003'


def upgrade() -> None:
    op.create_table('knowledge_entry',
    sa.Column('id', sa.String(length=60), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('also', Json(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('checked', sa.Date(), nullable=False),
    sa.Column('certainty', sa.String(length=10), nullable=False),
    sa.Column('next', Json(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('origin', sa.String(length=8), nullable=False),
    sa.Column('changed_at', Moment(), nullable=False),
    sa.Column('changed_by', Id, nullable=True),
    sa.ForeignKeyConstraint(['changed_by'], ['staff.id'], name=op.f('fk_knowledge_entry_changed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_knowledge_entry'))
    )
    op.create_table('knowledge_version',
    sa.Column('id', Id, nullable=False),
    sa.Column('entry_id', sa.String(length=60), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('staff_id', Id, nullable=True),
    sa.Column('before', Json(), nullable=True),
    sa.ForeignKeyConstraint(['entry_id'], ['knowledge_entry.id'], name=op.f('fk_knowledge_version_entry_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_knowledge_version_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_knowledge_version'))
    )
    with op.batch_alter_table('knowledge_version', schema=None) as batch_op:
        batch_op.create_index('ix_knowledge_version_entry', ['entry_id', 'id'], unique=False)

    op.create_table('unanswered',
    sa.Column('id', Id, nullable=False),
    sa.Column('folded', sa.String(), nullable=False),
    sa.Column('sample', sa.Text(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('first_at', Moment(), nullable=False),
    sa.Column('last_at', Moment(), nullable=False),
    sa.Column('unit', sa.String(length=5), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('entry_id', sa.String(length=60), nullable=True),
    sa.ForeignKeyConstraint(['entry_id'], ['knowledge_entry.id'], name=op.f('fk_unanswered_entry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unanswered')),
    sa.UniqueConstraint('folded', name=op.f('uq_unanswered_folded'))
    )
    with op.batch_alter_table('unanswered', schema=None) as batch_op:
        batch_op.create_index('ix_unanswered_state', ['state', 'count'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('unanswered', schema=None) as batch_op:
        batch_op.drop_index('ix_unanswered_state')

    op.drop_table('unanswered')
    with op.batch_alter_table('knowledge_version', schema=None) as batch_op:
        batch_op.drop_index('ix_knowledge_version_entry')

    op.drop_table('knowledge_version')
    op.drop_table('knowledge_entry')
