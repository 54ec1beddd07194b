"""Fetching a file from an address that somebody typed: what may be reached, how far, how much, and for how long.

Runs in the child process (child.py). A name is looked up once, and the connection is made to an address that has been
looked at: whoever answers for the name cannot point it to the inside of the house between the two.
"""

import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from domain.calendars import refusals
from domain.calendars.refusals import Refused

PATIENCE = 10.0
"""Seconds for each answer of a server; child.py ends the whole in any case."""
LARGEST = 10 * 1024 * 1024
"""Bytes. A calendar of ten years with long descriptions is five million."""
PIECE = 64 * 1024
HOPS = 5
TYPES = {"text/calendar", "application/ics", "application/octet-stream", "text/plain", ""}
"""Some servers know no better; what does not begin as a calendar is refused all the same (lines.py)."""
NAT64 = IPv6Network("64:ff9b::/96")
MOVED = {301, 302, 303, 307, 308}
MARKS = "/%:@!$&'()*+,;=?~-._"
"""What stands in addresses as it is; the rest, such as æ, has been typed by a person."""
SAME, FINE, GONE = 304, 200, {404, 410}
Address = IPv4Address | IPv6Address


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What the municipality allows: `http` besides https, and `networks` inside the house, as "10.20.0.0/16"."""

    http: bool = False
    networks: tuple[str, ...] = ()

    def admits(self, found: Address) -> bool:
        """Whether this address may be reached: on the open internet, or in a network that was named."""
        if any(found in ip_network(network) for network in self.networks):
            return True
        inner = _inside(found)
        return _open(found) and (inner is None or _open(inner))


@dataclass(frozen=True, kw_only=True)
class File:
    """What a server sent; `body` is None where nothing has changed since `etag` and `modified`."""

    body: bytes | None
    etag: str = ""
    modified: str = ""


def _open(found: Address) -> bool:
    local = isinstance(found, IPv6Address) and found.is_site_local
    return found.is_global and not (found.is_multicast or found.is_reserved or local)


def _inside(found: Address) -> IPv4Address | None:
    """The older kind of address that a newer one carries: some networks pass it on to that."""
    if isinstance(found, IPv4Address):
        return None
    if found in NAT64:
        return IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)


def fetch(address: str, limits: Limits, etag: str = "", modified: str = "") -> File:
    """The file at the address, or where its server sends us on to. Raises Refused."""
    for _ in range(HOPS + 1):
        found = _answer(address, limits, etag, modified)
        if isinstance(found, File):
            return found
        address = found
    raise Refused(refusals.REDIRECTS)


def _answer(address: str, limits: Limits, etag: str, modified: str) -> File | str:
    """The file, or the next address."""
    parts = parsed(address, limits)
    connection = _connect(parts, limits)
    try:
        connection.request("GET", _way(parts), headers=_headers(etag, modified))
        with connection.getresponse() as response:
            if response.status in MOVED:
                return urljoin(address, response.headers.get("Location", ""))
            return _file(response, etag, modified)
    except ssl.SSLError as error:
        raise Refused(refusals.CERTIFICATE) from error
    except (OSError, HTTPException, ValueError) as error:
        raise Refused(refusals.SILENT) from error
    finally:
        connection.close()


def parsed(address: str, limits: Limits) -> SplitResult:
    """An address that may be asked for, as its parts."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise Refused(refusals.ADDRESS) from error
    if not host or "@" in parts.netloc or parts.scheme not in {"http", "https"}:
        raise Refused(refusals.ADDRESS)
    if parts.scheme == "http" and not limits.http:
        raise Refused(refusals.INSECURE)
    return parts


def _connect(parts: SplitResult, limits: Limits) -> HTTPConnection:
    """To the first of the name's addresses that may be reached."""
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = next((one for one in _looked_up(host, port) if limits.admits(one)), None)
    if found is None:
        raise Refused(refusals.PRIVATE)
    try:
        made = socket.create_connection((str(found), port), PATIENCE)
        if parts.scheme == "http":
            return _over(HTTPConnection(host, port, timeout=PATIENCE), made)
        with made:  # until it is secured, else it is closed
            secured = ssl.create_default_context().wrap_socket(made, server_hostname=host)
        return _over(HTTPSConnection(host, port, timeout=PATIENCE), secured)
    except ssl.SSLError as error:
        raise Refused(refusals.CERTIFICATE) from error
    except OSError as error:
        raise Refused(refusals.SILENT) from error


def _over(connection: HTTPConnection, made: socket.socket) -> HTTPConnection:
    """With a connection that is made already, so that the name is not looked up again."""
    connection.sock = made
    return connection


def _looked_up(host: str, port: int) -> Iterable[Address]:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused(refusals.NAME) from error
    return [ip_address(str(row[4][0]).partition("%")[0]) for row in rows]


def _way(parts: SplitResult) -> str:
    path, query = (quote(text, safe=MARKS) for text in (parts.path or "/", parts.query))
    return urlunsplit(("", "", path, query, ""))


def _headers(etag: str, modified: str) -> dict[str, str]:
    asked = {"If-None-Match": etag, "If-Modified-Since": modified}
    usual = {"Accept": "text/calendar", "Accept-Encoding": "identity", "User-Agent": "God Start", "Connection": "close"}
    return usual | {name: value for name, value in asked.items() if value}


def _file(response: HTTPResponse, etag: str, modified: str) -> File:
    if response.status == SAME and (etag or modified):
        return File(body=None, etag=etag, modified=modified)
    if response.status != FINE:
        raise Refused(refusals.GONE if response.status in GONE else refusals.STATUS)
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind not in TYPES or response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Refused(refusals.TYPE)
    kept = (response.headers.get(name, "") for name in ("ETag", "Last-Modified"))
    etag, modified = (value if len(value) < 300 and value.isprintable() else "" for value in kept)  # noqa: PLR2004 -- long enough for any of them
    return File(body=_body(response), etag=etag, modified=modified)


def _body(response: HTTPResponse) -> bytes:
    """No more of it than we take, whatever its server says of its length."""
    if response.length is not None and response.length > LARGEST:
        raise Refused(refusals.BIG)
    body = bytearray()
    while piece := response.read(PIECE):
        body += piece
        if len(body) > LARGEST:
            raise Refused(refusals.BIG)
    return bytes(body)
