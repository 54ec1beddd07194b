"""The demo's mailbox: there only in the demo without a mail server; its links can be clicked."""

import re
from datetime import timedelta
from html import unescape

import pytest

from app import create_app
from blueprints.running import worker
from config import Settings
from domain import outbox
from domain.access.tokens import token
from tests.client import Client
from tests.conftest import dispose
from tests.databases import sqlite_only
from tests.pages import lint
from tests.scenes.meetings import NOW, SECRET, meeting, works

pytestmark = sqlite_only


@pytest.fixture(autouse=True)
def early(at):
    at(NOW)


@pytest.fixture
def made(database, tmp_path):
    apps = []

    def make(**settings):
        given = {"instance_path": tmp_path, "database_url": database.url, "secret_key": SECRET, "testing": True}
        apps.append(create_app(Settings(**given | settings)))
        apps[-1].test_client_class = Client
        return apps[-1]

    yield make
    for app in apps:
        dispose(app)


@pytest.fixture
def demo(made):
    return made(demo=True)


@pytest.fixture
def family(session, demo, at):
    """Each guardian has got a mail, the second a minute after the first."""
    found = meeting(works(session))
    for minutes, guardian in enumerate(found.guardians):
        at(NOW + timedelta(minutes=minutes))
        outbox.put(session, "confirmed", found.about, guardians=[guardian])
        session.commit()
        worker.run(demo, once=True)
    return found


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert lint(answer.text) == []
    return answer.text


def mails(demo):
    return sorted((demo.config["SETTINGS"].mail_folder).glob("*.eml"), reverse=True)


def test_the_newest_mail_stands_first_and_its_link_can_be_clicked(demo, family):
    client = demo.test_client()
    listed = page(client, "/demo/post/")
    newest, oldest = (f"/demo/post/{file.stem}" for file in mails(demo))
    assert 0 < listed.index(newest) < listed.index(oldest)
    shown = page(client, newest)
    way = f"/book/{token(SECRET, family.start, family.guardians[1], 1)}"
    assert f'<a href="http://127.0.0.1:8000{way}"' in shown
    assert "Aftalen lægges ind eller rettes" in shown
    assert "onsdag 18.11.2026 kl. 9.30–10.30" in shown
    assert "Barnets fødselsdag" in shown, "the way in asks for it, and whoever tries the demo knows no child"


def test_many_mails_come_in_pages(demo, family):
    [mail, _other] = mails(demo)
    for number in range(60):
        (mail.parent / f"20200101-000000-{number:06}-00000000.eml").write_bytes(mail.read_bytes())
    client = demo.test_client()
    listed = page(client, "/demo/post/")
    [way] = {unescape(one) for one in re.findall(r'href="(/demo/post/\?til=[^"]+)"', listed)}
    assert listed.count('href="/demo/post/2') == 2, "the newest to each of the two"
    assert "og 60 til" in listed
    counts = [page(client, f"{way}&side={side}").count('href="/demo/post/2') for side in (1, 2, 3)]
    assert counts == [25, 25, 11]
    assert "side=2" in page(client, way)


def test_before_the_first_mail_the_page_says_what_will_come(demo):
    assert "Ingen mails endnu" in page(demo.test_client(), "/demo/post/")


@pytest.mark.parametrize("name", ["20200101-000000-000000-00000000", "secret-key", "..%2fsecret-key", "%2e%2e"])
def test_no_other_file_can_be_read(demo, name):
    assert demo.test_client().get(f"/demo/post/{name}").status_code == 404


@pytest.mark.parametrize("settings", [{"demo": False}, {"demo": True, "mail_url": "smtp://127.0.0.1:1"}])
def test_elsewhere_the_address_does_not_exist(made, settings):
    app = made(**settings)
    assert app.test_client().get("/demo/post/").status_code == 404
    assert [str(rule) for rule in app.url_map.iter_rules() if "demo/post" in str(rule)] == []
