"""One inquiry whole: what is written, what the parents say, who has it, the time, the answer, and what came of it."""

from typing import Any

from flask import Response, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from blueprints.danish import Form, trimmed
from blueprints.frame import may
from blueprints.inquiries.mount import bp
from blueprints.inquiries.words import WORDS
from blueprints.rules import MEMBER, allow
from blueprints.web import db, here, render
from blueprints.words.about_people import no_cpr
from blueprints.words.agreeing import CONSENT
from blueprints.words.times import spoken
from domain import audit
from domain.consent import ADVICE, GRANTED, PURPOSES, REFUSED
from domain.inquiries import answering, reading, writing
from domain.inquiries.reading import Whole
from domain.inquiries.tables import BOOKED, CONFERENCE, DRAFT, NEXT, OPEN, REFERRAL, REPORT, SENT
from domain.inquiries.writing import NoSuchInquiry

SEEN = "Henvendelse"


class AnswerForm(Form):
    answer = TextAreaField(
        _l("Svar"),
        [InputRequired(_l("Skriv et svar.")), Length(max=4000, message=_l("Skriv lidt kortere.")), no_cpr],
        filters=[trimmed],
        render_kw={"rows": 5},
    )


@bp.get("/<int:inquiry_id>")
@allow(MEMBER)
def show(inquiry_id: int) -> Response:
    """As far as the viewer may read it; a look at one that names a child is a look at the child."""
    return inquiry_page(inquiry_id)


def inquiry_page(inquiry_id: int, status: int = 200, **more: Any) -> Response:
    """The same page again when what was asked for could not be done: `more` says why."""
    session = db.session()
    found = reading.whole(session, inquiry_id)
    if found is None:
        raise NoSuchInquiry
    inquiry, viewer = found.inquiry, session.info["viewer"]
    seen(found)
    own, draft = inquiry.writer_id == viewer.staff, inquiry.state == DRAFT
    when = reading.when(session, inquiry) if inquiry.state == BOOKED else None
    names = writing.looks_named(session, inquiry, writing.words_of(inquiry)) if own and draft else ()
    context = {
        "found": found,
        "inquiry": inquiry,
        "own": own,
        "ours": inquiry.from_unit_id in viewer.every_unit(),
        "draft": draft,
        "open": inquiry.state in OPEN,
        "names": names,
        "agreed": found.consent == GRANTED,
        "refused": found.consent == REFUSED,
        "consents": CONSENT,
        "free": inquiry.state == SENT and inquiry.taken_by is None and answering.asked(inquiry, viewer),
        "mine": inquiry.state in OPEN and answering.may_answer(inquiry, viewer),
        "when": spoken(*when) if when else "",
        "form": AnswerForm(data={"answer": inquiry.answer}),
        "ways": ways(found),
        "way": None,
    }
    return render("inquiries/show.html", status, **WORDS, **context | more)


def seen(found: Whole) -> None:
    """The unit that asks reads its own; everybody else reads it by the parents' yes."""
    inquiry, viewer = found.inquiry, db.session().info["viewer"]
    if inquiry.child_id is None:
        audit.seen(db.session(), SEEN)
    else:
        own = inquiry.from_unit_id in viewer.every_unit()
        audit.seen(db.session(), SEEN, [inquiry.child_id], consent=None if own else PURPOSES[ADVICE].full)


def ways(found: Whole) -> list[tuple[str, str, str | None]]:
    """Where its outcome leads on to, without typing again: for ui.rows. Each only where the reader can do it."""
    inquiry = found.inquiry
    if inquiry.led_to:
        kind, _slash, number = inquiry.led_to.partition("/")
        return [(url_for("til.show", kind=kind, number=int(number)), _("Se, hvad der kom ud af det"), None)]
    if inquiry.outcome in (CONFERENCE, NEXT) and may("conferences.new_task"):
        about = inquiry.about or ("enkeltbarn" if inquiry.child_id else "gruppe")
        way = here("conferences.new_task", about=about, henvendelse=inquiry.id)
        return [(way, _("Læg den som opgave til en konference"), _("Teksten følger med."))]
    if inquiry.outcome == REFERRAL and may("referrals.new"):
        return [(here("referrals.new", henvendelse=inquiry.id), _("Skriv henvisningen"), _("Teksten følger med."))]
    if inquiry.outcome == REPORT and may("underretning.show"):
        return [(here("underretning.show"), _("Åbn hjælpen til en underretning"), _("Intet af det gemmes."))]
    return []
