"""`wasl names` answers one question at once, in words or as one JSON document."""

import json
import subprocess
import sys

import pytest

from wasl.interfaces.cli.names import run


def answer(capsys, *argv):
    code = run([*argv, "--json"])
    printed = capsys.readouterr()
    return code, json.loads(printed.out) if printed.out else None


def test_the_key_of_a_name(capsys):
    assert answer(capsys, "key", "عبد الرحمن") == (
        0,
        {"exact": "عبدالرحمن", "loose": "عبدالرهمن", "latin": "abdulrahman"},
    )
    assert answer(capsys, "key", "الجبوري", "--laqab")[1]["exact"] == "جبوری"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("احمد", "أحمد", (0, {"exact": True, "loose": True, "similarity": 1.0})),
        ("محەمەد", "محمد", (0, {"exact": True, "loose": True, "similarity": 1.0})),
        ("ثامر", "سامر", (0, {"exact": False, "loose": True, "similarity": 0.95})),
        ("حسن", "حسين", (1, {"exact": False, "loose": False, "similarity": 0.75})),
    ],
)
def test_two_spellings_compared(capsys, a, b, expected):
    assert answer(capsys, "compare", a, b) == expected


def test_words_for_people_and_wrong_use(capsys):
    assert run(["key", "Ahmed"]) == 0
    assert "latin: ahmed" in capsys.readouterr().out
    for wrong in (
        [],
        ["key"],
        ["compare", "احمد"],
        ["sing", "احمد"],
        ["key", "  "],
        ["key", "احمد", "--loud"],
    ):
        assert run(wrong) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err
    assert run(["--help"]) == 0


def test_the_answer_needs_no_django():
    script = (
        "import sys; from wasl.interfaces.cli.names import run;"
        "run(['key', 'احمد']); print('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
