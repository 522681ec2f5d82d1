"""Talks with officers take the place of calls for a person"""

import sqlalchemy as sa
from alembic import op
from ocop_core.db.types import Id, Moment

revision = '0003'
down_revision = '0001'

WAITS = "state = 'open'"
THREADS = """
INSERT INTO thread (id, person_id, chat_id, unit, phone, about, state, staff_id, opened_at, waiting_since,
                    answered_at, last_at, closed_at, closed_by)
SELECT id, person_id, chat_id, unit, phone, about,
       CASE WHEN state = 'open' THEN 'open' ELSE 'closed' END, staff_id, created_at,
       CASE WHEN state = 'open' THEN created_at END, settled_at, COALESCE(settled_at, created_at),
       settled_at, CASE WHEN state = 'open' THEN NULL ELSE staff_id END
FROM request ORDER BY id
"""
QUESTIONS = """
INSERT INTO thread_line (thread_id, at, staff_id, act, text)
SELECT id, created_at, NULL, 'said', about FROM request ORDER BY id
"""
ANSWERS = """
INSERT INTO thread_line (thread_id, at, staff_id, act, text)
SELECT id, settled_at, staff_id, CASE WHEN answer = '' THEN 'called' ELSE 'said' END, answer
FROM request WHERE settled_at IS NOT NULL ORDER BY id
"""
BACK = """
INSERT INTO request (id, person_id, chat_id, unit, phone, about, state, answer, staff_id, created_at, settled_at)
SELECT id, person_id, chat_id, unit, phone, about, CASE WHEN state = 'open' THEN 'open' ELSE 'settled' END,
       COALESCE((SELECT text FROM thread_line WHERE thread_id = thread.id AND staff_id IS NOT NULL AND act = 'said'
                 ORDER BY thread_line.id DESC LIMIT 1), ''),
       staff_id, opened_at, CASE WHEN state = 'open' THEN NULL ELSE last_at END
FROM thread ORDER BY id
"""


def _move_sequence(table: str) -> None:
    """PostgreSQL does not notice numbers that were given by hand."""
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), MAX(id)) FROM {table} HAVING MAX(id) > 0")


def upgrade() -> None:
    op.create_table('thread',
    sa.Column('id', Id, nullable=False),
    sa.Column('person_id', Id, nullable=False),
    sa.Column('chat_id', Id, nullable=False),
    sa.Column('unit', sa.String(length=5), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('staff_id', Id, nullable=True),
    sa.Column('opened_at', Moment(), nullable=False),
    sa.Column('waiting_since', Moment(), nullable=True),
    sa.Column('answered_at', Moment(), nullable=True),
    sa.Column('last_at', Moment(), nullable=False),
    sa.Column('closed_at', Moment(), nullable=True),
    sa.Column('closed_by', Id, nullable=True),
    sa.ForeignKeyConstraint(['chat_id'], ['chat.id'], name=op.f('fk_thread_chat_id')),
    sa.ForeignKeyConstraint(['closed_by'], ['staff.id'], name=op.f('fk_thread_closed_by')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_thread_person_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_thread_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thread'))
    )
    with op.batch_alter_table('thread', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_thread_chat_id'), ['chat_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_thread_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_thread_state', ['state', 'last_at'], unique=False)
        batch_op.create_index('ix_thread_unit', ['unit', 'state', 'last_at'], unique=False)
        batch_op.create_index('ix_thread_waiting', ['waiting_since', 'id'], unique=False, sqlite_where=sa.text(WAITS), postgresql_where=sa.text(WAITS))

    op.create_table('thread_line',
    sa.Column('id', Id, nullable=False),
    sa.Column('thread_id', Id, nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('staff_id', Id, nullable=True),
    sa.Column('act', sa.String(length=8), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_thread_line_staff_id')),
    sa.ForeignKeyConstraint(['thread_id'], ['thread.id'], name=op.f('fk_thread_line_thread_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thread_line'))
    )
    with op.batch_alter_table('thread_line', schema=None) as batch_op:
        batch_op.create_index('ix_thread_line_thread', ['thread_id', 'id'], unique=False)

    op.create_table('thread_file',
    sa.Column('line_id', Id, nullable=False),
    sa.Column('file_id', Id, nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['file.id'], name=op.f('fk_thread_file_file_id')),
    sa.ForeignKeyConstraint(['line_id'], ['thread_line.id'], name=op.f('fk_thread_file_line_id')),
    sa.PrimaryKeyConstraint('line_id', 'file_id', name=op.f('pk_thread_file'))
    )
    with op.batch_alter_table('thread_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_thread_file_file_id'), ['file_id'], unique=False)

    op.create_table('canned',
    sa.Column('id', Id, nullable=False),
    sa.Column('unit', sa.String(length=5), nullable=True),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('changed_at', Moment(), nullable=False),
    sa.Column('changed_by', Id, nullable=True),
    sa.ForeignKeyConstraint(['changed_by'], ['staff.id'], name=op.f('fk_canned_changed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_canned'))
    )
    with op.batch_alter_table('canned', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_canned_unit'), ['unit'], unique=False)

    for statement in (THREADS, QUESTIONS, ANSWERS):
        op.execute(statement)
    _move_sequence('thread')
    with op.batch_alter_table('request', schema=None) as batch_op:
        batch_op.drop_index('ix_request_unit_state')
        batch_op.drop_index(batch_op.f('ix_request_person_id'))

    op.drop_table('request')


def downgrade() -> None:
    op.create_table('request',
    sa.Column('id', Id, nullable=False),
    sa.Column('person_id', Id, nullable=False),
    sa.Column('chat_id', Id, nullable=False),
    sa.Column('unit', sa.String(length=5), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('staff_id', Id, nullable=True),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('settled_at', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['chat_id'], ['chat.id'], name=op.f('fk_request_chat_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_request_person_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_request_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request'))
    )
    with op.batch_alter_table('request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_request_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_request_unit_state', ['unit', 'state', 'id'], unique=False)

    op.execute(BACK)
    _move_sequence('request')
    for table in ('canned', 'thread_file', 'thread_line', 'thread'):
        op.drop_table(table)
