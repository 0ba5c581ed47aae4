"""The command's manners: help, exit codes, and what stands on which output."""

import json
import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests.cli.commands import ROOT, Place
from wasl.interfaces.cli.answers import WRONG_USE
from wasl.interfaces.cli.main import COMMANDS, main


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(name in told for name in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_that_is_named_is_there(command: str) -> None:
    assert find_spec(f"wasl.interfaces.cli.{COMMANDS[command][0]}") is not None


def test_an_unknown_command_is_wrong_use_and_said_on_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["deport"]) == WRONG_USE
    said = capsys.readouterr()
    assert said.out == ""
    assert "deport" in said.err


def test_no_command_at_all_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == WRONG_USE
    assert "usage" in capsys.readouterr().err


def test_an_option_that_does_not_exist_is_wrong_use(empty: Place) -> None:
    said = empty.wasl("init", "--everything")
    assert (said.code, said.out) == (WRONG_USE, "")
    assert "--everything" in said.err


@pytest.mark.parametrize(
    "argv", [["names", "key", "أحمد"], ["names", "compare", "أحمد", "احمد"], ["programme", "list"]]
)
def test_json_is_understood_before_and_after_what_is_wanted(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    command, *rest = argv
    told = []
    for given in ([command, "--json", *rest], [command, *rest, "--json"]):
        assert main(given) == 0
        told.append(json.loads(capsys.readouterr().out))
    assert told[0] == told[1]


@pytest.mark.parametrize(
    "argv",
    [
        ["serve", "--port", "99999"],
        ["serve", "--port", "-5"],
        ["serve", "--port", "http"],
        ["demo", "--families", "-3"],
        ["demo", "--families", "many"],
    ],
)
def test_a_number_that_cannot_be_is_wrong_use(empty: Place, argv: list[str]) -> None:
    said = empty.wasl(*argv, "--json")
    assert (said.code, said.out) == (WRONG_USE, "")
    assert argv[1] in said.err
    assert not empty.path.exists()


@pytest.mark.parametrize(
    "argv", [["--help"], ["names", "key", "أحمد"], ["serve", "--help"], ["init", "--help"]]
)
def test_small_answers_do_not_start_django(argv: list[str]) -> None:
    code = "import sys; from wasl.interfaces.cli.main import main\ntry: main(sys.argv[1:])\nexcept SystemExit: pass\n"
    code += "print('django' in sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, *argv], cwd=ROOT, capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stderr.strip().endswith("False")


def test_serving_what_was_never_made_says_what_to_do(empty: Place) -> None:
    said = empty.wasl("serve", "--json")
    assert (said.code, said.out) == (1, "")
    assert "wasl init" in said.err


def test_what_was_made_for_a_programme_is_named_where_nobody_named_the_programme(empty: Place) -> None:
    below = empty.path / "iq-itidal"
    below.mkdir(parents=True)
    (below / "instance.json").write_text("{}", encoding="utf-8")
    answer = empty.wasl("serve")
    assert answer.code == 1
    assert "--programme iq-itidal" in answer.err
    named = empty.wasl("serve", "--programme", "iq-itidal")
    assert "wasl init" in named.err


def test_a_misspelt_programme_is_told_and_nothing_is_made(empty: Place) -> None:
    said = empty.wasl("init", "--programme", "iq-al-amel")
    assert said.code == 1
    assert "iq-al-amel" in said.err
    assert not (empty.path / "iq-al-amel" / "pgdata").exists()


def test_real_people_are_refused_with_all_that_is_missing(empty: Place) -> None:
    said = empty.wasl("init", "--real", "--json")
    assert said.code == 1
    told = said.document
    names = {one["name"] for one in told["checks"]}
    assert names >= {
        "backup and restore", "erasure", "complaint register", "disclosure register", "reviewed break-glass"
    }  # fmt: skip
    assert told["missing"] == [one["name"] for one in told["checks"] if not one["ok"]]
    assert told["real"] is False
    for missing in told["missing"]:
        assert missing in said.err
    assert not empty.path.exists()
