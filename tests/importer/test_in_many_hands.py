"""The same families written in hundreds of hands come out the same; and what single odd hands do."""

from random import Random

import pytest

from tests.importer.hands import FORBIDDEN, HARMLESS, HEADINGS, write
from tests.importer.lists import (
    EVERYONE,
    HER_SON,
    KHADIJA,
    TWO_FAMILIES,
    YOUSIF,
    as_csv,
    as_xlsx,
    changed,
    faults,
    people,
    read,
    read_rows,
)
from tests.importer.lists import HEADINGS as USUAL
from tests.importer.population import family
from tests.importer.test_layouts import ENGLISH, SORANI
from wasl.phases.entry_assessment.importer import vocabulary
from wasl.phases.entry_assessment.importer.headers import field_of, is_refused
from wasl.programme.forbidden import check_name


def outcome(seed: int, faults: int = 0) -> list[str]:
    """What came out otherwise than it was written; nothing when all is well."""
    chance = Random(seed)
    families = [family(chance, str(number)) for number in range(1, chance.randrange(3, 12))]
    written = write(chance, families, faults=faults)
    roster = read(written.data, written.filename)
    wrong = [f"{written.how}, {written.filename}"]
    told = [(error.row, error.code) for error in roster.errors]
    if sorted(told) != sorted(written.faults):
        wrong.append(f"faults {sorted(told)}, not {sorted(written.faults)}")
    if roster.refused_columns != written.refused:
        wrong.append(f"refused {roster.refused_columns}, not {written.refused}")
    counts, written_counts = (
        (roster.family_count, roster.people_count),
        (len(families), len(written.people)),
    )
    if counts != written_counts:
        wrong.append(f"{counts} families and people, not {written_counts}")
    expected = {row: truth for row, truth in written.people.items() if truth[0] not in written.faulty}
    places = sorted({truth[0] for truth in expected.values()})
    taken = zip(sorted(roster.families, key=lambda one: one.row), places, strict=False)
    found = {
        one.row: (
            *(place, one.name.given, one.name.father, one.name.grandfather, one.name.laqab),
            *(one.mother[0], str(one.sex), one.birth.date.year if one.birth.date else 0, str(one.relation)),
        )
        for there, place in taken
        for one in there.people
    }
    for row in sorted(found.keys() | expected.keys()):
        if found.get(row) != expected.get(row):
            wrong.append(f"line {row}: {found.get(row)}, not {expected.get(row)}")
    if "قيد التدقيق" in repr(roster):
        wrong.append("a cell of a column that was not read")
    return wrong[:5] if len(wrong) > 1 else []


@pytest.mark.requirement("R028")
@pytest.mark.parametrize("start", range(0, 160, 20))
def test_every_family_person_and_column_is_read_as_written(start: int) -> None:
    wrong = {seed: said for seed in range(start, start + 20) if (said := outcome(seed))}
    assert wrong == {}


@pytest.mark.parametrize("start", range(1000, 1100, 20))
def test_faults_are_told_at_their_lines_in_every_hand_and_cost_their_own_families_only(start: int) -> None:
    wrong = {seed: said for seed in range(start, start + 20) if (said := outcome(seed, faults=3))}
    assert wrong == {}


def test_a_reader_with_fewer_words_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: the words for kinship know nothing of whose son he is."""
    monkeypatch.setattr(vocabulary, "_relation", lambda plain: vocabulary._relations().get(plain))
    assert any(outcome(seed) for seed in range(20))


@pytest.mark.parametrize("lang", HEADINGS)
def test_each_heading_means_its_field_and_is_not_refused(lang: str) -> None:
    for field, spellings in HEADINGS[lang].items():
        for heading in spellings:
            assert field_of(heading) == field, heading
            assert check_name(heading) is None, heading
            assert not is_refused(heading), heading


def test_what_is_refused_is_refused_and_what_is_only_not_asked_for_is_not() -> None:
    assert [text for text in FORBIDDEN if not (is_refused(text) or check_name(text))] == []
    assert [text for text in HARMLESS if is_refused(text) or check_name(text)] == []


BELOW = {
    "in English": [ENGLISH],
    "in Sorani and English": [SORANI, ENGLISH],
    "the number of each column": [[str(number) for number in range(1, 14)]],
    "the letter of each column": [list("ABCDEFGHIJKLM")],
    "after an empty line": [[], ENGLISH],
    "in English, and numbers": [ENGLISH, [f"({number})" for number in range(1, 14)]],
}


@pytest.mark.parametrize("below", BELOW.values(), ids=BELOW)
def test_headings_a_second_time_below_the_first_are_no_people(below: list[list[str]]) -> None:
    for roster in (
        read_rows([USUAL, *below, *TWO_FAMILIES[1:]]),
        read(as_xlsx([USUAL, *below, *TWO_FAMILIES[1:]])),
    ):
        assert (faults(roster), people(roster)) == ([], EVERYONE)
        assert roster.ignored_columns == ("الملاحظات",)


@pytest.mark.parametrize(
    ("arabic", "english"), [("الموقف الأمني", "Security"), ("الموقف", "Security status")]
)
def test_a_column_is_refused_whichever_of_its_two_headings_says_what_it_is(arabic: str, english: str) -> None:
    rows = [[*USUAL, arabic], [*ENGLISH, english], *[[*row, "سليم"] for row in TWO_FAMILIES[1:]]]
    roster = read_rows(rows)
    assert people(roster) == EVERYONE
    assert roster.refused_columns == (arabic if check_name(arabic) else english,)
    assert "سليم" not in repr(roster)


def test_a_first_family_whose_cells_look_like_headings_is_still_a_family() -> None:
    """Names that are also words of headings do not make a line of headings."""
    odd = changed(YOUSIF, given="ناو", father="الجد", grandfather="الأب")
    assert ("2", "ناو") in people(read_rows([USUAL, odd]))


@pytest.mark.parametrize("mark", ["/", "-", "."])
def test_a_number_for_each_person_within_her_family_is_not_a_family_each(mark: str) -> None:
    rows = [
        USUAL,
        changed(KHADIJA, family=f"1{mark}1"),
        changed(HER_SON, family=f"1{mark}2"),
        changed(YOUSIF, family=f"2{mark}1"),
    ]
    assert people(read_rows(rows)) == EVERYONE


def test_numbers_with_a_stroke_that_are_those_of_families_stay_what_they_are() -> None:
    rows = [
        USUAL,
        changed(KHADIJA, family="35/1"),
        changed(HER_SON, family=""),
        changed(YOUSIF, family="35/2"),
    ]
    assert [number for number, _ in people(read_rows(rows))] == ["35/1", "35/1", "35/2"]


def test_the_name_of_the_head_in_every_line_tells_the_families_apart() -> None:
    headings = ("اسم رب الأسرة", *USUAL[1:])
    hers = "خديجة أحمد هاشم"
    rows = [
        *(headings, changed(HER_SON, family=hers), changed(KHADIJA, family=hers)),
        changed(YOUSIF, family="يوسف عبد الله خلف"),
    ]
    roster = read_rows(rows)
    assert (faults(roster), people(roster)) == ([], [("1", "محمد"), ("1", "خديجة"), ("2", "يوسف")])
    namesakes = [headings, changed(KHADIJA, family=hers), changed(KHADIJA, family=hers, birth="1950")]
    assert [number for number, _ in people(read_rows(namesakes))] == ["1", "2"]


def test_words_beside_the_one_that_counts_are_left_aside() -> None:
    for heading, field in {
        "الاسم (كما في الهوية)": "given",
        "رقم الهاتف إن وجد": "phone",
        "Full name in Arabic": "full",
        "Phone if any": "phone",
        "تاريخ التولد (يوم/شهر/سنة)": "birth",
        "Date of birth dd/mm/yyyy": "birth",
    }.items():
        assert field_of(heading) == field, heading


def test_csv_with_a_total_and_a_remark_that_begins_like_one() -> None:
    rows = [
        USUAL,
        changed(KHADIJA, remarks="المجموع 2"),
        HER_SON,
        YOUSIF,
        [*[""] * 7, "3", "المجموع", "", "", "", ""],
    ]
    roster = read(as_csv(rows))
    assert people(roster) == EVERYONE
    assert roster.ignored_rows == (5,)
