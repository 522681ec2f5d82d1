"""Trainings and fairs: what is held, who comes, what they were told, what was said afterwards"""

import sqlalchemy as sa
from alembic import op
from ocop_core.db.types import Id, Json, Moment

revision = '0017'
down_revision = '0016'


def upgrade() -> None:
    op.create_table('event',
    sa.Column('id', Id, nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('map_url', sa.Text(), nullable=False),
    sa.Column('unit', sa.String(length=5), nullable=True),
    sa.Column('starts_at', Moment(), nullable=False),
    sa.Column('ends_at', Moment(), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('closes_on', sa.Date(), nullable=False),
    sa.Column('audience', Json(), nullable=False),
    sa.Column('papers', sa.Text(), nullable=False),
    sa.Column('picture', Json(), nullable=True),
    sa.Column('materials', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('author_id', Id, nullable=True),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('changed_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['staff.id'], name=op.f('fk_event_author_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index('ix_event_state', ['state', 'starts_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_unit'), ['unit'], unique=False)

    op.create_table('registration',
    sa.Column('id', Id, nullable=False),
    sa.Column('event_id', Id, nullable=False),
    sa.Column('person_id', Id, nullable=True),
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('phone', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('queue', sa.Integer(), nullable=False),
    sa.Column('offered_until', Moment(), nullable=True),
    sa.Column('products', Json(), nullable=False),
    sa.Column('approval', sa.String(length=8), nullable=False),
    sa.Column('answers', Json(), nullable=False),
    sa.Column('walked_in', sa.Boolean(), nullable=False),
    sa.Column('came_at', Moment(), nullable=True),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('changed_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_registration_event_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_registration_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration')),
    sa.UniqueConstraint('code', name=op.f('uq_registration_code')),
    sa.UniqueConstraint('event_id', 'person_id', name=op.f('uq_registration_event_id_person_id'))
    )
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.create_index('ix_registration_line', ['event_id', 'state', 'queue'], unique=False)
        batch_op.create_index('ix_registration_person', ['person_id', 'id'], unique=False)
        batch_op.create_index('ix_registration_offered', ['state', 'offered_until'], unique=False)

    op.create_table('event_notice',
    sa.Column('id', Id, nullable=False),
    sa.Column('registration_id', Id, nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('stamp', sa.BigInteger(), nullable=False),
    sa.Column('detail', Json(), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('told_at', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_event_notice_registration_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_notice')),
    sa.UniqueConstraint('registration_id', 'kind', 'stamp', name=op.f('uq_event_notice_registration_id_kind_stamp'))
    )
    with op.batch_alter_table('event_notice', schema=None) as batch_op:
        batch_op.create_index('ix_event_notice_state', ['state', 'id'], unique=False)

    op.create_table('event_history',
    sa.Column('id', Id, nullable=False),
    sa.Column('event_id', Id, nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('staff_id', Id, nullable=True),
    sa.Column('act', sa.String(length=12), nullable=False),
    sa.Column('detail', Json(), nullable=True),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_history_event_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_event_history_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_history'))
    )
    with op.batch_alter_table('event_history', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_history_event_id'), ['event_id'], unique=False)

    op.add_column('announcement', sa.Column('event_id', Id, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('announcement', schema=None) as batch_op:
        batch_op.drop_column('event_id')
    op.drop_table('event_history')
    op.drop_table('event_notice')
    op.drop_table('registration')
    op.drop_table('event')
