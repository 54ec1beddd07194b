"""Opslag: who has looked at what, and who has changed what."""

from datetime import timedelta
from typing import Any

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.validators import Optional

from blueprints.danish import CALENDAR, Form
from blueprints.door import number
from blueprints.forvaltning.columns import named
from blueprints.forvaltning.people import ADMINISTRATOR, bp
from blueprints.rules import allow
from blueprints.web import db, render
from domain import audit
from domain.access import oversight
from domain.base import today
from domain.grown import who

VERBS = {"look": _l("Så"), "create": _l("Oprettede"), "change": _l("Ændrede"), "delete": _l("Fjernede")}
KINDS = {
    "absence_reason": _l("grund til fravær"),
    "anonymous_case": _l("anonym henvendelse"),
    "anonymous_message": _l("besked i en anonym henvendelse"),
    "anonymous_note": _l("note i en anonym henvendelse"),
    "answer": _l("svar om samtykke"),
    "appointment": _l("aftale"),
    "appointment_type": _l("aftaletype"),
    "calendar_address": _l("adresse på en kalender"),
    "child": _l("barn"),
    "child_handover": _l("overdragelse af børn"),
    "conference": _l("konference"),
    "conference_addition": _l("tilføjelse til et referat"),
    "conference_agreement": _l("aftale på en konference"),
    "conference_item": _l("punkt på en konference"),
    "conference_passage": _l("afsnit i et referat"),
    "conference_rival": _l("anden udgave af et afsnit"),
    "consent_request": _l("spørgsmål om samtykke"),
    "counselling_text": _l("standardtekst"),
    "course": _l("forløb"),
    "course_number": _l("tal i et forløb"),
    "course_person": _l("person i et netværk"),
    "course_session": _l("tid i et forløb"),
    "course_step": _l("opfølgning på et forløb"),
    "course_support": _l("støtte, der gentages"),
    "district": _l("distrikt"),
    "due": _l("opgave"),
    "effort": _l("indsats"),
    "effort_follow_up": _l("opfølgning på en indsats"),
    "event": _l("arrangement"),
    "group": _l("gruppe"),
    "group_card": _l("det, en forælder deler i en gruppe"),
    "group_meeting": _l("møde i en gruppe"),
    "group_presence": _l("fremmøde i en gruppe"),
    "group_wish": _l("ønske om en gruppe"),
    "guardian": _l("forælder"),
    "home_visit": _l("hjemmebesøg"),
    "import_batch": _l("indlæst liste"),
    "import_row": _l("række i indlæst liste"),
    "inquiry": _l("henvendelse"),
    "interpreter_order": _l("bestilling af tolk"),
    "link": _l("brev med link"),
    "membership": _l("adgang"),
    "parent_group": _l("gruppe for nye forældre"),
    "participant": _l("hvem der deltager"),
    "preparation": _l("forberedelse"),
    "questionnaire_section": _l("del af skema"),
    "recommendation": _l("anbefaling"),
    "referral": _l("henvisning"),
    "referral_note": _l("note i en henvisning"),
    "referral_parent": _l("forælder i en henvisning"),
    "room": _l("lokale"),
    "sign_up": _l("tilmelding"),
    "special_need": _l("særligt behov"),
    "staff": _l("medarbejder"),
    "start": _l("start"),
    "task": _l("opgave"),
    "task_number": _l("nummer på en opgave"),
    "unit": _l("enhed"),
    "visit_programme": _l("besøgsprogram"),
    "visit_window": _l("tidsrum for et besøg"),
    "waiting": _l("plads på venteliste"),
}
SOON = timedelta(days=30)
OUTSIDE = {"book": _l("Forældrenes side"), "account": _l("Konto")}


class Filter(Form):
    """Read from the address: a GET form, so no token and no error page."""

    class Meta(Form.Meta):
        csrf = False

    dag = DateField(_l("Dag"), [Optional(), CALENDAR])
    hvem = SelectField(_l("Medarbejder"), [Optional()], coerce=int)


@bp.get("/opslag")
@allow(ADMINISTRATOR)
def trail() -> Response:
    session, page = db.session(), max(request.args.get("side", 1, number), 1)
    form = Filter(request.args)
    form.hvem.choices = [(0, _("Alle")), *map(tuple, oversight.staff(session))]
    form.validate()
    day, who = (None if one.errors else one.data for one in (form.dag, form.hvem))
    rows = oversight.trail(session, day, who, page - 1)
    audit.seen(session, "Opslag")
    kept: dict[str, Any] = {name: value for name in ("dag", "hvem") if (value := request.args.get(name))}
    newer = (url_for(".trail", side=page - 1, **kept), _("Nyere")) if page > 1 else None
    older = (url_for(".trail", side=page + 1, **kept), _("Ældre")) if len(rows) > oversight.PAGE else None
    grown, waits = leaving_soon() if page == 1 else (0, 0)
    return render(
        "adgang/trail.html",
        grown=grown,
        waits=waits,
        form=form,
        rows=rows[: oversight.PAGE],
        newer=newer,
        older=older,
        verbs=VERBS,
        kinds=KINDS,
        purposes=purposes(),
        named=named,
    )


def leaving_soon() -> tuple[int, int]:
    """How many children will have grown in a month, and of how many of them something is open: told beforehand."""
    kept = timedelta(days=current_app.config["SETTINGS"].children_kept_days)
    return who.count(db.session(), kept, today() + SOON)


def purposes() -> dict[str, Any]:
    """What a part of the product is called in its menu."""
    capabilities = (one for actor in current_app.extensions["actors"].values() for one in actor)
    return {one.blueprint.name: one.label for one in capabilities} | OUTSIDE
