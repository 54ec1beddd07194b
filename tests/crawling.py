"""Goes where somebody can go: every link that their pages show, each kind of address once; and notes where their forms go."""

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from urllib.parse import parse_qs, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.scenes.lists import words_of
from tests.scenes.municipality import Browser

LINK = re.compile(r'\s(?:href|hx-get|src)="([^"]*)"')
FORM = re.compile(r"<form\b[^>]*>", re.IGNORECASE)
BUTTON = re.compile(r'\sformaction="([^"]*)"')
ELSEWHERE = ("tel:", "mailto:", "/static/", "#")


class Crawl:
    """`pages`: what each address answered. `ends`: (method, endpoint) of every link and form that was shown. `dead`: links to nowhere."""

    def __init__(self, app: Flask, browser: Browser, read: Callable[[str, str], None]) -> None:
        self.app, self.browser, self.read = app, browser, read
        self.adapter = app.url_map.bind("localhost")
        self.seen: set[tuple[object, ...]] = set()
        self.ends: set[tuple[str, str]] = set()
        self.dead: list[str] = []

    def go(self, ways: Iterable[str]) -> None:
        """These are tried, whatever comes of it; what they lead to has to be there."""
        waiting = [(way, "") for way in ways]
        while waiting:
            way, shown_on = waiting.pop()
            key = self._key(way)
            if key in self.seen:
                continue
            self.seen.add(key)
            answer = self.browser.get(way)
            if shown_on and answer.status_code not in {200, 302, 303}:
                self.dead.append(f"{shown_on} shows {way}: {answer.status_code}")
            waiting += [(found, way) for found in self._found(way, answer)]

    def _key(self, way: str) -> tuple[object, ...]:
        """An address of the same kind: the same page in another language, or with other values behind the same questions, is not asked for again."""
        parts = urlsplit(way)
        return parts.path, *sorted(parse_qs(parts.query, keep_blank_values=True).keys() - {"sprog"})

    def _found(self, way: str, answer: TestResponse) -> Iterator[str]:
        if answer.status_code in {302, 303}:
            yield answer.headers["Location"]
            return
        text = words_of(answer)
        self.read(way, text)
        if answer.mimetype != "text/html":
            return
        for link in map(unescape, LINK.findall(text)):
            if link and not link.startswith(ELSEWHERE):
                yield from self._noted("GET", way, link)
        for form in FORM.findall(text):
            method = "POST" if 'method="post"' in form.lower() else "GET"
            action = re.search(r'\saction="([^"]*)"', form)
            for _ in self._noted(method, way, unescape(action[1]) if action else way):
                pass  # what stands in its fields is not ours to choose
        for action in map(unescape, BUTTON.findall(text)):
            yield from self._noted("POST", way, action)

    def _noted(self, method: str, way: str, link: str) -> Iterator[str]:
        found = link if link.startswith("/") else urlsplit(way).path + link
        try:
            endpoint, _values = self.adapter.match(urlsplit(found).path, method)
        except HTTPException as error:
            self.dead.append(f"{way} shows {method} {found}: {error.code}")
            return
        self.ends.add((method, endpoint))
        if method == "GET":
            yield found
