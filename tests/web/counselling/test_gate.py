"""What a flood meets: a short wait and a question; and what an honest parent in the same network meets, which is no more than that."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, request

from blueprints import flooding
from blueprints.anonym import gate
from blueprints.anonym.gate import FREE, HASTY, MANY, PAUSE, QUICK
from tests.databases import sqlite_only

pytestmark = sqlite_only
NINE = datetime(2026, 11, 23, 9, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(at):
    at(NINE)
    flooding.memory.cache_clear()
    yield at
    flooding.memory.cache_clear()


@pytest.fixture
def send(app: Flask, clock):
    """`send(address, seconds, **fields)`: a form that was open for that long; what the gate says."""
    sent = [NINE]

    def check(address="198.51.100.7", seconds=QUICK + 1, nonce="n", fields=None):
        with app.test_request_context():
            opened = gate.shown(nonce).opened
        sent[0] += timedelta(seconds=seconds)
        clock(sent[0])
        form = {"opened": opened} | (fields or {})
        with app.test_request_context(method="POST", data=form, environ_base={"REMOTE_ADDR": address}):
            assert request.remote_addr == address
            return gate.check(nonce)

    return check


def solved(app, held):
    with app.test_request_context():
        return {"asked": held.question.asked, "answer": str(held.question.first + held.question.second)}


def test_an_ordinary_parent_meets_nothing(send):
    held = [send() for _ in range(FREE)]
    assert not any(one.question or one.suspected for one in held)


def test_being_quick_only_counts(send):
    held = [send(seconds=0) for _ in range(FREE // (1 + HASTY))]
    assert [one.question for one in held] == [None] * len(held)
    assert send(seconds=0).question is not None


def test_over_the_limit_comes_a_wait_and_a_question_and_then_one_is_in(app, send):
    for _ in range(FREE):
        send()
    held = send(seconds=60)
    assert held.suspected
    assert held.question.seconds == PAUSE
    answer = solved(app, held)
    early = send(seconds=0, fields=answer)
    assert early.question.asked == held.question.asked
    assert send(seconds=PAUSE, fields=answer | {"answer": "7"}).question is not None
    through = send(seconds=0, fields=answer)
    assert through.question is None
    assert through.suspected


def test_an_answer_opens_this_form_and_not_for_ever(app, send):
    for _ in range(FREE):
        send()
    answer = solved(app, send())
    assert send(seconds=PAUSE, nonce="another", fields=answer).question is not None
    opened = [send(seconds=0, fields=answer).question is None for _ in range(gate.ANSWERED + 2)]
    assert opened == [True] * gate.ANSWERED + [False] * 2


def test_another_network_is_not_asked(send):
    for _ in range(10 * FREE):
        send(seconds=0)
    assert send("203.0.113.9").question is None


def test_the_neighbours_in_a_network_count_together_v4_and_v6(send):
    for number in range(FREE):
        send(f"198.51.100.{number}")
        send(f"2001:db8:1::{number:x}")
    assert send("198.51.100.250").question is not None
    assert send("2001:db8:1:ffff::1").question is not None
    assert send("2001:db8:2::1").question is None


def test_what_only_a_machine_fills_in_is_asked_about_and_not_thrown_away(app, send):
    held = send(fields={"homepage": "x"})
    assert held.question.seconds == 0
    assert send(seconds=0, fields={"homepage": "x"} | solved(app, held)).question is None


def test_much_from_everywhere_is_marked_and_nobody_is_stopped(send):
    held = [send(f"10.{number // 250}.{number % 250}.1") for number in range(MANY + 1)]
    assert not held[MANY - 1].suspected
    assert held[MANY].suspected
    assert not any(one.question for one in held)


def test_a_token_of_nobody_counts_as_being_quick(app, send, monkeypatch):
    counted = []
    monkeypatch.setattr(flooding.Memory, "add", lambda _self, name, points=1: counted.append((name[:7], points)) or 1)
    send(fields={"opened": "made up"})
    send()
    assert counted == [("network", 1 + HASTY), ("everybo", 1 + HASTY), ("network", 1), ("everybo", 1)]
