"""Imported lists: files with their rows as they were read, and what stood before"""

import sqlalchemy as sa
from alembic import op
from ocop_core.db.types import Id, Json, Moment

revision = '0012'
down_revision = '0011'


def upgrade() -> None:
    op.create_table('import_batch',
    sa.Column('id', Id, nullable=False),
    sa.Column('staff_id', Id, nullable=True),
    sa.Column('unit', sa.String(length=5), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('about', Json(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('counts', Json(), nullable=False),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('applied_at', Moment(), nullable=True),
    sa.Column('undone_at', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_import_batch_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_batch'))
    )
    with op.batch_alter_table('import_batch', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_batch_staff_id'), ['staff_id'], unique=False)

    op.create_table('import_row',
    sa.Column('id', Id, nullable=False),
    sa.Column('batch_id', Id, nullable=False),
    sa.Column('source_row', sa.Integer(), nullable=False),
    sa.Column('action', sa.String(length=8), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('reading', Json(), nullable=False),
    sa.Column('mended', Json(), nullable=True),
    sa.Column('problems', Json(), nullable=False),
    sa.Column('changes', Json(), nullable=False),
    sa.Column('product_id', Id, nullable=True),
    sa.Column('certificate_id', Id, nullable=True),
    sa.Column('before', Json(), nullable=True),
    sa.Column('applied_at', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.id'], name=op.f('fk_import_row_batch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_row')),
    sa.UniqueConstraint('batch_id', 'source_row', name=op.f('uq_import_row_batch_id_source_row'))
    )
    with op.batch_alter_table('import_row', schema=None) as batch_op:
        batch_op.create_index('ix_import_row_action', ['batch_id', 'action', 'source_row'], unique=False)
        batch_op.create_index('ix_import_row_key', ['batch_id', 'key'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_row_product_id'), ['product_id'], unique=False)


def downgrade() -> None:
    op.drop_table('import_row')
    op.drop_table('import_batch')
