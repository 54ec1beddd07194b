"""What births, rounds, inquiries and groups promise, each with the line that breaks it and the test that must turn red (benchmarks/mutants.py)."""

INQUIRIES, GROUPS, BIRTHS, ROUNDS, COURSES = (
    f"tests/domain/{name}.py::"
    for name in ("test_inquiries", "test_groups", "visits/test_births", "visits/test_rounds", "test_courses")
)
NAMED = f"{INQUIRIES}test_a_named_child_is_read_only_while_every_holder_says_yes"
VISIT = f"{INQUIRIES}test_a_visit_is_whoevers_who_answers_until_it_has_a_time_or_comes_to_nothing"
GIVEN = f"{INQUIRIES}test_given_to_a_colleague_it_is_theirs_with_its_line_its_load_and_its_history"
LEFT = f"{INQUIRIES}test_who_has_left_the_unit_reads_nothing_more_whoevers_it_was"
WRONG = f"{BIRTHS}test_a_wrong_row_is_told_with_what_would_be_right_and_nothing_is_written"
CAME = f"{GROUPS}test_who_came_is_noted_for_the_sundhedspleje_alone"
BROKEN = (
    ("a child is named to nobody without every holder's yes", "domain/inquiries/writing.py", "        if no or not (waits or", "        if False and (no or", NAMED),
    ("an inquiry closes with the parents' no", "domain/inquiries/tables.py", "agreed = or_(cls.child_id.is_(None), found_in(cls.id, covered_matters(ADVICE, to=viewer.every_unit())))", "agreed = cls.id.is_not(None)", NAMED),
    ("its line on a day closes with it", "domain/inquiries/writing.py", '"matter_id": inquiry.id, "purpose": PURPOSES[ADVICE].full}', "}", NAMED),
    ("whoever has left the unit reads no inquiry", "domain/inquiries/tables.py", "and_(mine, cls.for_unit_id.in_(viewer.every_unit()))", "mine", LEFT),
    ("of two who take it one gets it", "domain/inquiries/answering.py", "inquiry.state != SENT or inquiry.taken_by is not None or not", "not", f"{INQUIRIES}test_of_two_who_take_it_one_gets_it_and_only_they_answer"),
    ("who is away is not asked", "domain/inquiries/receiving.py", "here = [one for one in ours if not one.away]", "here = ours", f"{INQUIRIES}test_it_reaches_the_childs_own_nurse_her_substitute_when_she_is_away_and_somebody_elsewhere_when_nobody_is_left"),
    ("only a colleague who answers such inquiries is given one", "domain/inquiries/colleagues.py", "    if name is None:\n", "    if False:\n", GIVEN),
    ("what is given is on the colleague's day", "domain/inquiries/colleagues.py", "    due.put(session, [waiting(inquiry, staff_id, inquiry.unit_id, GIVEN)])\n", "", GIVEN),
    ("what leads on waits until it has been carried on", "domain/inquiries/handing.py", 'lukket", _key(inquiry.id))', 'lukket")', VISIT),
    ("nobody else says that nothing came of it", "domain/inquiries/handing.py", "    if not mine(inquiry, viewer):\n        raise NotToCarry\n", "", VISIT),
    ("no parent and no house sees who came to a group", "domain/groups/came.py", 'return or_(cls.unit_id.in_(viewer.units("sundhedspleje")), own)', "return cls.id.is_not(None)", CAME),
    ("nobody has come to what has not begun", "domain/groups/presence.py", "        raise NotBegun\n", "        pass\n", CAME),
    ("no newborn is lost between two pages", "domain/groups/proposing.py", ".limit(PAGE).offset(PAGE * page)", ".limit(PAGE).offset((PAGE + 1) * page)", f"{GROUPS}test_of_a_long_list_of_newborns_none_is_lost_between_its_pages_and_months"),
    ("one time that was moved is of the week it came from", "domain/courses/support.py", "func.coalesce(CourseSession.planned, Appointment.first) >= after", "Appointment.first >= after", f"{COURSES}test_one_time_of_a_series_is_moved_or_cancelled_for_itself_and_the_others_stand"),
    ("a birth list with a wrong row writes nothing", "domain/births/listing.py", "if batch.state != CHECKED or batch.wrong:", "if batch.state != CHECKED:", WRONG),
    ("nobody is born tomorrow", "domain/births/checking.py", '        row.wrong("Fødselsdato", Wrong.BORN_AHEAD)\n', "        pass\n", WRONG),
    ("a birth list that is written twice is one", "domain/births/listing.py", "    if batch.state == APPLIED:\n        return True\n", "", f"{BIRTHS}test_a_list_makes_children_with_parents_links_and_programmes_and_twice_it_changes_nothing"),
    ("a family is told once between when and when", "domain/rounds/going.py", "_coming(session, unit_id, staff_id, day) if one.window is None]", "_coming(session, unit_id, staff_id, day)]", f"{ROUNDS}test_families_are_told_between_when_and_when_and_only_again_when_it_moves_out_of_that"),
    ("whoever is visited within what they were told hears nothing", "domain/rounds/going.py", "if one.window is None or not one.window[0] <= times[one.id] <= one.window[1]]", "]", f"{ROUNDS}test_whoever_is_still_visited_within_what_they_were_told_hears_nothing"),
    ("an order is taken whole", "domain/rounds/going.py", "    if wanted != {one.id: one.sequence for one in found.values()}:\n        raise RoundChanged\n", "", f"{ROUNDS}test_an_order_is_taken_whole_or_not_at_all"),
    ("the way to a visit is nobody else's time", "domain/rounds/going.py", "        claim(session, stop.id, wanted - held)\n", "", f"{ROUNDS}test_the_way_takes_time_that_nobody_else_can_have"),
)  # fmt: skip
