"""GatewayAPI on a free port of this machine, as their documentation of POST /rest/mtsms says."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.machines.servers import free_port


class Gateway:
    """What it was asked, and what it answers next: (status, body)."""

    def __init__(self) -> None:
        self.port, self.asked, self.sent = free_port(), [], []
        self.answers = []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def answer(self, status, **body):
        self.answers.append((status, body))

    @contextmanager
    def up(self) -> Iterator["Gateway"]:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                raw = self.rfile.read(length)
                if len(raw) < length:
                    return  # whoever sent it was killed on the way
                body = json.loads(raw)
                gateway.asked.append((self.path, dict(self.headers), body))
                status, said = gateway.answers.pop(0) if gateway.answers else (200, None)
                if status == 200:
                    gateway.sent.append(body)
                    said = said or {
                        "ids": [421332671 + len(gateway.sent)],
                        "usage": {"countries": {"DK": 1}, "currency": "DKK", "total_cost": 0.12},
                    }
                content = said["raw"].encode() if said and "raw" in said else json.dumps(said or {}).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                with suppress(ConnectionError):
                    self.wfile.write(content)

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
