"""Writing a task: its kind first, then a form in the frame that the kind asks for."""

from typing import Any

from flask import Response, abort, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from blueprints import door
from blueprints.conferences.mount import bp
from blueprints.conferences.tasks.words import KINDS, PARTS, URGENCY, VOICES
from blueprints.danish import Box, Form, stripped
from blueprints.rules import actor, allow
from blueprints.web import db, done, render
from blueprints.words.about_people import LINE, no_cpr, several
from domain.conferences.tables.locks import Locked
from domain.conferences.tables.task import BAL, DEVELOPMENT, DRAFT, SOS
from domain.conferences.tasks import queue
from domain.conferences.tasks.editing import Discussed, edit, opened
from domain.conferences.tasks.support import ROLES_WANTED
from domain.conferences.tasks.targets import Target, targets
from domain.conferences.tasks.writing import (
    NAMED,
    NotAgreed,
    NotWhole,
    Words,
    WrittenMeanwhile,
    words_of,
    write,
)
from domain.inquiries.handing import Prefill, prefill, put_as_task
from domain.suspicion import LooksNamed

WRITERS = actor("dagtilbud", "sundhedspleje", "fsr")
"""Whoever puts tasks. PPR takes them."""


def line(label: Any, hint: Any = "", *more: Any) -> StringField:
    return StringField(label, [*more, Length(max=LINE), no_cpr], filters=[stripped], description=hint)


class TaskForm(Form):
    """What all kinds ask. `house` and `start` stand only where there is something to choose."""

    house = SelectField(_l("Til hvilket hus?"), coerce=int)
    start = SelectField(_l("Hvilket barn?"), coerce=int)
    title = line(
        _l("Overskrift"), _l("Et par ord. Nævn ingen ved navn her."), InputRequired(_l("Skriv en overskrift."))
    )
    wanted = several(_l("Hvad ønsker I af konferencen?"))
    urgency = RadioField(
        _l("Hvor meget haster det?"), coerce=int, choices=[SelectChoice(key, one[1]) for key, one in URGENCY.items()]
    )
    urgency_reason = line(_l("Hvorfor?"), _l("Det afgør rækkefølgen på dagsordenen."))
    minutes = IntegerField(
        _l("Hvor mange minutter?"),
        [InputRequired(_l("Skriv et antal minutter.")), NumberRange(5, 120, _l("Skriv fra 5 til 120 minutter."))],
    )
    roles = SelectMultipleField(
        _l("Hvem fra PPR vil I gerne have med?"),
        choices=[SelectChoice(role, _l(name)) for role, name in ROLES_WANTED.items()],
        option_widget=Box(),
    )
    version = HiddenField(validators=[Optional()])
    sure = BooleanField(_l("Teksten nævner ingen ved navn"))

    frame = SOS

    def fill(self, found: list[Target], kind: str) -> None:
        """Houses to choose from, and the children in them; without any there is nothing to choose."""
        self.house.choices = [(one.unit_id, one.house) for one in found if not one.start_id]
        several = len(self.house.choices) > 1
        named = [one for one in found if one.start_id] if kind in NAMED else []
        told = [(one.start_id, f"{one.child}, {one.house}" if several else one.child) for one in named]
        self.start.choices = [(0, _("Anonymt")), *told]
        if not several:
            del self.house
        if not named:
            del self.start

    def words(self) -> Words:
        parts = {name: self[name].data or "" for name, _state, _heading in PARTS[self.frame]}
        numbers = {
            self[f"voice_{at}"].data: [self[f"value_{at}"].data, self[f"reason_{at}"].data or ""]
            for at in range(len(VOICES) if self.frame == SOS else 0)
            if self[f"value_{at}"].data is not None and self[f"voice_{at}"].data
        }
        own_ = {name: field.data for name, field in self._fields.items() if name in vars(Words())}
        return Words(**own_ | {"roles": tuple(self.roles.data or ()), "sheet": parts, "numbers": numbers})


def number(value: str) -> int | None:
    return int(value) if value else None


def scale() -> SelectField:
    choices = [SelectChoice("", _l("Intet tal")), *(SelectChoice(str(one), str(one)) for one in range(11))]
    return SelectField(_l("Tal"), [Optional()], coerce=number, choices=choices)


class SosForm(TaskForm):
    occupies = several(
        _l("Hvad har I set og hørt?"), _l("Kun det, der er sket. Hvad I tænker om det, har sit eget felt.")
    )
    interpretation = several(_l("Hvad tænker I om det?"), rows=3)
    tried = several(_l("Hvad har I prøvet, og hvad virkede?"), rows=3)
    family_view = several(_l("Hvad siger barnet og familien selv?"), rows=3)
    worries, works, must_happen = (several(heading) for _name, _state, heading in PARTS[SOS])
    voice_0, voice_1, voice_2 = (line(_l("Hvis tal?")) for _one in VOICES)
    value_0, value_1, value_2 = (scale() for _one in VOICES)
    reason_0, reason_1, reason_2 = (line(_l("Hvorfor? (hvis I vil)")) for _one in VOICES)

    def validate(self, extra_validators: Any = None) -> bool:
        """A reason without its number, a number without its voice, and the one of two by the same voice would be lost without a word."""
        good, said = super().validate(extra_validators), set[str]()
        for at in range(len(VOICES)):
            voice, value, reason = (self[f"{name}_{at}"] for name in ("voice", "value", "reason"))
            if reason.data and value.data is None and not value.errors:
                value.errors = [_("Vælg et tal, eller slet det, du har skrevet ved siden af.")]
            elif value.data is not None and (not voice.data or voice.data in said):
                voice.errors = [_("Skriv, hvis tal det er: ét navn for hvert tal.")]
            said |= {voice.data} if value.data is not None else set()
            good = good and not voice.errors and not value.errors
        return good


class BalForm(TaskForm):
    tried = several(_l("Hvad har I prøvet, og hvad virkede?"), rows=3)
    challenge, information, analysis, measures, evaluation = (several(heading) for _name, _state, heading in PARTS[BAL])

    frame = BAL


@bp.get("/opgaver/ny")
@allow(WRITERS)
def task_kinds() -> Response:
    """The five kinds to choose between."""
    return render("conferences/tasks/kinds.html", kinds=KINDS, start=request.args.get("barn", type=door.number))


@bp.route("/opgaver/ny/<string:about>", methods=["GET", "POST"])
@allow(WRITERS)
def new_task(about: str) -> AnyResponse:
    """A draft. With ?barn=<start> the child is chosen."""
    if about not in KINDS:
        abort(404)
    found = targets(db.session(), g.place.id)
    begun = prefill(db.session(), request.args.get("henvendelse", type=door.number))
    start = request.args.get("barn", 0, door.number) or _start_of(found, begun)
    said: dict[str, Any] = (
        {"title": begun.title, "occupies": begun.seen, "tried": begun.tried, "wanted": begun.wanted} if begun else {}
    )
    said |= {"roles": [begun.role]} if begun and begun.role else {}
    form = _form(about, {"urgency": 1, "minutes": 60 if about in NAMED else 20, "start": start} | said)
    form.fill(found, about)
    if not form.validate_on_submit():
        return _page(form, about, 422 if form.is_submitted() else 200)
    house = form.house.data if "house" in form else next(one.unit_id for one in found)
    start = form.start.data if "start" in form else 0
    task = write(db.session(), g.place.id, house, about, form.words(), start or None)
    if begun:
        put_as_task(db.session(), begun.inquiry_id, task)
    return done(_("Kladden er gemt. Kun du kan se den."), ".show_task", task_id=task.id)


@bp.route("/opgaver/<int:task_id>/ret", methods=["GET", "POST"])
@allow(WRITERS)
def edit_task(task_id: int) -> AnyResponse:
    """Other words, until it has been discussed."""
    try:
        task, wanted = opened(db.session(), task_id)
    except Discussed:
        return done(_("Opgaven er drøftet og kan ikke rettes mere."), ".show_task", "info", task_id=task_id)
    form = _form(task.kind, _filled(task) | {"roles": wanted, "version": task.version})
    del form.house, form.start
    if not form.validate_on_submit():
        return _page(form, task.kind, 422 if form.is_submitted() else 200, task=task)
    try:
        asked = edit(db.session(), task_id, form.words(), int(form.version.data or 0), sure=form.sure.data)
    except (LooksNamed, NotWhole, NotAgreed, WrittenMeanwhile, Locked) as error:
        form.form_errors.append(wrong(error))
        return _page(form, task.kind, 409, task=task, ask_sure=isinstance(error, LooksNamed))
    if asked:
        text = _("Gemt. Teksten er en anden, så forældrene er spurgt igen. Kun du kan læse den, til de har sagt ja.")
        return done(text, ".show_task", "info", task_id=task_id)
    return done(_("Gemt."), ".show_task", task_id=task_id)


def _start_of(found: list[Target], begun: Prefill | None) -> int:
    """Of the child that an inquiry names, where it starts here."""
    named = begun.child_id if begun else None
    return next((one.start_id for one in found if named and one.child_id == named and one.start_id), 0)


def wrong(error: Exception) -> str:
    """What is in the way, and the way forward."""
    if isinstance(error, LooksNamed):
        return _("Opgaven er anonym, men teksten ser ud til at nævne: %(words)s.", words=", ".join(error.words))
    if isinstance(error, NotAgreed):
        return _("Opgaven nævner et barn, og forældrenes ja mangler. Spørg dem, eller læg opgaven anonymt.")
    if isinstance(error, Locked):
        return _("Opgaven står med sin overskrift i et godkendt referat. Ret resten, og lad overskriften stå.")
    if isinstance(error, WrittenMeanwhile):
        return _("Du har rettet opgaven i et andet vindue. Åbn den igen, og ret den dér.")
    return _("Skriv en overskrift, og hvad det drejer sig om.")


def _form(kind: str, data: dict[str, Any]) -> Any:
    voices = {f"voice_{at}": str(voice) for at, voice in enumerate(VOICES)}
    return (BalForm if kind == DEVELOPMENT else SosForm)(data=voices | data)


def _filled(task: Any) -> dict[str, Any]:
    words = words_of(task)
    said: dict[str, Any] = {}
    for at, (voice, (value, reason)) in enumerate([*words.numbers.items()][: len(VOICES)]):
        said |= {f"voice_{at}": voice, f"value_{at}": str(value), f"reason_{at}": reason}
    return words.columns() | dict(words.sheet) | said


def _page(form: Any, kind: str, status: int, **more: Any) -> Response:
    task = more.get("task")
    before = queue.whole(db.session(), task.again_id) if task and task.again_id else None
    drafted = task is None or task.state == DRAFT
    context = {"task": None, "ask_sure": False, "drafted": drafted, "earlier": before, "named": NAMED} | more
    return render(
        "conferences/tasks/write.html",
        status,
        form=form,
        kind=kind,
        kinds=KINDS,
        voices=VOICES,
        parts_of=PARTS,
        **context,
    )
