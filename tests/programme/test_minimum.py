"""The minimum package: who has received nothing of a line, by age and need; what the checker says of its lines."""

from pathlib import Path
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.programme.folders import Folder
from wasl.programme import Programme
from wasl.programme.minimum import Member, Received, on_own_page, package_gaps

SUNDUS, ZAHRA, NOOR = (uuid5(UUID(int=0), name) for name in ("sundus", "zahra", "noor"))
FAMILY = (
    Member(SUNDUS, 34, frozenset({"documents", "education"})),
    Member(ZAHRA, 9, frozenset({"documents"})),
    Member(NOOR, 2),
)


def without(programme: Programme, *received: Received) -> dict[str, tuple[UUID, ...]]:
    return {gap.line.code: gap.people for gap in package_gaps(programme, "standard", FAMILY, received)}


@pytest.mark.requirement("R045")
def test_by_age_and_need_and_nothing_else(programme: Programme):
    assert without(programme) == {
        "psychosocial": (SUNDUS, ZAHRA), "school": (ZAHRA,), "learning": (SUNDUS,), "skills": (SUNDUS,),
        "documents": (SUNDUS, ZAHRA),
    }  # fmt: skip
    one = without(programme, Received(SUNDUS, "SV-LV-02"), Received(None, "SV-MH-07"))
    assert "skills" not in one
    assert "psychosocial" not in one, "what the whole family had, each of them had"


@pytest.mark.requirement("R045")
def test_what_was_offered_and_not_wanted_is_said(programme: Programme):
    [gap] = [
        gap
        for gap in package_gaps(programme, "short", FAMILY, [Received(SUNDUS, "SV-LV-02", declined=True)])
        if gap.line.code == "skills"
    ]
    assert gap.people == (SUNDUS,)
    assert gap.declined == {SUNDUS}


@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_more_services_never_open_a_gap_and_no_age_asks_nothing(programme: Programme, data):
    codes = sorted(programme.services)
    some = data.draw(
        st.lists(st.tuples(st.sampled_from([None, SUNDUS, ZAHRA, NOOR]), st.sampled_from(codes)))
    )
    received = [Received(*one) for one in some]
    more = [
        *received,
        Received(data.draw(st.sampled_from([None, SUNDUS, ZAHRA])), data.draw(st.sampled_from(codes))),
    ]
    before, after = without(programme, *received), without(programme, *more)
    assert all(set(people) <= set(before.get(line, ())) for line, people in after.items())
    assert package_gaps(programme, "standard", [Member(NOOR, None)], received) == []


def test_which_lines_tell_of_one_persons_own_page(programme: Programme):
    own = {line.code for line in programme.exit.minimum.values() if on_own_page(programme, line)}
    assert own == {"psychosocial"}


MINIMUM = """
[[minimum]]
code = "planted"
{more}
name = {{ en = "Planted", ar = "مزروع", ckb = "چێنراو", ckb_review = true }}
"""
PLANTED = {
    "minimum_impossible": 'ages = [0, 3]\nservices = ["SV-LV-02"]',
    "one_sex_only": 'services = ["SV-HL-03"]',
    "sealed_in_the_open": 'services = ["SV-PR-03", "SV-LG-01"]',
    "service_unknown": 'services = ["SV-XX-99"]',
    "pathway_unknown": 'pathways = ["quick"]\nservices = ["SV-LG-01"]',
    "key_missing": "ages = [0, 130]",
}


@pytest.mark.requirement("R033", "R045")
@pytest.mark.parametrize("code", sorted(PLANTED))
def test_a_line_with_a_fault_is_told_with_its_place(tmp_path: Path, code: str):
    folder = Folder.copied_to(tmp_path).add("3-exit.toml", MINIMUM.format(more=PLANTED[code]))
    found = {(one.code, one.file) for one in folder.findings() if one.place.startswith("minimum[planted]")}
    assert (code, "3-exit.toml") in found


@pytest.mark.requirement("R089")
def test_whose_answers_nobody_looks_at_is_told(tmp_path: Path):
    folder = Folder.copied_to(tmp_path)
    assert folder.findings() == []
    rules = (folder.path / "rules.toml").read_text(encoding="utf-8").split("[[rule]]")
    kept = [one for one in rules if 'form = "who-5"' not in one]
    (folder.path / "rules.toml").write_text("[[rule]]".join(kept), encoding="utf-8")
    one = folder.only()
    assert (one.code, one.place, one.severity) == ("answers_unused", "instrument[who-5]", "warning")
