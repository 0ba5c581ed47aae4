"""The worker's tasks, run under its own role as the queue runs them."""

import subprocess
import sys

from tests.cli.commands import ROOT, Place
from tests.cli.test_demo import query

SESSIONS = """INSERT INTO access_session (token_hash, kind, data, created_at, last_seen, expires_at, locked)
    VALUES (sha256('old'), 'web', '', now(), now(), now() - interval '1 minute', false),
           (sha256('new'), 'web', '', now(), now(), now() + interval '1 hour', false) RETURNING kind"""
RUN = """
from wasl.interfaces.cli.boot import Instance
from wasl.runtime.oneshot import running
instance = Instance.locate()
with running(instance.home, instance.settings), instance.django_as("worker"):
    from wasl.interfaces.cli.tasks import EVERY, job
    for _, work in EVERY:
        job(work)(0)
        print(work.__name__)
"""


def test_every_task_may_do_its_work_and_only_that(demo: Place) -> None:
    query(demo, SESSIONS)
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        cwd=ROOT,
        env=demo.environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [
        "forget_sessions",
        "forget_answers",
        "forget_expected",
        "forget_drafts",
        "count_durations",
        "forget_uploads",
        "fold_sections",
    ]
    left = query(demo, "SELECT token_hash = sha256('new') FROM access_session WHERE account_id IS NULL")
    assert left == [(True,)]
