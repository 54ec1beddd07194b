"""What a visit weighs: bytes over the line with gzip, and memory of the two workers."""

import gzip
import re
from http.client import HTTPConnection

from benchmarks.cases import Case
from benchmarks.load import HOST
from benchmarks.servers import Server

LINKED = re.compile(r'(?:href|src)="(/static/[^"#]+)')
INSIDE = re.compile(r'url\("?([^")]+)"?\)')
KB = 1024


def weigh(server: Server, found: list[Case]) -> None:
    """First visit: a page with all it links to, fonts included. Later: the page alone."""
    html = _get(server, "/login")[1].decode()
    parts = {"the page": len(gzip.compress(html.encode()))}
    for way in sorted(set(LINKED.findall(html))):
        sent, plain = _get(server, way)
        parts[way.rpartition("/")[2]] = len(sent)
        if "/css/" in way:  # the vendored sheet names a family that our own layer does not use
            folder = way.rpartition("/")[0]
            for font in INSIDE.findall(plain.decode()):
                if font.endswith(".woff2"):
                    parts[font.rpartition("/")[2]] = len(_get(server, _beside(folder, font))[0])
    total = sum(parts.values()) / KB
    heaviest = ", ".join(f"{name} {size / KB:.1f}" for name, size in sorted(parts.items(), key=lambda one: -one[1])[:6])
    print(f"\nfirst visit: {total:.1f} kB gz with fonts (aim 120): {heaviest} ...")
    later = {case.name: len(gzip.compress(case.body)) / KB for case in found if case.body}
    print("a later page: " + ", ".join(f"{name} {size:.1f}" for name, size in later.items()) + " kB gz (aim 15)")
    pss = server.pss()
    main, *workers = pss.values()
    print(
        f"memory: {sum(workers):.0f} MiB PSS in {len(workers)} workers (aim 300), {main:.0f} in the process that starts them"
    )


def _beside(folder: str, way: str) -> str:
    while way.startswith("../"):
        folder, way = folder.rpartition("/")[0], way.removeprefix("../")
    return f"{folder}/{way}"


def _get(server: Server, way: str) -> tuple[bytes, bytes]:
    """As sent, and as it is."""
    connection = HTTPConnection(HOST, server.port, timeout=10)
    connection.request("GET", way, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} for {way}")
    return body, gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body
