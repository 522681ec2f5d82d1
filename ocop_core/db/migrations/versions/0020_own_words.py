"""Words of an office's own for a stage of reminders"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'


def upgrade() -> None:
    op.add_column('stage_rule', sa.Column('text', sa.Text(), server_default='', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('stage_rule', schema=None) as batch_op:
        batch_op.drop_column('text')
