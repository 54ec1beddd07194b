"""The headers that every answer owes, staff's and public alike (counselling.md, last paragraph)."""

from flask import Flask, Response, current_app, request

STRICT = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'none'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
WITH_SCRIPT = STRICT.replace("script-src 'none'", "script-src 'self'; connect-src 'self'")
FEATURES = (
    *("accelerometer", "autoplay", "browsing-topics", "camera"),
    *("clipboard-read", "clipboard-write", "compute-pressure", "display-capture", "encrypted-media", "fullscreen", "gamepad"),
    *("geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection"),
    *("keyboard-map", "local-fonts", "magnetometer", "microphone", "midi", "otp-credentials", "payment"),
    *("picture-in-picture", "private-state-token-issuance", "private-state-token-redemption", "publickey-credentials-create"),
    *("publickey-credentials-get", "screen-wake-lock", "serial", "storage-access"),
    *("sync-xhr", "unload", "usb", "window-management", "xr-spatial-tracking"),
)  # fmt: skip
"""What a browser may let a page use, in the W3C's names that browsers know (each other one is a warning): we use none."""
ALWAYS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
}
ANONYMOUS = "anonym"
"""The first word of the anonymous pages' addresses: they load no script, whatever becomes of the request."""


def anonymous() -> bool:
    """Also of an address that leads nowhere, and of a page that could not be made."""
    return request.path.split("/")[1] == ANONYMOUS


def add(response: Response) -> Response:
    """Pages may run our own scripts, but for the anonymous ones, which load none."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", STRICT if anonymous() else WITH_SCRIPT)
    if current_app.config["SETTINGS"].https:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response


def register(app: Flask) -> None:
    app.after_request(add)
