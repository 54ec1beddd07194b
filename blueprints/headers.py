"""The headers that every answer owes, staff's and public alike (counselling.md, last paragraph)."""

from flask import Flask, Response, current_app, request

STRICT = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'none'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
WITH_SCRIPT = STRICT.replace("script-src 'none'", "script-src 'self'; connect-src 'self'")
FEATURES = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "payment",
    "usb",
)
ALWAYS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
}
SCRIPTLESS = {"counselling"}


def add(response: Response) -> Response:
    """Pages may run our own scripts, but for the anonymous ones, which load none."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    bare = (request.blueprint or "").rpartition(".")[2] in SCRIPTLESS
    response.headers.setdefault("Content-Security-Policy", STRICT if bare else WITH_SCRIPT)
    if current_app.config["SETTINGS"].https:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response


def register(app: Flask) -> None:
    app.after_request(add)
