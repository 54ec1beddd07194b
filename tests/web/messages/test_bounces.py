"""Mail that nobody got: refused at once, or come back later; the house is told to ring, and another address makes it good."""

from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from sqlalchemy import select, update

from blueprints.messages import compose
from blueprints.messages.post import nobody
from blueprints.messages.returned import Returned, returned
from blueprints.running import commands, worker
from config import Settings
from domain import bounces, messages, outbox
from domain.access.jobs import work_as
from domain.access.tokens import message_name
from domain.due import Due
from domain.outbox import Outbox
from domain.people import Guardian
from tests.databases import sqlite_only
from tests.factories import as_house, make_family, make_staff, sign_in
from tests.machines.post import Receiver
from tests.scenes.meetings import NOW, SECRET

FINAL = {"Final-Recipient": "rfc822; {address}", "Action": "failed", "Status": "5.1.1"}


@pytest.fixture(autouse=True)
def early(at):
    at(NOW)


@pytest.fixture
def family(database):
    with database.sessions() as session:
        return make_family(session)


class House:
    """What stands in the database, each time in a session of the house's own."""

    def __init__(self, database, family):
        self.database, self.family = database, family

    @contextmanager
    def at_work(self):
        with self.database.sessions() as session:
            work_as(session, "test")
            yield session
            session.commit()

    @property
    def mother(self):
        with self.at_work() as session:
            return session.get(Guardian, self.family.mother)

    @property
    def to_ring(self):
        with self.at_work() as session:
            return session.execute(select(Due.target, Due.done_at).where(Due.kind == bounces.KIND)).all()

    def outbox(self, column):
        with self.at_work() as session:
            return session.scalars(select(column)).all()

    @property
    def sent_name(self):
        with self.at_work() as session:
            row = session.execute(select(Outbox.id, Outbox.key)).one()
        return message_name(SECRET, row.id, row.key)

    def refuse(self):
        with self.at_work() as session:
            assert bounces.refuse(session, self.family.mother, self.mother_address(session))

    def mother_address(self, session):
        return session.get(Guardian, self.family.mother).email

    def settle(self):
        with self.at_work() as session:
            bounces.settle(session)


@pytest.fixture
def house(database, family):
    return House(database, family)


def invited(database, family):
    with database.sessions() as session:
        outbox.put(as_house(session), "invitation", f"start/{family.start}", guardians=[family.mother])
        session.commit()


def report(name, *blocks, headers_only=False, kind="delivery-status"):
    """What a mail server sends back (RFC 3464); each block is one recipient's fields."""
    whole = MIMEMultipart("report", report_type=kind)
    whole["From"], whole["Subject"] = "MAILER-DAEMON@mx.example", "Undelivered Mail Returned to Sender"
    whole.attach(MIMEText("I'm sorry to have to inform you"))
    fields = "\r\n\r\n".join(
        "\r\n".join(f"{key}: {value}" for key, value in block.items())
        for block in ({"Reporting-MTA": "dns; mx.example"}, *blocks)
    )
    status = MIMEText(fields)
    del status["Content-Type"], status["Content-Transfer-Encoding"]
    raw = f"Content-Type: message/{kind}\r\n\r\n{fields}\r\n"
    ours = EmailMessage()
    ours["From"], ours["To"], ours["Message-ID"] = "godstart@x.example", "a@x.example", f"<{name}@godstart.example>"
    ours.set_content("Velkommen")
    if headers_only:
        part = MIMEText("".join(f"{key}: {value}\r\n" for key, value in ours.items()))
        part.replace_header("Content-Type", "text/rfc822-headers")
        whole.attach(part)
    else:
        whole.attach(MIMEMessage(ours))
    text = whole.as_string()
    boundary = whole.get_boundary()
    last = text.rindex(f"--{boundary}\n", 0, text.rindex("Message-ID"))
    return (text[:last] + f"--{boundary}\n{raw}" + text[last:]).encode()


def failed(address, **other):
    return {key: value.format(address=address) for key, value in FINAL.items()} | other


NAME = "12-" + "0f" * 16


@pytest.mark.parametrize("headers_only", [False, True])
def test_a_report_says_which_message_and_whom(headers_only):
    raw = report(NAME, failed("mor@mail.example"), headers_only=headers_only)
    assert returned(raw) == [Returned(NAME, "mor@mail.example")]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\x00 not a mail",
        b"Subject: Ferie\r\nAuto-Submitted: auto-replied\r\n\r\nTak for din mail <" + NAME.encode() + b"@x>",
        report(NAME, failed("mor@mail.example", Action="delayed", Status="4.4.7")),
        report(NAME, failed("mor@mail.example", Action="delivered", Status="2.0.0")),
        report(NAME, failed("mor@mail.example", Action="failed", Status="4.2.2")),
        report(NAME, failed("mor@mail.example", **{"Final-Recipient": "x400; intet"})),
        report("nogen-anden", failed("mor@mail.example")),
        report(NAME),
        report(NAME, failed("mor@mail.example"), kind="disposition-notification"),
    ],
)
def test_what_is_no_such_report_says_nothing(raw):
    assert returned(raw) == []


def test_the_address_that_was_written_to_is_the_one_that_counts():
    raw = report(NAME, failed("videre@mail.example", **{"Original-Recipient": "rfc822; mor@mail.example"}))
    assert returned(raw) == [Returned(NAME, "mor@mail.example")]


@pytest.mark.parametrize(
    ("told", "is_nobody"),
    [
        ("5.1.1 <x>: Recipient address rejected", True),
        ("5.2.1 mailbox disabled", True),
        ("no such person", True),
        ("5.7.1 relaying denied", False),
        ("5.5.1 bad sequence", False),
    ],
)
def test_what_is_our_own_fault_marks_nobodys_address(told, is_nobody):
    assert nobody(told) is is_nobody


def run_command(app, raw):
    answer = app.test_cli_runner().invoke(commands.bounces, input=raw)
    assert (answer.exit_code, answer.output) == (0, "")


def test_mail_that_comes_back_marks_the_address_and_the_house_rings(app, database, house, family, client):
    invited(database, family)
    address = house.mother.email
    run_command(app, report(house.sent_name, failed(address.upper())))
    assert (house.mother.refused_email, house.mother.refused_at) == (address, NOW)
    assert house.to_ring == [(f"start/{family.start}", None)]
    assert house.outbox(Outbox.delivery) == ["BOUNCED"]
    run_command(app, report(house.sent_name, failed(address)))
    assert len(house.to_ring) == 1


@pytest.mark.parametrize("forged", ["name", "address"])
def test_a_report_about_what_we_never_sent_there_marks_nobody(app, database, house, family, forged):
    invited(database, family)
    name, address = house.sent_name, house.mother.email
    raw = report(name[:-1] + "x", failed(address)) if forged == "name" else report(name, failed("en.anden@x.example"))
    run_command(app, raw)
    assert house.mother.refused_email == ""
    assert house.to_ring == []


@pytest.fixture
def receiver(app, monkeypatch):
    found, before = Receiver(), app.config["SETTINGS"]
    settings = Settings(
        instance_path=before.instance_path, database_url=before.database_url, mail_url=found.url, testing=True
    )
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    return found


def test_an_address_that_is_refused_at_once_is_marked_and_written_to_no_more(app, database, house, family, receiver):
    invited(database, family)
    receiver.rcpt = "550 5.1.1 no such person"
    with receiver.up():
        worker.run(app, once=True)
        assert house.mother.refused_email == house.mother.email
        assert house.to_ring == [(f"start/{family.start}", None)]
        receiver.rcpt = ""
        invited(database, family)
        with database.sessions() as session:
            outbox.put(as_house(session), "chase", f"start/{family.start}", guardians=[family.mother])
            session.commit()
        worker.run(app, once=True)
    assert receiver.received == []
    assert outbox.NO_ADDRESS in house.outbox(Outbox.error)


@sqlite_only
def test_a_refusal_that_is_our_own_fault_marks_nobody(app, database, house, family, receiver):
    invited(database, family)
    receiver.rcpt = "550 5.7.1 relaying denied"
    with receiver.up():
        worker.run(app, once=True)
    assert house.mother.refused_email == ""


def test_another_address_clears_it_whoever_has_written_it(house, family):
    house.refuse()
    house.settle()
    assert house.to_ring == [(f"start/{family.start}", None)]
    with house.at_work() as session:  # as the municipality's list does
        other = {"unscoped": "test", "synchronize_session": False}
        session.execute(update(Guardian).values(email="ny@mail.example"), execution_options=other)
    house.settle()
    assert house.to_ring == [(f"start/{family.start}", NOW)]


@pytest.fixture
def leader(database, client, family):
    with database.sessions() as session:
        sign_in(session, client, make_staff(as_house(session), family.house, "leder"))
        from domain.access.units import Unit

        client.way = f"/dagtilbud/{session.get(Unit, family.house).slug}"
    return client


def test_the_house_sees_it_on_the_list_on_the_familys_page_and_on_min_dag_until_the_address_is_another(
    leader, house, family
):
    address = house.mother.email
    house.refuse()
    starts = f"{leader.way}/starter/"
    assert "Mail kunne ikke afleveres" in leader.get(starts).text
    assert "Mail kunne ikke afleveres siden 2.11.2026" in leader.get(f"{starts}{family.start}").text
    assert "Mail kunne ikke afleveres: ring til familien" in leader.get(f"{leader.way}/").text
    form = f"{starts}{family.start}/foraeldre/{family.mother}"
    assert f"{address} tog ikke imod vores mail" in leader.get(form).text
    wrong = leader.post(form, data={"email": "ny@", "mobile": "12", "language": "en"})
    assert wrong.status_code == 422
    assert 'value="ny@"' in wrong.text
    assert (
        leader.post(form, data={"email": "ny@mail.example", "mobile": "20112233", "language": "en"}).status_code == 303
    )
    changed = house.mother
    assert (changed.email, changed.mobile, changed.language) == ("ny@mail.example", "+4520112233", "en")
    assert "Mail kunne ikke afleveres" not in leader.get(starts).text
    assert house.to_ring == [(f"start/{family.start}", NOW)]


@sqlite_only
def test_who_says_that_the_address_is_right_is_written_to_again(leader, house, family):
    address = house.mother.email
    house.refuse()
    form = f"{leader.way}/starter/{family.start}/foraeldre/{family.mother}"
    assert leader.post(form, data={"email": address, "mobile": "", "language": "da"}).status_code == 303
    assert house.mother.refused_email == ""


@sqlite_only
def test_the_address_before_is_told_that_it_is_another_now_and_nothing_else(app, leader, house, family):
    address = house.mother.email
    form = f"{leader.way}/starter/{family.start}/foraeldre/{family.mother}"
    told = {"email": address, "mobile": "20112233", "language": "da"}
    for email in (address, "ny@mail.example"):
        assert leader.post(form, data=told | {"email": email}).status_code == 303
    with house.at_work() as session:
        [one] = [taken for taken in outbox.take(session, 20, timedelta(minutes=5)) if taken.kind == "email-changed"]
        letter = messages.letter(session, one, SECRET, sms=True)
        outbox.sent(session, one)
    assert (letter.address, letter.token, letter.channel) == (address, "", "mail")
    with app.app_context():
        text = compose(letter, app.config["SETTINGS"]).as_string()
    assert "Beskeder fra God Start sendes ikke l=C3=A6ngere til denne adresse." in text
    assert "Troldebo" not in text
    assert "/book/" not in text
    assert house.mother.former_email == address
    with house.at_work() as session:
        bounces.forget(session)
    assert house.mother.former_email == ""


@sqlite_only
def test_nobody_changes_a_parent_of_another_child(leader, house, family, database):
    with database.sessions() as session:
        other = make_family(session)
    for start, guardian in ((family.start, other.mother), (other.start, other.mother)):
        answer = leader.post(f"{leader.way}/starter/{start}/foraeldre/{guardian}", data={"email": "x@mail.example"})
        assert answer.status_code == 404
    assert "x@mail.example" not in house.outbox(Guardian.email)
