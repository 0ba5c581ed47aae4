"""The plan on paper: however many goals, the type is chosen so that none runs into what is signed below."""

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typst

ROOT = Path(__file__).resolve().parents[2]
LETTERS = ROOT / "programmes" / "iq-al-amal" / "letters"
FONTS = ROOT / "wasl" / "interfaces" / "web" / "fonts"
#: between the last goal and the sentence of agreement, in points
GAP = 12.0


def data(goals: int, adults: int) -> dict[str, Any]:
    words = tomllib.loads((LETTERS / "plan.toml").read_text(encoding="utf-8"))
    said = {name: text["ar"] for name, text in words.items()}
    goal = {
        "picture": "documents", "words": " ".join(["صدور بيانات ولادة الأطفال."] * 3), "who": "فيصل، فاطمة",
        "needs": "الوثائق الثبوتية", "services": ["تمثيل قضائي"], "until": "١٩ تشرين الثاني ٢٠٢٦",
        "agreed": "",
    }  # fmt: skip
    return {
        "lang": "ar", "dir": "rtl", "comma": "، ", "owner": "وزارة الهجرة والمهجرين", "service_name": "دعم العائلة",
        "words": said | {"title": said["title_family"], "agree": said["agree_family"]}, "number": "K7-03F2", "name": "",
        "date": "٢٩ تشرين الثاني ٢٠٢٦", "keep": "", "signers": ["نهلة عبد الرحمن طعمة"] * adults, "own": [],
        "family": [goal] * goals, "left": [], "beside": [],
    }  # fmt: skip


def marks(letters: Path, content: dict[str, Any]) -> dict[str, tuple[int, float]]:
    found = typst.query(
        str(letters / "plan.typ"), "<mark>", field="value", root=str(letters), font_paths=[str(FONTS)],
        ignore_system_fonts=True, sys_inputs={"data": json.dumps(content, ensure_ascii=False)},
    )  # fmt: skip
    return {one["part"]: (one["page"], one["y"]) for one in json.loads(found)}


def apart(letters: Path, content: dict[str, Any]) -> bool:
    at = marks(letters, content)
    ends, begins = at["goals-end"], at["agreement-begins"]
    return begins[0] > ends[0] or (begins[0] == ends[0] and begins[1] - ends[1] >= GAP)


@pytest.mark.requirement("R051")
@pytest.mark.parametrize("adults", [1, 4])
def test_no_goal_runs_into_the_sentence_that_is_signed(adults: int):
    touching = [goals for goals in range(3, 13) if not apart(LETTERS, data(goals, adults))]
    assert touching == []
    assert marks(LETTERS, data(9, adults))["agreement-begins"][0] == 1


def test_a_page_measured_in_another_type_than_it_is_set_in_is_caught(tmp_path: Path):
    """The planted fault: the space between the lines is measured as that of small type."""
    letters = Path(shutil.copytree(LETTERS, tmp_path / "letters"))
    page = letters / "plan.typ"
    before = page.read_text(encoding="utf-8")
    page.write_text(before.replace("{ set text(size: size); head(size);", "{ head(size);"), encoding="utf-8")
    assert page.read_text(encoding="utf-8") != before
    assert not all(apart(letters, data(goals, 1)) for goals in range(3, 13))
