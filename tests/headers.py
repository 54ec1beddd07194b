"""What an answer's headers may say, each held against what its specification allows, and against what counselling.md asks for."""

import re
from collections.abc import Mapping, Sequence

ANONYMOUS, LEAVE = "/anonym", "/anonym/forlad"
NEVER = ("Server", "X-Powered-By", "Access-Control-Allow-Origin", "Refresh", "ETag", "Last-Modified", "Via")
DIRECTIVES = """child-src connect-src default-src font-src frame-src img-src manifest-src media-src object-src script-src script-src-attr
    script-src-elem style-src style-src-attr style-src-elem worker-src base-uri sandbox form-action frame-ancestors
    upgrade-insecure-requests require-trusted-types-for trusted-types report-uri report-to"""
"""CSP level 3, sections 6.1 to 6.5, and what other specifications add."""
FEATURES = """accelerometer all-screens-capture ambient-light-sensor aria-notify attribution-reporting autoplay bluetooth browsing-topics
    camera captured-surface-control ch-ua clipboard-read clipboard-write compute-pressure controlled-frame cross-origin-isolated
    deferred-fetch digital-credentials-get direct-sockets display-capture encrypted-media execution-while-not-rendered
    execution-while-out-of-viewport fullscreen gamepad geolocation gyroscope hid identity-credentials-get idle-detection
    interest-cohort join-ad-interest-group keyboard-map local-fonts local-network-access magnetometer mediasession microphone midi
    otp-credentials payment picture-in-picture private-aggregation private-state-token-issuance private-state-token-redemption
    publickey-credentials-create publickey-credentials-get run-ad-auction screen-wake-lock serial shared-storage
    shared-storage-select-url smart-card speaker-selection storage-access sub-apps summarizer sync-xhr unload usb usb-unrestricted
    vertical-scroll web-app-installation web-share window-management writer xr-spatial-tracking"""
"""The W3C's list of policy-controlled features."""
ONE_OF: dict[str, set[str]] = {
    "Referrer-Policy": {
        *("no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin"),
        *("origin-when-cross-origin", "strict-origin-when-cross-origin", "unsafe-url"),
    },
    "X-Content-Type-Options": {"nosniff"},
    "Cross-Origin-Opener-Policy": {"unsafe-none", "same-origin-allow-popups", "same-origin", "noopener-allow-popups"},
    "Cross-Origin-Embedder-Policy": {"unsafe-none", "require-corp", "credentialless"},
    "Cross-Origin-Resource-Policy": {"same-site", "same-origin", "cross-origin"},
}
WANTED = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OURS, NOTHING = ("'self'",), ("'none'",)
BARE = {
    "default-src": NOTHING,
    "style-src": OURS,
    "img-src": OURS,
    "font-src": OURS,
    "script-src": NOTHING,
    "form-action": OURS,
    "base-uri": NOTHING,
    "frame-ancestors": NOTHING,
}
SCRIPTED = BARE | {"script-src": OURS, "connect-src": OURS}
COOKIE = r"{name}=[^;]*(; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0)?{secure}; HttpOnly; Path=/; SameSite=Lax"
TYPES = re.compile(r"(text/(html|plain|calendar); charset=utf-8|application/json)")


def anonymous(way: str) -> bool:
    return way == ANONYMOUS or way.startswith((f"{ANONYMOUS}/", f"{ANONYMOUS}?"))


def faults(way: str, head: Sequence[tuple[str, str]], body: bytes, *, https: bool = False) -> list[str]:
    """What is wrong with the headers of the answer to this address."""
    several: dict[str, list[str]] = {}
    for name, value in head:
        several.setdefault(name.title(), []).append(value)

    def of(name: str) -> list[str]:
        return several.get(name.title(), [])

    left = way.partition("?")[0] == LEAVE and bool(of("Location"))
    wanted = WANTED | ({"Referrer-Policy": "no-referrer"} if left else {})
    found = [f"{name}: {of(name)}" for name, value in wanted.items() if of(name) != [value]]
    found += [f"{name}: {value}" for name, legal in ONE_OF.items() for value in of(name) if value not in legal]
    found += [f"{name} is sent" for name in NEVER if of(name)]
    found += _policy(of("Content-Security-Policy"), BARE if anonymous(way) else SCRIPTED)
    found += _permissions(of("Permissions-Policy"))
    found += _storage(of("Clear-Site-Data"), left=left)
    found += _transport(of("Strict-Transport-Security"), https=https)
    if body and not TYPES.fullmatch("".join(of("Content-Type"))):
        found.append(f"Content-Type: {of('Content-Type')}")
    cookie = COOKIE.format(name="__Host-godstart" if https else "godstart", secure="; Secure" if https else "")
    return found + [one for one in of("Set-Cookie") if not re.fullmatch(cookie, one)]


def _policy(values: Sequence[str], wanted: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Each directive stands once (CSP3, 2.2.1), has a name that there is, and 'none' stands alone."""
    if len(values) != 1:
        return [f"{len(values)} x Content-Security-Policy"]
    parts = [part.split() for part in values[0].split(";")]
    found = {name: tuple(sources) for name, *sources in parts}
    wrong = [name for name in found if name not in DIRECTIVES.split()]
    wrong += [name for name, sources in found.items() if "'none'" in sources and len(sources) > 1]
    return wrong + ([] if len(found) == len(parts) and found == wanted else [values[0]])


def _permissions(values: Sequence[str]) -> list[str]:
    """A dictionary of RFC 8941 whose values are empty lists: off for everybody, ourselves included."""
    parts = ", ".join(values).split(", ")
    off = [match[1] for part in parts if (match := re.fullmatch(r"([a-z][a-z-]*)=\(\)", part))]
    thin = {"camera", "microphone", "geolocation", "clipboard-read", "display-capture", "payment", "usb"} - set(off)
    return [*sorted(set(off) - set(FEATURES.split())), *sorted(thin)] + (
        [] if len(set(off)) == len(parts) else [", ".join(values)]
    )


def _storage(values: Sequence[str], *, left: bool) -> list[str]:
    """On the exit alone. Not "cache", which makes Chromium wait; not "cookies", which signs out of all of the domain."""
    return [] if list(values) == (['"storage"'] if left else []) else [f"Clear-Site-Data: {values}"]


def _transport(values: Sequence[str], *, https: bool) -> list[str]:
    """RFC 6797; and nothing is said about it without TLS."""
    well = len(values) == 1 and re.fullmatch(r"max-age=\d{7,}(; includeSubDomains)?(; preload)?", values[0])
    return [] if bool(well) == https and bool(values) == https else [f"Strict-Transport-Security: {values}"]
