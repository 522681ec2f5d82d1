"""Messengers' accounts: tokens, who acted when, uploads, templates, payments"""

import sqlalchemy as sa
from alembic import op
from ocop_core.db.types import Id, Json, Moment

revision = '0011'
down_revision = '0010'


def upgrade() -> None:
    op.create_table('account',
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('access', sa.Text(), nullable=False),
    sa.Column('refresh', sa.Text(), nullable=False),
    sa.Column('seed', sa.String(length=64), nullable=False),
    sa.Column('issued_at', Moment(), nullable=True),
    sa.Column('expires_at', Moment(), nullable=True),
    sa.Column('asked_at', Moment(), nullable=True),
    sa.Column('problem', sa.Text(), nullable=False),
    sa.Column('problem_at', Moment(), nullable=True),
    sa.Column('paid_from', Moment(), nullable=True),
    sa.Column('budget', sa.Integer(), nullable=True),
    sa.Column('figures', Json(), nullable=True),
    sa.Column('verifier', sa.String(), nullable=False),
    sa.Column('nonce', sa.String(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('code_at', Moment(), nullable=True),
    sa.PrimaryKeyConstraint('channel', name=op.f('pk_account'))
    )
    op.create_table('contact',
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('acted_at', Moment(), nullable=True),
    sa.Column('muted_until', Moment(), nullable=True),
    sa.Column('withdrawn_at', Moment(), nullable=True),
    sa.PrimaryKeyConstraint('channel', 'address', name=op.f('pk_contact'))
    )
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_withdrawn_at'), ['withdrawn_at'], unique=False)

    op.create_table('upload',
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('file_id', Id, autoincrement=False, nullable=False),
    sa.Column('token', sa.Text(), nullable=False),
    sa.Column('until', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('channel', 'file_id', name=op.f('pk_upload'))
    )
    op.create_table('template',
    sa.Column('id', Id, nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('outside_id', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('way', sa.String(length=8), nullable=False),
    sa.Column('fields', Json(), nullable=False),
    sa.Column('price', sa.Integer(), nullable=False),
    sa.Column('per_day', sa.Integer(), nullable=False),
    sa.Column('from_hour', sa.Integer(), nullable=False),
    sa.Column('to_hour', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('changed_at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_template')),
    sa.UniqueConstraint('channel', 'kind', 'way', name=op.f('uq_template_channel_kind_way'))
    )
    op.create_table('payment',
    sa.Column('id', Id, nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('outbox_id', Id, nullable=False),
    sa.Column('chat_id', Id, nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('way', sa.String(length=8), nullable=False),
    sa.Column('price', sa.Integer(), nullable=False),
    sa.Column('day', sa.String(length=10), nullable=False),
    sa.Column('external_id', sa.String(), nullable=True),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('delivered_at', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['chat_id'], ['chat.id'], name=op.f('fk_payment_chat_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment'))
    )
    with op.batch_alter_table('payment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_external_id'), ['external_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_outbox_id'), ['outbox_id'], unique=False)
        batch_op.create_index('ix_payment_month', ['channel', 'day'], unique=False)


def downgrade() -> None:
    for table in ('payment', 'template', 'upload', 'contact', 'account'):
        op.drop_table(table)
