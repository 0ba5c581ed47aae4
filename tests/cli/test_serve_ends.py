"""However `wasl serve` ends, nothing of it is left, and the next one starts."""

import signal
from pathlib import Path

from tests.cli.commands import Place, eventually, parent_of, serving

MOST_SECONDS_TO_STOP = 10.0


def test_sigterm_ends_everything_within_ten_seconds(demo: Place) -> None:
    with serving(demo) as up:
        everyone = up.everyone()
        assert len(everyone) > 8
        up.process.send_signal(signal.SIGTERM)
        assert up.process.wait(MOST_SECONDS_TO_STOP) == 0
    assert [pid for pid in everyone if Path(f"/proc/{pid}").exists()] == []
    assert not demo.instance.vault_socket.exists()


def test_a_supervisor_that_is_killed_leaves_nothing_behind(demo: Place) -> None:
    with serving(demo) as up:
        everyone = up.everyone()
        up.process.kill()
        up.process.wait()
        eventually(lambda: not [pid for pid in everyone if Path(f"/proc/{pid}").exists()], 15)
    with serving(demo) as again:
        assert again.ready()


def test_two_web_processes_serve_one_port(demo: Place) -> None:
    with serving(demo, WASL_WEB_PROCESSES="2") as up:
        web = up.child("wasl.interfaces.web.server")
        assert sum(parent_of(pid) == web for pid in up.everyone()) == 2
        assert all(up.ready() for _ in range(8))
