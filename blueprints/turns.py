"""One request at a time in each process, and each with its whole body there: slow clients wait outside."""

from collections.abc import Iterable
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class OneAtATime:
    """Threads that share a request's time with others hand the interpreter to and fro at each statement: that costs a third of all requests.

    A body that says it is longer than `most` bytes is not read: Flask refuses it.
    """

    def __init__(self, application: "WSGIApplication", most: int) -> None:
        self.application, self.most, self.turn = application, most, Lock()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        said = environ.get("CONTENT_LENGTH") or ""
        length = int(said) if said.isascii() and said.isdigit() else None
        chunked = length is None and "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
        if chunked or (length is not None and 0 < length <= self.most):
            environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(length or self.most + 1))
        with self.turn:
            return self.application(environ, start_response)


def register(app: Flask) -> None:
    """Innermost: what stands in a file is sent without waiting."""
    app.wsgi_app = OneAtATime(app.wsgi_app, app.config["MAX_CONTENT_LENGTH"])  # type: ignore[method-assign]
