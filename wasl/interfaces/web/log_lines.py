"""What our Python processes write to the log: JSON lines that say where an error happened, never with which values.

The text of an exception often quotes what was being saved. Only with WASL_DEBUG, which is for made-up families, it is
written out.
"""

import json
import logging
import sys
import traceback
from pathlib import Path
from typing import Any

FRAMES = 12


class Line(logging.Formatter):
    """One JSON line for each record."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {"level": record.levelname.lower(), "event": said(record)}
        if record.exc_info and record.exc_info[1] is not None:
            told |= {"error": kinds(record.exc_info[1]), "where": places(record.exc_info[1])}
        return json.dumps(told, ensure_ascii=False)


def speak(*, debug: bool, level: str) -> None:
    """Set up the log of this process."""
    handler = logging.StreamHandler(sys.stderr)
    if not debug:
        handler.setFormatter(Line())
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    logging.captureWarnings(True)
    for noisy in ("psycopg.pool", "procrastinate", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def said(record: logging.LogRecord) -> str:
    """What a record says; of a request only its kind and the name of the page, since paths hold what people typed."""
    request = getattr(record, "request", None)
    if request is None:
        return record.getMessage()
    page = getattr(getattr(request, "resolver_match", None), "url_name", None)
    code = getattr(record, "status_code", "")
    return f"request answered with {code}, page {page or 'unknown'}"


def kinds(error: BaseException) -> str:
    """The types of an error and of what caused it."""
    found, one = [], error
    while True:
        found.append(type(one).__name__)
        before = one.__cause__ or one.__context__
        if before is None or len(found) == FRAMES:
            return " from ".join(found)
        one = before


def places(error: BaseException) -> list[str]:
    """File, line and function of each step, the last first."""
    steps = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return [
        f"{'/'.join(Path(step.filename).parts[-3:])}:{step.lineno} {step.name}" for step in reversed(steps)
    ]
