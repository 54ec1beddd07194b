"""SMS by way of GatewayAPI: a local server that answers as their documentation says, and their receipts."""

from base64 import b64encode
from datetime import timedelta

import jwt
import pytest
from sqlalchemy import select

from blueprints.messages.noted import TO_NOTED
from blueprints.messages.words import TO_PARENTS
from blueprints.running import worker
from config import ConfigError, Settings
from domain import messages, outbox
from domain.access.tokens import message_name, token
from domain.booking.tables import BOOKED
from domain.letter import EMAIL_CHANGED
from domain.outbox import Outbox
from tests.databases import sqlite_only
from tests.machines.gateway import Gateway
from tests.machines.post import Receiver
from tests.scenes.meetings import CANARIES, NOW, SECRET, becomes, meeting, works, write_to

TOKEN, WEBHOOK = "Go-Create-an-API-token", "w" * 64
NUMBER = "+4520112233"


@pytest.fixture(autouse=True)
def early(at):
    at(NOW)


@pytest.fixture
def session(session):
    return works(session)


@pytest.fixture
def gateway():
    return Gateway()


@pytest.fixture
def receiver():
    return Receiver()


@pytest.fixture
def app(app, monkeypatch, gateway, receiver):
    before = app.config["SETTINGS"]
    settings = Settings(
        instance_path=before.instance_path,
        database_url=before.database_url,
        mail_url=receiver.url,
        sms_token=TOKEN,
        sms_url=gateway.url,
        sms_secret=WEBHOOK,
        testing=True,
    )
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    return app


@pytest.fixture
def family(session):
    found = meeting(session)
    write_to(session, found.guardians[0], mobile=NUMBER)
    return found


def put(session, family, kind="reminder-soon", channel=outbox.SMS, **more):
    more = {"guardians": family.guardians[:1]} | more
    outbox.put(session, kind, family.about, channel=channel, **more)
    session.commit()


def rows(session):
    session.rollback()
    found = session.execute(select(*Outbox.__table__.columns).order_by(Outbox.id)).all()
    session.rollback()
    return found


def name_of(row):
    return message_name(SECRET, row.id, row.key)


def test_an_sms_is_what_their_documentation_asks_for(app, session, gateway, family):
    put(session, family, expires_at=NOW + timedelta(hours=3))
    with gateway.up():
        worker.run(app, once=True)
    [(path, headers, body)] = gateway.asked
    [row] = rows(session)
    assert (path, headers["Authorization"]) == ("/rest/mtsms", "Basic " + b64encode(f"{TOKEN}:".encode()).decode())
    assert headers["Content-Type"] == "application/json"
    assert body == {
        "sender": "God Start",
        "message": "Husk i dag: Start-samtale onsdag 18.11.2026 kl. 9.30-10.30, Måløv By\n"
        f"http://127.0.0.1:8000/book/{token(SECRET, family.start, family.guardians[0], 1)}",
        "recipients": [{"msisdn": 4520112233}],
        "userref": name_of(row),
        "validity_period": 3 * 3600,
        "callback_url": "http://127.0.0.1:8000/sms/kvittering",
    }
    assert (row.sent_at, row.channel, row.remote_id) == (NOW, "sms", "421332672")


@sqlite_only
def test_letters_beyond_their_alphabet_are_sent_as_ucs_2(app, session, gateway, family):
    write_to(session, family.guardians[0], language="ar")
    put(session, family)
    with gateway.up():
        worker.run(app, once=True)
    [body] = gateway.sent
    assert body["encoding"] == "UCS2"
    assert body["message"].startswith("تذكير اليوم: لقاء البداية")


BY_SMS = (TO_PARENTS | TO_NOTED).keys() - {EMAIL_CHANGED}
"""The one to the address before goes there, and to no number."""


@sqlite_only
@pytest.mark.parametrize("language", ["da", "en", "ar", "tr", "pl", "uk", "ur", "so"])
def test_no_sms_holds_anything_of_the_family_and_none_is_long(app, session, gateway, family, language):
    write_to(session, family.guardians[0], language=language, email="")
    with gateway.up():
        for state in {(messages.WANTS.get(kind) or (BOOKED,))[0] for kind in BY_SMS}:
            becomes(session, family, state)
            for kind in BY_SMS:
                wanted = messages.WANTS.get(kind)
                about = family.about if wanted else f"start/{family.start}"
                if (wanted or (BOOKED,))[0] == state:
                    outbox.put(session, kind, about, guardians=family.guardians[:1])
            session.commit()
            worker.run(app, once=True)
    assert len(gateway.sent) == len(BY_SMS)
    for body in gateway.sent:
        assert [canary for canary in CANARIES if canary in body["message"]] == []
        assert "http://127.0.0.1:8000/book/" in body["message"]
        assert "%(" not in body["message"]
        assert len(body["message"]) <= 3 * (67 if body.get("encoding") == "UCS2" else 153)


def test_without_a_number_it_is_a_mail(app, session, gateway, receiver, family):
    put(session, family, guardians=family.guardians)
    with gateway.up(), receiver.up():
        worker.run(app, once=True)
    assert [body["recipients"] for body in gateway.sent] == [[{"msisdn": 4520112233}]]
    assert [mail["To"] for mail in receiver.received] == [f"forael{family.guardians[1]}@mail.example"]
    assert [row.channel for row in rows(session)] == ["sms", "mail"]


@sqlite_only
def test_whoever_has_no_mail_that_works_gets_everything_by_sms(app, session, gateway, family):
    address = f"forael{family.guardians[0]}@mail.example"
    write_to(session, family.guardians[0], refused_email=address)
    put(session, family, "confirmed", outbox.MAIL)
    with gateway.up():
        worker.run(app, once=True)
    assert gateway.sent[0]["message"].startswith("Aftalt: Start-samtale")


@sqlite_only
def test_without_a_token_nobody_sends_sms_and_the_reminder_is_a_mail(
    app, session, gateway, receiver, family, monkeypatch
):
    before = app.config["SETTINGS"]
    settings = Settings(
        instance_path=before.instance_path, database_url=before.database_url, mail_url=receiver.url, testing=True
    )
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    put(session, family)
    with gateway.up(), receiver.up():
        worker.run(app, once=True)
    assert gateway.asked == []
    assert receiver.received[0]["Subject"].startswith("Husk i dag: Start-samtale")


@pytest.mark.parametrize("status", [400, 422])
def test_an_sms_that_they_do_not_take_becomes_a_mail_at_once(app, session, gateway, receiver, family, status):
    put(session, family)
    gateway.answer(status, code="0x0204", message="Invalid MSISDN")
    with gateway.up(), receiver.up():
        worker.run(app, once=True)
    assert len(receiver.received) == 1
    [row] = rows(session)
    assert (row.sent_at, row.channel, row.tries) == (NOW, "mail", 1)


@sqlite_only
def test_an_sms_that_they_do_not_take_and_no_mail_is_given_up(app, session, gateway, family):
    write_to(session, family.guardians[0], email="")
    put(session, family)
    gateway.answer(400, code="0x0204", message="Invalid MSISDN")
    with gateway.up():
        worker.run(app, once=True)
    assert [(row.failed_at, row.error) for row in rows(session)] == [(NOW, outbox.NO_ADDRESS)]


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_whatever_is_wrong_with_the_account_or_with_them_is_tried_again(app, session, gateway, family, at, status):
    write_to(session, family.guardians[1], mobile="+4530112233")
    put(session, family, guardians=family.guardians)
    gateway.answer(status, code="0x0213", message="Unauthorized IP-address: %1", variables=["1.2.3.4"])
    with gateway.up():
        worker.run(app, once=True)
        assert len(gateway.asked) == 1, "they are asked once per handful"
        assert {(row.error, row.sent_at) for row in rows(session)} == {(f"GatewayAPI {status} 0x0213", None)}
        at(NOW + outbox.back_off(1))
        worker.run(app, once=True)
    assert len(gateway.sent) == 2
    assert gateway.asked[0][2]["userref"] in {body["userref"] for body in gateway.sent}


@sqlite_only
def test_while_they_are_down_mail_goes_out_and_after_three_tries_the_reminder_with_it(
    app, session, gateway, receiver, family, at
):
    put(session, family, guardians=family.guardians)
    clock = NOW
    with receiver.up():
        worker.run(app, once=True)
        assert len(receiver.received) == 1
        for tries in (1, 2, 3):
            clock += outbox.back_off(tries)
            at(clock)
            worker.run(app, once=True)
    assert len(receiver.received) == 2
    assert [row.channel for row in rows(session)] == ["mail", "mail"]


@pytest.mark.parametrize("said", [{"raw": "OK"}, {"raw": "[]"}, {"ids": []}, {"raw": ""}])
@sqlite_only
def test_taken_is_taken_whatever_they_say_about_it(app, session, gateway, family, said):
    put(session, family)
    gateway.answer(200, **said)
    with gateway.up():
        worker.run(app, once=True)
    assert [(row.sent_at, row.remote_id) for row in rows(session)] == [(NOW, "")]


@sqlite_only
def test_nothing_is_sent_after_its_end_even_when_it_was_taken_before(app, session, gateway, family, at, monkeypatch):
    put(session, family, expires_at=NOW + timedelta(minutes=1))
    real = outbox.take

    def slow(*arguments):
        found = real(*arguments)
        at(NOW + timedelta(minutes=1))
        return found

    monkeypatch.setattr(worker.outbox, "take", slow)
    with gateway.up():
        worker.run(app, once=True)
    assert gateway.asked == []
    assert {row.error for row in rows(session)} == {outbox.EXPIRED}


def receipt(secret=WEBHOOK, algorithm="HS256", **said):
    """As their documentation shows one; the header holds all of it, signed."""
    usual = {"id": 421332672, "msisdn": 4520112233, "time": int(NOW.timestamp()) + 60, "status": "DELIVERED"}
    usual |= {"error": None, "code": None, "country_code": "DK", "country_prefix": 45} | said
    return {"X-Gwapi-Signature": jwt.encode(usual, secret, algorithm)}


def post(app, headers, **body):
    """A program: no cookie, no token, no word of where it comes from."""
    client = app.test_client()
    return super(type(client), client).open("/sms/kvittering", method="POST", headers=headers, json=body)


@pytest.fixture
def sent(app, session, gateway, family, at):
    put(session, family)
    with gateway.up():
        worker.run(app, once=True)
    at(NOW + timedelta(minutes=5))
    return rows(session)[0]


def test_a_receipt_is_written_on_the_message(app, session, sent):
    assert post(app, receipt(userref=name_of(sent))).status_code == 204
    [row] = rows(session)
    assert (row.delivery, row.delivery_at) == ("DELIVERED", NOW + timedelta(minutes=1))


def test_what_comes_after_the_last_word_came_late(app, session, sent):
    for status in ("ENROUTE", "UNDELIVERABLE", "BUFFERED", "DELIVERED"):
        assert post(app, receipt(userref=name_of(sent), status=status)).status_code == 204
    assert rows(session)[0].delivery == "UNDELIVERABLE"


@sqlite_only
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Gwapi-Signature": "intet"},
        receipt(secret="x" * 64),
        {"X-Gwapi-Signature": jwt.encode({"status": "DELIVERED"}, None, "none")},
        {"X-Gwapi-Signature": jwt.encode({"status": "DELIVERED"}, WEBHOOK, "HS512")},
    ],
)
def test_a_receipt_that_they_have_not_signed_is_refused(app, session, sent, headers):
    assert post(app, headers, userref=name_of(sent), status="DELIVERED").status_code == 403
    assert rows(session)[0].delivery == ""


@sqlite_only
@pytest.mark.parametrize("name", [None, 7, "", "1", "1-0f", "999-" + "0" * 32, "9" * 400, "x-" + "0" * 32])
def test_a_receipt_for_what_we_do_not_know_is_taken_and_forgotten(app, session, sent, name):
    assert post(app, receipt(userref=name)).status_code == 204
    assert rows(session)[0].delivery == ""


@sqlite_only
@pytest.mark.parametrize("time", [None, "x", 10**30, -(10**30), 9_999_999_999])
def test_a_time_that_is_none_or_to_come_is_now(app, session, sent, time):
    assert post(app, receipt(userref=name_of(sent), time=time)).status_code == 204
    assert rows(session)[0].delivery_at == NOW + timedelta(minutes=5)


@sqlite_only
def test_without_their_secret_the_address_does_not_exist(app, monkeypatch):
    before = app.config["SETTINGS"]
    monkeypatch.setitem(
        app.config, "SETTINGS", Settings(instance_path=before.instance_path, database_url=before.database_url)
    )
    assert post(app, receipt()).status_code == 404


def test_a_receipt_tells_of_an_sms_that_a_killed_worker_never_wrote_down(app, session, gateway, family, at):
    put(session, family)
    [row] = rows(session)
    held = outbox.take(session, 1, worker.HOLD)
    session.commit()
    assert held
    assert post(app, receipt(userref=name_of(row), status="ENROUTE")).status_code == 204
    at(NOW + 2 * worker.HOLD)
    with gateway.up():
        worker.run(app, once=True)
    assert gateway.asked == []
    assert rows(session)[0].channel == "sms"


@pytest.mark.parametrize(
    "given",
    [
        {"sms_url": "gatewayapi.eu"},
        {"sms_url": "http://gatewayapi.eu"},
        {"sms_sender": "Måløv By"},
        {"sms_sender": "Børnehuset Troldebo"},
        {"sms_sender": ""},
    ],
)
def test_settings_that_cannot_work_are_refused(tmp_path, given):
    with pytest.raises(ConfigError):
        Settings(instance_path=tmp_path, **given)


def test_the_token_is_in_no_printout(tmp_path):
    told = repr(Settings(instance_path=tmp_path, sms_token=TOKEN, sms_secret=WEBHOOK))
    assert TOKEN not in told
    assert WEBHOOK not in told
