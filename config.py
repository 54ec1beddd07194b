"""Settings from the environment, in one place: what each is called, what it means, and what it is when nobody says."""

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qs, unquote, urlsplit

import click
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from domain.access.kept import kept_secret
from domain.counselling.crypto.site import Site

DRIVERS = {"sqlite": "sqlite", "postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
SECRET_LENGTH = 32
SENDER = re.compile(r"[A-Za-z0-9 ]{1,11}|[0-9]{1,15}")
YES, NO = {"1", "true", "yes", "ja", "on"}, {"0", "false", "no", "nej", "off"}


class ConfigError(click.ClickException):
    """One sentence for whoever starts God Start; the command line shows it without a trace."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=file is None)


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Where mail is handed over: `smtp://user:password@host:port?starttls=1`, or `smtps://...` for TLS from the start."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    tls: bool = False
    starttls: bool = False


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every setting by its environment name in small letters. What is not given is worked out from the others."""

    port: int = 8000  # where the web server listens
    host: str = "127.0.0.1"  # the address it listens on; only this machine unless changed
    public_url: str = ""  # what people type: decides Secure and __Host- cookies, HSTS and links in mail
    trusted_proxies: int = 0  # how many reverse proxies stand in front and may tell us who is asking
    instance_path: Path = Path(__file__).resolve().parent / "instance"  # the database, the secret, mail nobody sends
    database_url: str = field(default="", repr=False)  # embedded SQLite in instance_path unless given
    secret_key: str = field(default="", repr=False)  # signs sessions and links; made once and kept in instance_path
    counselling_secret: str = field(default="", repr=False)  # makes receipt codes; kept likewise, and never changed
    mail_url: str = field(default="", repr=False)  # without it, mail is written to files in instance_path/mail
    mail_from: str = ""  # the sender people see; godstart@ the public host unless given
    sms_token: str = field(default="", repr=False)  # GatewayAPI's API token; without it no SMS is sent
    sms_sender: str = "God Start"  # who an SMS is from: at most 11 letters and digits, or 15 digits
    sms_url: str = "https://gatewayapi.eu"  # GatewayAPI's address: .eu keeps the messages in Europe
    sms_secret: str = field(default="", repr=False)  # signs their delivery receipts; without it they are not asked for
    demo: bool | None = None  # the demo municipality and its sign-in list; never on by itself in production
    workers: int = 2  # web processes, each with one request at a time
    idle_minutes: int = 15  # a shared computer is locked after so long without use
    conferences_kept_days: int = 1825  # after a task has ended it is deleted, and its conference after it
    referrals_kept_days: int = 1825  # after a referral to Familiehuset has ended it is deleted
    inquiries_kept_days: int = 1825  # after an inquiry has been closed or withdrawn it is deleted
    children_kept_days: int = 365  # after 31 July of the year a child turns seven all that concerns it is deleted
    accessibility_url: str = ""  # the municipality's accessibility statement, linked from every page
    calendar_http: bool = False  # staff's own calendars may also be fetched without encryption
    calendar_networks: str = ""  # networks inside the house that they may be fetched from: 10.20.0.0/16,10.30.1.5
    testing: bool = False  # only for tests: not read from the environment

    def __post_init__(self) -> None:
        """Fill in what follows from the rest, so that tests and the environment give the same settings."""
        bracketed = f"[{self.host}]" if ":" in self.host else self.host
        self._set(
            instance_path=Path(self.instance_path).expanduser().absolute(),
            public_url=public_address(self.public_url or f"http://{bracketed}:{self.port}"),
        )
        host = urlsplit(self.public_url).hostname or self.host
        sender = self.mail_from or f"godstart@{host}"
        self._set(database_url=database_address(self.database_url, self.instance_path), mail_from=sender)
        if (own := self.accessibility_url) and not is_web_address(own):
            raise ConfigError(f"ACCESSIBILITY_URL skal være en adresse som https://was.digst.dk/..., men er {own!r}.")
        self._check_sms()
        networks(self.calendar_networks)
        if self.demo is None:
            self._set(demo=self.embedded and not self.https and is_loopback(self.host) and is_loopback(host))

    def _check_sms(self) -> None:
        if not is_web_address(self.sms_url) or not (self.sms_url.startswith("https:") or "//127.0.0.1" in self.sms_url):
            raise ConfigError(f"SMS_URL skal være en adresse som https://gatewayapi.eu, men er {self.sms_url!r}.")
        if not SENDER.fullmatch(self.sms_sender):
            raise ConfigError(f"SMS_SENDER må være højst 11 bogstaver og tal eller 15 cifre, ikke {self.sms_sender!r}.")

    def _set(self, **values: object) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read what is given; an empty variable counts as not given."""
        given = {name: value.strip() for name, value in environ.items() if value.strip()}
        values: dict[str, Any] = {name: whole(given, name.upper(), *limits) for name, limits in WHOLE.items()}
        values |= {name: given.get(name.upper()) for name in TEXT}
        for name in YES_OR_NO & {name.lower() for name in given}:
            values[name] = yes_or_no(given[name.upper()], name.upper())
        settings = cls(**{name: value for name, value in values.items() if value is not None})
        settings.mail_server()
        for name in {"SECRET_KEY", "COUNSELLING_SECRET"} & given.keys():
            if len(given[name]) < SECRET_LENGTH:
                raise ConfigError(f"{name} skal være på mindst {SECRET_LENGTH} tegn: er den tom, så laves en god.")
        return settings

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def embedded(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def mail_folder(self) -> Path:
        return self.instance_path / "mail"

    def mail_server(self) -> MailServer | None:
        return mail_server(self.mail_url) if self.mail_url else None

    def to_flask(self) -> dict[str, Any]:
        """What Flask and its extensions call the same things; makes the instance folder and the secret if needed."""
        return {
            "SETTINGS": self,
            "TESTING": self.testing,
            "SECRET_KEY": own_secret(self.secret_key, self.instance_path, "secret-key"),
            "COUNSELLING_SITE": Site.of(own_secret(self.counselling_secret, self.instance_path, "counselling-secret")),
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "PREFERRED_URL_SCHEME": "https" if self.https else "http",
            "SESSION_COOKIE_NAME": "__Host-godstart" if self.https else "godstart",
            "SESSION_COOKIE_SECURE": self.https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "WTF_CSRF_SSL_STRICT": False,
            "WTF_CSRF_TIME_LIMIT": None,
            "BABEL_DEFAULT_LOCALE": "da",
            "BABEL_DEFAULT_TIMEZONE": "Europe/Copenhagen",
            "MAX_CONTENT_LENGTH": 16 * 1024 * 1024,
        }


WHOLE = {"port": (1, 65535), "trusted_proxies": (0, 10), "workers": (1, 64), "idle_minutes": (1, 1440)}
WHOLE |= dict.fromkeys(("conferences_kept_days", "referrals_kept_days", "inquiries_kept_days"), (30, 36500))
WHOLE |= {"children_kept_days": (0, 36500)}
TEXT = (
    *("host", "public_url", "instance_path", "database_url", "secret_key", "counselling_secret", "calendar_networks"),
    *("mail_url", "mail_from", "accessibility_url", "sms_token", "sms_sender", "sms_url", "sms_secret"),
)
YES_OR_NO = {"demo", "calendar_http"}


def whole(given: Mapping[str, str], name: str, low: int, high: int) -> int | None:
    if (text := given.get(name)) is None:
        return None
    if not (text.isascii() and text.isdecimal() and low <= int(text) <= high):
        raise ConfigError(f"{name} skal være et helt tal fra {low} til {high}, men er {text!r}.")
    return int(text)


def yes_or_no(text: str, name: str) -> bool:
    if text.lower() not in YES | NO:
        raise ConfigError(f"{name} skal være 1 eller 0, men er {text!r}.")
    return text.lower() in YES


def networks(text: str) -> tuple[str, ...]:
    """As CALENDAR_NETWORKS lists them, each in the one way to write it."""
    try:
        return tuple(str(ipaddress.ip_network(one.strip(), strict=False)) for one in text.split(",") if one.strip())
    except ValueError as error:
        raise ConfigError(f"CALENDAR_NETWORKS skal være netværk som 10.20.0.0/16, men er {text!r}.") from error


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def public_address(text: str) -> str:
    if not is_web_address(text) or urlsplit(text.rstrip("/")).path:
        raise ConfigError(f"PUBLIC_URL skal være en adresse som https://godstart.kommune.dk uden sti, men er {text!r}.")
    return text.rstrip("/")


def is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and port != 0 and "@" not in parts.netloc


def database_address(text: str, folder: Path) -> str:
    """SQLite in a file, or PostgreSQL through psycopg, whichever of its usual spellings was given."""
    if not text:
        return URL.create("sqlite", database=str(folder / "godstart.sqlite")).render_as_string()
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise ConfigError("DATABASE_URL kan ikke læses: skriv den som postgresql+psycopg://bruger:kode@vært/database.") from error  # fmt: skip
    driver = DRIVERS.get(url.drivername, url.drivername)
    if driver not in DRIVERS.values():
        raise ConfigError(f"DATABASE_URL skal være sqlite eller postgresql+psycopg, men er {url.drivername!r}.")
    if driver == "sqlite":
        if url.database in {None, "", ":memory:"}:
            raise ConfigError("DATABASE_URL skal pege på en SQLite-fil: web og worker kan ikke dele hukommelse.")
        url = url.set(database=str(folder / str(url.database)))
    return url.set(drivername=driver).render_as_string(hide_password=False)


def mail_server(text: str) -> MailServer:
    try:
        parts = urlsplit(text)
        tls, query = parts.scheme == "smtps", parse_qs(parts.query, strict_parsing=bool(parts.query))
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or query.keys() - {"starttls"}:
            raise ValueError(parts.scheme)  # noqa: TRY301 -- one sentence for everything that is wrong with it
        return MailServer(
            host=parts.hostname,
            port=parts.port or (465 if tls else 25),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            tls=tls,
            starttls=yes_or_no(query.get("starttls", ["0"])[-1], "starttls i MAIL_URL"),
        )
    except ValueError as error:
        raise ConfigError(
            "MAIL_URL kan ikke læses: skriv den som smtp://bruger:kode@vært:587?starttls=1 eller smtps://vært."
        ) from error


def own_secret(given: str, folder: Path, name: str) -> str:
    try:
        return given or kept_secret(folder, name)
    except OSError as error:
        raise ConfigError(
            f"God Start kan ikke læse og skrive i mappen {folder}: ret rettighederne, eller vælg en anden med INSTANCE_PATH."
        ) from error
