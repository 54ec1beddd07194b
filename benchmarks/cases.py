"""What is measured: each page of the product, how many statements it sends, and the floor that sends as many."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Engine, event

from benchmarks import wide
from benchmarks.load import HIDDEN, SLOT
from benchmarks.town import PASSWORD, SECRET, Town
from config import Settings

UNCOUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
RAW = "x" * 40
"""What the cookie and the form's token have in common."""


@dataclass(frozen=True)
class Count:
    """Statements of one request; `looks` are inserts into the read log, which a budget does not count."""

    reads: int = 0
    writes: int = 0
    looks: int = 0

    def __str__(self) -> str:
        return f"{self.reads + self.writes}" + (f"+{self.looks}" if self.looks else "")

    @property
    def floor(self) -> str:
        return f"/{self.reads}/{self.writes + self.looks}"


@dataclass
class Case:
    """A page, or several that belong together. `job` is what the load generator is told, `floor` what it asks the floor for."""

    name: str
    job: dict[str, Any]
    counts: list[Count]
    floor: list[str]
    body: bytes = b""
    aim: str = ""


class Browser:
    """Knows one secret, as a browser that has been here before; the application runs in this process."""

    def __init__(self, app: Flask, secret: str) -> None:
        self.client = FlaskClient(app, use_cookies=False)
        made: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        self.cookie = f"{app.config['SESSION_COOKIE_NAME']}={made.dumps({'s': secret, 'csrf_token': RAW})}"
        self.token = str(URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(RAW))

    def ask(self, way: str, form: dict[str, str] | None = None, cookie: str = "") -> tuple[Any, Count]:
        """Asked twice where nothing changes by it, so that what is compiled once is not counted."""
        headers = {"Cookie": cookie or self.cookie, "Sec-Fetch-Site": "same-origin"}
        method = "GET" if form is None else "POST"
        if form is None:
            self.client.get(way, headers=headers)
        with counting() as sent:
            answer = self.client.open(way, method=method, data=form, headers=headers)
        return answer, count(sent)


@contextmanager
def counting() -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        sent.append(sql.lstrip())

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def count(sent: list[str]) -> Count:
    real = [sql for sql in sent if not sql.startswith(UNCOUNTED)]
    looks = sum(sql.startswith("INSERT INTO look ") for sql in real)
    reads = sum(sql.startswith(("SELECT", "WITH")) for sql in real)
    return Count(reads, len(real) - reads - looks, looks)


def application(url: str, folder: Path) -> Flask:
    settings = Settings(
        instance_path=folder, database_url=url, secret_key=SECRET, counselling_secret=SECRET, demo=False
    )
    made = wide.create_app(settings)
    made.testing = True
    return made


def cases(app: Flask, town: Town) -> list[Case]:
    """Each page is asked for once in this process, so that the floor can be told how many statements it sends."""
    stranger, parent = Browser(app, "nobody"), Browser(app, town.parent)
    pages = [("sign-in page", stranger, "/login", ""), *_days(app, town), *_care(app, town), *_house(app, town, parent)]
    return [_sign_in(stranger, town), *(_page(*page) for page in pages), _journey(parent, town)]


Page = tuple[str, Browser, str, str]
"""Name, whose, address, aim."""


def _days(app: Flask, town: Town) -> list[Page]:
    """Min dag of each, and a long timeline."""
    day = f"/dagtilbud/{town.unit}/"
    return [
        ("Min dag", Browser(app, town.staff), day, ""),
        ("timeline, 200 events", Browser(app, town.leader), f"{day}boern/{town.child}", ""),
        *((f"Min dag, {login}", Browser(app, secret), way, "") for login, (way, secret) in town.days.items()),
    ]


def _care(app: Flask, town: Town) -> list[Page]:
    """The actors' own work."""
    (helps, helper), (asked, adviser), (visits, nurse) = (
        (way, Browser(app, secret))
        for way, secret in (town.days[login] for login in ("familieraadgiver", "fsr", "sundhedsplejerske"))
    )
    return [
        ("a Familiehus' courses", helper, f"{helps}forloeb/?vis=alle", ""),
        ("referrals, 200 waiting", helper, f"{helps}henvisninger/", ""),
        ("inquiries, 200 waiting", adviser, f"{asked}henvendelser/", ""),
        ("caseload, 1,000 children", nurse, f"{visits}fordeling/", ""),
        ("visits due, 5,000 children", nurse, f"{visits}besoeg/", ""),
        ("lines of visits, 5,000 children", nurse, f"{visits}besoeg/?vis=alle", ""),
        ("visits by nurse, 5,000 children", nurse, f"{visits}besoeg/fordelt", ""),
        ("newborns and groups", nurse, f"{visits}grupper/", ""),
        ("the day's round", nurse, f"{visits}runde/", ""),
    ]


def _house(app: Flask, town: Town, parent: Browser) -> list[Page]:
    """Frontdesk, figures and conferences."""
    day, table = f"/dagtilbud/{town.unit}/", f"/dagtilbud/{town.unit}/konferencer/"
    leader, office = Browser(app, town.leader), Browser(app, town.office)
    return [
        ("week, 40 staff", Browser(app, town.staff), f"{day}frontdesk/", ""),
        ("slot search, 4 x 120 days", parent, f"/book/{town.search}/tid", "300/s where 5 queries give 600"),
        ("slot page, 3 weeks", parent, f"/book/{town.family}/tid", ""),
        ("parents' page", parent, f"/book/{town.family}", ""),
        ("figures, a house", leader, f"{day}tal/", ""),
        ("figures, all houses", office, "/forvaltning/forvaltningen/tal/", ""),
        ("times enough, a house", leader, f"{day}tal/tider", ""),
        ("agenda, 12 items", leader, f"{table}{town.held.agenda}/dagsorden", "200/s"),
        ("meeting, 30 items x 12", leader, f"{table}{town.held.meeting}/moede/{town.held.item}", ""),
        ("referat, 8 items", leader, f"{table}{town.held.referat}/referat", ""),
        ("ten years held", leader, f"{table}holdt", ""),
        ("efforts, ten years", leader, f"{table}indsatser", ""),
        ("conferences' figures", leader, f"{table}tal", ""),
    ]


def _page(name: str, browser: Browser, way: str, aim: str) -> Case:
    answer, sent = browser.ask(way)
    if answer.status_code != 200:
        raise RuntimeError(f"{name}: {answer.status_code} {answer.location or ''}")
    job = {"kind": "page", "ways": [way], "cookie": browser.cookie}
    return Case(name, job, [sent], [sent.floor], answer.data, aim)


def _sign_in(browser: Browser, town: Town) -> Case:
    """Twenty-four accounts, so that no two tries of one are counted against it."""
    forms = [{"login": login, "password": PASSWORD, "csrf_token": browser.token} for login in town.logins]
    answer, sent = browser.ask("/login", forms[0])
    if answer.status_code != 303:
        raise RuntimeError(f"sign-in: {answer.status_code}")
    job = {"kind": "page", "ways": ["/login"], "cookie": browser.cookie, "forms": forms, "expect": 303}
    return Case("sign-in", job, [sent], [f"POST /argon{sent.floor}"], answer.data)


def _journey(browser: Browser, town: Town) -> Case:
    """The times, one of them booked, the receipt: for each family once."""
    way = f"/book/{town.tokens.pop()}"
    shown, first = browser.ask(f"{way}/tid")
    form = {name.decode(): value.decode() for name, value in HIDDEN.findall(shown.data)}
    booked, second = browser.ask(f"{way}/tid", form | {"slot": SLOT.findall(shown.data)[0].decode()})
    receipt, third = browser.ask(f"{way}/kvittering")
    if (booked.status_code, receipt.status_code) != (303, 200):
        raise RuntimeError(f"booking: {booked.status_code}, receipt: {receipt.status_code}")
    job = {"kind": "journey", "ways": [f"/book/{one}" for one in town.tokens], "cookie": browser.cookie}
    floor = [first.floor, f"POST {second.floor}", third.floor]
    return Case("whole booking", job, [first, second, third], floor, receipt.data, "100 journeys/s")
