"""The supervisor outlives what goes wrong around it: if it ended, everything would."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.runtime.places import processes_of, within
from tests.runtime.test_supervisor import SAME_PATHS, events, pid_of, sentinels
from tests.runtime.troubled import TIMES
from wasl.runtime import supervisor
from wasl.runtime.home import Home


@contextmanager
def troubled(home: Home, kind: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.runtime.troubled", str(home.path), kind],
        stdout=subprocess.PIPE,
        text=True,
        env=dict(os.environ) | SAME_PATHS,
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "up\n"
        yield process
        assert process.poll() in (None, -signal.SIGKILL), "it ended by itself"
    finally:
        process.terminate()
        process.wait(15)
        process.stdout.close()


def test_a_question_that_fails_is_asked_again_later(home: Home) -> None:
    with troubled(home, "question"):
        os.kill(pid_of(home, "web"), signal.SIGKILL)
        assert within(20, lambda: events(home, "ready") == ["web", "web"])
        assert events(home, "not asked") == ["web"] * TIMES


def test_a_start_that_fails_before_it_begins_is_tried_again(home: Home) -> None:
    with troubled(home, "preparation"):
        os.kill(pid_of(home, "web"), signal.SIGKILL)
        assert within(10, lambda: events(home, "started") == ["web", "web"])
        assert events(home, "not started") == ["web"] * TIMES


def test_a_child_whose_certificate_grew_old_is_started_anew_once(home: Home) -> None:
    with troubled(home, "stale"):
        assert within(10, lambda: events(home, "ready") == ["web", "web"])
        assert events(home, "renewed") == ["web"]
        assert events(home, "not asked") == ["web"] * TIMES, "a question that fails ends nothing"
        assert not within(2, lambda: len(events(home, "started")) > 2), "and then it stays"


def test_a_sentinel_that_cannot_be_started_now_is_started_as_soon_as_it_can(home: Home) -> None:
    with troubled(home, "sentinel") as process:
        (first,) = sentinels(process.pid)
        os.kill(first, signal.SIGKILL)
        assert within(5, lambda: sentinels(process.pid) not in ([], [first]))
        os.kill(pid_of(home, "web"), signal.SIGKILL)
        assert within(5, lambda: events(home, "started") == ["web", "web"])
        process.kill()
        process.wait()
        assert within(12, lambda: processes_of(home) == {})


def test_every_way_to_end_has_a_name() -> None:
    told = [supervisor._cause(code) for code in (None, 0, 3, -9, -37)]
    assert told == ["unknown", "code 0", "code 3", "signal SIGKILL", "signal 37"]
