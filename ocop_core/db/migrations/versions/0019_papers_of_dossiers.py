"""Papers with a day of their own that came in with a dossier"""

import sqlalchemy as sa
from alembic import op
from ocop_core.db.types import Id

revision = '0019'
down_revision = '0018'


def upgrade() -> None:
    with op.batch_alter_table('dated_paper', schema=None) as batch_op:
        batch_op.add_column(sa.Column('dossier_id', Id, nullable=True))
        batch_op.add_column(sa.Column('paper', sa.String(length=40), server_default='', nullable=False))
        batch_op.create_index(batch_op.f('ix_dated_paper_dossier_id'), ['dossier_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_dated_paper_dossier_id'), 'dossier', ['dossier_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('dated_paper', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_dated_paper_dossier_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_dated_paper_dossier_id'))
        batch_op.drop_column('paper')
        batch_op.drop_column('dossier_id')
