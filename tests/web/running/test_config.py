"""Settings: what is worked out, and what is refused with a sentence that names the variable."""

import multiprocessing
import re
from pathlib import Path

import pytest

from config import ConfigError, MailServer, Settings, networks
from domain.access.kept import kept_secret
from domain.demo import staff

POSTGRES = "postgresql+psycopg://u:p%40@db/godstart"


def given(**environ: str) -> Settings:
    return Settings.from_environment(environ)


def test_nothing_given_is_the_embedded_demo_on_this_machine():
    settings = given()
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.database_url.endswith("/instance/godstart.sqlite")
    assert settings.demo
    assert settings.mail_server() is None


def test_the_readme_has_every_setting_and_everybody_who_can_sign_in_to_the_demo():
    readme = (Path(__file__).parents[3] / "README.md").read_text()
    settings = {one.upper() for one in Settings.__dataclass_fields__} - {"TESTING"}
    table = set(re.findall(r"`([A-Z_]+)`", "".join(line for line in readme.splitlines() if line.startswith("| `"))))
    assert table >= settings
    assert set(staff.ACCOUNTS) - set(re.findall(r"`([a-z]+)`", readme)) == set()


def test_an_empty_variable_is_not_given():
    assert given(PORT="", DATABASE_URL=" ") == given()


@pytest.mark.parametrize(
    "environ",
    [
        {"DATABASE_URL": POSTGRES},
        {"HOST": "0.0.0.0"},
        {"PUBLIC_URL": "https://godstart.kommune.dk"},
        {"PUBLIC_URL": "http://godstart.kommune.dk"},
        {"DEMO": "0"},
    ],
)
def test_no_demo_by_itself_in_anything_like_production(environ):
    assert not given(**environ).demo


def test_the_demo_can_be_asked_for_on_postgresql():
    assert given(DATABASE_URL=POSTGRES, DEMO="1").demo


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_usual_spelling_of_postgresql_means_psycopg_and_keeps_its_password(scheme):
    assert given(DATABASE_URL=f"{scheme}://u:p%40@db/godstart").database_url == POSTGRES


def test_a_relative_sqlite_file_stands_in_the_instance_folder(tmp_path: Path):
    settings = given(DATABASE_URL="sqlite:///x.db", INSTANCE_PATH=str(tmp_path))
    assert settings.database_url == f"sqlite:///{tmp_path}/x.db"


def test_https_decides_the_cookies(tmp_path: Path):
    secure = given(PUBLIC_URL="https://godstart.kommune.dk/", INSTANCE_PATH=str(tmp_path)).to_flask()
    plain = given(INSTANCE_PATH=str(tmp_path)).to_flask()
    assert (secure["SESSION_COOKIE_NAME"], secure["SESSION_COOKIE_SECURE"]) == ("__Host-godstart", True)
    assert (plain["SESSION_COOKIE_NAME"], plain["SESSION_COOKIE_SECURE"]) == ("godstart", False)


def test_an_address_of_the_newer_kind_is_bracketed():
    assert given(HOST="::1").public_url == "http://[::1]:8000"


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail", MailServer(host="mail", port=25)),
        ("smtps://mail", MailServer(host="mail", port=465, tls=True)),
        (
            "smtp://a%40b:c%3A@mail:587?starttls=1",
            MailServer(host="mail", port=587, user="a@b", password="c:", starttls=True),
        ),
    ],
)
def test_mail_servers(url, server):
    assert given(MAIL_URL=url).mail_server() == server


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "70000"),
        ("WORKERS", "0"),
        ("IDLE_MINUTES", "-1"),
        ("TRUSTED_PROXIES", "all"),
        ("DEMO", "perhaps"),
        ("SECRET_KEY", "short"),
        ("PUBLIC_URL", "godstart.kommune.dk"),
        ("PUBLIC_URL", "https://kommune.dk/godstart"),
        ("PUBLIC_URL", "http://kommune.dk:99999"),
        ("ACCESSIBILITY_URL", "javascript:alert(1)"),
        ("DATABASE_URL", "my database"),
        ("DATABASE_URL", "mysql://db/godstart"),
        ("DATABASE_URL", "postgresql://db:port/godstart"),
        ("DATABASE_URL", "sqlite://"),
        ("MAIL_URL", "mail.kommune.dk"),
        ("MAIL_URL", "smtp://mail?starttls=perhaps"),
        ("MAIL_URL", "smtp://mail?ssl=1"),
        ("CALENDAR_HTTP", "perhaps"),
        ("CALENDAR_NETWORKS", "10.0.0.0/16, everywhere"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_the_variable(name, value):
    with pytest.raises(ConfigError) as error:
        given(**{name: value})
    assert name in error.value.message
    assert "\n" not in error.value.message


def test_secrets_stay_out_of_what_is_printed():
    settings = given(SECRET_KEY="s" * 32, DATABASE_URL=POSTGRES, MAIL_URL="smtp://u:hemmelig@mail")
    printed = f"{settings!r} {settings.mail_server()!r}"
    assert [word for word in ("s" * 32, "p%40", "hemmelig") if word in printed] == []


def test_processes_that_start_together_agree_on_the_secret(tmp_path: Path):
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        secrets = pool.map(kept_secret, [tmp_path] * 16, chunksize=1)
    assert len(set(secrets)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_networks_inside_the_house_are_written_with_commas():
    settings = given(CALENDAR_NETWORKS="10.20.0.0/16, 10.30.1.5,fd00::1/64", CALENDAR_HTTP="ja")
    assert networks(settings.calendar_networks) == ("10.20.0.0/16", "10.30.1.5/32", "fd00::/64")
    assert settings.calendar_http
