"""Find pages that nobody has looked at without reading all of them"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'


def upgrade() -> None:
    where = sa.text("findings IS NULL")
    op.create_index('ix_dossier_file_unseen', 'dossier_file', ['id'], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_index('ix_dossier_file_unseen', table_name='dossier_file')
