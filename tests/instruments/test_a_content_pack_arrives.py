"""A ministry gets the permission for an instrument: its words are asked from then on, older answers stay readable."""

from pathlib import Path

import pytest

from tests.instruments.sheets import of_tool, psychologist, send
from tests.programme.folders import Folder
from tests.stories.umm_ahmed import receive
from tests.worlds import House

#: none of these are the instrument's own words, which need a permission
PACK = """
tool = "rhs-15"
notice = "Used with the owner's permission."
licence = "for this ministry"

[language.en]
status = "published"
source = "the owner's form"
[language.ar]
status = "published"
source = "the owner's form"
[language.ckb]
absent = "not published"

[intro]
en = "The introduction of the pack."
ar = "مقدمة الحزمة."
""" + "".join(
    f'\n[[item]]\ncode = "{code}"\nen = "Line {code} of the pack"\nar = "سطر {code} من الحزمة"\n'
    for code in (*map(str, range(1, 15)), "thermometer")
)
ANSWERS = "".join(f'\n[[answer]]\nis = {n}\nen = "Answer {n}"\nar = "جواب {n}"\n' for n in range(11))


@pytest.mark.requirement("R048")
def test_words_that_came_with_a_permission_make_a_new_version_and_old_answers_stay_readable(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files
    from wasl.instruments.selectors import forms, grid, versions
    from wasl.instruments.services import papers
    from wasl.instruments.services import versions as services
    from wasl.programme import load

    family = receive(house)
    rawa = psychologist(house, family)
    who = str(family.people["sundus"])
    items = {**{str(n): 0 for n in range(1, 15)}, "thermometer": 0}
    before = send(family, "sundus", "rhs-15", of_tool(house, "rhs-15", items, rawa), rawa)
    begun = of_tool(house, "rhs-15", items, rawa)
    sheet = papers.paper_print(file=family.file, who=who, form="rhs-15", language="ar", by=rawa)

    folder = Folder.copied_to(tmp_path)
    (folder.path / "texts").mkdir()
    (folder.path / "texts" / "rhs-15.toml").write_text(PACK + ANSWERS, encoding="utf-8")
    assert folder.findings() == []
    with_pack = load(folder.path)
    monkeypatch.setattr(services, "programme", lambda: with_pack)
    with house.as_role("wasl_owner"):
        assert services.follow_programme() == 1
        assert services.follow_programme() == 0, "the same words make no second version"

    with unit_of_work(rawa.token):
        now = versions.current("rhs-15", viewer=rawa)
        then = versions.of_version("rhs-15", sheet.version, viewer=rawa)
    assert now.version != then.version
    first = next(question for question, _ in now.form.every() if question.item == "1")
    assert first.label["en"] == "Line 1 of the pack"
    assert first.label["ar"] == "سطر 1 من الحزمة"
    assert "پرسیاری 1" in first.label["ckb"], "no words in Sorani: still read from the paper"
    assert "on the paper" in next(q for q, _ in then.form.every() if q.item == "1").label["en"]

    def read(response):
        with unit_of_work(rawa.token):
            card = files.view(family.number, viewer=rawa)
            found = grid.response(family.file, response, viewer=rawa)
            [filled] = forms.filled([found], {"rhs-15": "rhs-15"}, viewer=rawa, roles=card.roles)
        return filled

    after = send(family, "sundus", "rhs-15", of_tool(house, "rhs-15", items, rawa), rawa)
    late = send(family, "sundus", "rhs-15", begun, rawa)
    assert read(before).lines[0].label["en"] == "Question 1 as on the paper"
    assert read(after).lines[0].label["en"] == "Line 1 of the pack"
    assert read(late).card.version == then.version, "what was begun in the old version is kept in it"
    from_paper = papers.paper_receive(paper=sheet.ref, file=family.file, who=who, sent=_sent(begun), by=rawa)
    assert read(from_paper).card.version == sheet.version == then.version
    assert read(from_paper).results == read(after).results, "the same answers come to the same"


def _sent(xml: str):
    from wasl.instruments.services.submissions import Sent

    return Sent(form="rhs-15", instance=xml)
