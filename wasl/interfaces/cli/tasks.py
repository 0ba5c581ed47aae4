"""What the worker does at fixed times. Each is one small call into the room that knows how.

Everything is hourly or more often, although a day would do: where power fails every day, a nightly job may never run.
"""

import functools
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection

from wasl.access import tokens
from wasl.access.actor import NOBODY
from wasl.access.sessions import SessionStore
from wasl.casefile.services import record
from wasl.interfaces.web import paper_batches
from wasl.journey.selectors import ahead
from wasl.kernel.clock import today
from wasl.phases.entry_assessment.services import expected, prints, sections, uploads
from wasl.planning import services as planning
from wasl.planning.rules import Span


def forget_sessions() -> None:
    """Sessions that have run out are deleted, not kept."""
    SessionStore.clear_expired()


def forget_answers() -> None:
    """Answers kept for programs, and tokens that ended long ago, are deleted."""
    tokens.tokens_forget()


def forget_expected() -> None:
    """Families that were announced and did not come are deleted with their keys."""
    expected.expire()


def forget_drafts() -> None:
    """What somebody began to type and never came back to is deleted with its words."""
    record.drafts_expire()


def forget_uploads() -> None:
    """Lists that nobody imported, and papers whose day is over, are deleted."""
    uploads.uploads_forget()
    prints.papers_forget()


def fold_sections() -> None:
    """The lines of who came into which section and left it are put together."""
    sections.sections_fold()


def draw_papers(printing: str) -> None:
    """Cards or consent forms of many families become one document."""
    connection.close()
    try:
        prints.papers_draw(uuid.UUID(printing), paper_batches.draw)
    finally:
        connection.close()


def count_durations() -> None:
    """How long each step took in the centre's own cases: what families who wait are told (R087)."""
    on = today()
    counted = ahead.durations(viewer=NOBODY, on=on)
    planning.durations_keep({code: Span(*days) for code, days in counted.items()}, on=on)


EVERY: tuple[tuple[str, Callable[[], None]], ...] = (
    ("*/15 * * * *", forget_sessions),
    ("37 * * * *", forget_answers),
    ("7 * * * *", forget_expected),
    ("22 * * * *", forget_drafts),
    ("52 * * * *", count_durations),
    ("27 * * * *", forget_uploads),
    ("42 * * * *", fold_sections),
)


def register(app: Any) -> None:
    """Tell the queue what there is to do, and when (in UTC). A job that waits already is not put in line again."""
    for when, work in EVERY:
        made = app.task(name=work.__name__, queueing_lock=work.__name__)(job(work))
        app.periodic(cron=when)(made)
    app.task(name=draw_papers.__name__)(draw_papers)


def job(work: Callable[[], None]) -> Callable[[int], None]:
    """The work as the queue calls it; each time on a new connection, since the database may have been restarted."""

    @functools.wraps(work)
    def run(timestamp: int) -> None:
        connection.close()
        try:
            work()
        finally:
            connection.close()

    return run
