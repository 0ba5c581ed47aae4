"""`wasl programme` tells which programmes there are and everything that is wrong in one."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.programme.folders import AL_AMAL, Folder
from wasl.interfaces.cli.programme import DONE, FINDINGS, WRONG_USE, run, vocabulary


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    """The one JSON document on standard output."""
    return json.loads(capsys.readouterr().out)


def test_a_programme_is_checked_by_its_code(capsys):
    assert run(["check", "iq-al-amal", "--json"]) == DONE
    assert told(capsys) == {"findings": []}


def test_a_faulty_folder_gives_its_findings_and_exit_one(folder: Folder, capsys):
    folder.replace("calendar.toml", '"saturday"]', '"caturday"]')
    assert run(["check", str(folder.path), "--json"]) == FINDINGS
    (finding,) = told(capsys)["findings"]
    assert {"file", "place", "code", "message", "remedy"} <= finding.keys()
    assert (finding["file"], finding["place"], finding["code"]) == ("calendar.toml", "weekend", "value_wrong")


def test_without_json_each_finding_is_one_line_with_its_remedy(folder: Folder, capsys):
    folder.replace("calendar.toml", '"saturday"]', '"caturday"]')
    assert run(["check", str(folder.path)]) == FINDINGS
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith("fault   calendar.toml: weekend: 'caturday' is no day. Use: monday")
    assert last == "iq-al-amal: 1 to put right"


def test_a_warning_too_is_something_to_put_right(folder: Folder, capsys):
    folder.replace("2-rehabilitation.toml", 'code = "SV-CC-01"\n', 'code = "SV-CC-01"\nopen_to = "women"\n')
    assert run(["check", str(folder.path), "--json"]) == FINDINGS
    assert [finding["severity"] for finding in told(capsys)["findings"]] == ["warning"]


def test_a_code_that_no_table_could_store_is_found(folder: Folder, capsys):
    folder.replace("programme.toml", 'code = "transport"', 'code = "rain"')
    assert run(["check", str(folder.path), "--json"]) == FINDINGS
    assert [finding["code"] for finding in told(capsys)["findings"]] == ["code_not_stored"]


@pytest.mark.parametrize("argv", [[], ["check"], ["check", "no-such-programme"], ["burn", "iq-al-amal"]])
def test_wrong_use_is_told_on_standard_error_and_exits_two(argv, capsys):
    assert run(argv) == WRONG_USE
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err


def test_the_list_names_each_programme_in_three_languages(capsys):
    assert run(["list", "--json"]) == DONE
    (one,) = [entry for entry in told(capsys)["programmes"] if entry["code"] == "iq-al-amal"]
    assert set(one["name"]) == {"ar", "ckb", "en"}
    assert one["edition"] == f"iq-al-amal@{one['digest'][:10]}"


def test_a_faulty_programme_stays_in_the_list_and_says_so(folder: Folder, capsys):
    folder.replace("calendar.toml", '"saturday"]', '"caturday"]')
    assert run(["list"], programmes=folder.path.parent) == FINDINGS
    assert capsys.readouterr().out == "iq-al-amal: - (1 fault(s))\n"


def test_the_vocabulary_of_the_rooms_and_the_standard_one_have_the_same_actions():
    """Pages load the programme with the standard one: it may not lag behind the rooms."""
    from wasl.programme import STANDARD

    assert vocabulary().actions == STANDARD.actions


def test_the_command_answers_without_starting_django():
    script = (
        "import sys; from wasl.interfaces.cli.programme import run; "
        f"code = run(['check', {str(AL_AMAL)!r}]); sys.exit(code or 'django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False, capture_output=True).returncode == 0
