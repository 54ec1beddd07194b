"""One calendar in a process of its own: whatever it holds, it ends in time and takes no more than it may.

`python -m domain.calendars.child 10 45` (seconds of work, and in all) takes what is asked as JSON and answers in JSON: numbers
and one word, nothing of the file.
"""

import json
import resource
import signal
import sys
from typing import Any

from domain.calendars import refusals
from domain.calendars.reach import Limits, fetch
from domain.calendars.refusals import Refused

MEMORY = 512 * 1024 * 1024


def limit(work: int, whole: int) -> None:
    """Before anything else."""
    resource.setrlimit(resource.RLIMIT_CPU, (work, work + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGXCPU, _enough)
    signal.signal(signal.SIGALRM, _enough)
    signal.alarm(whole)


def _enough(number: int, _frame: object) -> None:
    raise Refused(refusals.SILENT if number == signal.SIGALRM else refusals.MUCH)


def look(asked: dict[str, Any]) -> dict[str, Any]:
    """The busy spans in [lo, hi), or that nothing has changed."""
    limits = Limits(http=asked["http"], networks=tuple(asked["networks"]))
    found = fetch(asked["address"], limits, asked["etag"], asked["modified"])
    if found.body is None:
        return {"same": True}
    from domain.calendars.expand import spans  # noqa: PLC0415 -- where nothing has changed nobody needs the libraries
    from domain.calendars.lines import kept  # noqa: PLC0415 -- as above

    busy, unread = spans(kept(found.body, asked["own"]), asked["lo"], asked["hi"])
    return {"spans": busy, "unread": unread, "etag": found.etag, "modified": found.modified}


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """What was found, or the word for why nothing was."""
    try:
        return look(asked)
    except Refused as error:
        return {"trouble": error.word}
    except (MemoryError, RecursionError, OverflowError):
        return {"trouble": refusals.MUCH}
    except Exception:  # noqa: BLE001 -- a file can be wrong in more ways than we know, and none of them is to be told in its own words
        return {"trouble": refusals.BROKEN}


def main() -> None:
    """Standard input to standard output."""
    limit(int(sys.argv[1]), int(sys.argv[2]))
    json.dump(answer(json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
