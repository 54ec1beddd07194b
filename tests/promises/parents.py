"""What a parent and a counsellor do over the wire, each as their browser would: one call for each thing that a person does."""

import re

from tests.promises.person import Answer, Person
from tests.scenes.team import PASSPHRASE, PASSWORD, Team

GROUPS = re.compile(r'class="receipt-code".*?</p>', re.DOTALL)
GROUP = re.compile(r"<span>([0-9A-Z]{4,5})</span>")
WRONG = re.compile(r'class="form-error-message".*?</span>[^<]*|<h1>.*?</h1>')
CASE = re.compile(r'href="[^"]*/raadgivning/(\d+)"')


def write(parent: Person, text: str, **more: str) -> str:
    """The code of a new case."""
    parent.get("/anonym/")
    return code_on(parent.send("/anonym/", text=text, **more))


def code_on(page: Answer) -> str:
    assert page.status == 200, f"{page.status}: {WRONG.findall(page.text)}"
    return "-".join(GROUP.findall(GROUPS.search(page.text)[0]))


def come_back(parent: Person, code: str) -> Answer:
    """With the case open, or the page that says no."""
    parent.get("/anonym/kode")
    answer = parent.send("/anonym/kode", code=code)
    return parent.get("/anonym/sag") if answer.status == 303 else answer


def write_more(parent: Person, text: str) -> Answer:
    parent.get("/anonym/sag")
    return parent.send("/anonym/sag/skriv", text=text)


def delete(parent: Person) -> Answer:
    parent.get("/anonym/sag/slet")
    return parent.send("/anonym/sag/slet")


def sign_in(counsellor: Person, team: Team) -> None:
    counsellor.get("/login")
    assert counsellor.send("/login", login=team.login, password=PASSWORD).status == 303


def unlock(counsellor: Person) -> None:
    counsellor.get("/laesekode/laas-op")
    answer = counsellor.send("/laesekode/laas-op", passphrase=PASSPHRASE)
    assert answer.status == 303, answer.text[:3000]


def inbox(counsellor: Person, team: Team) -> list[str]:
    """The numbers of the cases that wait."""
    return CASE.findall(counsellor.get(f"{team.way}raadgivning/").text)


def answer(counsellor: Person, team: Team, case: str, text: str) -> None:
    counsellor.get(f"{team.way}raadgivning/{case}")
    sent = counsellor.send(f"{team.way}raadgivning/{case}/svar", text=text)
    assert sent.status == 303, (sent.status, sent.text[:3000])
