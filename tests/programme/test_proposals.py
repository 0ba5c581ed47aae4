"""A score raises a need, a need proposes goals and services, and each says because of what."""

import pytest

from wasl.programme import Programme
from wasl.programme.proposals import because, propose, raised_needs


@pytest.mark.requirement("R036", "R072")
def test_scores_of_two_and_more_raise_needs_the_most_urgent_first(programme: Programme):
    needs = raised_needs(programme, {"work": 2, "documents": 3, "health": 4, "ties": 1, "safety": 0})
    assert [(need.domain.code, need.urgency.days) for need in needs] == [
        ("health", 3),
        ("documents", 7),
        ("work", 30),
    ]
    assert needs[0].urgency.first_answer_hours == 24


@pytest.mark.requirement("R036", "R072")
def test_a_reason_names_domain_score_and_line_in_each_language(programme: Programme):
    documents = programme.domains["documents"]
    reason = because(documents, 3)
    for language in ("ar", "ckb", "en"):
        assert documents.name.in_(language) in reason.in_(language)
        assert documents.anchors[3].in_(language) in reason.in_(language)
    assert "= 3" in reason.en


@pytest.mark.requirement("R055")
def test_a_child_out_of_school_is_offered_the_right_class_and_no_adult_course(programme: Programme):
    (proposal,) = propose(programme, "education", 3, age=9)
    assert proposal.goal.code == "child-in-school"
    assert [service.code for service in proposal.services] == ["SV-ED-04", "SV-ED-01", "SV-ED-02"]
    assert "never was" in proposal.because.en


def test_an_adult_is_offered_adult_goals_for_the_same_domain(programme: Programme):
    assert [proposal.goal.code for proposal in propose(programme, "education", 3, age=30)] == [
        "read-and-write"
    ]


def test_every_domain_has_a_goal_for_every_age_that_is_asked(programme: Programme):
    silent = [
        (domain.code, age)
        for domain in programme.domains.values()
        for age in range(0, 91)
        if (domain.once_for_the_family or domain.is_asked_of(age))
        and not propose(programme, domain.code, 3, age)
    ]
    assert silent == []


def test_every_proposed_goal_has_a_service_that_fits(programme: Programme):
    for domain in programme.domains.values():
        for age in range(0, 91):
            if domain.is_asked_of(age):
                assert all(proposal.services for proposal in propose(programme, domain.code, 4, age))


def test_no_proposal_shows_a_service_of_a_sealed_line(programme: Programme):
    for domain in programme.domains:
        for proposal in propose(programme, domain, 4):
            assert all(service.circle != "sealed" for service in proposal.services)


def test_a_score_below_a_need_proposes_nothing_but_the_goal_of_return(programme: Programme):
    codes = [proposal.goal.code for domain in programme.domains for proposal in propose(programme, domain, 1)]
    assert codes == ["place-of-return"]
