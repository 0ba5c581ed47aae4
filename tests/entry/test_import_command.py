"""`wasl import-roster` as a clerk runs it: exact counts, every fault with its line, nothing of the list left lying."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commands import Place, place
from tests.importer.lists import PLACES, TODAY
from wasl.phases.entry_assessment.importer import read_roster

ROSTERS = Path(__file__).parents[1] / "rosters"
TRUTH = json.loads((ROSTERS / "convoy-truth.json").read_text(encoding="utf-8"))
KEYS = {
    *("families", "people", "created_families", "created_people", "skipped_families", "refused_columns"),
    *("ignored_columns", "errors", "possible_duplicates"),
}


@pytest.fixture(scope="module")
def centre() -> Iterator[Place]:
    with place() as home:
        assert home.wasl("demo", "--no-serve", "--families", "0", "--json").code == 0
        yield home


def imported(centre: Place, name: str, *options: str):
    return centre.wasl("import-roster", str(ROSTERS / name), "--json", *options)


@pytest.mark.requirement("R002", "R007", "R028")
def test_the_three_convoys_come_out_as_their_truth_says(centre: Place):
    first = imported(centre, "convoy-a.xlsx")
    assert first.code == 0, first.err
    a = first.document
    assert a.keys() >= KEYS
    assert (a["families"], a["created_families"]) == (TRUTH["families_a"], TRUTH["families_a"])
    assert (a["people"], a["created_people"]) == (TRUTH["people_a"], TRUTH["people_a"])

    b = imported(centre, "convoy-b.csv").document
    assert (b["created_families"], b["created_people"]) == (TRUTH["families_b"], TRUTH["people_b"])
    assert b["refused_columns"] == ["الموقف الأمني"]
    proposed = {one["family"] for one in b["possible_duplicates"]}
    known = set(TRUTH["b_already_in_a"])
    assert len(proposed & known) >= 11
    assert len(proposed - known) <= 3

    faulty = imported(centre, "convoy-faulty.csv")
    assert faulty.code == 1
    found = [[error["row"], error["code"]] for error in faulty.document["errors"]]
    assert sorted(found) == sorted(TRUTH["faulty_lines"])
    for error in faulty.document["errors"]:
        assert set(error["messages"]) == {"ar", "ckb", "en"}
        assert error["message"] == error["messages"]["en"]
        for said in error["messages"].values():
            assert str(error["row"]) in said
            assert f"«{error['column']}»" in said

    for name in ("convoy-a.xlsx", "convoy-b.csv", "convoy-faulty.csv"):
        again = imported(centre, name).document
        assert (again["created_families"], again["created_people"]) == (0, 0)


@pytest.mark.requirement("R002")
def test_nothing_of_the_list_stays_in_the_home_in_clear(centre: Place):
    """No name of the list in any file of the home; the planted fault beside it shows that the search would find one."""
    imported(centre, "convoy-a.xlsx")
    roster = read_roster(ROSTERS / "convoy-a.xlsx", "a.xlsx", today=TODAY, places=PLACES)
    name = max((family.people[0].name.laqab for family in roster.families), key=len)

    def lying(word: str) -> list[str]:
        done = subprocess.run(
            ["grep", "-rlaF", word, str(centre.path)], capture_output=True, text=True, check=False
        )
        return done.stdout.split()

    (centre.path / "planted.txt").write_text(name, encoding="utf-8")
    assert lying(name) == [str(centre.path / "planted.txt")]
    (centre.path / "planted.txt").unlink()


def test_wrong_use_and_unreadable_files_are_told_apart(centre: Place, tmp_path: Path):
    assert centre.wasl("import-roster").code == 2
    assert centre.wasl("import-roster", str(tmp_path / "nothing.csv")).code == 2
    (tmp_path / "list.pdf").write_bytes(b"%PDF-1.4")
    said = centre.wasl("import-roster", str(tmp_path / "list.pdf"), "--json")
    assert said.code == 1
    assert [error["code"] for error in said.document["errors"]] == ["format_unsupported"]
    assert centre.wasl("import-roster", str(ROSTERS / "convoy-b.csv"), "--by", "salma").code == 1


def test_a_list_is_taken_back_by_its_name_and_can_come_again(centre: Place, tmp_path: Path):
    from tests.entry.convoy import as_csv, family, mark

    file = tmp_path / "small.csv"
    file.write_bytes(as_csv(*family("1", mark())))
    made = centre.wasl("import-roster", str(file), "--batch", "small", "--json").document
    assert made["batch"] == "small"
    undone = centre.wasl("import-roster", "--undo", "small", "--json")
    assert undone.document == {"undone": "small", "families": 1}
    assert centre.wasl("import-roster", "--undo", "small").code == 1
    assert centre.wasl("import-roster", str(file), "--json").document["created_families"] == 1
