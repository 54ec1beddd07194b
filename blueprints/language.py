"""Which language a page is in, and how days and times are said in it: Danish is the source; who asks may have chosen another."""

from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, Domain, get_locale, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from blueprints.headers import anonymous
from domain.base import COPENHAGEN, moment, now, today
from domain.booking.finding.openings import local_day, wall_minutes

LANGUAGES = {"da": "Dansk", "en": "English"}
"""Those that staff pages are offered in; letters, mails and SMS are written in those that have a catalogue."""
ANONYMOUS_IN = {"da": "Dansk", "en": "English"}
"""Those that the anonymous pages are offered in: whoever has a catalogue `anonym.po` stands here."""
CITIZENS_IN = ANONYMOUS_IN | {
    "ar": "العربية",
    "tr": "Türkçe",
    "pl": "Polski",
    "uk": "Українська",
    "ur": "اردو",
    "so": "Soomaali",
}
"""Those that the citizens' pages are offered in."""
CITIZENS = {"", "arrangementer", "book", "henvendelse", "hjaelp", "privatliv", "status", "was"}
"""The first words of their addresses."""
CATALOGUES = ("messages", "anonym", "hjaelp", "foraeldre", "personale", "gruppe", "grupper")
TRANSLATIONS = Path(__file__).parent.parent / "translations"
DANISH = Locale("da")
DANISH_LINE = Markup('<span lang="da" dir="ltr">{}</span>')
"""A line of Danish on a page in another language."""


def spoken() -> str:
    """The language of what is written now, "" where nobody is asked. `get_locale` goes through Flask's context six times for each text:
    a tenth of a long table's time; once it has found the answer it stands beside it.
    """
    try:
        known = vars(g._get_current_object()).get("_flask_babel")  # noqa: SLF001 -- see above
    except RuntimeError:
        return ""
    locale: Locale | None = getattr(known, "babel_locale", None) or get_locale()
    return locale.language if locale else ""


class Texts(Domain):
    """Finds a language's catalogue by its name. Flask-babel spells the whole locale out for each text: a quarter of Min dag's time.

    Read from the .po that people write in, so that no compiled copy of it can be another.
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Any] = {}

    def get_translations(self) -> Any:
        return self.of(spoken())

    def of(self, language: str) -> Any:
        """Its catalogue."""
        if language not in self.found:
            self.found[language] = catalogue(language)
        return self.found[language]


def catalogue(language: str) -> NullTranslations:
    """All that there is in a language: what people are written to, and what the anonymous pages say."""
    found = NullTranslations()
    for file in (_file(language, name) for name in CATALOGUES):
        if file.exists():
            texts = _read(file, language)
            texts.add_fallback(found)
            found = texts
    return found


def _read(file: Path, language: str) -> Translations:
    compiled = BytesIO()
    with file.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def _file(language: str, name: str = "messages") -> Path:
    return TRANSLATIONS / language / "LC_MESSAGES" / f"{name}.po"


def written(language: str) -> str:
    """The language that a person is written to in: their own where it has a catalogue, else Danish."""
    return language if language.isalpha() and _file(language).exists() else "da"


class Languages(Babel):
    """Flask-babel with our texts."""

    domain_instance = Texts()


babel = Languages()


def chosen() -> str:
    """The one in the address, else the own of whoever asks, a parent or a member of staff, else Danish."""
    wanted = request.args.get("sprog", "")
    if anonymous():
        return wanted if wanted in ANONYMOUS_IN else "da"
    offered = CITIZENS_IN if for_citizens() else LANGUAGES
    return next((one for one in (wanted, g.get("speaks") or "") if one in offered), "da")


def same_language(_endpoint: str, values: dict[str, Any]) -> None:
    """For `url_defaults`: ways from one page of citizens to another stay in the language that was chosen in the address."""
    if not has_request_context():
        return
    said = request.args.get("sprog")
    if said in (ANONYMOUS_IN if anonymous() else CITIZENS_IN):
        values.setdefault("sprog", said)


def for_citizens() -> bool:
    """Whether the page is there in all of the languages; also where there is none of that address."""
    return request.path.split("/")[1] in CITIZENS


def clock(quarter: int) -> str:
    """The time of a quarter, in Copenhagen: 9.30."""
    hours, minutes = divmod(wall_minutes(quarter), 60)
    return f"{hours}.{minutes:02}"


def hours(start: datetime, end: datetime) -> str:
    """A time as a person says it: onsdag 18.11.2026 kl. 9.30–10.30."""
    named = f"{weekday(start.astimezone(COPENHAGEN))} {day(start)}"
    return _("%(day)s kl. %(clock)s", day=named, clock=f"{hour(start)}–{hour(end)}")


def between(first: datetime, last: datetime) -> str:
    """When somebody comes, as far as one can say beforehand: onsdag 18.11.2026 mellem kl. 9.00 og 11.00."""
    named = f"{weekday(first.astimezone(COPENHAGEN))} {day(first)}"
    return _("%(day)s mellem kl. %(first)s og %(last)s", day=named, first=hour(first), last=hour(last))


def day(value: date) -> str:
    """18.11.2026: the same in all languages, and babel takes ten times as long."""
    local = value.astimezone(COPENHAGEN) if isinstance(value, datetime) else value
    return f"{local.day}.{local.month}.{local.year}"


def weekday(value: date, width: str = "wide") -> str:
    """As in: tirsdag, or with "abbreviated" tirs. Babel's word, without babel's reading of a pattern."""
    return str(_locale().days["format"][width][value.weekday()])


def longday(value: date) -> str:
    """As in: onsdag 18. november; of our languages only Danish writes the full stop."""
    stop = "." if _locale().language == "da" else ""
    return f"{weekday(value)} {value.day}{stop} {_locale().months['format']['wide'][value.month]}"


def _locale() -> Locale:
    return get_locale() or DANISH


def hour(value: datetime) -> str:
    """9.30"""
    local = value.astimezone(COPENHAGEN)
    return f"{local.hour}.{local.minute:02}"


def at(value: datetime) -> str:
    """18.11.2026 kl. 9.30"""
    return _("%(day)s kl. %(clock)s", day=day(value), clock=hour(value))


def spell(first: int, last: int) -> str:
    """From one quarter to before another, in days where they are whole: 18.11.2026 – 20.11.2026."""
    if wall_minutes(first) or wall_minutes(last):
        if local_day(first) == local_day(last - 1):
            return f"{at(moment(first))}–{clock(last) if wall_minutes(last) else '24.00'}"
        return f"{at(moment(first))} – {at(moment(last))}"
    days = [day(local_day(first)), day(local_day(last - 1))]
    return " – ".join(dict.fromkeys(days))


def register(app: Flask) -> None:
    babel.init_app(app, locale_selector=chosen)
    app.jinja_env.filters |= {
        "clock": clock,
        "day": day,
        "longday": longday,
        "weekday": weekday,
        "at": at,
        "hour": hour,
        "age": age,
        "hours": lambda first, quarters: hours(moment(first), moment(first + quarters)),
        "moment": moment,
        "own": own,
        "until": until,
    }
    app.jinja_env.globals |= {"now": now, "today": today}


def own(texts: Mapping[str, str]) -> list[str]:
    """What the administrator has written, in the page's language, else in Danish, which then says that it is: its lines."""
    wanted = _locale().language
    text = texts.get(wanted, "")
    lines = [line.strip() for line in (text or texts.get("da", "")).splitlines() if line.strip()]
    return lines if text or wanted == "da" else [DANISH_LINE.format(line) for line in lines]


def until(days: int) -> str:
    """How late parents may move and cancel, after "indtil" or in a sentence of its own."""
    if not days:
        return _("inden den begynder")
    return ngettext("senest dagen før", "senest %(num)d dage før", days)


def age(born: date, on: date | None = None) -> str:
    """Under eight weeks in days or weeks, under two years in months, then in years (screens.md)."""
    on = on or today()
    days, months = (on - born).days, (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    if days < 0:
        return _("ikke født")
    if days < 21:  # noqa: PLR2004
        return ngettext("%(num)d dag", "%(num)d dage", days)
    if months < 2:  # noqa: PLR2004
        return _("%(number)d uger", number=days // 7)
    if months < 24:  # noqa: PLR2004
        return _("%(number)d mdr.", number=months)
    return _("%(number)d år", number=months // 12)
