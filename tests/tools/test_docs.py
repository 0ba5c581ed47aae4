"""The reference pages are what they describe, and one that lags behind is seen."""

import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT
from tools import docs
from tools.docs import commands, programme, states, words
from wasl.interfaces.cli.main import COMMANDS
from wasl.kernel.transitions import Transition, TransitionTable

LAMP = TransitionTable("lamp", (Transition("off", "on", "lamp.light", "bulb_there"),))


@pytest.mark.requirement("R069")
def test_every_page_in_the_docs_is_the_one_of_the_code():
    done = subprocess.run(
        [sys.executable, "-m", "tools.docs", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_every_step_is_drawn_with_its_action_and_gate():
    text = states.page({"wasl.room.rules.LAMP": LAMP})
    assert "## lamp" in text
    assert "off --> on: lamp.light [bulb_there]" in text


def test_a_page_behind_the_code_is_caught_and_written(tmp_path, capsys):
    pages = {"a.md": lambda: "new", "b.md": lambda: "same"}
    (tmp_path / "a.md").write_text("old")
    (tmp_path / "b.md").write_text("same")
    assert docs.main(["--check"], pages, tmp_path) == 1
    told = capsys.readouterr().err
    assert "a.md" in told
    assert "b.md" not in told
    assert "make docs" in told
    assert docs.main([], pages, tmp_path) == 0
    assert docs.main(["--check"], pages, tmp_path) == 0
    (tmp_path / "b.md").unlink()
    assert docs.main(["--check"], pages, tmp_path) == 1


def test_every_command_and_each_of_its_verbs_has_a_heading():
    page = commands.page()
    assert [name for name in COMMANDS if f"## wasl {name}\n" not in page] == []
    assert commands.VERBS.keys() <= COMMANDS.keys()
    for command, verbs in commands.VERBS.items():
        for verb in verbs:
            assert f"## wasl {command} {verb[0]}\n" in page
            assert f"usage: wasl {command} {verb[0]}" in page


def test_a_table_keeps_a_bar_inside_its_cell():
    assert words.table(["a", "b"], [["1", "2"]]) == "| a | b |\n| --- | --- |\n| 1 | 2 |\n"
    assert "\\|" in words.escaped("yes|no")


def test_the_reader_tells_the_keys_it_asks_for():
    with programme.listening() as asked:
        programme.load(programme.PROGRAMME, programme.vocabulary())
    assert asked["calendar.toml"]["timezone"] == "a text"
    assert asked["domains.toml"]["domain[].name"] == "words in three languages"
    assert {"programme.toml", "roles.toml", "1-entry.toml", "4-aftercare.toml"} <= asked.keys()
