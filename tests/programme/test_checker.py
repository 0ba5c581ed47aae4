"""Whoever edits a programme hears of every fault in one run, each with its place and how to put it right."""

import re
from pathlib import Path

import pytest

from tests.programme.folders import AL_AMAL, Folder
from wasl.programme import ProgrammeFaulty, check, load

ENTRY, SERVICES, EXIT, AFTERCARE = "1-entry.toml", "2-rehabilitation.toml", "3-exit.toml", "4-aftercare.toml"

#: file, what stands there, what is planted instead, the code that must be found, part of the place
PLANTED = [
    ("programme.toml", 'setting = "residential"', 'setting = "castle"', "value_wrong", "setting"),
    ("programme.toml", 'unit = "family"', 'unit = "family"\ncolour = "red"', "key_unknown", "colour"),
    ("programme.toml", "capacity_families = 1200\n", "", "key_missing", "centre[al-amal].capacity_families"),
    (
        "programme.toml",
        "capacity_families = 400",
        "capacity_families = 900",
        "value_wrong",
        "centre[al-amal].section",
    ),
    ("programme.toml", '"al-amal-b"', '"al-amal-a"', "value_wrong", "section[al-amal-a].code"),
    ("programme.toml", "capacity_people = 5000", 'capacity_people = "many"', "type_wrong", "centre[al-amal]"),
    ("programme.toml", "IQG15Q05N01", "IQG99Q05N01", "place_unknown", "centre[al-amal].place"),
    (
        "programme.toml",
        "planned_days = 90",
        "planned_days = 300",
        "value_wrong",
        "pathway[standard].planned_days",
    ),
    ("programme.toml", '"not_applicable"]', '"not_applicable", "pending"]', "value_wrong", "entry_clearance"),
    (
        "programme.toml",
        'fact = "members_above_light"',
        'fact = "category"',
        "fact_unknown",
        "gate[everyone-light]",
    ),
    (
        "programme.toml",
        'aftercare_floor = "standard"',
        'aftercare_floor = "huge"',
        "level_unknown",
        "pathway[short]",
    ),
    ("roles.toml", '"roster.import"', '"roster.export"', "action_unknown", "role[intake-clerk].actions"),
    (
        "roles.toml",
        '["account.manage", ',
        '["account.manage", "file.view", ',
        "actions_conflict",
        "system-administrator",
    ),
    ("roles.toml", 'code = "me-officer"', 'code = "caseworker"', "code_twice", "role[caseworker]"),
    ("roles.toml", 'reach = "team"', 'reach = "everywhere"', "value_wrong", "role[case-supervisor].reach"),
    (
        "roles.toml",
        'classes = ["identity", "files"]',
        'classes = ["identity", "sealed"]',
        "class_unfounded",
        "legal-officer",
    ),
    ("roles.toml", '"sealed.child_supervise", ', "", "supervisor_missing", "role"),
    ("domains.toml", "\n3 = {", "\n5 = {", "anchor_missing", "domain[shelter].anchors.3"),
    ("domains.toml", "number = 5", "number = 4", "code_twice", "domain[basics]"),
    ("domains.toml", 'scope = "household"', 'scope = "village"', "value_wrong", "domain[shelter].scope"),
    ("domains.toml", "score = 4, domains = 1", "score = 5, domains = 1", "value_wrong", "level[intensive]"),
    (
        ENTRY,
        'service = "SV-HL-01"',
        'service = "SV-XX-99"',
        "service_unknown",
        "urgent_need[ill_now].service",
    ),
    (ENTRY, 'owner = "intake-clerk"', 'owner = "doorman"', "role_unknown", "urgent_need[ill_now].owner"),
    (ENTRY, "[[urgency]]\nscore = 2", "[[urgency]]\nscore = 1", "urgency_missing", "urgency"),
    (
        ENTRY,
        'recipients = ["legal_partner"]',
        'recipients = ["press"]',
        "recipient_unknown",
        "consent[legal]",
    ),
    (
        ENTRY,
        'service = "SV-PR-05"',
        'service = "SV-PR-04"',
        "sealed_in_the_open",
        "urgent_need[member_missing]",
    ),
    (SERVICES, "intensive = 7\n", "", "interval_missing", "review_days.intensive"),
    (SERVICES, "intensive = 7", "intensive = 90", "interval_disordered", "review_days.intensive"),
    (SERVICES, "light = 60", "light = 60\nnone = 3", "level_unknown", "review_days.none"),
    (SERVICES, "first_plan = true\n", "", "return_goal_missing", "goal"),
    (SERVICES, 'domain = "spiritual"', 'domain = "ties"', "domain_unanswered", "goal"),
    (
        SERVICES,
        '"SV-MH-09", "SV-MH-07", "SV-CC-02"]',
        '"SV-PR-04"]',
        "sealed_in_the_open",
        "goal[child-thrives]",
    ),
    (EXIT, 'op = "at_least"', 'op = "roughly"', "operator_unknown", "criterion[notice-given].op"),
    (EXIT, "value = 14", 'value = "two weeks"', "type_wrong", "criterion[notice-given].value"),
    (
        EXIT,
        'decided_by = ["case-supervisor"',
        'decided_by = ["teacher"',
        "role_unable",
        "decision.decided_by",
    ),
    (
        EXIT,
        "notice_days = 14",
        "notice_days = 14\nnot_by_caseworker = false",
        "self_approval",
        "not_by_caseworker",
    ),
    (AFTERCARE, "days = [30, 90, 180, 365]", "days = []", "aftercare_empty", "tier[light].days"),
    (AFTERCARE, "days = [30, 90, 180, 365]", "days = [90, 30]", "schedule_disordered", "tier[light].days"),
    (
        AFTERCARE,
        "days = [14, 30, 60, 90, 180, 365]",
        "days = [30, 14]",
        "schedule_disordered",
        "tier[standard].days",
    ),
    (
        AFTERCARE,
        "days = [14, 30, 60, 90, 180, 365]",
        "days = [365]",
        "schedule_disordered",
        "tier[standard].days",
    ),
    (AFTERCARE, '[[tier]]\ncode = "light"', '[[tier]]\ncode = "enhanced"', "tier_missing", "tier"),
    ("calendar.toml", '"saturday"]', '"caturday"]', "value_wrong", "weekend"),
    ("calendar.toml", '"Asia/Baghdad"', '"Asia/Atlantis"', "value_wrong", "timezone"),
    ("week.toml", 'day_begins = "08:00"', 'day_begins = "08:10"', "value_wrong", "day_begins"),
    ("week.toml", 'day_ends = "15:00"', 'day_ends = "07:00"', "value_wrong", "day_ends"),
    ("week.toml", "most = 30", "most = 200", "value_wrong", "hours.most"),
    (
        "week.toml",
        "most_without_childcare = 8",
        "most_without_childcare = 40",
        "value_wrong",
        "hours.most_without_childcare",
    ),
    ("week.toml", "minutes = 45", "minutes = 50", "value_wrong", "kind[talk].minutes"),
    ("week.toml", 'unit = "contact"', 'unit = "dance"', "unit_unknown", "kind[talk].unit"),
    ("week.toml", "places = 12", "places = 0", "value_wrong", "childcare[nursery].places"),
    ("calendar.toml", "date = 2026-01-06", "date = 2026-01-01", "code_twice", "holiday[2026-01-01]"),
    ("calendar.toml", "date = 2026-01-06", 'date = "6 January"', "type_wrong", "date"),
    ("documents.toml", 'holder = "household"', 'holder = "clan"', "value_wrong", "document[DOC04].holder"),
    ("documents.toml", '"never_had"]', '"burnt"]', "document_state_unknown", "missing_states"),
    (
        "protection.toml",
        "hide_below_outside = 10",
        "hide_below_outside = 3",
        "value_wrong",
        "tables.hide_below_outside",
    ),
    ("protection.toml", "hours = 8", "hours = 24", "value_wrong", "sessions.hours"),
]


@pytest.mark.requirement("R082", "R083")
def test_the_al_amal_folder_has_nothing_to_put_right():
    assert [str(finding) for finding in check(AL_AMAL)] == []


@pytest.mark.parametrize(("file", "old", "new", "code", "place"), PLANTED)
def test_each_planted_fault_is_found_where_it_stands(folder: Folder, file, old, new, code, place):
    found = folder.replace(file, old, new).findings()
    here = [finding for finding in found if finding.code == code and finding.file == file]
    assert any(place in finding.place for finding in here), [str(finding) for finding in found]
    assert all(finding.message and finding.remedy for finding in found)


@pytest.mark.requirement("R071")
def test_all_faults_of_a_folder_are_told_in_one_run(folder: Folder):
    """One fault of every kind that can live beside the others, in nine files at once."""
    kinds = set()
    seen: set[tuple[str, str]] = set()
    for file, old, new, code, _ in PLANTED:
        text = (folder.path / file).read_text(encoding="utf-8")
        if old in text and not any(file == other and part in old for other, part in seen):
            folder.replace(file, old, new)
            kinds.add(code)
            seen.add((file, old))
    assert len(kinds) > 25
    assert kinds - folder.codes() == set()


@pytest.mark.parametrize("language", ["ar", "ckb", "en"])
def test_a_text_without_one_of_the_languages_is_found(folder: Folder, language):
    text = (folder.path / "domains.toml").read_text(encoding="utf-8")
    name = re.search(r'name = \{ en = "Shelter".*\}', text)
    assert name
    folder.replace("domains.toml", name[0], re.sub(rf'\b{language} = "[^"]*"', f'{language} = ""', name[0]))
    only = folder.only()
    assert (only.code, only.place) == ("language_missing", f"domain[shelter].name.{language}")


def test_english_left_in_the_place_of_sorani_is_found(folder: Folder):
    folder.replace("roles.toml", 'ckb = "مامۆستا"', 'ckb = "Teacher"')
    only = folder.only()
    assert (only.code, only.place) == ("language_copied", "role[teacher].name.ckb")


def test_broken_toml_is_told_with_its_line_and_the_other_files_are_still_read(folder: Folder):
    folder.replace("roles.toml", '[[role]]\ncode = "intake-clerk"', "[[role]]\ncode = intake clerk")
    folder.replace("calendar.toml", '"saturday"]', '"caturday"]')
    found = {(finding.file, finding.code, finding.place) for finding in folder.findings()}
    line = (folder.path / "roles.toml").read_text(encoding="utf-8").splitlines().index(
        "code = intake clerk"
    ) + 1
    assert any(
        file == "roles.toml" and code == "toml_broken" and f"line {line}," in place
        for file, code, place in found
    )
    assert ("calendar.toml", "value_wrong", "weekend") in found


def test_a_broken_file_is_one_fault_and_not_one_for_each_key_it_would_have_held(folder: Folder):
    folder.replace("protection.toml", "[looks]", "[looks")
    assert [finding.code for finding in folder.findings() if finding.file == "protection.toml"] == [
        "toml_broken"
    ]


@pytest.mark.parametrize("file", ["roles.toml", ENTRY, "calendar.toml"])
def test_a_missing_file_is_found(folder: Folder, file):
    (folder.path / file).unlink()
    assert any(finding.file == file and finding.code == "file_missing" for finding in folder.findings())


def test_a_file_that_nobody_reads_and_one_in_another_encoding_are_found(folder: Folder):
    (folder.path / "exit.toml").write_text("notice_days = 1\n")
    (folder.path / "protection.toml").write_bytes("# حماية\n".encode("cp1256"))
    found = {(finding.file, finding.code) for finding in folder.findings()}
    assert {("exit.toml", "file_unknown"), ("protection.toml", "file_encoding")} <= found


@pytest.mark.requirement("R033", "R042")
def test_services_open_to_one_sex_only_are_a_warning_and_the_programme_still_loads(folder: Folder):
    for code in ("SV-CC-01",):
        folder.replace(SERVICES, f'code = "{code}"\n', f'code = "{code}"\nopen_to = "women"\n')
    only = folder.only()
    assert (only.code, only.place, only.severity) == ("one_sex_only", "group[childcare]", "warning")
    assert load(folder.path).code == "iq-al-amal"


@pytest.mark.requirement("R002", "R026", "P11")
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("domains.toml", 'name = { en = "Shelter"', 'name = { en = "Risk of radicalisation"'),
        ("domains.toml", 'ar = "المأوى والسكن"', 'ar = "الانتماء"'),
        (ENTRY, 'code = "schooling"', 'code = "tribe"'),
        (ENTRY, 'ask = { en = "Is anybody ill', 'ask = { en = "Is a suspect ill'),
    ],
)
def test_a_name_or_question_about_what_has_no_field_here_is_found(folder: Folder, file, old, new):
    assert "word_forbidden" in folder.replace(file, old, new).codes()


def test_loading_a_faulty_folder_raises_all_its_faults(folder: Folder):
    folder.replace("calendar.toml", '"saturday"]', '"caturday"]').replace(SERVICES, "intensive = 7\n", "")
    with pytest.raises(ProgrammeFaulty) as raised:
        load(folder.path)
    assert {finding.code for finding in raised.value.findings} == {"value_wrong", "interval_missing"}


def test_a_folder_that_is_not_there_is_a_finding_and_no_error(tmp_path: Path):
    assert [finding.code for finding in check(tmp_path / "nowhere")] == ["folder_missing"]


def test_an_empty_folder_says_which_files_it_needs(tmp_path: Path):
    found = check(tmp_path)
    assert {"programme.toml", "roles.toml", "domains.toml", ENTRY, EXIT} <= {
        finding.file for finding in found
    }
    assert {finding.code for finding in found} == {"file_missing"}


@pytest.mark.requirement("R093")
def test_the_digest_changes_with_any_content_or_name_and_with_nothing_else(folder: Folder):
    before = load(folder.path).digest
    assert before == load(AL_AMAL).digest
    (folder.path / "README.md").write_text("about")
    assert load(folder.path).digest == before
    folder.replace("protection.toml", "per_hour = 60", "per_hour = 61")
    changed = load(folder.path)
    assert changed.digest != before
    assert changed.edition == f"iq-al-amal@{changed.digest[:10]}"
