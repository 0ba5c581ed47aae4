"""The year at home beside what became of it: each contact day says in words whether somebody was met."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from wasl.kernel.clock import today

DAYS = (14, 30, 90, 365)


def contact(on: date, due_on: date | None, *, reached: bool = True) -> Any:
    from wasl.phases.aftercare.selectors import HomeContactCard

    return HomeContactCard(
        uuid4(), None, due_on, on, "home_visit", "reached" if reached else "no_answer", "", None, "light", None, ""
    )  # fmt: skip


def left(days_ago: int) -> Any:
    return SimpleNamespace(home_since=today() - timedelta(days=days_ago), ledger_from=None)


def year(file: Any, *made: Any) -> list[tuple[str, str]]:
    from wasl.interfaces.web.pages import home

    found = home.plan(file, DAYS, made)
    assert len(found) == len(DAYS)
    return [(one["title"], one["tone"]) for one in found]


@pytest.mark.requirement("R087")
def test_a_contact_moved_by_a_feast_or_tried_again_is_that_days_contact():
    file = left(200)
    home_on = file.home_since
    moved = contact(home_on + timedelta(days=16), home_on + timedelta(days=16))
    missed = contact(home_on + timedelta(days=31), home_on + timedelta(days=30), reached=False)
    again = contact(home_on + timedelta(days=36), home_on + timedelta(days=36))
    said = year(file, moved, missed, again)
    assert [tone for _title, tone in said] == ["", "", "amber", "ahead"]
    assert said[0][0]
    assert said[1][0]
    assert said[0][0] != said[1][0]


def test_a_day_on_which_nobody_was_met_is_told_in_words_and_not_by_its_colour():
    file = left(200)
    tried = contact(file.home_since + timedelta(days=14), file.home_since + timedelta(days=14), reached=False)
    said = year(file, tried)
    assert [tone for _title, tone in said] == ["amber", "amber", "amber", "ahead"]
    assert all(title for title, tone in said if tone == "amber")
    assert said[0][0] != said[1][0]


def test_what_lies_before_the_file_was_kept_here_is_nobodys_fault():
    file = left(200)
    file.ledger_from = file.home_since + timedelta(days=40)
    assert [tone for _title, tone in year(file)] == ["", "", "amber", "ahead"]


def test_a_contact_of_an_earlier_time_at_home_counts_for_nothing():
    file = left(20)
    earlier = replace(contact(file.home_since, None), on=file.home_since - timedelta(days=3))
    assert year(file, earlier)[0][1] == "amber"
