"""What no licence allows is not here: no HTQ, no weights of RSS, no words of SDQ or of what needs permission first."""

import tomllib
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from wasl.programme.scoring import library

SCORING = ROOT / "wasl" / "programme" / "scoring"
#: tool → why it may not be in this repository, in no form
ABSENT = {
    "htq": "copyright, and a list of events; PCL-5 is used",
    "harvardtraumaquestionnaire": "copyright, and a list of events; PCL-5 is used",
    "rss": "its weights stand in an annex that is not ours to copy",
    "reintegrationsustainabilitysurvey": "its weights stand in an annex that is not ours to copy",
}
#: needs permission before its words may be here
ASK = {"whodas-12", "who-5", "hscl-25", "rhs-15", "hesper"}
#: may not be drawn as an electronic form
NEVER = {"sdq-paper", "sdq-totals"}


def squeezed(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def unwelcome(folder: Path) -> list[str]:
    """Files of the library or of its texts that no licence allows."""
    found = []
    for file in sorted(folder.glob("*/*.toml")):
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        given = (
            file.stem,
            *(str(data.get(key, "")) for key in ("code", "name", "tool")),
            *data.get("also", []),
        )
        names = {squeezed(name) for name in given}
        found += [f"{file.name}: {ABSENT[name]}" for name in sorted(names & ABSENT.keys())]
        if file.parent.name == "texts" and data.get("tool", file.stem) in ASK | NEVER:
            found.append(f"texts/{file.name}: no words without permission")
    return found


def test_nothing_is_here_that_no_licence_allows():
    assert unwelcome(SCORING) == []


def test_the_library_says_the_same_of_its_tools():
    tools = library().tools
    assert {code for code, tool in tools.items() if tool.texts == "ask"} == ASK
    assert {code for code, tool in tools.items() if tool.texts == "never"} == NEVER


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("library/htq.toml", 'code = "htq"\nname = "Trauma list"'),
        ("library/other.toml", 'code = "other"\nname = "Other"\nalso = ["H.T.Q."]'),
        ("library/rss.toml", 'code = "rss"\nname = "RSS"'),
        ("texts/sdq-paper.toml", 'tool = "sdq-paper"'),
        ("texts/wellbeing.toml", 'tool = "who-5"'),
    ],
)
def test_a_file_that_no_licence_allows_is_caught(tmp_path, name, content):
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert len(unwelcome(tmp_path)) == 1
