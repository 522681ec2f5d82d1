"""Dossiers, their papers in versions, files and history"""

import sqlalchemy as sa
from alembic import op
from ocop_core.db.types import Id, Json, Moment

revision = '0008'
down_revision = '0007'


def upgrade() -> None:
    op.create_table('dossier',
    sa.Column('id', Id, nullable=False),
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('product_id', Id, nullable=False),
    sa.Column('person_id', Id, nullable=False),
    sa.Column('chat_id', Id, nullable=False),
    sa.Column('idea_id', Id, nullable=True),
    sa.Column('certificate_id', Id, nullable=True),
    sa.Column('unit', sa.String(length=5), nullable=False),
    sa.Column('set_no', sa.Integer(), nullable=False),
    sa.Column('edition', sa.String(length=10), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('stars', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('producer', Json(), nullable=False),
    sa.Column('answers', Json(), nullable=False),
    sa.Column('scores', Json(), nullable=False),
    sa.Column('judgment', Json(), nullable=False),
    sa.Column('result', Json(), nullable=False),
    sa.Column('officer_id', Id, nullable=True),
    sa.Column('submitted_at', Moment(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('warned_at', Moment(), nullable=True),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('changed_at', Moment(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificate.id'], name=op.f('fk_dossier_certificate_id')),
    sa.ForeignKeyConstraint(['chat_id'], ['chat.id'], name=op.f('fk_dossier_chat_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_dossier_idea_id')),
    sa.ForeignKeyConstraint(['officer_id'], ['staff.id'], name=op.f('fk_dossier_officer_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_dossier_person_id')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_dossier_product_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dossier')),
    sa.UniqueConstraint('code', name=op.f('uq_dossier_code'))
    )
    with op.batch_alter_table('dossier', schema=None) as batch_op:
        batch_op.create_index('ix_dossier_due', ['due_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_dossier_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_dossier_product_id'), ['product_id'], unique=False)
        batch_op.create_index('ix_dossier_state', ['state', 'id'], unique=False)
        batch_op.create_index('ix_dossier_unit_state', ['unit', 'state', 'id'], unique=False)

    op.create_table('dossier_event',
    sa.Column('id', Id, nullable=False),
    sa.Column('dossier_id', Id, nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('act', sa.String(length=16), nullable=False),
    sa.Column('staff_id', Id, nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('detail', Json(), nullable=True),
    sa.ForeignKeyConstraint(['dossier_id'], ['dossier.id'], name=op.f('fk_dossier_event_dossier_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_dossier_event_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dossier_event'))
    )
    with op.batch_alter_table('dossier_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dossier_event_dossier_id'), ['dossier_id'], unique=False)

    op.create_table('dossier_paper',
    sa.Column('id', Id, nullable=False),
    sa.Column('dossier_id', Id, nullable=False),
    sa.Column('paper', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=True),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('reviewed_by', Id, nullable=True),
    sa.Column('reviewed_at', Moment(), nullable=True),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('changed_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['dossier_id'], ['dossier.id'], name=op.f('fk_dossier_paper_dossier_id')),
    sa.ForeignKeyConstraint(['reviewed_by'], ['staff.id'], name=op.f('fk_dossier_paper_reviewed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dossier_paper')),
    sa.UniqueConstraint('dossier_id', 'paper', 'version', name=op.f('uq_dossier_paper_dossier_id_paper_version'))
    )
    op.create_table('dossier_file',
    sa.Column('id', Id, nullable=False),
    sa.Column('paper_id', Id, nullable=False),
    sa.Column('file_id', Id, nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('findings', Json(), nullable=True),
    sa.Column('likeness', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['file.id'], name=op.f('fk_dossier_file_file_id')),
    sa.ForeignKeyConstraint(['paper_id'], ['dossier_paper.id'], name=op.f('fk_dossier_file_paper_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dossier_file')),
    sa.UniqueConstraint('paper_id', 'file_id', name=op.f('uq_dossier_file_paper_id_file_id'))
    )
    with op.batch_alter_table('dossier_file', schema=None) as batch_op:
        batch_op.create_index('ix_dossier_file_file', ['file_id'], unique=False)



def downgrade() -> None:
    for table in ('dossier_file', 'dossier_paper', 'dossier_event', 'dossier'):
        op.drop_table(table)
