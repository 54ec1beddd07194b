"""What a flood meets at the anonymous forms: a short wait and a question. Never a closed door, and never a note of who it was."""

import hmac
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeSerializer

from blueprints.flooding import memory
from blueprints.web import render
from domain.access.throttle import network
from domain.base import now

FREE = 20
"""Points that a network has in an hour before it is asked: a form is one."""
QUICK, HASTY = 4, 1
"""Seconds in which nobody has read the page, and the points that adds. Alone it never stops anybody."""
BAITED = 10
"""The points of having filled in what people do not see."""
MANY = 120
"""Points of all networks together in an hour: from there on it is marked for the counsellors, and nothing else."""
PAUSE = 10
"""Seconds between the question and an answer that counts."""
ANSWERED = 10
"""How often one answered question opens: a code may be mistyped."""
EVERYBODY = "everybody"


@dataclass(frozen=True)
class Question:
    """A sum to say, and after how many seconds; `asked` comes back with the answer."""

    first: int
    second: int
    seconds: int
    asked: str


@dataclass(frozen=True)
class Gate:
    """For templates/anonym/gate.html inside a form. With a `question` nothing of the form has been looked at yet."""

    opened: str
    question: Question | None = None
    suspected: bool = False


def shown(nonce: str) -> Gate:
    """Of a page that is shown: it says since when, and nobody else can."""
    return Gate(_signer().dumps([nonce, _seconds()]))


def check(nonce: str) -> Gate:
    """Before anything slow is done for a form that was sent. No database."""
    bait, asked = bool(request.form.get("homepage")), request.form.get("asked", "")
    opened = _read(request.form.get("opened", ""), nonce)
    quick = opened is None or _seconds() - opened < QUICK
    points = 1 + HASTY * quick + BAITED * bait
    own = memory().add(f"network {network(request.remote_addr)}", points)
    everybody = memory().add(EVERYBODY, points)
    over, kept = own > FREE, request.form.get("opened", "") if opened is not None else shown(nonce).opened
    held = (over or bait) and not _answered(nonce, asked)
    question = _question(nonce, asked, PAUSE if over else 0) if held else None
    return Gate(kept, question, suspected=over or bait or everybody > MANY)


def hold(template: str, gate: Gate, **context: Any) -> Response:
    """The form as it was typed, with the question in it."""
    response = render(template, 429, gate=gate, **context)
    response.headers["Retry-After"] = str(gate.question.seconds if gate.question else 0)
    return response


def _question(nonce: str, asked: str, pause: int) -> Question:
    """The one that was asked, while its time is not over; else another."""
    until = _read(asked, nonce)
    if until is None or until <= _seconds():
        until = _seconds() + pause
        asked = _signer().dumps([nonce, until])
    return Question(*_sum(asked), max(0, until - _seconds()), asked)


def _answered(nonce: str, asked: str) -> bool:
    """The right answer, not before its time, and not for everything for ever."""
    until = _read(asked, nonce)
    if until is None or until > _seconds() or request.form.get("answer", "").strip() != str(sum(_sum(asked))):
        return False
    return memory().add(f"answer {asked}") <= ANSWERED


def _sum(asked: str) -> tuple[int, int]:
    digest = hmac.digest(_secret().encode(), f"sum|{asked}".encode(), "sha256")
    return 10 + digest[0] % 10, 2 + digest[1] % 8


def _read(signed: str, nonce: str) -> int | None:
    """The moment in what we signed for this very form."""
    try:
        of, at = _signer().loads(signed)
    except (BadData, TypeError, ValueError):
        return None
    return int(at) if of == nonce else None


def _seconds() -> int:
    return int(now().timestamp())


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(_secret(), salt="anonym-gate")


def _secret() -> str:
    return str(current_app.secret_key)
