"""What home visits, referrals and the lines of time promise, each with the line that breaks it and the test that must turn red (benchmarks/mutants.py)."""

WINDOWS, VISITS = "tests/domain/visits/test_windows.py", "tests/domain/visits/test_visits.py"
REFERRALS = "tests/domain/referrals/test_referrals.py"
DAYS = f"{VISITS}::test_another_birth_date_moves_what_is_not_over_says_what_moved_and_twice_moves_nothing"
LINE = f"{VISITS}::test_what_is_declined_stays_on_the_line_and_custody_declines_it"
YES = f"{REFERRALS}::test_familiehuset_reads_nothing_before_every_yes_and_nothing_from_the_moment_one_is_taken_back"
BROKEN = (
    ("a visit's months are the calendar's", "domain/visits/windows.py", "months_after(from_, months) for months", "from_ + timedelta(days=30 * months) for months", f"{WINDOWS}::test_the_windows_of_forty_birth_dates_are_those_of_the_table"),
    ("no window lies over another", "domain/visits/windows.py", "max(own.opens_on, found[-1].closes_on + ONE_DAY) if found else own.opens_on", "own.opens_on", WINDOWS),
    ("in hospital the windows wait", "domain/visits/windows.py", "home = max(counted.birth_date, counted.home_on or counted.birth_date)", "home = counted.birth_date", WINDOWS),
    ("a newcomer is offered what is not over", "domain/visits/windows.py", "one.closes_on >= counted.entered_on", "one.opens_on >= counted.entered_on", WINDOWS),
    ("another birth date moves no visit that has been held", "domain/visits/programme.py", "window == before or not (visit.state in OPEN or waits)", "window == before", DAYS),
    ("a visit that the family declines stays on its line", "domain/visits/outcome.py", "    else:\n        visit.state = state\n", "    else:\n        session.delete(visit)\n", LINE),
    ("what a visit by special need is for is its sundhedspleje's alone", "domain/visits/tables.py", "        return cls.child_id.in_(cared_for(viewer))\n", "        return or_(cls.child_id.in_(cared_for(viewer)), cls.child_id.in_(viewer.children()))\n", VISITS),
    ("another unit sees no visit", "domain/visits/tables.py", "return or_(cls.child_id.in_(cared_for(viewer)), cls.child_id.in_(viewer.children()))", "return cls.child_id.is_not(None)", f"{VISITS}::test_another_unit_sees_nothing_of_it"),
    ("who holds no custody declines nothing for the family", "domain/visits/tables.py", 'parents = verb == "change" and self.child_id in viewer.custody()', 'parents = verb == "change" and self.child_id in viewer.children()', LINE),
    ("a referral is read with every holder's yes alone", "domain/referrals/tables.py", "found_in(referral_id, covered_matters(REFERRAL)))\n    return", "referral_id.is_not(None))\n    return", YES),
    ("it is sent when all have said yes, not when one has", "domain/referrals/agreeing.py", "if state == GRANTED and standing.state == ASKED:", "if standing.state == ASKED:", YES),
    ("a yes that is taken back waits for the parents again", "domain/referrals/agreeing.py", "        back(session, row, standing)\n        told.writer(session, row, ASKED", "        told.writer(session, row, ASKED", REFERRALS),
    ("and ends help that has begun, with its place free", "domain/referrals/agreeing.py", "        close(session, row, standing, WITHDRAWN)\n", "        pass\n", f"{REFERRALS}::test_no_after_help_has_begun_ends_it_and_frees_the_place"),
    ("a place that is given back is another's", "domain/referrals/steps.py", "    if seated and state not in SEATED:", "    if False:", REFERRALS),
    ("whoever has waited longest comes first, or somebody says why", "domain/referrals/life.py", "    if first is None or first == standing.referral_id:", "    if True:", f"{REFERRALS}::test_the_oldest_comes_first_unless_somebody_says_why"),
    ("why others had to wait is not for a family to read", "domain/referrals/tables.py", "FOR_PARENTS = (PLAN,", "FOR_PARENTS = (ORDER, BEYOND, PLAN,", f"{REFERRALS}::test_the_family_reads_of_the_help_and_not_why_others_wait_for_theirs"),
    ("help ends with an evaluation", "domain/referrals/steps.py", "        raise NotSaid\n", "        pass\n", REFERRALS),
    ("what a consent has closed is on nobody's line of time", "domain/due.py", "return and_(theirs, or_(cls.matter_id.is_(None), tuple_(cls.purpose, cls.matter_id).in_(agreed)))", "return theirs", "tests/domain/conferences/test_efforts.py::test_the_lines_go_from_everybodys_day_when_the_parents_take_their_yes_back"),
    ("a child's line of time is its own units' and guardians'", "domain/due.py", "cls.unit_id.in_(viewer.every_unit()), cls.purpose.is_distinct_from(TIME)", "cls.unit_id.is_not(None), cls.purpose.is_distinct_from(TIME)", "tests/web/starts/test_timeline.py"),
    ("two referrals of one child do not say that God Start knows it", "domain/referrals/reading.py", '("child_name", "birth_date", "from_unit_id")', '("child_id", "from_unit_id")', f"{REFERRALS}::test_what_a_unit_has_of_a_child_says_nothing_of_whether_god_start_knows_it"),
    ("who has looked says to no helper where a child starts", "domain/people/looked.py", "and_(theirs, Unit.actor", "and_(Unit.actor", "tests/web/book/test_consent.py"),
    ("a helper is not told who the child's sundhedsplejerske is", "domain/people/find.py", "and_(Staff.id == Child.sundhedsplejerske_id, _ours())", "Staff.id == Child.sundhedsplejerske_id", "tests/web/actors/test_referrals.py"),
    ("who was asked for help sees the child while the parents agree", "domain/people/child.py", "        consent.c.until >= ASKING.today,\n", "", f"{REFERRALS}::test_a_yes_whose_time_is_up_shows_the_child_to_nobody"),
    ("a meeting of parents is read by those who are asked to it", "domain/groups/tables.py", "            cls.group_id.in_(asked),\n", "            cls.group_id.is_not(None),\n", "tests/domain/test_groups.py"),
)  # fmt: skip
"""(promise, file, line, broken, tests)."""
