"""Announcements, who is to get them, what was done about them; files a messenger holds; lists of phones"""

import sqlalchemy as sa
from alembic import op
from ocop_core.db.types import Id, Json, Moment

revision = '0013'
down_revision = '0012'


def upgrade() -> None:
    op.create_table('uploaded',
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('method', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('channel', 'sha256', 'method', name=op.f('pk_uploaded'))
    )
    op.create_table('announcement',
    sa.Column('id', Id, nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('about_id', Id, nullable=True),
    sa.Column('author_id', Id, nullable=True),
    sa.Column('unit', sa.String(length=5), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('file', Json(), nullable=True),
    sa.Column('audience', Json(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('grounds', sa.Text(), nullable=False),
    sa.Column('trouble', sa.String(length=16), nullable=False),
    sa.Column('send_at', Moment(), nullable=True),
    sa.Column('not_before', Moment(), nullable=True),
    sa.Column('listed_to', sa.Integer(), nullable=False),
    sa.Column('watched', Json(), nullable=True),
    sa.Column('approved_by', Id, nullable=True),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('changed_at', Moment(), nullable=False),
    sa.Column('started_at', Moment(), nullable=True),
    sa.Column('ended_at', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['about_id'], ['announcement.id'], name=op.f('fk_announcement_about_id')),
    sa.ForeignKeyConstraint(['approved_by'], ['staff.id'], name=op.f('fk_announcement_approved_by')),
    sa.ForeignKeyConstraint(['author_id'], ['staff.id'], name=op.f('fk_announcement_author_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_announcement'))
    )
    with op.batch_alter_table('announcement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_announcement_about_id'), ['about_id'], unique=False)
        batch_op.create_index('ix_announcement_hash', ['hash'], unique=False)
        batch_op.create_index('ix_announcement_state', ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_announcement_unit'), ['unit'], unique=False)

    op.create_table('phone_list',
    sa.Column('id', Id, nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('unit', sa.String(length=5), nullable=True),
    sa.Column('staff_id', Id, nullable=True),
    sa.Column('facts', Json(), nullable=False),
    sa.Column('created_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_phone_list_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_phone_list'))
    )
    with op.batch_alter_table('phone_list', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_phone_list_unit'), ['unit'], unique=False)

    op.create_table('announcement_event',
    sa.Column('id', Id, nullable=False),
    sa.Column('announcement_id', Id, nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('staff_id', Id, nullable=True),
    sa.Column('act', sa.String(length=16), nullable=False),
    sa.Column('detail', Json(), nullable=True),
    sa.ForeignKeyConstraint(['announcement_id'], ['announcement.id'], name=op.f('fk_announcement_event_announcement_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_announcement_event_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_announcement_event'))
    )
    with op.batch_alter_table('announcement_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_announcement_event_announcement_id'), ['announcement_id'], unique=False)

    op.create_table('phone_listed',
    sa.Column('list_id', Id, nullable=False),
    sa.Column('phone', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['list_id'], ['phone_list.id'], name=op.f('fk_phone_listed_list_id')),
    sa.PrimaryKeyConstraint('list_id', 'phone', name=op.f('pk_phone_listed'))
    )
    op.create_table('recipient',
    sa.Column('id', Id, nullable=False),
    sa.Column('announcement_id', Id, nullable=False),
    sa.Column('person_id', Id, nullable=False),
    sa.Column('chat_id', Id, nullable=True),
    sa.Column('channel', sa.String(length=16), nullable=True),
    sa.Column('skip', sa.String(length=10), nullable=True),
    sa.Column('outbox_id', Id, nullable=True),
    sa.Column('read_at', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['announcement_id'], ['announcement.id'], name=op.f('fk_recipient_announcement_id')),
    sa.ForeignKeyConstraint(['chat_id'], ['chat.id'], name=op.f('fk_recipient_chat_id')),
    sa.ForeignKeyConstraint(['outbox_id'], ['outbox.id'], name=op.f('fk_recipient_outbox_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_recipient_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recipient')),
    sa.UniqueConstraint('announcement_id', 'person_id', name=op.f('uq_recipient_announcement_id_person_id'))
    )
    with op.batch_alter_table('recipient', schema=None) as batch_op:
        batch_op.create_index('ix_recipient_outbox', ['outbox_id'], unique=False, sqlite_where=sa.text('outbox_id IS NOT NULL'), postgresql_where=sa.text('outbox_id IS NOT NULL'))
        batch_op.create_index('ix_recipient_person', ['person_id', 'id'], unique=False)
        batch_op.create_index('ix_recipient_skip', ['announcement_id', 'skip'], unique=False, sqlite_where=sa.text('skip IS NOT NULL'), postgresql_where=sa.text('skip IS NOT NULL'))
        batch_op.create_index('ix_recipient_waiting', ['announcement_id', 'channel', 'id'], unique=False, sqlite_where=sa.text('outbox_id IS NULL AND skip IS NULL'), postgresql_where=sa.text('outbox_id IS NULL AND skip IS NULL'))

    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.add_column(sa.Column('announcement_id', Id, nullable=True))
        batch_op.create_index('ix_outbox_announcement', ['announcement_id', 'state'], unique=False, sqlite_where=sa.text('announcement_id IS NOT NULL'), postgresql_where=sa.text('announcement_id IS NOT NULL'))


def downgrade() -> None:
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_announcement', sqlite_where=sa.text('announcement_id IS NOT NULL'), postgresql_where=sa.text('announcement_id IS NOT NULL'))
        batch_op.drop_column('announcement_id')

    with op.batch_alter_table('recipient', schema=None) as batch_op:
        batch_op.drop_index('ix_recipient_waiting', sqlite_where=sa.text('outbox_id IS NULL AND skip IS NULL'), postgresql_where=sa.text('outbox_id IS NULL AND skip IS NULL'))
        batch_op.drop_index('ix_recipient_skip', sqlite_where=sa.text('skip IS NOT NULL'), postgresql_where=sa.text('skip IS NOT NULL'))
        batch_op.drop_index('ix_recipient_person')
        batch_op.drop_index('ix_recipient_outbox', sqlite_where=sa.text('outbox_id IS NOT NULL'), postgresql_where=sa.text('outbox_id IS NOT NULL'))

    op.drop_table('recipient')
    op.drop_table('phone_listed')
    with op.batch_alter_table('announcement_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_announcement_event_announcement_id'))

    op.drop_table('announcement_event')
    with op.batch_alter_table('phone_list', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_phone_list_unit'))

    op.drop_table('phone_list')
    with op.batch_alter_table('announcement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_announcement_unit'))
        batch_op.drop_index('ix_announcement_state')
        batch_op.drop_index('ix_announcement_hash')
        batch_op.drop_index(batch_op.f('ix_announcement_about_id'))

    op.drop_table('announcement')
    op.drop_table('uploaded')
