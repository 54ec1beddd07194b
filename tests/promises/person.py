"""Somebody with an ordinary browser without scripts, on the wire: one cookie, forms that are filled in as they stand."""

import re
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection
from urllib.parse import urlencode

HIDDEN = re.compile(r"<input\b[^>]*\btype=\"hidden\"[^>]*>")
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
SELECT = re.compile(r'<select\b[^>]*\sname="([^"]*)"[^>]*>(.*?)</select>', re.DOTALL)
OPTION = re.compile(r"<option\b[^>]*>")
NAME, VALUE = re.compile(r'\sname="([^"]*)"'), re.compile(r'\svalue="([^"]*)"')
SERVER = "granian"
"""The web server says its name by itself, and no version."""
CANARY_ADDRESS, CANARY_AGENT = "203.0.113.77", "Kanariebrowser/7.7 (Æøå)"


@dataclass
class Answer:
    status: int
    head: list[tuple[str, str]]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def of(self, name: str) -> str:
        return next((value for one, value in self.head if one.lower() == name.lower()), "")


@dataclass
class Person:
    """`address` is what a proxy in front says of them; `page` the answer that is shown now."""

    port: int
    address: str = CANARY_ADDRESS
    agent: str = CANARY_AGENT
    cookies: dict[str, str] = field(default_factory=dict)
    page: Answer = field(default_factory=lambda: Answer(0, [], b""))
    timeout: float = 60

    def get(self, way: str, **headers: str) -> Answer:
        return self.ask("GET", way, headers=headers)

    def send(self, way: str, **fields: str) -> Answer:
        """The form of the page that is shown as it stands, with these filled in."""
        return self.ask("POST", way, self.form(way) | fields)

    def form(self, way: str) -> dict[str, str]:
        """What stands in the form that goes to this address: its hidden fields, and what is chosen."""
        forms = [one for one in FORM.findall(self.page.text) if f'action="{way}"' in one]
        text = forms[0] if forms else self.page.text
        found = {unescape(NAME.findall(one)[0]): _value(one) for one in HIDDEN.findall(text)}
        for name, options in SELECT.findall(text):
            offered = OPTION.findall(options)
            chosen = [one for one in offered if " selected" in one] or offered
            found[name] = _value(chosen[0]) if chosen else ""
        return found

    def ask(
        self, method: str, way: str, form: dict[str, str] | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        sent = {
            "X-Forwarded-For": self.address,
            "User-Agent": self.agent.encode("latin-1", "replace").decode("latin-1"),
        }
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method not in {"GET", "HEAD", "OPTIONS"}:
            sent["Sec-Fetch-Site"] = "same-origin"
        if form is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, way, urlencode(form) if form is not None else None, sent | (headers or {}))
        got = connection.getresponse()
        head = [one for one in got.getheaders() if one != ("server", SERVER)]
        self.page = Answer(got.status, head, got.read())
        connection.close()
        self._keep()
        return self.page

    def _keep(self) -> None:
        for name, value in self.page.head:
            if name.lower() == "set-cookie":
                cookie, _, rest = value.partition(";")
                key, _, content = cookie.partition("=")
                self.cookies.pop(key, None)
                if "Max-Age=0" not in rest:
                    self.cookies[key] = content


def _value(tag: str) -> str:
    return unescape((VALUE.findall(tag) or [""])[0])
