"""Which unasked messages people want"""

import sqlalchemy as sa
from alembic import op
from ocop_core.db.types import Id, Moment

revision = '0010'
down_revision = '0009'


def upgrade() -> None:
    op.create_table('preference',
    sa.Column('person_id', Id, autoincrement=False, nullable=False),
    sa.Column('reminders', sa.Boolean(), nullable=False),
    sa.Column('announcements', sa.Boolean(), nullable=False),
    sa.Column('changed_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_preference_person_id')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_preference'))
    )


def downgrade() -> None:
    op.drop_table('preference')
