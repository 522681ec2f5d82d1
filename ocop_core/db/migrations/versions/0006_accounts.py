"""Account, chat and phone apart: confirmed numbers, codes that join, who shares a chat, who is helped"""

import sqlalchemy as sa
from alembic import op
from ocop_core.db.types import Id, Moment

revision = '0006'
down_revision = '0005'


def upgrade() -> None:
    op.create_table('link_code',
    sa.Column('digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('person_id', Id, nullable=True),
    sa.Column('staff_id', Id, nullable=True),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('expires_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_link_code_person_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_link_code_staff_id')),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_link_code'))
    )
    with op.batch_alter_table('link_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_link_code_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_link_code_staff_id'), ['staff_id'], unique=False)

    op.create_table('person_phone',
    sa.Column('person_id', Id, nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('how', sa.String(length=8), nullable=False),
    sa.Column('staff_id', Id, nullable=True),
    sa.Column('confirmed_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_person_phone_person_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_person_phone_staff_id')),
    sa.PrimaryKeyConstraint('person_id', 'phone', name=op.f('pk_person_phone'))
    )
    with op.batch_alter_table('person_phone', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_phone_phone'), ['phone'], unique=False)

    op.create_table('assisted_chat',
    sa.Column('chat_id', Id, nullable=False),
    sa.Column('staff_id', Id, nullable=False),
    sa.Column('unit', sa.String(length=5), nullable=False),
    sa.Column('since', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['chat_id'], ['chat.id'], name=op.f('fk_assisted_chat_chat_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_assisted_chat_staff_id')),
    sa.PrimaryKeyConstraint('chat_id', name=op.f('pk_assisted_chat'))
    )
    with op.batch_alter_table('assisted_chat', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assisted_chat_staff_id'), ['staff_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assisted_chat_unit'), ['unit'], unique=False)

    op.create_table('chat_person',
    sa.Column('chat_id', Id, nullable=False),
    sa.Column('person_id', Id, nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('since', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['chat_id'], ['chat.id'], name=op.f('fk_chat_person_chat_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_chat_person_person_id')),
    sa.PrimaryKeyConstraint('chat_id', 'person_id', name=op.f('pk_chat_person'))
    )
    with op.batch_alter_table('chat_person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_chat_person_person_id'), ['person_id'], unique=False)

    op.create_table('link_try',
    sa.Column('id', Id, nullable=False),
    sa.Column('chat_id', Id, nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['chat_id'], ['chat.id'], name=op.f('fk_link_try_chat_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_link_try'))
    )
    with op.batch_alter_table('link_try', schema=None) as batch_op:
        batch_op.create_index('ix_link_try_chat', ['chat_id', 'at'], unique=False)

    op.create_table('staff_chat',
    sa.Column('chat_id', Id, nullable=False),
    sa.Column('staff_id', Id, nullable=False),
    sa.Column('since', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['chat_id'], ['chat.id'], name=op.f('fk_staff_chat_chat_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_staff_chat_staff_id')),
    sa.PrimaryKeyConstraint('chat_id', name=op.f('pk_staff_chat'))
    )
    with op.batch_alter_table('staff_chat', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staff_chat_staff_id'), ['staff_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('staff_chat', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_staff_chat_staff_id'))

    op.drop_table('staff_chat')
    with op.batch_alter_table('link_try', schema=None) as batch_op:
        batch_op.drop_index('ix_link_try_chat')

    op.drop_table('link_try')
    with op.batch_alter_table('chat_person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_chat_person_person_id'))

    op.drop_table('chat_person')
    with op.batch_alter_table('assisted_chat', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assisted_chat_unit'))
        batch_op.drop_index(batch_op.f('ix_assisted_chat_staff_id'))

    op.drop_table('assisted_chat')
    with op.batch_alter_table('person_phone', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_phone_phone'))

    op.drop_table('person_phone')
    with op.batch_alter_table('link_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_link_code_staff_id'))
        batch_op.drop_index(batch_op.f('ix_link_code_person_id'))

    op.drop_table('link_code')
