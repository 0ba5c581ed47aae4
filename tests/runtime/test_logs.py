"""The supervisor's log: whole lines of JSON, closed to others, and never without end."""

import errno
import io
import json
import os
import stat
from pathlib import Path

import pytest

from wasl.runtime import logs
from wasl.runtime.logs import Log


def entries(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "wasl.log").read_text().splitlines()]


def test_a_line_that_is_json_keeps_its_keys_and_any_other_is_kept_as_it_is(tmp_path: Path) -> None:
    log = Log(tmp_path, None)
    log.said("web", '{"event": "started", "port": 8000}')
    log.said("web", "{not json")
    log.said("postgres", "قاعدة البيانات")
    log.close()
    first, second, third = entries(tmp_path)
    assert (first["from"], first["event"], first["port"]) == ("web", "started", 8000)
    assert second["line"] == "{not json"
    assert third["line"] == "قاعدة البيانات"
    assert stat.S_IMODE((tmp_path / "wasl.log").stat().st_mode) == 0o600


def test_a_log_that_has_grown_is_set_aside_and_the_oldest_part_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "LARGEST", 500)
    log = Log(tmp_path, None)
    for number in range(100):
        log.said("web", f"line {number}")
    log.close()
    assert len(list(tmp_path.iterdir())) == logs.KEPT + 1
    assert all(part.stat().st_size < 700 for part in tmp_path.iterdir())


def test_a_terminal_that_went_away_does_not_stop_the_service(tmp_path: Path) -> None:
    class GoneTerminal(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    log = Log(tmp_path, GoneTerminal())
    log.said("web", "one")
    log.event("ready", "web", seconds=1)
    log.close()
    assert len(entries(tmp_path)) == 2


def test_a_full_disk_costs_lines_and_not_the_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    log = Log(tmp_path, screen)
    written = os.write

    def full(descriptor: int, text: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(logs.os, "write", full)
    log.said("web", "one")
    log.event("died", "web", ended="signal SIGKILL")
    monkeypatch.setattr(logs.os, "write", written)
    log.said("web", "three")
    log.close()
    assert [entry.get("lines", entry.get("line")) for entry in entries(tmp_path)] == [2, "three"]
    assert screen.getvalue().count("cannot be written") == 1
    assert "web: died" in screen.getvalue(), "the screen still tells"


def test_a_line_that_nests_without_end_is_kept_as_it_is(tmp_path: Path) -> None:
    log = Log(tmp_path, None)
    log.said("web", '{"a":' * 1500)
    log.close()
    assert str(entries(tmp_path)[0]["line"]).startswith('{"a":{"a":')
