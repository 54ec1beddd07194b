"""One request at a time in each process, and each with its whole body there: slow clients wait outside."""

from collections.abc import Callable, Iterable
from io import BytesIO
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.wrappers import Response

from blueprints.headers import ALWAYS, STRICT

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SENDING = 40
"""Bodies on their way at once: fewer than the server has threads (serve.py), so that pages are read whatever the senders do."""
FULL = "Der sendes for meget på én gang. Vent lidt, og prøv så igen."


class OneAtATime:
    """Threads that share a request's time with others hand the interpreter back and forth at each statement.

    On SQLite that cost a third of all requests; on PostgreSQL one, two, three or sixty-four at a time were alike (two cores).
    A body that says it is longer than `most` bytes is not read: Flask refuses it.
    """

    def __init__(self, application: "WSGIApplication", most: int) -> None:
        self.application, self.most, self.turn = application, most, Lock()
        self.sending = BoundedSemaphore(SENDING)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        said = environ.get("CONTENT_LENGTH") or ""
        length = int(said) if said.isascii() and said.isdigit() else None
        chunked = length is None and "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
        if chunked or (length is not None and 0 < length <= self.most):
            body = self._whole(environ["wsgi.input"].read, length or self.most + 1)
            if body is None:
                owed = {**ALWAYS, "Content-Security-Policy": STRICT, "Retry-After": "10"}
                return Response(FULL, 503, owed, "text/plain")(environ, start_response)
            environ["wsgi.input"] = BytesIO(body)
        with self.turn:
            return self.application(environ, start_response)

    def _whole(self, read: Callable[[int], bytes], most: int) -> bytes | None:
        """None when too many others are on their way."""
        if not self.sending.acquire(blocking=False):
            return None
        try:
            return read(most)
        finally:
            self.sending.release()


def register(app: Flask) -> None:
    """Innermost: what stands in a file is sent without waiting."""
    app.wsgi_app = OneAtATime(app.wsgi_app, app.config["MAX_CONTENT_LENGTH"])  # type: ignore[method-assign]
