"""Which dossier renews which certificate, found from the certificate"""

from alembic import op

revision = '0015'
down_revision = '0014'


def upgrade() -> None:
    op.create_index('ix_dossier_certificate_id', 'dossier', ['certificate_id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_dossier_certificate_id', 'dossier')
