"""What conferences promise, each with the line that breaks it and the test that must turn red (benchmarks/mutants.py)."""

TASKS, EFFORTS, AGENDA, MEETING = (
    *("tests/domain/conferences/test_tasks.py::", "tests/domain/conferences/test_efforts.py::"),
    *("tests/domain/conferences/test_agenda.py::", "tests/web/conferences/test_meeting.py::"),
)
LEAVES = f"{TASKS}test_whoever_leaves_the_unit_that_they_sat_there_for_reads_nothing_more"
UNAGREED = "tests/domain/conferences/test_unagreed.py"
YEAR = "tests/domain/conferences/test_life.py"
BROKEN = (
    ("whoever leaves a unit reads nothing more of its tasks", "domain/conferences/tables/task.py", "own = and_(Reach.staff_id == viewer.staff, Reach.unit_id.in_(units))", "own = Reach.staff_id == viewer.staff", LEAVES),
    ("a policy asks of each row by its own key", "domain/access/found_in.py", "AS found WHERE found.{name} = {key})", "AS found)", f"{TASKS}test_a_submitted_task_reaches_its_leaders_and_ppr_where_it_asks_for_them"),
    ("nor of its agendas", "domain/conferences/tables/series.py", "Attendance.staff_id == viewer.staff, Attendance.unit_id.in_(viewer.every_unit())", "(Attendance.staff_id == viewer.staff,)", LEAVES),
    ("nor of what they wrote there", "domain/conferences/tables/task.py", "and_(cls.writer_id == viewer.staff, cls.from_unit_id.in_(viewer.every_unit()))", "cls.writer_id == viewer.staff", LEAVES),
    ("a child's new sundhedspleje leaves no reader behind", "domain/conferences/tasks/reached.py", "WHERE unit_id = OLD", "WHERE 0 = 1 AND unit_id = OLD", f"{TASKS}test_a_child_that_gets_another_sundhedspleje_leaves_no_reader_behind"),
    ("nobody is tovholder by a unit that they have left", "domain/conferences/after/efforts.py", "Reach.task_id == Task.id, theirs, Membership.unit_id == Reach.unit_id", "Reach.task_id == Task.id, theirs", f"{TASKS}test_a_tovholder_who_goes_to_another_unit_does_not_take_the_task_along"),
    ("a child is named with every holder's yes alone", "domain/conferences/tasks/writing.py", "        raise NotAgreed\n", "        pass\n", f"{TASKS}test_a_named_child_needs_every_holders_yes_and_a_no_closes_it_at_once"),
    ("what the parents take back is closed at once", "domain/conferences/tables/task.py", "return or_(row.child_id.is_(None), found_in(task_id, covered_matters(CONFERENCE, day=day)))", "return task_id.is_not(None)", "tests/web/conferences/test_matrix.py"),
    ("put again without a name, the yes to the one before ends", "domain/conferences/tasks/writing.py", "    if task.child_id is not None:\n        withdraw_consent", "    if False:\n        withdraw_consent", f"{TASKS}test_put_again_it_is_a_new_text_that_names_nobody"),
    ("another family's sundhedsplejerske does not see the child", "domain/conferences/tasks/life.py", 'Unit.actor != "sundhedspleje", ', 'Unit.actor != "", ', f"{TASKS}test_the_table_reads_what_is_on_its_agenda_but_not_who_is_away_nor_anothers_nurse"),
    ("who is away from an item does not read it", "domain/conferences/tasks/life.py", "Attendance.state == COMES, ~away.exists())", "Attendance.state == COMES)", f"{AGENDA}test_whoever_is_not_there_at_an_item_does_not_read_it"),
    ("who was not there decides nothing", "domain/conferences/after/efforts.py", "    if not ground.decides:", "    if False:", f"{EFFORTS}test_who_reads_a_task_without_having_been_there_decides_nothing"),
    ("a title that the house reads is warned of", "domain/conferences/before/agenda.py", "    if not sure:\n", "    if False:\n", f"{AGENDA}test_a_title_that_the_whole_house_reads_is_warned_of_when_it_names_somebody"),
    ("a task's history never shrinks", "domain/conferences/tasks/life.py", '    session.execute(insert(Step), [same | {"task_id": one} for one in sorted(wanted)])\n', "", YEAR),
    ("a task goes the way that it can", "domain/conferences/tasks/life.py", "Task.state.in_(BEFORE[state])", "Task.id > 0", f"{TASKS}test_the_state_changes_in_one_way_and_keeps_its_history"),
    ("what was discussed without an end is shown to the chair", "domain/conferences/after/undated.py", "    yield NOT_DECIDED, and_(Task.state == DISCUSSED, yes, not_(_on_agenda()))\n", "", YEAR),
    ("what stays on an agenda that has been held is shown too", "domain/conferences/after/undated.py", "    yield LEFT_BEHIND, and_(_left_behind(), yes)\n", "", f"{EFFORTS}test_what_has_no_next_date_is_shown_to_the_chair_and_gone_when_it_has_one"),
    ("an answer that would count for nothing is not taken", "domain/consent/verbs.py", "    if found.until < today():\n", "    if False:\n", "tests/web/book/test_consent.py"),
    ("without the parents' yes a tovholder is told so", "domain/conferences/tasks/lapsing.py", "if said in OF_EFFORT and row.effort_id is not None", "if False", UNAGREED),
    ("and an effort ends with its task, unread", "domain/conferences/after/unagreed.py", "    ending.efforts(session, task_id)\n", "", UNAGREED),
    ("nobody else knows of it", "domain/conferences/after/unagreed.py", "    if not (found.wrote or found.leads or found.holds):\n", "    if False:\n", UNAGREED),
    ("of two who write in one field neither is overwritten", "domain/conferences/meeting/writing.py", "if passage is not None and version != edit.version:", "if False:", "tests/domain/conferences/test_writing.py"),
    ("also when nobody waits for the other", "domain/conferences/tables/meeting.py", '    __mapper_args__ = {"version_id_col": version}\n\n    @classmethod\n    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:\n        """As its item\'s task."""\n        return written_there(cls, viewer)\n\n    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:\n        """By anybody', '    __mapper_args__ = {"version_id_col": version, "version_id_generator": lambda n: 1}\n\n    @classmethod\n    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:\n        """As its item\'s task."""\n        return written_there(cls, viewer)\n\n    def writable_by(self, viewer: Viewer, verb: Verb) -> bool:\n        """By anybody', "tests/domain/conferences/test_writing.py"),
    ("an approved referat is locked", "domain/conferences/tables/locks.py", 'AND approved_at IS NOT NULL"', 'AND approved_at IS NULL AND 0 = 1"', "tests/domain/conferences/test_locks.py"),
    ("a role is taken over with a yes", "domain/conferences/after/handing.py", "    if yes:\n", "    if True:\n", f"{EFFORTS}test_a_no_leaves_the_role_where_it_was"),
    ("a promise is for working days", "domain/conferences/meeting/agreements.py", "working_day(today(), days)", "today().fromordinal(today().toordinal() + days)", f"{AGENDA}test_an_agreement_has_one_person_a_working_day_and_a_line_on_their_day_until_it_is_done"),
    ("who looks on is sent nothing when nothing is new", "blueprints/conferences/meeting/room.py", "    if known is not None and known ==", "    if False and known ==", f"{MEETING}test_whoever_looks_on_costs_two_statements_and_no_read_log_until_something_is_new"),
    ("who looks on sees that a task is gone", "domain/conferences/tasks/writing.py", "        live.stirred(session, task.id)\n", "        pass\n", f"{TASKS}test_whoever_looks_on_at_a_meeting_sees_that_an_anonymous_task_is_gone_or_another"),
    ("parents are told their own time and nothing else", "domain/conferences/before/sending.py", '"name": NAME, "house"', '"name": str(self.child_id) + " Elias bider", "house"', f"{MEETING}test_parents_are_told_when_and_where_and_nothing_else"),
    ("a question that is over is not asked", "domain/conferences/tasks/asking.py", "        raise StartOver\n", "        pass\n", f"{TASKS}test_after_the_start_is_closed_the_parents_are_not_asked_a_question_that_is_over"),
    ("what is forgotten is forgotten with the parents' answers", "domain/conferences/after/forgetting.py", "    _do(session, delete(Answer).where(Answer.request_id.in_(questions)))\n", "", f"{EFFORTS}test_a_task_is_forgotten_with_all_that_hangs_on_it_also_in_a_locked_referat"),
)  # fmt: skip
"""(promise, file, line, broken, tests)."""
