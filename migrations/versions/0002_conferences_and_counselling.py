"""Conferences and counselling"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


LOCKS = {'sqlite': ['CREATE TRIGGER locked_conference_item_insert BEFORE INSERT ON conference_item FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference WHERE id = '
            "NEW.conference_id AND approved_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_conference_item_update BEFORE UPDATE ON conference_item FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference WHERE id = '
            'NEW.conference_id AND approved_at IS NOT NULL) OR EXISTS (SELECT 1 FROM conference WHERE id = OLD.conference_id AND approved_at IS NOT NULL) '
            "BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_conference_item_delete BEFORE DELETE ON conference_item FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference WHERE id = '
            'OLD.conference_id AND approved_at IS NOT NULL AND forgotten_at IS NULL) AND NOT EXISTS (SELECT 1 FROM task WHERE id = OLD.task_id AND '
            "forgotten_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_conference_passage_insert BEFORE INSERT ON conference_passage FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference WHERE id = '
            "NEW.conference_id AND approved_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_conference_passage_update BEFORE UPDATE ON conference_passage FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference WHERE id = '
            'NEW.conference_id AND approved_at IS NOT NULL) OR EXISTS (SELECT 1 FROM conference WHERE id = OLD.conference_id AND approved_at IS NOT NULL) '
            "BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_conference_passage_delete BEFORE DELETE ON conference_passage FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference WHERE id = '
            'OLD.conference_id AND approved_at IS NOT NULL AND forgotten_at IS NULL) AND NOT EXISTS (SELECT 1 FROM task WHERE id = OLD.task_id AND '
            "forgotten_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_conference_rival_insert BEFORE INSERT ON conference_rival FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference WHERE id = '
            "NEW.conference_id AND approved_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_conference_rival_update BEFORE UPDATE ON conference_rival FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference WHERE id = '
            'NEW.conference_id AND approved_at IS NOT NULL) OR EXISTS (SELECT 1 FROM conference WHERE id = OLD.conference_id AND approved_at IS NOT NULL) '
            "BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_conference_rival_delete BEFORE DELETE ON conference_rival FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference WHERE id = '
            'OLD.conference_id AND approved_at IS NOT NULL AND forgotten_at IS NULL) AND NOT EXISTS (SELECT 1 FROM task WHERE id = OLD.task_id AND '
            "forgotten_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_conference_attendance_insert BEFORE INSERT ON conference_attendance FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference '
            "WHERE id = NEW.conference_id AND approved_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_conference_attendance_update BEFORE UPDATE ON conference_attendance FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference '
            'WHERE id = NEW.conference_id AND approved_at IS NOT NULL) OR EXISTS (SELECT 1 FROM conference WHERE id = OLD.conference_id AND approved_at IS NOT '
            "NULL) BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_conference_attendance_delete BEFORE DELETE ON conference_attendance FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference '
            "WHERE id = OLD.conference_id AND approved_at IS NOT NULL AND forgotten_at IS NULL) BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_task_number_insert BEFORE INSERT ON task_number FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference WHERE id = '
            "NEW.conference_id AND approved_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_task_number_update BEFORE UPDATE ON task_number FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference WHERE id = '
            'NEW.conference_id AND approved_at IS NOT NULL) OR EXISTS (SELECT 1 FROM conference WHERE id = OLD.conference_id AND approved_at IS NOT NULL) '
            "BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_task_number_delete BEFORE DELETE ON task_number FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference WHERE id = '
            'OLD.conference_id AND approved_at IS NOT NULL AND forgotten_at IS NULL) AND NOT EXISTS (SELECT 1 FROM task WHERE id = OLD.task_id AND '
            "forgotten_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_effort_follow_up_insert BEFORE INSERT ON effort_follow_up FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference WHERE id = '
            "NEW.conference_id AND approved_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_effort_follow_up_update BEFORE UPDATE ON effort_follow_up FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference WHERE id = '
            'NEW.conference_id AND approved_at IS NOT NULL) OR EXISTS (SELECT 1 FROM conference WHERE id = OLD.conference_id AND approved_at IS NOT NULL) '
            "BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_effort_follow_up_delete BEFORE DELETE ON effort_follow_up FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference WHERE id = '
            'OLD.conference_id AND approved_at IS NOT NULL AND forgotten_at IS NULL) AND NOT EXISTS (SELECT 1 FROM task WHERE id = OLD.task_id AND '
            "forgotten_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_conference_agreement_insert BEFORE INSERT ON conference_agreement FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference WHERE '
            "id = NEW.conference_id AND approved_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_conference_agreement_update BEFORE UPDATE OF text, responsible_id, deadline, item_id, conference_id, task_id, child_id, '
            'made_at ON conference_agreement FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference WHERE id = NEW.conference_id AND approved_at IS NOT NULL) OR '
            "EXISTS (SELECT 1 FROM conference WHERE id = OLD.conference_id AND approved_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'the referat is locked'); "
            'END',
            'CREATE TRIGGER locked_conference_agreement_delete BEFORE DELETE ON conference_agreement FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference WHERE '
            'id = OLD.conference_id AND approved_at IS NOT NULL AND forgotten_at IS NULL) AND NOT EXISTS (SELECT 1 FROM task WHERE id = OLD.task_id AND '
            "forgotten_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_effort_insert BEFORE INSERT ON effort FOR EACH ROW WHEN EXISTS (SELECT 1 FROM conference WHERE id = NEW.conference_id AND '
            "approved_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_effort_update BEFORE UPDATE OF conference_id, task_id, child_id ON effort FOR EACH ROW WHEN EXISTS (SELECT 1 FROM '
            'conference WHERE id = NEW.conference_id AND approved_at IS NOT NULL) OR EXISTS (SELECT 1 FROM conference WHERE id = OLD.conference_id AND '
            "approved_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            "CREATE TRIGGER kept_conference_addition BEFORE UPDATE ON conference_addition FOR EACH ROW WHEN 1 BEGIN SELECT RAISE(ABORT, 'the row is never "
            "changed'); END",
            "CREATE TRIGGER kept_effort_follow_up BEFORE UPDATE ON effort_follow_up FOR EACH ROW WHEN 1 BEGIN SELECT RAISE(ABORT, 'the row is never changed'); "
            'END',
            "CREATE TRIGGER kept_task_number BEFORE UPDATE ON task_number FOR EACH ROW WHEN 1 BEGIN SELECT RAISE(ABORT, 'the row is never changed'); END",
            "CREATE TRIGGER kept_task_step BEFORE UPDATE ON task_step FOR EACH ROW WHEN 1 BEGIN SELECT RAISE(ABORT, 'the row is never changed'); END",
            'CREATE TRIGGER locked_conference_update BEFORE UPDATE OF approved_at, approved_by, state, unit_id, series_id, first ON conference FOR EACH ROW '
            "WHEN OLD.approved_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END",
            'CREATE TRIGGER locked_conference_delete BEFORE DELETE ON conference FOR EACH ROW WHEN OLD.approved_at IS NOT NULL AND OLD.forgotten_at IS NULL '
            "BEGIN SELECT RAISE(ABORT, 'the referat is locked'); END"],
 'postgresql': ['CREATE OR REPLACE FUNCTION refuse_locked() RETURNS trigger LANGUAGE plpgsql AS $$\n'
                "DECLARE found record; asked integer[] := '{}';\n"
                'BEGIN\n'
                "  IF TG_OP <> 'INSERT' THEN asked := asked || OLD.conference_id; END IF;\n"
                "  IF TG_OP <> 'DELETE' THEN asked := asked || NEW.conference_id; END IF;\n"
                '  FOR found IN SELECT approved_at, forgotten_at FROM conference WHERE id = ANY(asked) ORDER BY id FOR NO KEY UPDATE LOOP\n'
                '    IF found.approved_at IS NULL THEN CONTINUE; END IF;\n'
                "    IF TG_OP = 'DELETE' THEN\n"
                '      IF found.forgotten_at IS NOT NULL THEN CONTINUE; END IF;\n'
                "      IF EXISTS (SELECT 1 FROM task WHERE id = (to_jsonb(OLD) ->> 'task_id')::integer AND forgotten_at IS NOT NULL) THEN\n"
                '        CONTINUE;\n'
                '      END IF;\n'
                '    END IF;\n'
                "    RAISE EXCEPTION 'the referat is locked' USING ERRCODE = 'check_violation';\n"
                '  END LOOP;\n'
                "  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n"
                '  RETURN NEW;\n'
                'END $$',
                'CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$\n'
                'BEGIN\n'
                "  RAISE EXCEPTION 'the row is never changed' USING ERRCODE = 'check_violation';\n"
                'END $$',
                'CREATE TRIGGER locked_conference_item_insert BEFORE INSERT ON conference_item FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_conference_item_update BEFORE UPDATE ON conference_item FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_conference_item_delete BEFORE DELETE ON conference_item FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_conference_passage_insert BEFORE INSERT ON conference_passage FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_conference_passage_update BEFORE UPDATE ON conference_passage FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_conference_passage_delete BEFORE DELETE ON conference_passage FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_conference_rival_insert BEFORE INSERT ON conference_rival FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_conference_rival_update BEFORE UPDATE ON conference_rival FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_conference_rival_delete BEFORE DELETE ON conference_rival FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_conference_attendance_insert BEFORE INSERT ON conference_attendance FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_conference_attendance_update BEFORE UPDATE ON conference_attendance FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_conference_attendance_delete BEFORE DELETE ON conference_attendance FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_task_number_insert BEFORE INSERT ON task_number FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_task_number_update BEFORE UPDATE ON task_number FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_task_number_delete BEFORE DELETE ON task_number FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_effort_follow_up_insert BEFORE INSERT ON effort_follow_up FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_effort_follow_up_update BEFORE UPDATE ON effort_follow_up FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_effort_follow_up_delete BEFORE DELETE ON effort_follow_up FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_conference_agreement_insert BEFORE INSERT ON conference_agreement FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_conference_agreement_update BEFORE UPDATE OF text, responsible_id, deadline, item_id, conference_id, task_id, child_id, '
                'made_at ON conference_agreement FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_conference_agreement_delete BEFORE DELETE ON conference_agreement FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_effort_insert BEFORE INSERT ON effort FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER locked_effort_update BEFORE UPDATE OF conference_id, task_id, child_id ON effort FOR EACH ROW EXECUTE FUNCTION refuse_locked()',
                'CREATE TRIGGER kept_conference_addition BEFORE UPDATE ON conference_addition FOR EACH ROW EXECUTE FUNCTION refuse_change()',
                'CREATE TRIGGER kept_effort_follow_up BEFORE UPDATE ON effort_follow_up FOR EACH ROW EXECUTE FUNCTION refuse_change()',
                'CREATE TRIGGER kept_task_number BEFORE UPDATE ON task_number FOR EACH ROW EXECUTE FUNCTION refuse_change()',
                'CREATE TRIGGER kept_task_step BEFORE UPDATE ON task_step FOR EACH ROW EXECUTE FUNCTION refuse_change()',
                'CREATE TRIGGER locked_conference_update BEFORE UPDATE OF approved_at, approved_by, state, unit_id, series_id, first ON conference FOR EACH '
                'ROW WHEN (OLD.approved_at IS NOT NULL) EXECUTE FUNCTION refuse_change()',
                'CREATE TRIGGER locked_conference_delete BEFORE DELETE ON conference FOR EACH ROW WHEN (OLD.approved_at IS NOT NULL AND OLD.forgotten_at IS '
                'NULL) EXECUTE FUNCTION refuse_change()']}
"""Triggers, by dialect: an approved referat is locked (domain/conferences/tables/locks.py)."""
FOLLOWS = {'sqlite': ['CREATE TRIGGER reach_follows_child AFTER UPDATE OF sundhedspleje_id ON child FOR EACH ROW WHEN OLD.sundhedspleje_id IS NOT '
            'NEW.sundhedspleje_id BEGIN DELETE FROM task_reach WHERE unit_id = OLD.sundhedspleje_id AND task_id IN (SELECT id FROM task WHERE '
            'child_id = OLD.id); END'],
 'postgresql': ['CREATE OR REPLACE FUNCTION reach_follows_child() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM task_reach WHERE unit_id '
                '= OLD.sundhedspleje_id AND task_id IN (SELECT id FROM task WHERE child_id = OLD.id); RETURN NULL; END $$',
                'CREATE TRIGGER reach_follows_child AFTER UPDATE OF sundhedspleje_id ON child FOR EACH ROW WHEN (OLD.sundhedspleje_id IS DISTINCT '
                'FROM NEW.sundhedspleje_id) EXECUTE FUNCTION reach_follows_child()']}
"""The same: a child's new sundhedspleje (domain/conferences/tasks/reached.py)."""


def upgrade():
    # ### commands auto generated by Alembic - please adjust! ###
    op.create_table('agenda_template',
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind IN ('velkomst', 'aftaler', 'opgave', 'indsats', 'overgange', 'laering', 'opsamling', 'eget')", name=op.f('ck_agenda_template_kind')),
    sa.PrimaryKeyConstraint('place', name=op.f('pk_agenda_template'))
    )
    op.create_table('anonymous_nonce',
    sa.Column('hash', sa.LargeBinary(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('hash', name=op.f('pk_anonymous_nonce')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('anonymous_nonce', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_anonymous_nonce_made_on'), ['made_on'], unique=False)

    op.create_table('anonymous_time',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('first', sa.Integer(), nullable=False),
    sa.Column('quarters', sa.Integer(), nullable=False),
    sa.Column('how', sa.String(), nullable=False),
    sa.Column('appointment_id', sa.Integer(), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=False),
    sa.CheckConstraint("how IN ('her', 'opkald')", name=op.f('ck_anonymous_time_how')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_anonymous_time_staff_id_staff')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_anonymous_time_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_anonymous_time')),
    sa.UniqueConstraint('appointment_id', name=op.f('uq_anonymous_time_appointment_id'))
    )
    with op.batch_alter_table('anonymous_time', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_anonymous_time_unit_id_first'), ['unit_id', 'first'], unique=False)

    op.create_table('counselling_count',
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('topic', sa.String(), nullable=False),
    sa.Column('opened', sa.Integer(), nullable=False),
    sa.Column('answered', sa.Integer(), nullable=False),
    sa.Column('in_time', sa.Integer(), nullable=False),
    sa.Column('deleted', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_counselling_count_unit_id_unit')),
    sa.PrimaryKeyConstraint('unit_id', 'month', 'topic', name=op.f('pk_counselling_count'))
    )
    op.create_table('counselling_desk',
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('open', sa.Boolean(), nullable=False),
    sa.Column('answer_days', sa.Integer(), nullable=False),
    sa.Column('retention_days', sa.Integer(), nullable=False),
    sa.Column('backup_days', sa.Integer(), nullable=False),
    sa.Column('texts', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('recovery_public', sa.LargeBinary(), nullable=True),
    sa.Column('recovery_mark', sa.LargeBinary(), nullable=True),
    sa.Column('recovery_on', sa.Date(), nullable=True),
    sa.CheckConstraint('answer_days BETWEEN 1 AND 30', name=op.f('ck_counselling_desk_answer_days')),
    sa.CheckConstraint('backup_days BETWEEN 0 AND 365', name=op.f('ck_counselling_desk_backup_days')),
    sa.CheckConstraint('retention_days BETWEEN 7 AND 365', name=op.f('ck_counselling_desk_retention_days')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_counselling_desk_unit_id_unit')),
    sa.PrimaryKeyConstraint('unit_id', name=op.f('pk_counselling_desk'))
    )
    op.create_table('counselling_epoch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('public', sa.LargeBinary(), nullable=False),
    sa.Column('mark', sa.LargeBinary(), nullable=False),
    sa.Column('recovery', sa.LargeBinary(), nullable=True),
    sa.Column('begun_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_counselling_epoch_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_counselling_epoch')),
    sa.UniqueConstraint('unit_id', 'number', name=op.f('uq_counselling_epoch_unit_id_number'))
    )
    with op.batch_alter_table('counselling_epoch', schema=None) as batch_op:
        batch_op.create_index('uq_counselling_epoch_current', ['unit_id'], unique=True, sqlite_where=sa.text('ended_on IS NULL'), postgresql_where=sa.text('ended_on IS NULL'))

    op.create_table('counselling_key',
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('public', sa.LargeBinary(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('salt', sa.LargeBinary(), nullable=False),
    sa.Column('mark', sa.LargeBinary(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_counselling_key_staff_id_staff')),
    sa.PrimaryKeyConstraint('staff_id', name=op.f('pk_counselling_key'))
    )
    op.create_table('counselling_member',
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('added_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_counselling_member_staff_id_staff')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_counselling_member_unit_id_unit')),
    sa.PrimaryKeyConstraint('unit_id', 'staff_id', name=op.f('pk_counselling_member'))
    )
    op.create_table('counselling_text',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_counselling_text_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_counselling_text'))
    )
    with op.batch_alter_table('counselling_text', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_counselling_text_unit_id'), ['unit_id'], unique=False)

    op.create_table('anonymous_case',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('lookup', sa.LargeBinary(), nullable=False),
    sa.Column('parent_wrap', sa.LargeBinary(), nullable=False),
    sa.Column('team_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('epoch_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('waiting_since', sa.Date(), nullable=True),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('suspected', sa.Boolean(), nullable=False),
    sa.Column('aside', sa.Boolean(), nullable=False),
    sa.Column('about', sa.LargeBinary(), nullable=True),
    sa.Column('label', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("state IN ('venter', 'besvaret', 'lukket')", name=op.f('ck_anonymous_case_state')),
    sa.ForeignKeyConstraint(['epoch_id'], ['counselling_epoch.id'], name=op.f('fk_anonymous_case_epoch_id_counselling_epoch')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_anonymous_case_staff_id_staff')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_anonymous_case_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_anonymous_case')),
    sa.UniqueConstraint('lookup', name=op.f('uq_anonymous_case_lookup'))
    )
    with op.batch_alter_table('anonymous_case', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_anonymous_case_epoch_id'), ['epoch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_anonymous_case_expires_on'), ['expires_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_anonymous_case_staff_id'), ['staff_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_anonymous_case_unit_id_state_waiting_since'), ['unit_id', 'state', 'waiting_since'], unique=False)

    op.create_table('conference_series',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('begins', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('avoid', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('deadline_days', sa.Integer(), nullable=False),
    sa.Column('room_id', sa.Integer(), nullable=True),
    sa.Column('chair_id', sa.Integer(), nullable=True),
    sa.Column('minute_taker_id', sa.Integer(), nullable=True),
    sa.Column('timekeeper_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('minutes > 0 AND minutes % 15 = 0 AND begins >= 0 AND begins % 15 = 0', name=op.f('ck_conference_series_quarters')),
    sa.CheckConstraint('times > 0 AND deadline_days >= 0 AND weekday BETWEEN 0 AND 6', name=op.f('ck_conference_series_rule')),
    sa.ForeignKeyConstraint(['chair_id'], ['staff.id'], name=op.f('fk_conference_series_chair_id_staff')),
    sa.ForeignKeyConstraint(['minute_taker_id'], ['staff.id'], name=op.f('fk_conference_series_minute_taker_id_staff')),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_conference_series_room_id_room')),
    sa.ForeignKeyConstraint(['timekeeper_id'], ['staff.id'], name=op.f('fk_conference_series_timekeeper_id_staff')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_conference_series_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conference_series')),
    sa.UniqueConstraint('unit_id', 'year', name=op.f('uq_conference_series_unit_id_year'))
    )
    op.create_table('counselling_reading',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('session_id', sa.String(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['staff_session.id'], name=op.f('fk_counselling_reading_session_id_staff_session'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_counselling_reading_staff_id_staff')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_counselling_reading'))
    )
    with op.batch_alter_table('counselling_reading', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_counselling_reading_session_id'), ['session_id'], unique=False)

    op.create_table('counselling_seat',
    sa.Column('epoch_id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('mark', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['epoch_id'], ['counselling_epoch.id'], name=op.f('fk_counselling_seat_epoch_id_counselling_epoch')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_counselling_seat_staff_id_staff')),
    sa.PrimaryKeyConstraint('epoch_id', 'staff_id', name=op.f('pk_counselling_seat'))
    )
    with op.batch_alter_table('counselling_seat', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_counselling_seat_staff_id'), ['staff_id'], unique=False)

    op.create_table('anonymous_booking',
    sa.Column('time_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['anonymous_case.id'], name=op.f('fk_anonymous_booking_case_id_anonymous_case')),
    sa.ForeignKeyConstraint(['time_id'], ['anonymous_time.id'], name=op.f('fk_anonymous_booking_time_id_anonymous_time')),
    sa.PrimaryKeyConstraint('time_id', name=op.f('pk_anonymous_booking')),
    sa.UniqueConstraint('case_id', name=op.f('uq_anonymous_booking_case_id')),
    sqlite_with_rowid=False
    )
    op.create_table('anonymous_colleague',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('case_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("answer IN ('ja', 'nej', '')", name=op.f('ck_anonymous_colleague_answer')),
    sa.ForeignKeyConstraint(['case_id'], ['anonymous_case.id'], name=op.f('fk_anonymous_colleague_case_id_anonymous_case')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_anonymous_colleague_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_anonymous_colleague')),
    sa.UniqueConstraint('case_id', 'staff_id', name=op.f('uq_anonymous_colleague_case_id_staff_id'))
    )
    with op.batch_alter_table('anonymous_colleague', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_anonymous_colleague_staff_id'), ['staff_id'], unique=False)

    op.create_table('anonymous_message',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('case_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('direction', sa.String(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("direction IN ('ind', 'ud')", name=op.f('ck_anonymous_message_direction')),
    sa.ForeignKeyConstraint(['case_id'], ['anonymous_case.id'], name=op.f('fk_anonymous_message_case_id_anonymous_case')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_anonymous_message')),
    sa.UniqueConstraint('case_id', 'sequence', name=op.f('uq_anonymous_message_case_id_sequence'))
    )
    op.create_table('anonymous_note',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('case_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['anonymous_case.id'], name=op.f('fk_anonymous_note_case_id_anonymous_case')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_anonymous_note_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_anonymous_note'))
    )
    with op.batch_alter_table('anonymous_note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_anonymous_note_case_id'), ['case_id'], unique=False)

    op.create_table('anonymous_visit',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('case_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['anonymous_case.id'], name=op.f('fk_anonymous_visit_case_id_anonymous_case'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_anonymous_visit'))
    )
    with op.batch_alter_table('anonymous_visit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_anonymous_visit_case_id'), ['case_id'], unique=False)

    op.create_table('conference_seat',
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['series_id'], ['conference_series.id'], name=op.f('fk_conference_seat_series_id_conference_series')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_conference_seat_staff_id_staff')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_conference_seat_unit_id_unit')),
    sa.PrimaryKeyConstraint('series_id', 'staff_id', name=op.f('pk_conference_seat'))
    )
    op.create_table('task',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('from_unit_id', sa.Integer(), nullable=False),
    sa.Column('writer_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=True),
    sa.Column('child_name', sa.String(), nullable=False),
    sa.Column('start_id', sa.Integer(), nullable=True),
    sa.Column('again_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('occupies', sa.String(), nullable=False),
    sa.Column('interpretation', sa.String(), nullable=False),
    sa.Column('tried', sa.String(), nullable=False),
    sa.Column('family_view', sa.String(), nullable=False),
    sa.Column('wanted', sa.String(), nullable=False),
    sa.Column('frame', sa.String(), nullable=False),
    sa.Column('sheet', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('numbers', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('urgency', sa.Integer(), nullable=False),
    sa.Column('urgency_reason', sa.String(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('forgotten_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('kladde', 'indsendt', 'paa-dagsorden', 'droeftet', 'indsats', 'fulgt-op', 'lukket', 'trukket')", name=op.f('ck_task_state')),
    sa.CheckConstraint("kind IN ('faglig-paedagogisk', 'personale', 'foraeldre', 'gruppe', 'enkeltbarn')", name=op.f('ck_task_kind')),
    sa.CheckConstraint("frame IN ('signs-of-safety', 'bal')", name=op.f('ck_task_frame')),
    sa.CheckConstraint("child_id IS NOT NULL OR child_name = ''", name=op.f('ck_task_anonymous')),
    sa.CheckConstraint("kind <> 'faglig-paedagogisk' OR child_id IS NULL", name=op.f('ck_task_no_child_named')),
    sa.CheckConstraint('urgency BETWEEN 1 AND 3', name=op.f('ck_task_urgency')),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_task_child_id_child')),
    sa.ForeignKeyConstraint(['from_unit_id'], ['unit.id'], name=op.f('fk_task_from_unit_id_unit')),
    sa.ForeignKeyConstraint(['start_id'], ['start.id'], name=op.f('fk_task_start_id_start')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_task_unit_id_unit')),
    sa.ForeignKeyConstraint(['writer_id'], ['staff.id'], name=op.f('fk_task_writer_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task'))
    )
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_child_id'), ['child_id'], unique=False)
        batch_op.create_index('ix_task_unit_state', ['unit_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_writer_id'), ['writer_id'], unique=False)

    op.create_table('conference',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('appointment_id', sa.Integer(), nullable=True),
    sa.Column('first', sa.Integer(), nullable=False),
    sa.Column('quarters', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('deadline', sa.Date(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('room_id', sa.Integer(), nullable=True),
    sa.Column('chair_id', sa.Integer(), nullable=True),
    sa.Column('minute_taker_id', sa.Integer(), nullable=True),
    sa.Column('timekeeper_id', sa.Integer(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_by', sa.Integer(), nullable=True),
    sa.Column('forgotten_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('changes', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('planlagt', 'i-gang', 'afsluttet', 'godkendt', 'aflyst')", name=op.f('ck_conference_state')),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointment.id'], name=op.f('fk_conference_appointment_id_appointment')),
    sa.ForeignKeyConstraint(['approved_by'], ['staff.id'], name=op.f('fk_conference_approved_by_staff')),
    sa.ForeignKeyConstraint(['chair_id'], ['staff.id'], name=op.f('fk_conference_chair_id_staff')),
    sa.ForeignKeyConstraint(['minute_taker_id'], ['staff.id'], name=op.f('fk_conference_minute_taker_id_staff')),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_conference_room_id_room')),
    sa.ForeignKeyConstraint(['series_id'], ['conference_series.id'], name=op.f('fk_conference_series_id_conference_series')),
    sa.ForeignKeyConstraint(['timekeeper_id'], ['staff.id'], name=op.f('fk_conference_timekeeper_id_staff')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_conference_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conference')),
    sa.UniqueConstraint('appointment_id', name=op.f('uq_conference_appointment_id'))
    )
    with op.batch_alter_table('conference', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conference_first'), ['first'], unique=False)
        batch_op.create_index(batch_op.f('ix_conference_series_id'), ['series_id'], unique=False)
        batch_op.create_index('ix_conference_unit_first', ['unit_id', 'first'], unique=False)

    op.create_table('task_reach',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_task_reach_staff_id_staff')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_task_reach_task_id_task')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_task_reach_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task_reach'))
    )
    with op.batch_alter_table('task_reach', schema=None) as batch_op:
        batch_op.create_index('ix_task_reach_staff', ['staff_id', 'task_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_reach_task_id'), ['task_id'], unique=False)
        batch_op.create_index('ix_task_reach_unit', ['unit_id', 'staff_id', 'task_id'], unique=False)

    op.create_table('task_wanted',
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('taken_by', sa.Integer(), nullable=True),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['taken_by'], ['staff.id'], name=op.f('fk_task_wanted_taken_by_staff')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_task_wanted_task_id_task')),
    sa.PrimaryKeyConstraint('task_id', 'role', name=op.f('pk_task_wanted'))
    )
    with op.batch_alter_table('task_wanted', schema=None) as batch_op:
        batch_op.create_index('ix_task_wanted_role', ['role', 'taken_by'], unique=False)

    op.create_table('conference_attendance',
    sa.Column('conference_id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('instead_of', sa.Integer(), nullable=True),
    sa.CheckConstraint("state IN ('kommer', 'afbud', 'optaget')", name=op.f('ck_conference_attendance_state')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_conference_attendance_conference_id_conference')),
    sa.ForeignKeyConstraint(['instead_of'], ['staff.id'], name=op.f('fk_conference_attendance_instead_of_staff')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_conference_attendance_staff_id_staff')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_conference_attendance_unit_id_unit')),
    sa.PrimaryKeyConstraint('conference_id', 'staff_id', name=op.f('pk_conference_attendance'))
    )
    with op.batch_alter_table('conference_attendance', schema=None) as batch_op:
        batch_op.create_index('ix_conference_attendance_staff', ['staff_id', 'conference_id'], unique=False)
        batch_op.create_index('ix_conference_attendance_unit', ['unit_id', 'conference_id'], unique=False)

    op.create_table('effort',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=True),
    sa.Column('conference_id', sa.Integer(), nullable=True),
    sa.Column('goal', sa.String(), nullable=False),
    sa.Column('who_does_what', sa.String(), nullable=False),
    sa.Column('track', sa.Integer(), nullable=True),
    sa.Column('target', sa.String(), nullable=False),
    sa.Column('tovholder_id', sa.Integer(), nullable=False),
    sa.Column('for_unit_id', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('follow_up_on', sa.Date(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('learned', sa.String(), nullable=False),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("target IN ('', 'uddannelseshjaelp', 'revalidend')", name=op.f('ck_effort_target')),
    sa.CheckConstraint("state IN ('i-gang', 'lukket')", name=op.f('ck_effort_state')),
    sa.CheckConstraint("outcome IN ('', 'naaet', 'delvist', 'ikke-naaet')", name=op.f('ck_effort_outcome')),
    sa.CheckConstraint("state = 'lukket' OR follow_up_on IS NOT NULL", name=op.f('ck_effort_looked_at_again')),
    sa.CheckConstraint('track IS NULL OR track BETWEEN 1 AND 3', name=op.f('ck_effort_track')),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_effort_child_id_child')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_effort_conference_id_conference')),
    sa.ForeignKeyConstraint(['for_unit_id'], ['unit.id'], name=op.f('fk_effort_for_unit_id_unit')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_effort_task_id_task')),
    sa.ForeignKeyConstraint(['tovholder_id'], ['staff.id'], name=op.f('fk_effort_tovholder_id_staff')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_effort_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_effort'))
    )
    with op.batch_alter_table('effort', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_effort_task_id'), ['task_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_effort_tovholder_id'), ['tovholder_id'], unique=False)
        batch_op.create_index('ix_effort_unit', ['unit_id', 'state', 'follow_up_on'], unique=False)

    op.create_table('task_number',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=True),
    sa.Column('conference_id', sa.Integer(), nullable=True),
    sa.Column('voice', sa.String(), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_by', sa.Integer(), nullable=False),
    sa.CheckConstraint('value BETWEEN 0 AND 10', name=op.f('ck_task_number_scale')),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_task_number_child_id_child')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_task_number_conference_id_conference')),
    sa.ForeignKeyConstraint(['entered_by'], ['staff.id'], name=op.f('fk_task_number_entered_by_staff')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_task_number_task_id_task')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_task_number_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task_number'))
    )
    with op.batch_alter_table('task_number', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_number_task_id'), ['task_id'], unique=False)

    op.create_table('task_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('conference_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("state IN ('kladde', 'indsendt', 'paa-dagsorden', 'droeftet', 'indsats', 'fulgt-op', 'lukket', 'trukket')", name=op.f('ck_task_step_state')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_task_step_conference_id_conference')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_task_step_staff_id_staff')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_task_step_task_id_task')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task_step'))
    )
    with op.batch_alter_table('task_step', schema=None) as batch_op:
        batch_op.create_index('ix_task_step_task', ['task_id', 'id'], unique=False)

    op.create_table('conference_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conference_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=True),
    sa.Column('effort_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('presenter_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('marked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('used', sa.Integer(), nullable=False),
    sa.Column('from_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("state IN ('venter', 'nu', 'droeftet', 'udsat')", name=op.f('ck_conference_item_state')),
    sa.CheckConstraint("kind IN ('velkomst', 'aftaler', 'opgave', 'indsats', 'overgange', 'laering', 'opsamling', 'eget')", name=op.f('ck_conference_item_kind')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_conference_item_conference_id_conference')),
    sa.ForeignKeyConstraint(['effort_id'], ['effort.id'], name=op.f('fk_conference_item_effort_id_effort')),
    sa.ForeignKeyConstraint(['from_id'], ['conference_item.id'], name=op.f('fk_conference_item_from_id_conference_item')),
    sa.ForeignKeyConstraint(['presenter_id'], ['staff.id'], name=op.f('fk_conference_item_presenter_id_staff')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_conference_item_task_id_task')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_conference_item_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conference_item'))
    )
    with op.batch_alter_table('conference_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conference_item_effort_id'), ['effort_id'], unique=False)
        batch_op.create_index('ix_conference_item_place', ['conference_id', 'place'], unique=False)
        batch_op.create_index(batch_op.f('ix_conference_item_task_id'), ['task_id'], unique=False)

    op.create_table('effort_follow_up',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('effort_id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=True),
    sa.Column('conference_id', sa.Integer(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('goal', sa.String(), nullable=False),
    sa.Column('who_does_what', sa.String(), nullable=False),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('tovholder_id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("decided IN ('aftalt', 'fortsaet', 'justeret', 'afsluttet')", name=op.f('ck_effort_follow_up_decided')),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_effort_follow_up_child_id_child')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_effort_follow_up_conference_id_conference')),
    sa.ForeignKeyConstraint(['effort_id'], ['effort.id'], name=op.f('fk_effort_follow_up_effort_id_effort')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_effort_follow_up_staff_id_staff')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_effort_follow_up_task_id_task')),
    sa.ForeignKeyConstraint(['tovholder_id'], ['staff.id'], name=op.f('fk_effort_follow_up_tovholder_id_staff')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_effort_follow_up_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_effort_follow_up'))
    )
    with op.batch_alter_table('effort_follow_up', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_effort_follow_up_conference_id'), ['conference_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_effort_follow_up_effort_id'), ['effort_id'], unique=False)

    op.create_table('effort_handover',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('effort_id', sa.Integer(), nullable=False),
    sa.Column('from_id', sa.Integer(), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['effort_id'], ['effort.id'], name=op.f('fk_effort_handover_effort_id_effort')),
    sa.ForeignKeyConstraint(['from_id'], ['staff.id'], name=op.f('fk_effort_handover_from_id_staff')),
    sa.ForeignKeyConstraint(['to_id'], ['staff.id'], name=op.f('fk_effort_handover_to_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_effort_handover'))
    )
    with op.batch_alter_table('effort_handover', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_effort_handover_effort_id'), ['effort_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_effort_handover_to_id'), ['to_id'], unique=False)
        batch_op.create_index('uq_effort_handover_open', ['effort_id'], unique=True, sqlite_where=sa.text('answered_at IS NULL'), postgresql_where=sa.text('answered_at IS NULL'))

    op.create_table('conference_addition',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('conference_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=True),
    sa.Column('child_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_conference_addition_child_id_child')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_conference_addition_conference_id_conference')),
    sa.ForeignKeyConstraint(['item_id'], ['conference_item.id'], name=op.f('fk_conference_addition_item_id_conference_item')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_conference_addition_staff_id_staff')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_conference_addition_task_id_task')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_conference_addition_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conference_addition'))
    )
    with op.batch_alter_table('conference_addition', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conference_addition_conference_id'), ['conference_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_conference_addition_item_id'), ['item_id'], unique=False)

    op.create_table('conference_agreement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('conference_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=True),
    sa.Column('child_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('responsible_id', sa.Integer(), nullable=False),
    sa.Column('deadline', sa.Date(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_conference_agreement_child_id_child')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_conference_agreement_conference_id_conference')),
    sa.ForeignKeyConstraint(['done_by'], ['staff.id'], name=op.f('fk_conference_agreement_done_by_staff')),
    sa.ForeignKeyConstraint(['item_id'], ['conference_item.id'], name=op.f('fk_conference_agreement_item_id_conference_item')),
    sa.ForeignKeyConstraint(['responsible_id'], ['staff.id'], name=op.f('fk_conference_agreement_responsible_id_staff')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_conference_agreement_task_id_task')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_conference_agreement_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conference_agreement'))
    )
    with op.batch_alter_table('conference_agreement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conference_agreement_conference_id'), ['conference_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_conference_agreement_item_id'), ['item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_conference_agreement_responsible_id'), ['responsible_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_conference_agreement_task_id'), ['task_id'], unique=False)
        batch_op.create_index('ix_conference_agreement_unit', ['unit_id', 'done_at', 'deadline'], unique=False)

    op.create_table('conference_away',
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['conference_item.id'], name=op.f('fk_conference_away_item_id_conference_item')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_conference_away_staff_id_staff')),
    sa.PrimaryKeyConstraint('item_id', 'staff_id', name=op.f('pk_conference_away'))
    )
    op.create_table('conference_invitation',
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('conference_id', sa.Integer(), nullable=False),
    sa.Column('minute', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_conference_invitation_conference_id_conference')),
    sa.ForeignKeyConstraint(['item_id'], ['conference_item.id'], name=op.f('fk_conference_invitation_item_id_conference_item')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_conference_invitation_task_id_task')),
    sa.PrimaryKeyConstraint('item_id', name=op.f('pk_conference_invitation'))
    )
    with op.batch_alter_table('conference_invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conference_invitation_conference_id'), ['conference_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_conference_invitation_task_id'), ['task_id'], unique=False)

    op.create_table('conference_passage',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('conference_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=True),
    sa.Column('child_id', sa.Integer(), nullable=True),
    sa.Column('field', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('written_by', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("field IN ('noter', 'beslutning', 'laering')", name=op.f('ck_conference_passage_field')),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_conference_passage_child_id_child')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_conference_passage_conference_id_conference')),
    sa.ForeignKeyConstraint(['item_id'], ['conference_item.id'], name=op.f('fk_conference_passage_item_id_conference_item')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_conference_passage_task_id_task')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_conference_passage_unit_id_unit')),
    sa.ForeignKeyConstraint(['written_by'], ['staff.id'], name=op.f('fk_conference_passage_written_by_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conference_passage')),
    sa.UniqueConstraint('item_id', 'field', name=op.f('uq_conference_passage_item_id_field'))
    )
    with op.batch_alter_table('conference_passage', schema=None) as batch_op:
        batch_op.create_index('ix_conference_passage_conference', ['conference_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_conference_passage_task_id'), ['task_id'], unique=False)

    op.create_table('conference_rival',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('passage_id', sa.Integer(), nullable=False),
    sa.Column('conference_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=True),
    sa.Column('child_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('written_by', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('merged_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_conference_rival_child_id_child')),
    sa.ForeignKeyConstraint(['conference_id'], ['conference.id'], name=op.f('fk_conference_rival_conference_id_conference')),
    sa.ForeignKeyConstraint(['passage_id'], ['conference_passage.id'], name=op.f('fk_conference_rival_passage_id_conference_passage')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_conference_rival_task_id_task')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_conference_rival_unit_id_unit')),
    sa.ForeignKeyConstraint(['written_by'], ['staff.id'], name=op.f('fk_conference_rival_written_by_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conference_rival'))
    )
    with op.batch_alter_table('conference_rival', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conference_rival_conference_id'), ['conference_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_conference_rival_passage_id'), ['passage_id'], unique=False)

    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.add_column(sa.Column('matter_id', sa.Integer(), nullable=True))
        batch_op.create_index('ix_consent_matter', ['matter_id', 'purpose', 'until'], unique=False)

    with op.batch_alter_table('due', schema=None) as batch_op:
        batch_op.add_column(sa.Column('matter_id', sa.Integer(), nullable=True))

    with op.batch_alter_table('guardian', schema=None) as batch_op:
        batch_op.add_column(sa.Column('former_email', sa.String(), server_default='', nullable=False))

    # ### end Alembic commands ###
    for triggers in (LOCKS, FOLLOWS):
        for sql in triggers[op.get_context().dialect.name]:
            op.execute(sql)


def downgrade():
    postgresql_ = op.get_context().dialect.name == 'postgresql'
    op.execute("DROP TRIGGER reach_follows_child" + (" ON child" if postgresql_ else ""))
    # ### commands auto generated by Alembic - please adjust! ###
    with op.batch_alter_table('guardian', schema=None) as batch_op:
        batch_op.drop_column('former_email')

    with op.batch_alter_table('due', schema=None) as batch_op:
        batch_op.drop_column('matter_id')

    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_index('ix_consent_matter')
        batch_op.drop_column('matter_id')

    with op.batch_alter_table('conference_rival', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conference_rival_passage_id'))
        batch_op.drop_index(batch_op.f('ix_conference_rival_conference_id'))

    op.drop_table('conference_rival')
    with op.batch_alter_table('conference_passage', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conference_passage_task_id'))
        batch_op.drop_index('ix_conference_passage_conference')

    op.drop_table('conference_passage')
    with op.batch_alter_table('conference_invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conference_invitation_task_id'))
        batch_op.drop_index(batch_op.f('ix_conference_invitation_conference_id'))

    op.drop_table('conference_invitation')
    op.drop_table('conference_away')
    with op.batch_alter_table('conference_agreement', schema=None) as batch_op:
        batch_op.drop_index('ix_conference_agreement_unit')
        batch_op.drop_index(batch_op.f('ix_conference_agreement_task_id'))
        batch_op.drop_index(batch_op.f('ix_conference_agreement_responsible_id'))
        batch_op.drop_index(batch_op.f('ix_conference_agreement_item_id'))
        batch_op.drop_index(batch_op.f('ix_conference_agreement_conference_id'))

    op.drop_table('conference_agreement')
    with op.batch_alter_table('conference_addition', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conference_addition_item_id'))
        batch_op.drop_index(batch_op.f('ix_conference_addition_conference_id'))

    op.drop_table('conference_addition')
    with op.batch_alter_table('effort_handover', schema=None) as batch_op:
        batch_op.drop_index('uq_effort_handover_open', sqlite_where=sa.text('answered_at IS NULL'), postgresql_where=sa.text('answered_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_effort_handover_to_id'))
        batch_op.drop_index(batch_op.f('ix_effort_handover_effort_id'))

    op.drop_table('effort_handover')
    with op.batch_alter_table('effort_follow_up', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_effort_follow_up_effort_id'))
        batch_op.drop_index(batch_op.f('ix_effort_follow_up_conference_id'))

    op.drop_table('effort_follow_up')
    with op.batch_alter_table('conference_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conference_item_task_id'))
        batch_op.drop_index('ix_conference_item_place')
        batch_op.drop_index(batch_op.f('ix_conference_item_effort_id'))

    op.drop_table('conference_item')
    with op.batch_alter_table('task_step', schema=None) as batch_op:
        batch_op.drop_index('ix_task_step_task')

    op.drop_table('task_step')
    with op.batch_alter_table('task_number', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_task_number_task_id'))

    op.drop_table('task_number')
    with op.batch_alter_table('effort', schema=None) as batch_op:
        batch_op.drop_index('ix_effort_unit')
        batch_op.drop_index(batch_op.f('ix_effort_tovholder_id'))
        batch_op.drop_index(batch_op.f('ix_effort_task_id'))

    op.drop_table('effort')
    with op.batch_alter_table('conference_attendance', schema=None) as batch_op:
        batch_op.drop_index('ix_conference_attendance_unit')
        batch_op.drop_index('ix_conference_attendance_staff')

    op.drop_table('conference_attendance')
    with op.batch_alter_table('task_wanted', schema=None) as batch_op:
        batch_op.drop_index('ix_task_wanted_role')

    op.drop_table('task_wanted')
    with op.batch_alter_table('task_reach', schema=None) as batch_op:
        batch_op.drop_index('ix_task_reach_unit')
        batch_op.drop_index(batch_op.f('ix_task_reach_task_id'))
        batch_op.drop_index('ix_task_reach_staff')

    op.drop_table('task_reach')
    with op.batch_alter_table('conference', schema=None) as batch_op:
        batch_op.drop_index('ix_conference_unit_first')
        batch_op.drop_index(batch_op.f('ix_conference_series_id'))
        batch_op.drop_index(batch_op.f('ix_conference_first'))

    op.drop_table('conference')
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_task_writer_id'))
        batch_op.drop_index('ix_task_unit_state')
        batch_op.drop_index(batch_op.f('ix_task_child_id'))

    op.drop_table('task')
    op.drop_table('conference_seat')
    with op.batch_alter_table('anonymous_visit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_anonymous_visit_case_id'))

    op.drop_table('anonymous_visit')
    with op.batch_alter_table('anonymous_note', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_anonymous_note_case_id'))

    op.drop_table('anonymous_note')
    op.drop_table('anonymous_message')
    with op.batch_alter_table('anonymous_colleague', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_anonymous_colleague_staff_id'))

    op.drop_table('anonymous_colleague')
    op.drop_table('anonymous_booking')
    with op.batch_alter_table('counselling_seat', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_counselling_seat_staff_id'))

    op.drop_table('counselling_seat')
    with op.batch_alter_table('counselling_reading', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_counselling_reading_session_id'))

    op.drop_table('counselling_reading')
    op.drop_table('conference_series')
    with op.batch_alter_table('anonymous_case', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_anonymous_case_unit_id_state_waiting_since'))
        batch_op.drop_index(batch_op.f('ix_anonymous_case_staff_id'))
        batch_op.drop_index(batch_op.f('ix_anonymous_case_expires_on'))
        batch_op.drop_index(batch_op.f('ix_anonymous_case_epoch_id'))

    op.drop_table('anonymous_case')
    with op.batch_alter_table('counselling_text', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_counselling_text_unit_id'))

    op.drop_table('counselling_text')
    op.drop_table('counselling_member')
    op.drop_table('counselling_key')
    with op.batch_alter_table('counselling_epoch', schema=None) as batch_op:
        batch_op.drop_index('uq_counselling_epoch_current', sqlite_where=sa.text('ended_on IS NULL'), postgresql_where=sa.text('ended_on IS NULL'))

    op.drop_table('counselling_epoch')
    op.drop_table('counselling_desk')
    op.drop_table('counselling_count')
    with op.batch_alter_table('anonymous_time', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_anonymous_time_unit_id_first'))

    op.drop_table('anonymous_time')
    with op.batch_alter_table('anonymous_nonce', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_anonymous_nonce_made_on'))

    op.drop_table('anonymous_nonce')
    op.drop_table('agenda_template')
    # ### end Alembic commands ###
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION reach_follows_child()")
        op.execute("DROP FUNCTION refuse_locked()")
        op.execute("DROP FUNCTION refuse_change()")
