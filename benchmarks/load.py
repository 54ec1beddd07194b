"""Many clients in a process of their own: keep-alive connections to this machine, each with one request under way.

python -m benchmarks.load   reads a job as JSON on each line of its input, and answers each with a line of what it saw.
"""

import json
import re
import selectors
import socket
import sys
import time
from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from itertools import count, cycle
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

HOST = "127.0.0.1"
HIDDEN = re.compile(rb'name="(csrf_token|key|nonce|opened)"[^>]*value="([^"]*)"')
SLOT = re.compile(rb'name="slot" value="(\d+)"')
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
COOKIE = re.compile(rb"\r\nset-cookie: *([^;\r]+)", re.IGNORECASE)
CHUNK = 1 << 16


@dataclass
class Answer:
    status: int
    head: bytes
    body: bytes


Talk = Generator[bytes, Answer, str]
"""Requests out, answers in; returns what went wrong, or nothing."""


@dataclass
class Seen:
    """Seconds of each finished talk; answers by status; what went wrong; bytes of all bodies."""

    laps: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    size: int = 0


def request(way: str, cookie: str, form: dict[str, str] | None = None, *, of: str = "") -> bytes:
    """`of`: what a proxy in front says of where it comes from."""
    head = f"Host: {HOST}\r\nCookie: {cookie}\r\nAccept: text/html\r\nSec-Fetch-Site: same-origin\r\n"
    head += f"X-Forwarded-For: {of}\r\n" if of else ""
    if form is None:
        return f"GET {way} HTTP/1.1\r\n{head}\r\n".encode()
    body = urlencode(form)
    kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    return f"POST {way} HTTP/1.1\r\n{head}{kind}\r\n{body}".encode()


def page(way: str, cookie: str, form: dict[str, str] | None = None, expect: int = 200) -> Talk:
    found = yield request(way, cookie, form)
    return "" if found.status == expect else f"{found.status} for {way}"


def journey(way: str, cookie: str) -> Talk:
    """The times, one of them booked, and the receipt."""
    shown = yield request(f"{way}/tid", cookie)
    slots = SLOT.findall(shown.body)
    if not slots:
        return f"{shown.status} and no time"
    form = {name.decode(): value.decode() for name, value in HIDDEN.findall(shown.body)}
    slot = slots[crc32(way.encode()) % len(slots)].decode()
    booked = yield request(f"{way}/tid", cookie, form | {"slot": slot})
    if booked.status != 303:
        return f"{booked.status} for the booking"
    kept = COOKIE.search(booked.head)
    receipt = yield request(f"{way}/kvittering", kept[1].decode() if kept else cookie)
    return "" if receipt.status == 200 else f"{receipt.status} for the receipt"


def anonymous(way: str, fields: dict[str, str], expect: int, of: str) -> Talk:
    """A form without a name, looked at and sent, from a network and a browser that have not been here before."""
    shown = yield request(way, "", of=of)
    kept = COOKIE.search(shown.head)
    if shown.status != 200 or not kept:
        return f"{shown.status} for the form"
    form = {name.decode(): value.decode() for name, value in HIDDEN.findall(shown.body)}
    sent = yield request(way, kept[1].decode(), form | fields, of=of)
    return "" if sent.status == expect else f"{sent.status} for what was sent"


def several(ways: list[str], cookie: str) -> Talk:
    """One page after another; a way that begins with "POST " sends a form."""
    for way in ways:
        found = yield request(way.removeprefix("POST "), cookie, {} if way.startswith("POST ") else None)
        if found.status != 200:
            return f"{found.status} for {way}"
    return ""


def talks(job: dict[str, Any]) -> Iterator[Talk]:
    if job["kind"] == "journey":
        return (journey(way, job["cookie"]) for way in job["ways"])
    if job["kind"] == "several":
        return (several(job["ways"], job["cookie"]) for _ in count())
    if job["kind"] == "anonymous":
        people = (f"10.{number >> 8 & 255}.{number & 255}.7" for number in count(job["first"]))
        ways = zip(cycle(job["forms"]), people, strict=False)
        return (anonymous(job["ways"][0], form, job["expect"], of) for form, of in ways)
    forms, expect = job.get("forms") or [None], job.get("expect", 200)
    return (page(job["ways"][0], job["cookie"], form, expect) for form in cycle(forms))


class Client:
    """One connection, and the talk that is held over it."""

    def __init__(self, port: int, seen: Seen) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.seen, self.talk, self.begun, self.came = seen, None, 0.0, b""

    def begin(self, talk: Talk | None) -> bool:
        if talk is None:
            return False
        self.talk, self.begun = talk, time.perf_counter()
        self.socket.sendall(next(talk))
        return True

    def read(self) -> bool:
        """Whether the talk is over."""
        came = self.socket.recv(CHUNK)
        if not came:
            raise ConnectionError("the server hung up")
        self.came += came
        found = whole(self.came)
        if found is None:
            return False
        self.came = b""
        self.seen.statuses[found.status] += 1
        self.seen.size += len(found.body)
        try:
            self.socket.sendall(self.talk.send(found))
        except StopIteration as end:
            if end.value:
                self.seen.wrong[end.value] += 1
            else:
                self.seen.laps.append(time.perf_counter() - self.begun)
            return True
        return False


def whole(came: bytes) -> Answer | None:
    end = came.find(b"\r\n\r\n")
    if end < 0:
        return None
    length = LENGTH.search(came, 0, end)
    size = int(length[1]) if length else 0
    if len(came) < end + 4 + size:
        return None
    return Answer(int(came[9:12]), came[:end], came[end + 4 :])


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Until its seconds are over, its count is done or it has nothing left to ask; what is under way is finished."""
    seen, left, chosen = Seen(), talks(job), selectors.DefaultSelector()
    begun = time.perf_counter()
    until, most = begun + job["seconds"], job.get("count", sys.maxsize)
    numbers = iter(range(most))

    def more() -> Talk | None:
        return next(left, None) if time.perf_counter() < until and next(numbers, None) is not None else None

    for _ in range(job["clients"]):
        client = Client(job["port"], seen)
        if client.begin(more()):
            chosen.register(client.socket, selectors.EVENT_READ, client)
        else:
            client.socket.close()
    while chosen.get_map():
        for key, _ in chosen.select():
            client = key.data
            if client.read() and not client.begin(more()):
                chosen.unregister(client.socket)
                client.socket.close()
    return {
        "seconds": time.perf_counter() - begun,
        "laps": seen.laps,
        "statuses": dict(seen.statuses),
        "wrong": dict(seen.wrong),
        "size": seen.size,
        "started": next(numbers, most),
    }


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)
