"""Promises: papers with a day of their own, what is promised and said about them, whom to phone, histories"""

import sqlalchemy as sa
from alembic import op
from ocop_core.db.types import Id, Json, Moment

revision = '0009'
down_revision = '0008'


def upgrade() -> None:
    op.create_table('promise',
    sa.Column('id', Id, nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('subject', Id, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('plan', sa.String(length=16), nullable=False),
    sa.Column('plan_no', sa.Integer(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('person_id', Id, nullable=True),
    sa.Column('state', sa.String(length=6), nullable=False),
    sa.Column('next_stage', sa.String(length=16), nullable=True),
    sa.Column('next_due', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_promise_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promise')),
    sa.UniqueConstraint('kind', 'subject', name=op.f('uq_promise_kind_subject'))
    )
    with op.batch_alter_table('promise', schema=None) as batch_op:
        batch_op.create_index('ix_promise_due', ['next_due'], unique=False, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.create_index('ix_promise_person', ['person_id'], unique=False)

    op.create_table('reminder',
    sa.Column('id', Id, nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('subject', Id, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('stage', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('person_id', Id, nullable=True),
    sa.Column('chat_id', Id, nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reminder_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder')),
    sa.UniqueConstraint('kind', 'subject', 'version', 'stage', name=op.f('uq_reminder_kind_subject_version_stage'))
    )
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.create_index('ix_reminder_at', ['at'], unique=False)
        batch_op.create_index('ix_reminder_person', ['person_id', 'at'], unique=False)

    op.create_table('reaction',
    sa.Column('id', Id, nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('subject', Id, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=12), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('person_id', Id, nullable=True),
    sa.Column('staff_id', Id, nullable=True),
    sa.Column('at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reaction_person_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_reaction_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reaction'))
    )
    with op.batch_alter_table('reaction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reaction_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_reaction_subject', ['kind', 'subject', 'version'], unique=False)

    op.create_table('stage_rule',
    sa.Column('plan', sa.String(length=16), nullable=False),
    sa.Column('stage', sa.String(length=16), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.Column('changed_at', Moment(), nullable=False),
    sa.Column('changed_by', Id, nullable=True),
    sa.ForeignKeyConstraint(['changed_by'], ['staff.id'], name=op.f('fk_stage_rule_changed_by')),
    sa.PrimaryKeyConstraint('plan', 'stage', name=op.f('pk_stage_rule'))
    )
    op.create_table('stage_rule_change',
    sa.Column('id', Id, nullable=False),
    sa.Column('plan', sa.String(length=16), nullable=False),
    sa.Column('stage', sa.String(length=16), nullable=False),
    sa.Column('before', Json(), nullable=False),
    sa.Column('after', Json(), nullable=False),
    sa.Column('staff_id', Id, nullable=True),
    sa.Column('at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_stage_rule_change_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stage_rule_change'))
    )
    op.create_table('call',
    sa.Column('id', Id, nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('subject', Id, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('unit', sa.String(length=5), nullable=False),
    sa.Column('product_id', Id, nullable=True),
    sa.Column('person_id', Id, nullable=True),
    sa.Column('why', sa.String(length=8), nullable=False),
    sa.Column('stage', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('staff_id', Id, nullable=True),
    sa.Column('since', Moment(), nullable=False),
    sa.Column('changed_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_call_person_id')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_call_product_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_call_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call')),
    sa.UniqueConstraint('kind', 'subject', 'version', name=op.f('uq_call_kind_subject_version'))
    )
    with op.batch_alter_table('call', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_call_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_call_product_id'), ['product_id'], unique=False)
        batch_op.create_index('ix_call_state', ['state', 'since'], unique=False)
        batch_op.create_index('ix_call_unit', ['unit', 'state', 'id'], unique=False)

    op.create_table('certificate_event',
    sa.Column('id', Id, nullable=False),
    sa.Column('certificate_id', Id, nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('act', sa.String(length=16), nullable=False),
    sa.Column('staff_id', Id, nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('detail', Json(), nullable=True),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificate.id'], name=op.f('fk_certificate_event_certificate_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_certificate_event_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_event'))
    )
    with op.batch_alter_table('certificate_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_event_certificate_id'), ['certificate_id'], unique=False)

    op.create_table('dated_paper',
    sa.Column('id', Id, nullable=False),
    sa.Column('person_id', Id, nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('given_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('file_id', Id, nullable=True),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('changed_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['file.id'], name=op.f('fk_dated_paper_file_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_dated_paper_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dated_paper'))
    )
    with op.batch_alter_table('dated_paper', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dated_paper_file_id'), ['file_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_dated_paper_person_id'), ['person_id'], unique=False)

    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.add_column(sa.Column('dated', sa.Integer(), server_default='1', nullable=False))
        one = sa.text("state = 'current'")
        batch_op.create_index('ix_certificate_one_current', ['product_id'], unique=True, sqlite_where=one, postgresql_where=one)


def downgrade() -> None:
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_index('ix_certificate_one_current')
        batch_op.drop_column('dated')

    op.drop_table('dated_paper')
    op.drop_table('certificate_event')
    op.drop_table('call')
    op.drop_table('stage_rule_change')
    op.drop_table('stage_rule')
    op.drop_table('reaction')
    op.drop_table('reminder')
    op.drop_table('promise')
