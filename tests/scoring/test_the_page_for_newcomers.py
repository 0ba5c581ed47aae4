"""The example of docs/scoring-files.md is a scoring file without a fault, and does what its comments say."""

import re
import tomllib

from tests.architecture.sources import ROOT
from tests.programme.folders import Folder
from wasl.programme import load
from wasl.programme.notes import Notes
from wasl.programme.reading import Sheet
from wasl.programme.scoring import score
from wasl.programme.scoring.reading import read

EXAMPLES = re.findall(
    r"```toml\n(.*?)```", (ROOT / "docs" / "scoring-files.md").read_text(encoding="utf-8"), re.DOTALL
)


def test_the_example_is_a_file_without_a_fault_and_scores():
    notes = Notes()
    tool = read(Sheet(notes, "example", "", tomllib.loads(EXAMPLES[0])))
    assert [str(finding) for finding in notes.findings] == []
    result = score(tool, [3, 0, None, 0, 1])
    assert result.values == {"total": 7, "band": "few", "positive": False, "talk_today": True}
    assert not score(tool, [3, 1, 7, 0, None]).scored


def test_the_example_of_a_programmes_cutoff_is_taken(folder: Folder):
    (folder.path / "scoring.toml").write_text(EXAMPLES[1], encoding="utf-8")
    assert load(folder.path).scoring.tools["phq-9"].cutoffs["positive"].source.endswith("2027")
