"""Reports of communes: periods, what was reported, reminders, targets of the year, weekly letters"""

import sqlalchemy as sa
from alembic import op
from ocop_core.db.types import Id, Json, Moment

revision = '0014'
down_revision = '0013'


def upgrade() -> None:
    op.create_table('report_period',
    sa.Column('id', Id, nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=12), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('begins_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('created_at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_period')),
    sa.UniqueConstraint('year', 'key', 'title', name=op.f('uq_report_period_year_key_title'))
    )
    with op.batch_alter_table('report_period', schema=None) as batch_op:
        batch_op.create_index('ix_report_period_due', ['due_on'], unique=False)

    op.create_table('report',
    sa.Column('id', Id, nullable=False),
    sa.Column('period_id', Id, nullable=False),
    sa.Column('unit', sa.String(length=5), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('figures', Json(), nullable=False),
    sa.Column('answers', Json(), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('staff_id', Id, nullable=True),
    sa.Column('sent_at', Moment(), nullable=True),
    sa.Column('changed_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['period_id'], ['report_period.id'], name=op.f('fk_report_period_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_report_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report')),
    sa.UniqueConstraint('period_id', 'unit', name=op.f('uq_report_period_id_unit'))
    )
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.create_index('ix_report_unit', ['unit', 'id'], unique=False)

    op.create_table('report_reminder',
    sa.Column('id', Id, nullable=False),
    sa.Column('period_id', Id, nullable=False),
    sa.Column('unit', sa.String(length=5), nullable=False),
    sa.Column('stage', sa.String(length=12), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['period_id'], ['report_period.id'], name=op.f('fk_report_reminder_period_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_reminder')),
    sa.UniqueConstraint('period_id', 'unit', 'stage', name=op.f('uq_report_reminder_period_id_unit_stage'))
    )
    op.create_table('staff_digest',
    sa.Column('staff_id', Id, nullable=False),
    sa.Column('monday', sa.Date(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('chat_id', Id, nullable=True),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_staff_digest_staff_id')),
    sa.PrimaryKeyConstraint('staff_id', 'monday', name=op.f('pk_staff_digest'))
    )
    op.create_table('year_target',
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=20), nullable=False),
    sa.Column('low', sa.Integer(), nullable=False),
    sa.Column('high', sa.Integer(), nullable=True),
    sa.Column('changed_at', Moment(), nullable=False),
    sa.Column('changed_by', Id, nullable=True),
    sa.ForeignKeyConstraint(['changed_by'], ['staff.id'], name=op.f('fk_year_target_changed_by')),
    sa.PrimaryKeyConstraint('year', 'key', name=op.f('pk_year_target'))
    )
    op.create_table('report_event',
    sa.Column('id', Id, nullable=False),
    sa.Column('report_id', Id, nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('act', sa.String(length=10), nullable=False),
    sa.Column('staff_id', Id, nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_report_event_report_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_report_event_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_event'))
    )
    with op.batch_alter_table('report_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_event_report_id'), ['report_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('report_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_event_report_id'))

    op.drop_table('report_event')
    op.drop_table('year_target')
    op.drop_table('staff_digest')
    op.drop_table('report_reminder')
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.drop_index('ix_report_unit')

    op.drop_table('report')
    with op.batch_alter_table('report_period', schema=None) as batch_op:
        batch_op.drop_index('ix_report_period_due')

    op.drop_table('report_period')
