"""Load, cover and proposals as pure rules."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from wasl.workforce import rules
from wasl.workforce.enums import Fit

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SALMA, HADI, MARYAM = uuid4(), uuid4(), uuid4()
CEILING = rules.Ceiling(families=20, intensive=6)


def worker(account=SALMA, *, gender="f", languages=("ar",), team=1, weight=0, intensive=0, away=False):
    load = rules.Load(CEILING, families=weight // 10, weight=weight, intensive=intensive)
    return rules.Worker(account, "caseworker", gender, frozenset(languages), team, load, away)


def wanted(**changes):
    return rules.Wanted(
        **({"team": 1, "level": "standard", "language": "ar", "woman_headed": False} | changes)
    )


def test_a_family_at_home_asks_half_of_one_at_the_centre():
    assert rules.weight("intensive", at_home=False) == 20
    assert rules.weight("intensive", at_home=True) == 10
    assert rules.weight("", at_home=False, families=3) == 30


@pytest.mark.requirement("R054")
def test_cover_of_whole_days_ends_with_the_last_days_midnight_in_baghdad():
    begin, end = rules.moments(date(2026, 11, 22), date(2026, 11, 24), NOW)
    assert begin == NOW
    assert end == datetime(2026, 11, 24, 21, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("absent", "stand_in", "days", "taken", "code"),
    [
        (SALMA, HADI, 3, False, "allowed"),
        (SALMA, SALMA, 3, False, "cover_for_oneself"),
        (SALMA, HADI, 0, False, "cover_ends_before_it_begins"),
        (SALMA, HADI, -1, False, "cover_ends_before_it_begins"),
        (SALMA, HADI, 93, False, "cover_too_long"),
        (SALMA, HADI, 3, True, "covered_already"),
    ],
)
def test_who_may_stand_in_and_how_long(absent, stand_in, days, taken, code):
    assert rules.can_cover(absent, stand_in, NOW, NOW + timedelta(days=days), NOW, taken).code == code


def test_the_lightest_load_is_proposed_first_with_its_reasons():
    found = rules.propose(wanted(), [worker(SALMA, weight=150), worker(HADI, weight=20)])
    assert [p.worker.account for p in found] == [HADI, SALMA]
    assert found[0].because == (Fit.LOAD_LIGHT, Fit.LANGUAGE, Fit.SAME_TEAM)


def test_a_familys_language_weighs_more_than_a_few_families():
    found = rules.propose(
        wanted(language="ckb"), [worker(SALMA, weight=20), worker(HADI, weight=80, languages=("ckb", "ar"))]
    )
    assert found[0].worker.account == HADI


def test_a_wish_for_a_woman_comes_before_the_load():
    found = rules.propose(
        wanted(woman_headed=True, woman_wished=True), [worker(HADI, gender="m"), worker(SALMA, weight=190)]
    )
    assert found[0].worker.account == SALMA
    assert Fit.MAN_WITH_WOMAN in found[1].because


def test_whoever_is_away_is_proposed_last_and_the_page_says_why():
    found = rules.propose(wanted(), [worker(SALMA, away=True), worker(HADI, weight=190, team=2)])
    assert [p.worker.account for p in found] == [HADI, SALMA]
    assert Fit.AWAY in found[1].because


def test_many_families_are_shared_out_and_not_heaped_on_one():
    families = [(uuid4(), wanted()) for _ in range(6)]
    found = rules.share(families, [worker(SALMA), worker(HADI), worker(MARYAM)])
    given = [proposals[0].worker.account for proposals in found.values()]
    assert {account: given.count(account) for account in given} == {SALMA: 2, HADI: 2, MARYAM: 2}


@pytest.mark.requirement("R053")
def test_how_many_families_fill_two_hands_is_the_programmes_to_say():
    narrow = rules.Ceiling(families=10, intensive=2)
    load = rules.Load(narrow, families=9, weight=90, intensive=2)
    assert (load.percent, load.full) == (90, False)
    assert rules.Load(narrow, families=10, weight=100).full
    busy = rules.Worker(SALMA, "caseworker", "f", frozenset({"ar"}), 1, load, False)
    (proposal,) = rules.propose(wanted(level="intensive"), [busy])
    assert Fit.INTENSIVE_FULL in proposal.because
