"""A form for every address that takes one, and how many statements sending it may cost."""

WRITE, BOOKING, FAMILY = 8, 14, 21
"""A write; one that changes a booking, and with it who is told and whose day it is; one that begins or ends all there is about a child."""
DAY = {"dag": "2026-11-30"}
OPENING = {"weekday": "0", "begins": "09:00", "ends": "11:00", "valid_from": "2026-11-23", "every": "1"}
PERSON = {"name": "Ny Medarbejder", "email": "ny@kommune.example"}
PASSWORD = "kølig ravn springer sent"
UNIT = {"name": "Nyt hus", "district": "0", "vuggestue": "1", "boernehave": "1", "kind": "dagtilbud/boernehus"}
TYPE = {
    "name": "Rundvisning",
    "minutes": "30",
    "place": "enhed",
    "role_1": "leder",
    "role_2": "paedagog",
    "buffer_before": "0",
    "buffer_after": "15",
    "travels": "paedagog",
    "lead_hours": "24",
    "horizon_days": "60",
    "cancel_days": "1",
    "text_before_da": "Ring på.",
}
CHILD = {
    "child": "Alma Dam",
    "born": "2026-02-03",
    "starts_on": "2027-01-04",
    "group": "0",
    "name_1": "Trine Dam",
    "email_1": "trine@example.org",
    "language_1": "da",
    "custody_1": "y",
    "language_2": "da",
}
CONSENT = {"purpose": "start-deltage", "value": "nej"}
WRITES: dict[str, tuple[str, dict[str, object], int]] = {
    "account.login": ("", {"login": "leder", "password": "god-start"}, WRITE),
    "account.unlock": ("", {"password": "god-start"}, WRITE),
    "account.leave": ("", {}, WRITE),
    "account.change_user": ("", {}, WRITE),
    "account.leave_everywhere": ("", {}, WRITE),
    "account.save": ("", {"mobile": "22345678"}, WRITE),
    "account.change_password": ("", {"password": "god-start", "new": PASSWORD, "again": PASSWORD}, WRITE),
    "account.welcome": ("", {"new": PASSWORD, "again": PASSWORD}, WRITE),
    "adgang.add": ("", PERSON, WRITE),
    "adgang.show": ("", PERSON | {"substitute": "0"}, WRITE),
    "adgang.join": ("", {"role": "leder", "group": "0"}, WRITE),
    "adgang.leave": ("", {}, WRITE),
    "adgang.invite": ("", {}, WRITE),
    "adgang.stop": ("", {}, WRITE),
    "adgang.start_again": ("", {}, WRITE),
    "adgang.add_district": ("", {"name": "Nyt distrikt"}, WRITE),
    "adgang.add_unit": ("", UNIT, WRITE),
    "adgang.show_unit": ("", UNIT, WRITE),
    "adgang.add_part": ("", {"grupper-name": "Ny gruppe"}, WRITE),
    "adgang.part": ("", {"name": "Andet navn"}, WRITE),
    "adgang.add_type": ("", TYPE, WRITE),
    "adgang.appointment_type": ("", TYPE, WRITE),
    "adgang.drop_part": ("", {}, WRITE),
    "book.lost": ("", {"contact": "foraelder1@demo.invalid"}, WRITE),
    "book.by_code": ("free", {"code": "23456-789AB"}, WRITE),
    "book.confirm": ("free", {}, WRITE),
    "book.cancelled": ("booked", {}, BOOKING),
    "book.answer": ("booked", CONSENT, BOOKING),
    "book.save_section": ("free", {"sprog": "Dansk", "bor-med": "Os"}, WRITE),
    "book.book": ("free", {"slot": "", "key": "a"}, BOOKING),
    "book.move_to": ("booked", {"slot": "", "key": "a"}, BOOKING),
    "book.interpreter": ("free", {"language": "arabisk"}, WRITE),
    "book.call_me": ("free", {}, WRITE),
    "frontdesk.add_opening": ("", OPENING | {"resource": ""}, WRITE),
    "frontdesk.change_opening": ("", OPENING | {"resource": ""}, WRITE),
    "frontdesk.change_day": ("", {"begins": "09:00", "ends": "09:30"}, WRITE),
    "frontdesk.copy": ("", {"resource": "", "week": "2026-11-23", "weeks": "2026-11-30"}, WRITE),
    "frontdesk.one_day": ("", DAY, WRITE),
    "frontdesk.end_opening": ("", {}, WRITE),
    "frontdesk.add_absence": (
        "",
        {"resource": "", "first": "2026-11-30", "last": "2026-11-30", "reason": "Kursus"},
        WRITE,
    ),
    "frontdesk.remove_absence": ("", {}, WRITE),
    "frontdesk.settle_absence": ("", {}, BOOKING),
    "starts.invite": ("free", {}, WRITE),
    "starts.called": ("free", {}, WRITE),
    "starts.reach": ("free", {"email": "ny@example.org", "mobile": "20112233", "language": "en"}, WRITE),
    "starts.new_link": ("free", {}, WRITE),
    "starts.write_letter": ("free", {}, WRITE),
    "starts.write_letters": ("", {}, WRITE),
    "starts.close": ("booked", {"reason": "flyttet"}, FAMILY),
    "starts.contact": ("free", {"group": "0", "contact": "0"}, WRITE),
    "starts.spoken_consent": (
        "booked",
        {"guardian": "", "question": CONSENT["purpose"], "value": "nej", "how": "mundtligt"},
        BOOKING,
    ),
    "starts.book": ("free", {"slot": "", "key": "a"}, BOOKING),
    "starts.cancel": ("booked", {}, BOOKING),
    "starts.held": ("over", {}, WRITE),
    "starts.no_show": ("over", {}, WRITE),
    "starts.prepare": ("free", {"text": "Et par ord"}, WRITE),
    "starts.recommend": ("held", {"text": "Et råd", "first_days": "En time"}, WRITE),
    "starts.new": ("", CHILD, FAMILY),
    "starts_import.upload": ("", {}, WRITE),
    "starts_import.apply": ("", {}, WRITE),
}
"""By the endpoint without its actor: which start it is about, the form, and how many statements at most.

An empty value is taken from the page itself: the first that it offers.
"""
