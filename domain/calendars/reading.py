"""Asking for one calendar in a process of its own, and believing nothing of the answer but numbers."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from domain.calendars import refusals

ROOT = Path(__file__).parents[2]
WORK, WHOLE = 10, 45
"""Seconds that one calendar may take of work, and in all: a server that sends a byte now and then is left as well."""
GRACE = 5
"""Seconds after which a child that has not ended itself is ended."""
MOST = 10_000
"""Spans. Put together, a full working day is one."""
KEPT = ("PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "SYSTEMROOT")
"""What the child may know of our surroundings: no secret, and no address of the database."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One calendar. `own`: how the UIDs of our own bookings end; spans from quarter `lo` to before `hi`."""

    address: str
    lo: int
    hi: int
    etag: str = ""
    modified: str = ""
    own: str = ""
    http: bool = False
    networks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Found:
    """`spans` is None where nothing has changed, or where `trouble` says why nothing was read."""

    spans: tuple[tuple[int, int], ...] | None = None
    unread: int = 0
    etag: str = ""
    modified: str = ""
    trouble: str = ""


def read(asked: Asked, work: int = WORK, whole: int = WHOLE) -> Found:
    """The child ends itself within its limits; its parent waits a little longer, and no more."""
    try:
        run = subprocess.run(
            [sys.executable, "-m", "domain.calendars.child", str(work), str(whole)],
            input=json.dumps(asdict(asked)).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=whole + GRACE,
            cwd=ROOT,
            env={name: os.environ[name] for name in KEPT if name in os.environ},
            start_new_session=True,  # whoever stops the worker does not stop this in the middle
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Found(trouble=refusals.SILENT)
    if run.returncode != 0:
        return Found(trouble=refusals.MUCH)
    try:
        return _believed(json.loads(run.stdout), asked)
    except (ValueError, TypeError, KeyError):
        return Found(trouble=refusals.BROKEN)


def _believed(answer: dict[str, Any], asked: Asked) -> Found:
    if trouble := answer.get("trouble"):
        return Found(trouble=trouble if trouble in refusals.ALL else refusals.BROKEN)
    if answer.get("same"):
        return Found()
    spans = tuple((int(first), int(last)) for first, last in answer["spans"])
    if len(spans) > MOST:
        return Found(trouble=refusals.MUCH)
    if not all(asked.lo <= first < last <= asked.hi for first, last in spans):
        raise ValueError(len(spans))
    kept = {name: str(answer[name])[:300] for name in ("etag", "modified")}
    return Found(spans=spans, unread=int(answer["unread"]), **kept)
