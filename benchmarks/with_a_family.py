"""What a family's course promises, each with the line that breaks it and the test that must turn red (benchmarks/mutants.py)."""

DOMAIN, WEB = "tests/domain/test_courses.py::", "tests/web/actors/test_courses.py::"
STOPPED = f"{DOMAIN}test_one_parents_no_closes_the_course_at_the_next_look_and_frees_every_time_to_come"
AGAIN = f"{DOMAIN}test_help_that_comes_again_takes_every_joint_time_with_its_travel_and_lists_the_rest"
BROKEN = (
    ("what the parents take back is closed at once", "domain/courses/tables.py", "        return and_(theirs, found_in(cls.referral_id, covered_matters(REFERRAL)))", "        return theirs", STOPPED),
    ("and every time to come is free", "domain/courses/stopping.py", "        gone = give_back(session, ids)\n", "        gone = give_back(session, [])\n", STOPPED),
    ("at once, on the parents' own page", "domain/courses/both.py", "    if parents.answer(session, referral_id, guardian_id, value) != GRANTED:\n        stopping.stop(session, referral_id)\n", "    parents.answer(session, referral_id, guardian_id, value)\n", f"{WEB}test_the_parents_own_page_takes_the_yes_back_and_frees_the_times_in_the_same_moment"),
    ("the role changes hands with a yes", "domain/courses/handing.py", "    if yes:\n", "    if True:\n", f"{DOMAIN}test_the_role_changes_hands_with_a_yes_and_its_history_is_kept"),
    ("travel is claimed with the time", "domain/courses/support.py", "for claim in to.claims]", "for claim in sorted(to.claims)[2:]]", AGAIN),
    ("a public holiday is no day for a visit", "domain/courses/times.py", "if offer is None or holiday:", "if offer is None:", f"{DOMAIN}test_public_holidays_are_left_out_and_the_clock_on_the_wall_stays"),
    ("the referral ends with its course", "domain/courses/both.py", "    referrals.end(session, course.referral_id, look.learned)\n", "", f"{WEB}test_the_course_and_its_referral_end_together_and_the_referrer_is_told"),
    ("a CPR number is in no note", "domain/courses/sessions.py", "    cpr.refuse(note)\n", "", f"{DOMAIN}test_what_was_agreed_is_a_line_and_never_a_cpr_number"),
    ("what comes again has a last day", "blueprints/courses/fields.py", 'raise ValidationError(_("Vælg den sidste dag."))', "return", f"{WEB}test_a_form_with_a_fault_comes_back_with_what_was_typed"),
)  # fmt: skip
