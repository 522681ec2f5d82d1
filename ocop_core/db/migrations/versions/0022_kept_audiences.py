"""Audiences of announcements that are kept under a name, to be used again"""

import sqlalchemy as sa
from alembic import op

from ocop_core.db.types import Id, Json, Moment

revision = '0022'
down_revision = '0021'


def upgrade() -> None:
    op.create_table('kept_audience',
    sa.Column('id', Id, nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('unit', sa.String(length=5), nullable=True),
    sa.Column('staff_id', Id, nullable=True),
    sa.Column('audience', Json(), nullable=False),
    sa.Column('created_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_kept_audience_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_audience'))
    )
    with op.batch_alter_table('kept_audience', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_kept_audience_unit'), ['unit'], unique=False)


def downgrade() -> None:
    op.drop_table('kept_audience')
