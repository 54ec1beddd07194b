"""Writing an inquiry: whom to ask first, then what it is about; sending it, taking it back, and writing it again without a name."""

from typing import Any

from flask import Response, abort, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length

from blueprints.danish import Form, stripped
from blueprints.door import number
from blueprints.inquiries.mount import ASKS, WRITERS, bp
from blueprints.inquiries.shown import inquiry_page
from blueprints.inquiries.words import ABOUT, ROLES_ASKED, WORDS
from blueprints.language import age
from blueprints.rules import allow
from blueprints.web import db, done, render
from blueprints.words.about_people import LINE, no_cpr, several
from domain import audit
from domain.inquiries import ending, naming, streets, writing
from domain.inquiries.receiving import Nobody
from domain.inquiries.tables import DRAFT, SPARRING
from domain.inquiries.writing import NotAgreed, NotWhole, Words
from domain.suspicion import LooksNamed


class InquiryForm(Form):
    """`child` and `district` stand only where there is something to choose, `role` and `about` for PPR.

    `sought` and `found` instead of `child`: where the children are too many for a list, one is looked for.
    """

    child = SelectField(_l("Hvilket barn?"), coerce=int)
    sought = StringField(_l("Find barnet"), [Length(max=LINE)], filters=[stripped])
    found = RadioField(_l("Hvilket barn?"), coerce=int, default=0)
    district = SelectField(_l("Hvilket distrikt?"), coerce=int)
    role = RadioField(_l("Hvem fra PPR?"), choices=[SelectChoice(key, text) for key, text in ROLES_ASKED.items()])
    about = RadioField(_l("Hvad drejer det sig om?"), choices=[SelectChoice(key, text) for key, text in ABOUT.items()])
    title = StringField(
        _l("Overskrift"),
        [InputRequired(_l("Skriv en overskrift.")), Length(max=LINE), no_cpr],
        filters=[stripped],
        description=_l("Et par ord. Nævn ikke barnet her."),
    )
    seen = several(
        _l("Hvad har I set og hørt?"), _l("Kun det, der er sket. Hvad I tænker om det, kan siges, når I taler sammen.")
    )
    tried = several(_l("Hvad har I prøvet, og hvad virkede?"), rows=3)
    wanted = several(_l("Hvad vil I gerne have råd om?"), rows=3)
    sure = BooleanField(_l("Teksten nævner ingen ved navn"))

    def fit(self, kind: str, unit_id: int, only: int | None, *, new: bool) -> None:
        """Without anything to choose there is no field for it."""
        named = naming.children(db.session(), unit_id) if new else ()
        if named is None:
            self._offer(unit_id, only)
        if named:
            self.child.choices = [(0, _("Anonymt")), *((one.child_id, one.name) for one in named)]
        else:
            del self.child
        if named is not None:
            del self.sought, self.found
        self.district.choices = [*streets.districts(db.session())] if new and g.place.kind == "dagpleje" else []
        if not self.district.choices:
            del self.district
        if kind != SPARRING:
            del self.role, self.about

    def _offer(self, unit_id: int, only: int | None) -> None:
        """Those who are found, and the one who is chosen already."""
        session, chosen = db.session(), self.found.data or only
        hits = [*naming.look_for(session, unit_id, self.sought.data or "")]
        if chosen and chosen not in {one.child_id for one in hits}:
            hits = [*(naming.children(session, unit_id, chosen) or ()), *hits]
        told = [SelectChoice(one.child_id, f"{one.name}, {age(one.born)}") for one in hits]
        self.found.choices = [SelectChoice(0, _("Anonymt")), *told]

    def whom(self) -> int | None:
        """The child that is named."""
        name = next((one for one in ("child", "found") if one in self), "")
        return (self[name].data or None) if name else None

    def words(self) -> Words:
        return Words(**{name: self[name].data or "" for name in Words.__dataclass_fields__ if name in self})


@bp.get("/ny")
@allow(WRITERS)
def kinds() -> Response:
    """Whom one can ask from here."""
    child = request.args.get("barn", type=number)
    return render("inquiries/kinds.html", asks=ASKS[g.place.actor], child=child, **WORDS)


@bp.route("/ny/<string:whom>", methods=["GET", "POST"])
@allow(WRITERS)
def new(whom: str) -> AnyResponse:
    """A draft. With ?barn=<child> the child is chosen; the button of the search only looks for one."""
    if whom not in ASKS[g.place.actor]:
        abort(404)
    only = request.args.get("barn", type=number)
    form = InquiryForm(
        data={"child": only or 0, "found": only or 0, "role": next(iter(ROLES_ASKED)), "about": next(iter(ABOUT))}
    )
    form.fit(whom, g.place.id, only, new=True)
    if "find" in request.form:
        audit.seen(db.session(), "Børn")
        return _page(form, whom, 200)
    if not form.validate_on_submit():
        return _page(form, whom, 422 if form.is_submitted() else 200)
    district = form.district.data if "district" in form else None
    try:
        inquiry = writing.write(db.session(), g.place.id, whom, form.words(), form.whom(), district)
    except Nobody:
        form.form_errors.append(_("Der er ingen at spørge i distriktet. Ring til kommunen."))
        return _page(form, whom, 409)
    return done(_("Kladden er gemt. Kun du kan se den."), ".show", inquiry_id=inquiry.id)


@bp.route("/<int:inquiry_id>/ret", methods=["GET", "POST"])
@allow(WRITERS)
def edit(inquiry_id: int) -> AnyResponse:
    """Other words, until somebody has taken it."""
    inquiry = writing.own(db.session(), inquiry_id, change=request.method == "POST")
    form = InquiryForm(data=vars(writing.words_of(inquiry)))
    form.fit(inquiry.kind, g.place.id, None, new=False)
    if not form.validate_on_submit():
        return _page(form, inquiry.kind, 422 if form.is_submitted() else 200, inquiry=inquiry)
    try:
        asked = writing.edit(db.session(), inquiry_id, form.words(), sure=form.sure.data)
    except (LooksNamed, NotWhole, NotAgreed) as error:
        form.form_errors.append(wrong(error))
        return _page(form, inquiry.kind, 409, inquiry=inquiry, ask_sure=isinstance(error, LooksNamed))
    if asked:
        text = _("Gemt. Teksten er en anden, så forældrene er spurgt igen. Kun I kan læse den, til de har sagt ja.")
        return done(text, ".show", "info", inquiry_id=inquiry_id)
    return done(_("Gemt."), ".show", inquiry_id=inquiry_id)


@bp.post("/<int:inquiry_id>/send")
@allow(WRITERS)
def send(inquiry_id: int) -> AnyResponse:
    """It finds who is to have it; without the parents' yes it is refused, with the way forward."""
    try:
        writing.send(db.session(), inquiry_id, sure="sure" in request.form)
    except (LooksNamed, NotWhole, NotAgreed) as error:
        return inquiry_page(inquiry_id, 409, way=wrong(error), ask_sure=isinstance(error, LooksNamed))
    return done(_("Henvendelsen er sendt. Du får besked her, når der er svar."), ".show", inquiry_id=inquiry_id)


@bp.route("/<int:inquiry_id>/traek", methods=["GET", "POST"])
@allow(WRITERS)
def withdraw(inquiry_id: int) -> AnyResponse:
    """One plain page, since it cannot be undone."""
    if request.method == "POST":
        ending.withdraw(db.session(), inquiry_id)
        return done(_("Henvendelsen er trukket tilbage. Kun I kan se teksten."), ".index", vis="sendt")
    return render("inquiries/withdraw.html", inquiry=writing.own(db.session(), inquiry_id, change=False))


@bp.post("/<int:inquiry_id>/anonymt")
@allow(WRITERS)
def again(inquiry_id: int) -> AnyResponse:
    """A new draft without a name."""
    fresh = ending.again(db.session(), inquiry_id)
    text = _("Her er en ny, anonym kladde. Skriv den med nye ord; den gamle henvendelse er trukket tilbage.")
    return done(text, ".edit", inquiry_id=fresh.id)


def wrong(error: Exception) -> str:
    """What is in the way, and the way forward."""
    if isinstance(error, LooksNamed):
        return _("Henvendelsen ser ud til at nævne nogen ved navn: %(words)s.", words=", ".join(error.words))
    if isinstance(error, NotAgreed):
        return _("Henvendelsen nævner et barn, og forældrenes ja mangler. Spørg dem, eller skriv den anonymt.")
    return _("Skriv en overskrift, og hvad I har set og hørt.")


def _page(form: Any, kind: str, status: int, **more: Any) -> Response:
    inquiry = more.get("inquiry")
    drafted = inquiry is None or inquiry.state == DRAFT
    context = {"inquiry": None, "ask_sure": False, "drafted": drafted} | more
    return render("inquiries/write.html", status, form=form, kind=kind, **WORDS, **context)
