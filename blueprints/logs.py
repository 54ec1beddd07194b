"""The operations log: JSON lines that say what an operator needs, and never a name, an address or what somebody wrote."""

import logging
import sys
import traceback
from pathlib import Path
from typing import Any

import structlog
from flask import Flask

DEPTH = 6
log = structlog.get_logger()


def where(error: BaseException) -> list[str]:
    """Where it happened, innermost last. Not what the error says: its text may hold a row's values."""
    frames = traceback.extract_tb(error.__traceback__)[-DEPTH:]
    return [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]


def trouble(event: str, error: BaseException, **about: Any) -> None:
    """Something that nobody foresaw."""
    log.error(event, error=type(error).__name__, where=where(error), **about)


def register(app: Flask) -> None:
    """One line of JSON for each event on stderr; Flask's own tracebacks, which print values, are replaced by `trouble`."""
    level = logging.WARNING if app.config["SETTINGS"].demo else logging.INFO  # a newcomer's terminal stays readable
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    app.log_exception = lambda *_args: None  # type: ignore[method-assign]
