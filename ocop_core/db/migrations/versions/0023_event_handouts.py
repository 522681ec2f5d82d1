"""A file for those who came to an event, beside the words and links"""

import sqlalchemy as sa
from alembic import op

from ocop_core.db.types import Json

revision = '0023'
down_revision = '0022'


def upgrade() -> None:
    op.add_column('event', sa.Column('handout', Json(), nullable=True))


def downgrade() -> None:
    op.drop_column('event', 'handout')
