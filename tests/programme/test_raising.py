"""Rules propose needs: what is unanswered fires nothing, every rule can fire, and each need names what it rests on."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wasl.kernel.errors import Invalids
from wasl.programme.folder import check
from wasl.programme.forms.folder import read_folder
from wasl.programme.notes import Notes
from wasl.programme.programme import Programme
from wasl.programme.raising import raised
from wasl.programme.rules_fit import results_of
from wasl.programme.scoring import library, score
from wasl.programme.sheets.raising import Rule

FOLDER = Path(__file__).resolve().parents[2] / "programmes" / "iq-al-amal"


@pytest.fixture(scope="module")
def programme() -> Programme:
    from wasl.programme.folder import load

    return load(FOLDER)


@pytest.fixture(scope="module")
def sheets() -> Any:
    return read_folder(FOLDER, Notes(), library())


def satisfying(rule: Rule) -> tuple[dict[str, list[str]], dict[str, Any]]:
    """Answers and results under which a rule holds."""
    answers: dict[str, list[str]] = {}
    results: dict[str, Any] = {}
    for one in rule.when:
        value = (
            one.answers[0] if one.answers else str(one.at_least if one.at_least is not None else one.at_most)
        )
        if one.question:
            answers[one.question] = [value]
        else:
            results[one.result] = {"true": True, "false": False}.get(value, value)
    return answers, results


@pytest.mark.requirement("R076")
def test_every_rule_can_fire_and_says_what_it_rests_on(programme: Programme) -> None:
    assert len(programme.rules) > 15
    for rule in programme.rules.values():
        answers, results = satisfying(rule)
        age = rule.ages[0] if rule.ages else 30
        found = {one.domain: one for one in raised(programme.rules, rule.form, answers, results, {}, age)}
        assert rule.code in found[rule.domain].rules
        assert set(found[rule.domain].rests_on) <= {*answers, *results}
        assert "{" not in found[rule.domain].because.ar + found[rule.domain].because.ckb


def test_the_highest_level_stands_and_all_sentences_do(programme: Programme) -> None:
    results = {"positive": True, "band": "severe"}
    [need] = raised(programme.rules, "phq-9", {}, results, {}, 30)
    assert (need.level, need.rules) == (3, ("mood-very-low", "mood-low"))
    assert programme.rules["mood-low"].because.en in need.because.en


def test_a_value_is_said_in_the_words_of_the_answer(programme: Programme) -> None:
    words = {("wish", "employed"): {"ar": "عمل بأجر", "en": "Work for wages", "ckb": "کار بە کرێ"}}
    [need] = raised(programme.rules, "livelihood-profile", {"wish": ["employed"]}, {}, words, 30)
    assert need.because.en == "Her or his wish: Work for wages."
    assert "عمل بأجر" in need.because.ar


def test_rules_are_for_the_ages_they_name(programme: Programme) -> None:
    answers = {"in_class_now": ["no"]}
    assert [n.domain for n in raised(programme.rules, "education-profile", answers, {}, {}, 9)] == [
        "education"
    ]
    assert raised(programme.rules, "education-profile", answers, {}, {}, 40) == []


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_what_is_unanswered_fires_nothing_and_more_answers_take_nothing_away(
    programme: Programme, data: Any
) -> None:
    """Answers drawn from what the rules look at: a need never comes from nothing, and never goes for an answer more."""
    rules = list(programme.rules.values())
    form = data.draw(st.sampled_from(sorted({rule.form for rule in rules})))
    questions = sorted({c.question for r in rules if r.form == form for c in r.when if c.question})
    given_answers = {
        name: [
            data.draw(
                st.sampled_from(
                    sorted(
                        {a for r in rules for c in r.when if c.question == name for a in c.answers} | {"x"}
                    )
                )
            )
        ]
        for name in questions
        if data.draw(st.booleans())
    }
    found = raised(programme.rules, form, given_answers, {}, {}, 16)
    assert all(set(one.rests_on) <= set(given_answers) for one in found if one.rules)
    for name in given_answers:
        fewer = raised(
            programme.rules, form, {k: v for k, v in given_answers.items() if k != name}, {}, {}, 16
        )
        levels = {one.domain: one.level for one in found}
        assert all(levels.get(one.domain, 0) >= one.level for one in fewer)


@settings(deadline=None, max_examples=200)
@given(answers=st.lists(st.none() | st.integers(0, 3), min_size=9, max_size=9))
def test_an_instrument_that_is_not_scored_proposes_nothing(
    programme: Programme, answers: list[int | None]
) -> None:
    result = score(library().tools["phq-9"], answers)
    found = raised(programme.rules, "phq-9", {}, result.values, {}, 30)
    if result.values["total"] is None:
        assert found == []
    elif result.values["positive"]:
        assert found[0].domain == "coping"


def test_results_of_an_instrument_are_what_a_rule_may_name() -> None:
    known = results_of(library().tools["phq-9"])
    assert "moderately_severe" in known["band"]
    assert known["positive"] == ("true", "false")
    assert known["total"] == ()


FAULTS = {
    "form_unknown": 'form = "never-asked"',
    "result_unknown": 'form = "phq-9"\nwhen = [{ result = "mood", is = true }]',
    "answer_unknown": 'form = "phq-9"\nwhen = [{ result = "band", is = ["blue"] }]',
    "question_unknown": 'form = "education-profile"\nwhen = [{ question = "faith", is = ["x"] }]',
    "sentence_tells": 'form = "phq-9"\nbecause = { en = "A {value}", ar = "قيمة {value}", ckb = "نرخ {value}" }',
    "form_not_asked": 'form = "k10"\nwhen = [{ result = "total", at_least = 30 }]',
    "value_wrong": "level = 5",
    "key_unknown": "shout = true",
    "goal_elsewhere": 'goals = ["feel-safe"]',
}


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_a_rule_with_a_fault_is_told_so_with_its_place(tmp_path: Path, code: str) -> None:
    import shutil

    folder = tmp_path / "iq-al-amal"
    shutil.copytree(FOLDER, folder)
    own = {
        "form": 'form = "phq-9"', "domain": 'domain = "coping"', "level": "level = 2",
        "when": 'when = [{ result = "positive", is = true }]', "source": 'source = "x"',
        "because": 'because = { en = "A talk.", ar = "حديث.", ckb = "قسە.", ckb_review = true }',
    }  # fmt: skip
    for line in FAULTS[code].splitlines():
        own[line.partition(" =")[0]] = line
    (folder / "rules.toml").write_text(
        '[[rule]]\ncode = "one"\n' + "\n".join(own.values()) + "\n", encoding="utf-8"
    )
    found = check(folder)
    assert (code, "rules.toml") in {(one.code, one.file) for one in found}, found
    assert all(one.place.startswith("rule[one]") for one in found if one.file == "rules.toml")


@pytest.mark.requirement("R048", "R076")
def test_a_thousand_assessments_can_be_walked_from_the_answers_to_the_services_and_back(
    programme: Programme, sheets: Any
) -> None:
    """Answers drawn by chance: each proposed goal leads back to a need, the rule and the answers that were given."""
    import random

    from wasl.programme.proposals import propose

    chance, seen = random.Random(20261130), 0
    forms = sorted({rule.form for rule in programme.rules.values()})
    for _ in range(1_000):
        form, age = chance.choice(forms), chance.randint(2, 80)
        answers, results = _drawn(programme, sheets, form, chance)
        for need in raised(programme.rules, form, answers, results, {}, age):
            rules = [programme.rules[code] for code in need.rules]
            assert need.level == max(rule.level for rule in rules)
            assert all(rule.domain == need.domain and rule.form == form and rule.fits(age) for rule in rules)
            assert need.rests_on
            looked_at = {one.looks_at for rule in rules for one in rule.when}
            assert set(need.rests_on) <= looked_at & {*answers, *results}
            for proposal in propose(programme, need.domain, need.level, age):
                seen += 1
                assert proposal.goal.domain == need.domain
                assert {one.code for one in proposal.services} <= set(proposal.goal.services)
            assert all(programme.rehabilitation.goals[goal].domain == need.domain for goal in need.goals)
    assert seen > 300, "chance found too few needs to show anything"


def _drawn(
    programme: Programme, sheets: Any, form: str, chance: Any
) -> tuple[dict[str, list[str]], dict[str, Any]]:
    """Some questions of a form answered, its instrument scored; others left open."""
    tool = programme.scoring.tools.get(form)
    if tool is not None and form not in sheets:
        given = [
            chance.choice([None, *range(4)]) if chance.random() < 0.1 else chance.randint(0, 3)
            for _ in tool.items
        ]
        try:
            return {}, {k: v for k, v in score(tool, given).values.items() if v is not None}
        except Invalids:  # an answer that this instrument does not know: nothing was recorded
            return {}, {}
    asked = sheets[form].form
    answers = {
        question.name: [chance.choice(asked.lists[question.choices]).name]
        for question, _around in asked.every()
        if question.choices and chance.random() < 0.7
    }
    return answers, {}
