"""`wasl score` scores one form and keeps nothing; what is wrong with a form is told by item."""

import json
import subprocess
import sys

import pytest

from tests.scoring.forms import VECTORS
from wasl.interfaces.cli.score import run


def answer(capsys, *argv):
    code = run([*argv, "--json"])
    printed = capsys.readouterr()
    return code, json.loads(printed.out) if printed.out else None, printed.err


@pytest.mark.parametrize("name", VECTORS)
def test_every_tool_is_found_by_its_name_and_gives_the_promised_keys(capsys, name):
    for case in VECTORS[name]:
        code, told, errors = answer(capsys, name, "--answers", json.dumps(case["items"]))
        assert (code, errors) == (0, "")
        assert {key: told[key] for key in case["expect"]} == case["expect"]


@pytest.mark.parametrize("name", ["phq-9", "PHQ9", "phq 9", "Phq-9"])
def test_a_name_is_found_however_it_is_written(capsys, name):
    assert answer(capsys, name, "--answers", str([0] * 9))[1]["tool"] == "phq-9"


def test_an_incomplete_form_is_answered_with_the_reason_and_its_flag(capsys):
    code, told, _ = answer(capsys, "PHQ-9", "--answers", "[null,null,null,0,0,0,0,0,2]")
    assert code == 0
    assert (told["total"], told["item9_flag"], told["opens"]) == (None, True, ["safety_today"])
    assert told["missing"] == ["1", "2", "3"]
    assert told["reason"].startswith("not scored: 3 items are unanswered")


def test_a_wrong_answer_is_told_with_its_item_and_what_it_may_be(capsys):
    code, told, errors = answer(capsys, "CRIES-8", "--answers", "[2,0,0,4,0,0,0,0]")
    assert code == 2
    assert [(one["item"], one["code"]) for one in told["errors"]] == [
        ("1", "answer_wrong"),
        ("4", "answer_wrong"),
    ]
    assert errors.count("\n") == 2
    assert "CRIES-8, item 1:" in errors
    assert "0, 1, 3, 5" in errors


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["PHQ-8", "--answers", "[]"], "there is no tool 'PHQ-8'"),
        (["HTQ", "--answers", "[]"], "there is no tool 'HTQ'"),
        (["", "--answers", "[]"], "there is no tool"),
        (["PHQ-9", "--answers", "0,1"], "no JSON"),
        (["PHQ-9", "--answers", "[" * 100_000], "no JSON"),
        (["PHQ-9", "--file", "/nowhere/form.json"], "cannot be read"),
        (["PHQ-9", "--answers", "NaN"], "neither the list nor the object"),
        (["PHQ-9", "--answers", "[0,0]"], "PHQ-9: 9-10 answers are expected, 2 were given"),
    ],
)
def test_wrong_use_is_told_in_words(capsys, argv, said):
    code = run(argv)
    printed = capsys.readouterr()
    assert (code, printed.out) == (2, "")
    assert said in printed.err


def test_answers_are_given_once_and_must_be_given(capsys):
    assert run(["PHQ-9"]) == 2
    assert run(["PHQ-9", "--answers", "[]", "--file", "x"]) == 2


def test_a_form_is_read_from_a_file(capsys, tmp_path):
    form = tmp_path / "form.json"
    form.write_text('{"q1": 1, "q2": 0, "q6_life": 0}')
    assert answer(capsys, "C-SSRS", "--file", str(form))[1]["triage"] == "plan"
    form.write_bytes("عشرة".encode("cp1256"))
    code, told, errors = answer(capsys, "C-SSRS", "--file", str(form))
    assert (code, told) == (2, None)
    assert "not UTF-8" in errors


def test_people_read_lines(capsys):
    assert run(["SAS-6", "--answers", "[2,2,2,2,2,2]"]) == 0
    said = capsys.readouterr().out
    assert "acceptance_0_24: 12" in said
    assert "offer protection" in said
    assert run(["PHQ-9", "--answers", "[2,2,null,1,2,1,1,1,0]"]) == 0
    assert "made up for unanswered items: 3" in capsys.readouterr().out


def test_it_answers_without_starting_django():
    done = subprocess.run(
        [
            sys.executable, "-c",
            "import sys; from wasl.interfaces.cli.main import main; "
            "code = main(['score', 'HDDS', '--answers', str([1] * 12), '--json']); "
            "sys.exit(code or 'django' in sys.modules)",
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["score"] == 12
