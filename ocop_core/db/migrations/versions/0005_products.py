"""Products and their certificates"""

import sqlalchemy as sa
from alembic import op
from ocop_core.db.types import Id, Moment

revision = '0005'
down_revision = '0004'


def upgrade() -> None:
    op.create_table('product',
    sa.Column('id', Id, nullable=False),
    sa.Column('person_id', Id, nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('producer', sa.String(), nullable=False),
    sa.Column('producer_kind', sa.String(length=16), nullable=False),
    sa.Column('unit', sa.String(length=5), nullable=False),
    sa.Column('set_no', sa.Integer(), nullable=True),
    sa.Column('phone', sa.String(), nullable=True),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('search', sa.Text(), nullable=False),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('changed_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_product_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product'))
    )
    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_product_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_product_phone', ['phone'], unique=False)
        batch_op.create_index('ix_product_unit', ['unit', 'id'], unique=False)

    op.create_table('certificate',
    sa.Column('id', Id, nullable=False),
    sa.Column('product_id', Id, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=True),
    sa.Column('decision_no', sa.String(), nullable=False),
    sa.Column('stars', sa.Integer(), nullable=False),
    sa.Column('score100', sa.Integer(), nullable=True),
    sa.Column('level', sa.String(length=10), nullable=False),
    sa.Column('edition', sa.String(length=10), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('changed_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_certificate_product_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate')),
    sa.UniqueConstraint('product_id', 'version', name=op.f('uq_certificate_product_id_version'))
    )
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_number'), ['number'], unique=False)
        batch_op.create_index('ix_certificate_state_end', ['state', 'expires_on'], unique=False)


def downgrade() -> None:
    op.drop_table('certificate')
    op.drop_table('product')
