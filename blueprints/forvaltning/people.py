"""Staff and their memberships: who works here, as what, and the link that lets them in."""

from collections import defaultdict
from typing import Any

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import Email, InputRequired, Length, Optional, Regexp

from blueprints.danish import Form, mobile, stripped
from blueprints.door import number
from blueprints.rules import allow, role
from blueprints.web import db, done, render
from domain.access import administration, premises
from domain.access.administration import EmailTaken, LoginTaken
from domain.access.premises import NameTaken
from domain.access.roles import ACTORS, ROLES, role_name

bp = Blueprint("adgang", __name__)
ADMINISTRATOR = role(administration.ADMINISTRATOR)


class PersonForm(Form):
    name = StringField(_l("Navn"), [InputRequired(), Length(max=120)], filters=[stripped])
    email = StringField(_l("E-mail"), [InputRequired(), Length(max=200), Email()], filters=[stripped])
    login = StringField(
        _l("Brugernavn"),
        [
            Optional(),
            Length(max=200),
            Regexp(r"^[\w.@+-]+$", message=_l("Brug bogstaver, tal, punktum og bindestreg.")),
        ],
        filters=[stripped],
        description=_l("Lad feltet være tomt for at bruge e-mailen."),
    )
    mobile = StringField(
        _l("Mobil"),
        [mobile],
        filters=[stripped],
    )

    def values(self) -> dict[str, Any]:
        return {
            "name": self.name.data,
            "email": self.email.data,
            "login": self.login.data or self.email.data,
            "mobile": self.mobile.data or "",
        }


class KnownPersonForm(PersonForm):
    substitute = SelectField(
        _l("Afløser"), coerce=int, description=_l("Tager over i bookingen, når den anden ikke har tid.")
    )

    languages = StringField(
        _l("Tolker på"),
        [Length(max=120)],
        filters=[stripped],
        description=_l("Sprog med komma imellem, for eksempel: arabisk, dari. Kræver rollen tolk og åbne tider."),
    )

    def values(self) -> dict[str, Any]:
        spoken = [one.strip().lower() for one in (self.languages.data or "").split(",")]
        own = {"substitute_id": self.substitute.data or None, "languages": ", ".join(filter(None, spoken))}
        return super().values() | own


class MembershipForm(Form):
    role = RadioField(_l("Rolle"), [InputRequired(_l("Vælg en rolle."))])
    group = SelectField(_l("Gruppe"), coerce=int)


@bp.get("/")
@allow(ADMINISTRATOR)
def index() -> Response:
    text = request.args.get("q", "").strip()
    rows, count = administration.people(db.session(), text)
    works: dict[int, list[str]] = defaultdict(list)
    for one in administration.memberships(db.session(), [row.id for row in rows]):
        works[one.staff_id].append(f"{_(role_name(one.actor, one.role))}, {one.unit}")
    return render("adgang/people/index.html", rows=rows, count=count, text=text, works=works)


@bp.route("/medarbejdere/ny", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def add() -> AnyResponse:
    form = PersonForm()
    if form.validate_on_submit():
        try:
            row = administration.add_person(db.session(), **form.values())
            return done(_("%(name)s er oprettet. Giv nu adgang til en enhed.", name=row.name), ".show", staff_id=row.id)
        except (LoginTaken, EmailTaken) as error:
            point_out(form, error)
    return render("adgang/people/add.html", 422 if form.is_submitted() else 200, form=form)


@bp.route("/medarbejdere/<int:staff_id>", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def show(staff_id: int) -> AnyResponse:
    session = db.session()
    row = administration.person(session, staff_id)
    form = KnownPersonForm(obj=row, substitute=row.substitute_id or 0)
    form.substitute.choices = [(0, _("Ingen")), *map(tuple, administration.colleagues(session, staff_id))]
    if form.validate_on_submit():
        try:
            administration.change_person(session, staff_id, **form.values())
            return done(_("Oplysningerne er gemt."), ".show", staff_id=staff_id)
        except (LoginTaken, EmailTaken) as error:
            point_out(form, error)
    return render(
        "adgang/people/show.html",
        422 if form.is_submitted() else 200,
        form=form,
        person=row,
        memberships=[
            (one, _(role_name(one.actor, one.role))) for one in administration.memberships(session, [staff_id])
        ],
        units=premises.all_units(session),
        actors=ACTORS,
    )


@bp.route("/medarbejdere/<int:staff_id>/medlemskab", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def join(staff_id: int) -> AnyResponse:
    """The unit is chosen on the page before, so that only its own roles and groups are offered here."""
    session = db.session()
    row, unit = administration.person(session, staff_id), premises.unit(session, request.args.get("enhed", 0, number))
    form = MembershipForm()
    form.role.choices = [(key, _(name)) for key, name in ROLES[unit.actor].items()]
    form.group.choices = [(0, _("Ingen bestemt")), *premises.parts(session, unit.id)["group"]]
    if form.validate_on_submit():
        try:
            administration.add_membership(session, staff_id, unit.id, form.role.data, form.group.data or None)
            return done(
                _("%(name)s har nu adgang til %(unit)s.", name=row.name, unit=unit.name), ".show", staff_id=staff_id
            )
        except NameTaken:
            form.role.errors = [_("Den rolle har %(name)s her i forvejen.", name=row.name)]
    return render("adgang/people/join.html", 422 if form.is_submitted() else 200, form=form, person=row, unit=unit)


@bp.post("/medarbejdere/<int:staff_id>/medlemskab/<int:membership_id>/fjern")
@allow(ADMINISTRATOR)
def leave(staff_id: int, membership_id: int) -> AnyResponse:
    administration.drop_membership(db.session(), staff_id, membership_id)
    return done(_("Adgangen er fjernet."), ".show", staff_id=staff_id)


@bp.post("/medarbejdere/<int:staff_id>/inviter")
@allow(ADMINISTRATOR)
def invite(staff_id: int) -> Response:
    """The link is shown this once: the database keeps its hash only."""
    token = administration.invite(db.session(), str(current_app.secret_key), staff_id)
    link = current_app.config["SETTINGS"].public_url + url_for("account.welcome", token=token)
    return render("adgang/people/invited.html", person=administration.person(db.session(), staff_id), link=link)


@bp.post("/medarbejdere/<int:staff_id>/stop")
@allow(ADMINISTRATOR)
def stop(staff_id: int) -> AnyResponse:
    administration.deactivate(db.session(), staff_id)
    return done(_("Medarbejderen kan ikke logge ind længere og er logget ud alle steder."), ".show", staff_id=staff_id)


@bp.post("/medarbejdere/<int:staff_id>/aktiver")
@allow(ADMINISTRATOR)
def start_again(staff_id: int) -> AnyResponse:
    administration.activate(db.session(), staff_id)
    return done(_("Medarbejderen kan logge ind igen."), ".show", staff_id=staff_id)


def point_out(form: PersonForm, error: LoginTaken | EmailTaken) -> None:
    if isinstance(error, LoginTaken):
        form.login.errors = [_("Brugernavnet er taget. Vælg et andet.")]
    else:
        form.email.errors = [_("En anden medarbejder har den e-mail.")]
