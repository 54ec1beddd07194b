"""A server that hands out calendars, well or badly: a real one, over http or https, on this machine."""

import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Answer = tuple[int, dict[str, str], bytes]
CALENDAR = "text/calendar; charset=utf-8"


def calendar(*events: str) -> bytes:
    """Of events as lines with | between them."""
    whole = "".join(
        f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in (one.replace("|", "\r\n") for one in events)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{whole}END:VCALENDAR\r\n".encode()


@dataclass
class Calendars:
    """`pages`: what stands at which path; a function gets the handler and does as it likes. `asked`: (path, If-None-Match)."""

    port: int = 0
    scheme: str = "http"
    pages: dict[str, Answer | Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def put(self, path: str, body: bytes, etag: str = "", kind: str = CALENDAR) -> str:
        """The address of a file that is there from now on."""
        self.pages[path] = (200, {"Content-Type": kind} | ({"ETag": etag} if etag else {}), body)
        return self.at(path)

    def send_on(self, path: str, to: str) -> str:
        self.pages[path] = (302, {"Location": to}, b"")
        return self.at(path)


def endless(handler: BaseHTTPRequestHandler) -> None:
    """A hundred million bytes, and no word of how many."""
    handler.send_response(200)
    handler.send_header("Content-Type", CALENDAR)
    handler.end_headers()
    handler.wfile.write(b"BEGIN:VCALENDAR\r\n")
    for _ in range(100):
        handler.wfile.write(b"X-PAD:aaaaaaaa\r\n" * 62_500)


def dripping(handler: BaseHTTPRequestHandler) -> None:
    """A line now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Type", CALENDAR)
    handler.end_headers()
    while True:
        handler.wfile.write(b"X-PAD:a\r\n")
        handler.wfile.flush()
        time.sleep(0.2)


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[Calendars]:
    known = Calendars()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            match = self.headers.get("If-None-Match")
            known.asked.append((self.path, match))
            found = known.pages.get(self.path, (404, {}, b""))
            if callable(found):
                found(self)
                return
            status, headers, body = found
            if match and match == headers.get("ETag"):
                status, body = 304, b""
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Nobody reads it."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_args: object) -> None:
            """Whoever asked has left: that is what many of these tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        known.scheme = "https"
    known.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield known
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def certificate(folder: Path, name: str = "localhost") -> Path:
    """For one name, signed by itself; the key stands in the same file."""
    file = folder / f"{name}.pem"
    key, made = folder / "key.pem", folder / "made.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", "3650", "-keyout", key, "-out", made, "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"],
        check=True, capture_output=True,
    )  # fmt: skip
    file.write_bytes(key.read_bytes() + made.read_bytes())
    return file
