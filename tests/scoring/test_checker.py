"""Whoever writes a scoring file hears of every fault of it, each with its place and how to put it right."""

import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from tests.programme.folders import Folder
from wasl.programme import load
from wasl.programme.findings import Finding
from wasl.programme.scoring import library, score
from wasl.programme.scoring.library import read_library

HERE = Path(str(files("wasl.programme.scoring")))

#: file, what stands there, what is planted instead, the code that must be found, part of the place
PLANTED = [
    ("phq-9", 'code = "phq-9"', 'code = "phq-8"', "code_not_file", "code"),
    ("phq-9", 'kind = "instrument"', 'kind = "riddle"', "value_wrong", "kind"),
    ("phq-9", 'privacy = "clinical"\n', "", "key_missing", "privacy"),
    ("phq-9", 'texts = "ship"', 'texts = "ship"\nmood = 3', "key_unknown", "mood"),
    ("phq-9", 'answers = "0-3"', 'answers = "3-0"', "scale_wrong", "items[1-9].answers"),
    ("phq-9", 'answers = "0-3"', "answers = [0, 0, 1]", "scale_wrong", "items[1-9].answers"),
    ("phq-9", 'codes = "10"', 'codes = "9"', "item_twice", "items[9].codes"),
    ("phq-9", 'how = "sum"\nitems = "1-9"', 'how = "sum"\nitems = "1-12"', "item_unknown", "score[total].items"),
    ("phq-9", 'how = "sum"\nitems = "1-9"', 'how = "sum"\nitems = [1, 1]', "item_twice", "score[total].items"),
    ("phq-9", 'how = "sum"\nitems = "1-9"', 'how = "sum"\nitems = 9', "value_wrong", "score[total].items"),
    ("phq-9", 'how = "sum"', 'how = "guess"', "value_wrong", "score[total].how"),
    ("phq-9", "most = 2\n", "", "key_missing", "missing.most"),
    ("phq-9", "never = [9]", "never = [19]", "item_unknown", "missing.never"),
    ("phq-9", 'change_source = "Kroenke', 'change_sauce = "Kroenke', "key_missing", "score[total].change_source"),
    ("phq-9", "from = 5, to = 9", "from = 4, to = 9", "bands_overlap", "bands[band].bands[mild].from"),
    ("phq-9", "from = 5, to = 9", "from = 6, to = 9", "bands_gap", "bands[band].bands[mild].from"),
    ("phq-9", "from = 20, to = 27", "from = 20, to = 26", "bands_short", "bands[band].bands"),
    ("phq-9", "from = 5, to = 9", "from = 9, to = 5", "bands_wrong", "bands[band].bands[mild].from"),
    ("phq-9", 'of = "total"', 'of = "sum"', "score_unknown", "bands[band].of"),
    ("phq-9", "at_least = 10", "at_least = 28", "cutoff_beyond", "cutoff[positive].at_least"),
    ("phq-9", "at_least = 10", "at_least = 10\nat_most = 12", "key_missing", "cutoff[positive].at_least"),
    ("phq-9", "at_least = 10", 'at_least = "ten"', "type_wrong", "cutoff[positive].at_least"),
    ("phq-9", 'says = "talk"', 'says = "depressed"', "value_wrong", "cutoff[positive].says"),
    ("phq-9", 'score = "total"', 'score = "sum"', "score_unknown", "cutoff[positive].score"),
    ("phq-9", 'code = "item9_flag"', 'code = "positive"', "code_twice", "flag[positive].code"),
    ("phq-9", "items = [9]\nfrom = 1", "items = [9]\nfrom = 4", "answer_unknown", "flag[item9_flag].from"),
    ("phq-9", "items = [9]\nfrom = 1", "items = [9]", "key_missing", "flag[item9_flag].from"),
    ("phq-9", "items = [9]\nfrom = 1", "items = [9]\nis = [7]", "answer_unknown", "flag[item9_flag].is"),
    ("phq-9", 'opens = "safety_today"', 'opens = "nothing"', "value_wrong", "flag[item9_flag].opens"),
    ("gad-7", 'name = "GAD-7"', 'name = "PHQ-9"', "name_twice", "also"),
    ("pcl-5", "most_in = { B = 1", "most_in = { X = 1", "score_unknown", "missing.most_in.X"),
    ("pcl-5", "from = 2, enough = 1 },\n  { items = \"6-7\"", "from = 2, enough = 6 },\n  { items = \"6-7\"",
     "value_wrong", "cutoff[cluster_rule].all[1].enough"),
    ("k10", "counts_as = 1", "counts_as = 0", "answer_unknown", "counts_as"),
    ("k10", "when = { items = [2], is = [1] }", "when = { items = [22], is = [1] }", "item_unknown", "when.items"),
    ("rcsi", "weights = [1, 2, 1, 3, 1]", "weights = [1, 2, 1, 3]", "weights_wrong", "score[total].weights"),
    ("fcs", "from = 21.5, to = 35", "from = 22, to = 35", "bands_gap", "bands[band_21_35].bands[borderline].from"),
    ("sas-6", 'items = "1-6"\nturned = [2, 4, 6]', 'items = "1-5"\nturned = [2, 4, 6]', "item_unknown",
     "score[acceptance_0_24].turned"),
    ("hdds", 'how = "count"\nitems = "1-12"\nis = [1]', 'how = "count"\nitems = "1-12"', "key_missing",
     "score[score].from"),
    ("lcs-en", "at_least = 4", "at_least = 9", "value_wrong", "items[1-8].at_least"),
    ("lcs-en", 'otherwise = "none"', 'otherwise = "stress"', "code_twice", "level[band].otherwise"),
    ("cfm-2-4", 'with_aid = "seeing_with_glasses"', 'with_aid = "glasses"', "scale_wrong", "aided[seeing].with_aid"),
    ("wg-ss", "unknown = [7, 9]", "unknown = [4, 9]", "answer_twice", "items[1-6].unknown"),
    ("fcr-10", 'gives = "prepare"', 'gives = "wait"', "value_wrong", "bands[band].always[wait].gives"),
]  # fmt: skip
#: whatever is a number of judgment says where it is from
SOURCED = [
    ("phq-9", place)
    for place in ("", "missing", "bands[band]", "cutoff[positive]", "flag[item9_flag]")
] + [("c-ssrs", "level[triage]")]  # fmt: skip


class Shelf:
    """A copy of the library that a test may break."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for part in ("library", "texts"):
            shutil.copytree(HERE / part, path / part, ignore=shutil.ignore_patterns("__pycache__"))

    def replace(self, name: str, old: str, new: str, part: str = "library") -> "Shelf":
        file = self.path / part / f"{name}.toml"
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{file.name} no longer has {old!r}: the planted fault would plant nothing"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return self

    def findings(self) -> list[Finding]:
        return read_library(self.path)[1]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_the_library_has_nothing_to_put_right():
    assert [str(finding) for finding in read_library(HERE)[1]] == []
    assert len(library().tools) >= 26


@pytest.mark.parametrize(("name", "old", "new", "code", "place"), PLANTED)
def test_each_planted_fault_is_found_where_it_stands(shelf: Shelf, name, old, new, code, place):
    found = shelf.replace(name, old, new).findings()
    told = [str(finding) for finding in found]
    assert any(f.code == code and place in f.place and f.file.startswith("library/") for f in found), told
    assert all(finding.message and finding.remedy for finding in found)


@pytest.mark.parametrize(("name", "place"), SOURCED)
def test_a_number_without_a_source_is_found(shelf: Shelf, name, place):
    file = shelf.path / "library" / f"{name}.toml"
    text = file.read_text(encoding="utf-8")
    header = f"[{place}]" if place == "missing" else f"[[{place.partition('[')[0]}]]"
    start = text.index(header) if place else 0
    cut = re.search(r'^source = "[^"]*"\n', text[start:], re.MULTILINE)
    assert cut
    file.write_text(text[: start + cut.start()] + text[start + cut.end() :], encoding="utf-8")
    found = [(finding.code, finding.place) for finding in shelf.findings()]
    assert found == [("source_missing", f"{place}.source" if place else "source")]


@pytest.mark.requirement("R071")
def test_all_faults_of_all_files_are_told_in_one_run(shelf: Shelf):
    shelf.replace("phq-9", "at_least = 10", "at_least = 99").replace("rcsi", "1, 3, 1]", "1, 3]")
    (shelf.path / "library" / "fcs.toml").write_bytes("# غذاء\n".encode("cp1256"))
    assert {(finding.file, finding.code) for finding in shelf.findings()} >= {
        ("library/phq-9.toml", "cutoff_beyond"),
        ("library/rcsi.toml", "weights_wrong"),
        ("library/fcs.toml", "toml_broken"),
    }


# --- a programme's own cut-offs

OWN = """
[[cutoff]]
tool = "phq-9"
code = "positive"
at_least = 12
source = "decided for this centre in 2026"
"""


def test_a_programme_sets_a_cutoff_with_its_source(folder: Folder):
    (folder.path / "scoring.toml").write_text(OWN, encoding="utf-8")
    scoring = load(folder.path).scoring
    form = [2, 2, 2, 2, 2, 0, 0, 0, 0]
    assert score(scoring.tools["phq-9"], form).values["positive"] is False
    assert score(library().tools["phq-9"], form).values["positive"] is True
    assert scoring.tools["gad-7"] is library().tools["gad-7"]


def test_a_programme_sets_bands_and_names_a_safety_item(folder: Folder):
    (folder.path / "scoring.toml").write_text(
        """
[[bands]]
tool = "fcs"
code = "band"
source = "the country office's thresholds of 2026"
bands = [
  { code = "poor", from = 0, to = 21 },
  { code = "borderline", from = 21.5, to = 35 },
  { code = "acceptable", from = 35.5, to = 112 },
]

[[flag]]
tool = "hscl-25"
code = "safety_item_flag"
items = [20]
from = 2
source = "the version bought in 2026"
""",
        encoding="utf-8",
    )
    tools = load(folder.path).scoring.tools
    assert score(tools["fcs"], [7, 7, 0, 0, 0, 0, 1, 0, 0]).values["band"] == "acceptable"
    assert score(tools["hscl-25"], [1] * 19 + [2] + [1] * 5).values["safety_item_flag"] is True


STEPS = """
[[level]]
tool = "c-ssrs"
code = "triage"
source = "decided for this centre in 2026: what lies more than a year back gets a plan"
steps = [
  { code = "immediate", items = "q4, q5, q6_3m", from = 1 },
  { code = "same_day", any = [{ items = "q3", from = 1 }, { items = "q6_life", from = 1, unless = "q6_over_1y" }] },
  { code = "plan", items = "q1, q2, q6_life", from = 1 },
]
"""


def test_a_programme_sets_what_lies_more_than_a_year_back(folder: Folder):
    (folder.path / "scoring.toml").write_text(STEPS, encoding="utf-8")
    tool = load(folder.path).scoring.tools["c-ssrs"]
    long_ago = {"q1": 0, "q2": 0, "q6_life": 1, "q6_3m": 0}
    assert score(tool, long_ago | {"q6_over_1y": 1}).values["triage"] == "plan"
    assert score(tool, long_ago | {"q6_over_1y": 1}).opens == ("safety_today",)
    assert score(tool, long_ago).values["triage"] == "same_day"
    assert score(library().tools["c-ssrs"], long_ago | {"q6_over_1y": 1}).values["triage"] == "same_day"


def test_what_takes_back_must_be_able_to(folder: Folder):
    (folder.path / "scoring.toml").write_text(
        STEPS.replace('unless = "q6_over_1y"', 'unless = "q1"'), encoding="utf-8"
    )
    assert folder.only().code == "unless_wrong"


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ('tool = "phq-9"', 'tool = "phq-8"', "tool_unknown", "cutoff[phq-8].tool"),
        ('code = "positive"', 'code = "negative"', "cutoff_unknown", "cutoff[phq-9].code"),
        ("at_least = 12", "at_least = 40", "cutoff_beyond", "cutoff[phq-9].at_least"),
        ("at_least = 12", 'at_least = 12\nscore = "sum"', "key_unknown", "cutoff[phq-9].score"),
        ('source = "decided for this centre in 2026"', "", "source_missing", "cutoff[phq-9].source"),
        (
            'tool = "phq-9"\ncode = "positive"',
            'tool = "pcl-5"\ncode = "positive_iraq23"',
            "cutoff_fixed",
            "code",
        ),
        ('tool = "phq-9"', 'tool = "rhs-15"', "cutoff_joined", "cutoff[rhs-15].code"),
        ("[[cutoff]]", "[[threshold]]", "key_unknown", "threshold"),
    ],
)
def test_each_fault_of_a_programmes_own_cutoffs_is_found(folder: Folder, old, new, code, place):
    assert old in OWN
    (folder.path / "scoring.toml").write_text(OWN.replace(old, new), encoding="utf-8")
    found = folder.findings()
    assert any(f.code == code and place in f.place and f.file == "scoring.toml" for f in found), list(
        map(str, found)
    )


def test_a_programme_that_sets_one_cutoff_twice_hears_of_it(folder: Folder):
    (folder.path / "scoring.toml").write_text(OWN + OWN.replace("12", "13"), encoding="utf-8")
    only = folder.only()
    assert (only.code, only.place) == ("code_twice", "cutoff[phq-9]")


def asks_instead(folder: Folder, tool: str) -> list[Finding]:
    """Another instrument in the place of one; that no rule looks at it yet is left out."""
    folder.replace("1-entry.toml", 'code = "gad-7"', f'code = "{tool}"')
    rules = folder.path / "rules.toml"
    rules.write_text(
        rules.read_text(encoding="utf-8").replace('form = "gad-7"', 'form = "phq-9"'), encoding="utf-8"
    )
    return [one for one in folder.findings() if one.code != "answers_unused"]


@pytest.mark.parametrize(
    ("tool", "code"), [("sdq-paper", "form_not_allowed"), ("hscl-25", "safety_item_unnamed")]
)
def test_an_instrument_that_may_not_be_asked_or_whose_safety_item_is_unknown_is_found(
    folder: Folder, tool, code
):
    [only] = asks_instead(folder, tool)
    assert (only.code, only.place) == (code, f"instrument[{tool}].code")


def test_an_instrument_whose_safety_item_is_named_may_be_asked(folder: Folder):
    (folder.path / "scoring.toml").write_text(
        '[[flag]]\ntool = "hscl-25"\ncode = "safety_item_flag"\nitems = [20]\nfrom = 2\nsource = "bought 2026"\n',
        encoding="utf-8",
    )
    assert asks_instead(folder, "hscl-25") == []
