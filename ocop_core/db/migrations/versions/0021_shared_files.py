"""Files that belong to no chat, as an office gives them to many; what messengers hold stands in one table"""

import sqlalchemy as sa
from alembic import op

from ocop_core.db.types import Id, Moment

revision = '0021'
down_revision = '0020'


def _let(*, nullable: bool) -> None:
    """Whether a file may belong to no chat.

    On SQLite a table that others point to cannot be built anew while foreign keys are watched over, and what a
    constraint says may be written by hand: https://www.sqlite.org/lang_altertable.html, section 7, simpler procedure.
    """
    if op.get_bind().dialect.name != 'sqlite':
        op.alter_column('file', 'chat_id', existing_type=Id, nullable=nullable)
        return
    strict, loose = 'chat_id INTEGER NOT NULL', 'chat_id INTEGER'
    before, after = (strict, loose) if nullable else (loose, strict)
    version = op.get_bind().exec_driver_sql('PRAGMA schema_version').scalar_one()
    op.execute('PRAGMA writable_schema=ON')
    op.execute(f"UPDATE sqlite_master SET sql = replace(sql, '{before}', '{after}') WHERE type = 'table' AND name = 'file'")
    op.execute(f'PRAGMA schema_version={version + 1}')
    op.execute('PRAGMA writable_schema=OFF')


def upgrade() -> None:
    _let(nullable=True)
    op.create_index('ix_file_shared', 'file', ['sha256'], unique=False, sqlite_where=sa.text('chat_id IS NULL'), postgresql_where=sa.text('chat_id IS NULL'))
    op.drop_table('uploaded')


def downgrade() -> None:
    op.create_table('uploaded',
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('method', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('channel', 'sha256', 'method', name=op.f('pk_uploaded'))
    )
    op.drop_index('ix_file_shared', 'file')
    op.execute('DELETE FROM file WHERE chat_id IS NULL')
    _let(nullable=False)
