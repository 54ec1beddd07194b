"""One inquiry whole: what is written, what the parents say, who has it, the time, the answer, and what came of it."""

from typing import Any

from flask import Response, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from blueprints import til
from blueprints.danish import Form, trimmed
from blueprints.frame import may
from blueprints.guide import words as helpers
from blueprints.inquiries.mount import bp
from blueprints.inquiries.words import LED_TO, TAKEN_BACK, WORDS
from blueprints.messages.sms import has_sms
from blueprints.rules import MEMBER, allow
from blueprints.web import db, here, render
from blueprints.words.about_people import no_cpr
from blueprints.words.agreeing import said_of
from blueprints.words.times import spoken
from domain import audit
from domain.access import Viewer
from domain.asking import whom
from domain.consent import ADVICE, GRANTED, PURPOSES, REFUSED
from domain.inquiries import answering, colleagues, handing, reading, writing
from domain.inquiries.handing import OFFER
from domain.inquiries.reading import Whole
from domain.inquiries.tables import CONFERENCE, DRAFT, NEXT, OPEN, REFERRAL, REPORT, SENT, VISIT, Inquiry
from domain.inquiries.writing import NoSuchInquiry
from domain.referrals.writing import withdrawn

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
    own, ours = inquiry.writer_id == viewer.staff, inquiry.from_unit_id in viewer.every_unit()
    draft, is_open = inquiry.state == DRAFT, inquiry.state in OPEN
    when = reading.when(session, inquiry) if inquiry.has_time else None
    context = {
        "found": found,
        "inquiry": inquiry,
        "own": own,
        "ours": ours,
        "draft": draft,
        "open": is_open,
        "names": writing.looks_named(session, inquiry, writing.words_of(inquiry)) if own and draft else (),
        "agreed": found.consent == GRANTED,
        "refused": found.consent == REFUSED,
        "said": said_of(found.consent, over=not (draft or is_open)),
        "when": spoken(*when) if when else "",
        "form": AnswerForm(data={"answer": inquiry.answer}),
        "ways": ways(found),
        "waits_on": {handing.WRITER: found.writer, handing.ANSWERER: found.taker}.get(handing.whose(inquiry)),
        "way": None,
        "reach": whom(session, inquiry.child_id, found.consent, sms=has_sms()) if ours and (draft or is_open) else None,
    }
    return render("inquiries/show.html", status, **WORDS, **context | _hands(inquiry, own=own) | more)


def _hands(inquiry: Inquiry, *, own: bool) -> dict[str, Any]:
    """Whose it is and has been, and what whoever looks can do with it."""
    session = db.session()
    viewer: Viewer = session.info["viewer"]
    answers = answering.may_answer(inquiry, viewer)
    return {
        "free": inquiry.state == SENT and inquiry.taken_by is None and answering.asked(inquiry, viewer),
        "mine": inquiry.state in OPEN and answers,
        "moves": own or answers,
        "colleagues": colleagues.colleagues(session, inquiry) if colleagues.may_give(inquiry, viewer) else (),
        "hands": () if inquiry.state == DRAFT else colleagues.hands(session, inquiry.id),
        "carries": handing.mine(inquiry, viewer),
    }


def seen(found: Whole) -> None:
    """The unit that asks reads its own; everybody else reads it by the parents' yes."""
    inquiry, viewer = found.inquiry, db.session().info["viewer"]
    if inquiry.child_id is None:
        audit.seen(db.session(), SEEN)
    else:
        own = inquiry.from_unit_id in viewer.every_unit()
        audit.seen(db.session(), SEEN, [inquiry.child_id], consent=None if own else PURPOSES[ADVICE].full)


def ways(found: Whole) -> list[tuple[str | None, str, str | None]]:
    """Where its outcome leads on to, without typing again, or has led to: for ui.rows. Each only where the reader can go."""
    inquiry, viewer = found.inquiry, db.session().info["viewer"]
    if inquiry.led_to:
        gone = handing.taken_back(db.session(), inquiry, withdrawn)
        return led_to(inquiry, gone=gone) + (_once_more(inquiry) if gone and handing.theirs(inquiry, viewer) else [])
    if inquiry.outcome == REPORT and may("underretning.show"):
        way = here("underretning.show", henvendelse=inquiry.id)
        return [(way, _("Åbn hjælpen til en underretning"), _("Teksten følger med. Intet af det gemmes."))]
    if not handing.mine(inquiry, viewer):
        return []
    on, text = _next(inquiry)
    return [(on, text, _("Teksten følger med."))] if on else []


def led_to(inquiry: Inquiry, *, gone: bool) -> list[tuple[str | None, str, str | None]]:
    """What came of it, as a link for whoever may read that; `gone`: it has been withdrawn. One statement."""
    kind, _slash, name = inquiry.led_to.partition("/")
    if kind == OFFER:
        offer = helpers.named(db.session(), name)
        way = url_for("guide.help_page", _anchor=name)
        return [(way, offer.name.text, offer.reach.text)] if offer else []
    if kind not in LED_TO:
        return []
    target = til.KINDS[kind](db.session(), int(name)) if name else None
    text = TAKEN_BACK[kind][0] if gone else LED_TO[kind]
    return [(til.address(target) if target else None, text, None)]


def _once_more(inquiry: Inquiry) -> list[tuple[str | None, str, str | None]]:
    """What it led to has been withdrawn: it may be put again. Nothing leads from a child's inquiry to a task that names nobody."""
    way, _text = _next(inquiry)
    kind = inquiry.led_to.partition("/")[0]
    apart = kind == handing.TASK and inquiry.child_id
    note = (
        _("Teksten følger med. Skriver du den uden navn, fører intet herfra til den.")
        if apart
        else _("Teksten følger med.")
    )
    return [(way, TAKEN_BACK[kind][1], note)] if way else []


def _next(inquiry: Inquiry) -> tuple[str | None, str]:
    if inquiry.outcome in (CONFERENCE, NEXT) and may("conferences.new_task"):
        about = inquiry.about or ("enkeltbarn" if inquiry.child_id else "gruppe")
        way = here("conferences.new_task", about=about, henvendelse=inquiry.id)
        return way, _("Læg den som opgave til en konference")
    if inquiry.outcome == REFERRAL and may("referrals.new"):
        return here("referrals.new", henvendelse=inquiry.id), _("Skriv henvisningen")
    if inquiry.outcome == VISIT and inquiry.child_id and may("visits.extra"):
        return here("visits.extra", child_id=inquiry.child_id, henvendelse=inquiry.id), _("Planlæg et ekstra besøg")
    if inquiry.outcome == VISIT:
        return url_for(".times", inquiry_id=inquiry.id), _("Find en tid til besøget")
    return None, ""
