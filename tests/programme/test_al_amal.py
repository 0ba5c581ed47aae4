"""What the ministry's own programme says: roles, domains, ways through, exit, after-care, papers, days."""

import datetime as dt

import pytest

from wasl.kernel.text import LANGUAGES
from wasl.programme import Programme
from wasl.programme.notes import Notes
from wasl.programme.sheets.domains import SCORES

GRID = {
    *("safety", "documents", "legal", "shelter", "basics", "health", "coping", "family", "children"),
    *("education", "work", "ties", "disability", "spiritual"),
}
#: what every member of staff may do: take down a complaint, and log that somebody asked for names
EVERYBODYS = {"complaint.take", "asked.record"}


@pytest.mark.requirement("R008", "R072")
def test_the_grid_has_fourteen_domains_with_a_line_for_each_score_in_three_languages(programme: Programme):
    assert set(programme.domains) == GRID
    assert sorted(domain.number for domain in programme.domains.values()) == list(range(1, 15))
    for domain in programme.domains.values():
        for line in (
            *domain.anchors,
            *domain.child_anchors,
            domain.question,
            domain.strength,
            domain.decision,
        ):
            assert all(line.in_(language) for language in LANGUAGES)
        assert len(domain.anchors) == len(SCORES)
        assert len(set(domain.anchors)) == len(SCORES)


@pytest.mark.requirement("R080", "R089")
@pytest.mark.parametrize(
    "ages",
    [(34, 2, 4, 6, 9, 11, 15), (34, 38, 1, 4, 8, 12, 15), (41, 39, 17, 17, 16, 16, 15)],
    ids=["a mother with six", "a couple with five", "a couple with five adolescents"],
)
def test_a_family_of_seven_is_asked_in_75_minutes(programme: Programme, ages):
    assert programme.interview_minutes(ages) <= programme.entry.family_of_seven_minutes == 75


@pytest.mark.requirement("R080")
def test_household_domains_are_asked_once_and_the_others_by_age(programme: Programme):
    assert {domain.code for domain in programme.household_domains()} == {
        "shelter",
        "basics",
        "legal",
        "family",
    }
    infant = {domain.code for domain in programme.person_domains(1)}
    assert infant == {"documents", "health", "children"}
    pupil = {domain.code for domain in programme.person_domains(9)}
    assert pupil == infant | {"disability", "education"}
    grown = {domain.code for domain in programme.person_domains(30)}
    assert "children" not in grown
    assert {"safety", "coping", "work", "ties", "spiritual"} <= grown
    assert {domain.code for domain in programme.person_domains(None)} == grown


def test_a_child_is_asked_in_words_for_children(programme: Programme):
    school = programme.domains["education"]
    assert school.anchors_for(9) == school.child_anchors != school.anchors_for(30) == school.anchors
    assert school.question_for(9) == school.child_question
    assert school.minutes_for(9) == school.minutes_child


def test_the_spiritual_domain_is_voluntary_and_one_persons_own(programme: Programme):
    spiritual = programme.domains["spiritual"]
    assert (spiritual.voluntary, spiritual.circle) == (True, "own")
    assert [domain.code for domain in programme.domains.values() if domain.voluntary] == ["spiritual"]


@pytest.mark.requirement("R098")
def test_the_religious_counsellor_records_attendance_and_nothing_else(programme: Programme):
    assert programme.roles["religious-counsellor"].actions == {"attendance.record"} | EVERYBODYS
    assert programme.services["SV-RC-01"].record == "attendance"


@pytest.mark.requirement("P8")
@pytest.mark.parametrize(
    "role", ["system-administrator", "auditor", "programme-manager", "me-officer", "data-protection-officer"]
)
def test_roles_without_families_open_no_sealed_field(programme: Programme, role):
    assert programme.roles[role].classes == frozenset()


@pytest.mark.requirement("P8")
def test_the_system_administrator_touches_no_case(programme: Programme):
    assert (
        programme.roles["system-administrator"].actions
        == {
            "account.manage",
            "audit.verify",
            "programme.view",
        }
        | EVERYBODYS
    )


def test_only_clinical_roles_open_clinical_fields_and_only_sealed_lines_open_sealed_ones(
    programme: Programme,
):
    clinical = {code for code, role in programme.roles.items() if "clinical" in role.classes}
    assert clinical == {"psychologist", "clinical-supervisor"}
    for role in programme.roles.values():
        assert ("sealed" in role.classes) == bool(role.sealed_lines - {"clinical"})
    assert programme.roles["gbv-focal-point"].sealed_lines == {"gbv"}


def test_nobody_but_a_supervisor_lowers_a_level_or_decides_an_exit(programme: Programme):
    may = {
        code for code, role in programme.roles.items() if role.may("level.lower") or role.may("exit.decide")
    }
    assert may == {"case-supervisor", "centre-manager", "governorate-manager"}
    assert programme.exit.not_by_caseworker
    assert "caseworker" not in programme.exit.decided_by


@pytest.mark.requirement("R041", "R042", "J2")
def test_the_short_path_asks_for_every_member_and_shortens_no_list(programme: Programme):
    standard, short = programme.pathways["standard"], programme.pathways["short"]
    assert standard.gate == ()
    assert [line.fact for line in short.gate][:2] == ["members_without_level", "members_above_light"]
    assert all(line.required for line in short.gate)
    assert short.reversible
    assert (standard.planned_days, standard.range_days) == (90, (60, 180))
    assert short.range_days == (30, 60)
    assert (short.aftercare_floor, short.aftercare_floor_days) == ("standard", 90)


@pytest.mark.requirement("J2")
def test_the_gate_of_the_short_path_shows_nothing_of_a_sealed_line(programme: Programme):
    words = " ".join(line.fact + line.wording.en for line in programme.pathways["short"].gate)
    assert not {"gbv", "sealed", "clinical", "violence"} & set(words.lower().split())


@pytest.mark.requirement("R082", "R091")
def test_the_exit_list_is_complete_and_each_line_explains_itself(programme: Programme):
    facts = {criterion.fact for criterion in programme.exit.criteria if criterion.required}
    assert {
        "assessments_to_repeat",
        "serious_needs_without_owner",
        "safety_plans_missing",
        "documents_without_route",
        "place_agreed_in_writing",
        "community_readiness",
        "departure_plan_ready",
        "aftercare_owner_accepted",
        "notice_days_given",
    } <= facts
    assert programme.exit.notice_days == 14
    assert all(criterion.explains.en for criterion in programme.exit.criteria)


@pytest.mark.requirement("R060")
def test_leaving_by_own_choice_is_an_ordinary_ending_with_aftercare(programme: Programme):
    kind = programme.exit.departures["own_choice"]
    assert (kind.aftercare, kind.needs_decision) == (True, False)


@pytest.mark.requirement("R012")
def test_return_or_a_place_of_choice_is_a_goal_of_every_first_plan(programme: Programme):
    assert [goal.code for goal in programme.rehabilitation.first_plan_goals] == ["place-of-return"]


@pytest.mark.requirement("R035", "R071")
def test_the_catalogue_has_sixty_services_and_offers_those_of_a_family_programme(programme: Programme):
    catalogue = programme.rehabilitation.catalogue
    assert len(catalogue) == 60
    assert set(catalogue) - set(programme.services) == {"SV-MH-05", "SV-MH-10", "SV-RC-02", "SV-ED-05"}
    assert {"psychosocial", "education", "livelihoods", "religious-civic"} <= {
        s.group for s in catalogue.values()
    }
    assert {s.code for s in catalogue.values() if s.for_everyone} >= {"SV-SH-02", "SV-HL-02", "SV-MH-07"}
    assert {s.code for s in catalogue.values() if s.circle == "sealed"} == {"SV-PR-03", "SV-PR-04"}


@pytest.mark.requirement("R063")
def test_childcare_goes_with_every_course_and_counselling_for_adults(programme: Programme):
    for code in ("SV-LV-02", "SV-ED-03", "SV-MH-03", "SV-LG-01"):
        assert programme.services[code].childcare


@pytest.mark.requirement("P13", "R059")
def test_every_choice_but_the_file_itself_may_be_refused(programme: Programme):
    assert [choice.code for choice in programme.entry.consents.values() if not choice.optional] == ["file"]
    photo = programme.entry.consents["photo"]
    assert photo.optional


@pytest.mark.requirement("J1")
def test_each_urgent_need_has_an_owner_and_is_answered_the_same_day(programme: Programme):
    for urgent in programme.entry.urgent_needs.values():
        assert urgent.owner in programme.roles
        assert urgent.hours <= 24


@pytest.mark.requirement("R081")
def test_review_intervals_are_those_of_the_levels(programme: Programme):
    assert [programme.review_days(level) for level in programme.levels] == [60, 30, 14, 7]


def test_documents_are_twenty_two_kinds_held_by_persons_or_households(programme: Programme):
    kinds = programme.documents.kinds
    assert list(kinds) == [f"DOC{number:02d}" for number in range(1, 23)]
    assert kinds["DOC06"].is_for(3)
    assert not kinds["DOC06"].is_for(30)
    assert not kinds["DOC05"].is_for(30)
    assert kinds["DOC03"].is_for(18)
    assert not kinds["DOC03"].is_for(17)


def test_friday_saturday_and_feasts_are_not_worked_and_feasts_by_the_moon_wait_for_confirmation(
    programme: Programme,
):
    days = programme.calendar
    assert not days.is_working(dt.date(2026, 1, 2))
    assert not days.is_working(dt.date(2026, 1, 6))
    assert days.is_working(dt.date(2026, 1, 4))
    assert "Eid al-Fitr" in {holiday.name.en for holiday in programme.working_days.to_confirm}
    adha = programme.working_days.holiday_on(dt.date(2026, 5, 28))
    assert adha is not None
    assert adha.name.ar == "عيد الأضحى"


@pytest.mark.requirement("R007")
def test_what_people_carry_names_no_centre_and_no_journey(programme: Programme):
    for language in LANGUAGES:
        words = programme.header.outside_name.in_(language)
        assert not any(told in words for told in ("Amal", "الأمل", "ئەمەل", "ھیوا", "عودة", "return", "Hol"))


def test_the_centre_stands_in_qayyarah_and_its_capacity_is_a_setting(programme: Programme):
    centre = programme.centres["al-amal"]
    assert (centre.place, centre.capacity_families, centre.capacity_people) == ("IQG15Q05N01", 1200, 5000)


@pytest.mark.requirement("R017", "R027")
def test_of_an_outside_decision_only_two_words_may_be_kept(programme: Programme):
    assert set(programme.header.entry_clearance) == {"cleared_for_programme", "not_applicable"}


def test_sorani_that_a_native_reader_has_not_seen_is_marked_for_review(programme: Programme):
    assert len(programme.to_review) > 500
    assert ("1-entry.toml", "privacy.paragraph[1].text") in programme.to_review


def test_a_declared_name_can_be_told_from_one_declared_twice():
    notes = Notes()
    notes.declare("role", "teacher", "roles.toml", "role[1]")
    assert notes.findings == []
    notes.declare("role", "teacher", "roles.toml", "role[2]")
    assert [finding.code for finding in notes.findings] == ["code_twice"]
