"""Functioning, food, livelihood and the programme's own checklists: what counts, what decides, what is missing."""

import pytest

from tests.scoring.forms import but, scored, values
from wasl.kernel.errors import Invalids

# --- functioning


def test_wgss_seven_and_nine_are_unanswered_and_a_no_needs_all_six():
    assert values("WG-SS", [1, 1, 7, 1, 1, 1])["disability"] is None
    assert values("WG-SS", [1, 3, 9, 1, 2, 1]) == {
        "domains_ge3": 1, "some_difficulty_count": 1, "disability": True
    }  # fmt: skip
    assert scored("WG-SS", [1, 1, 7, 1, 1, None]).missing == ("3", "6")


CHILD = {
    **dict.fromkeys(
        ("seeing", "hearing", "walking", "self_care", "understood_inside", "understood_outside", "learning",
         "remembering", "concentrating", "accepting_change", "behaviour", "friends"), 1),
    "anxiety": 5, "depression": 5,
}  # fmt: skip
SMALL = dict.fromkeys(
    ("seeing", "hearing", "walking", "fine_motor", "understanding", "being_understood", "learning", "playing",
     "behaviour"), 1)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "difficulty"),
    [
        ({}, False),
        ({"anxiety": 2}, False),
        ({"anxiety": 1}, True),
        ({"depression": 1}, True),
        ({"concentrating": 3}, True),
        ({"behaviour": 3}, True),
        ({"glasses": 1, "seeing": 4, "seeing_with_glasses": 1}, False),
        ({"glasses": 1, "seeing_with_glasses": 3}, True),
        ({"glasses": 2, "seeing": 3}, True),
        ({"walking_aid": 1, "walking": 4, "walking_with_aid": 2}, False),
        ({"hearing_aid": 1, "hearing": 3}, None),
        ({"glasses": None, "seeing": 4, "seeing_with_glasses": 1}, None),
        ({"glasses": None, "seeing": 1, "seeing_with_glasses": 1}, False),
        ({"hearing": 9}, None),
    ],
)
def test_cfm_of_older_children(change, difficulty):
    assert values("CFM 5-17", CHILD | change) == {"functional_difficulty": difficulty}


@pytest.mark.parametrize(("change", "difficulty"), [({}, False), ({"behaviour": 3}, False), ({"behaviour": 4}, True),
                                                    ({"playing": 3}, True)])  # fmt: skip
def test_cfm_of_small_children(change, difficulty):
    assert values("CFM 2-4", SMALL | change) == {"functional_difficulty": difficulty}


# --- food and livelihood of a household


def test_hesper_eight_and_nine_are_not_answered_and_the_three_worst_are_taken():
    assert values("HESPER", [8] * 26) == {"serious_problems": 0, "answered": 0}
    assert values("HESPER", {"items": [1] * 26, "worst": [1, 5, 26]})["serious_problems"] == 26
    with pytest.raises(Invalids):
        scored("HESPER", {"items": [1] * 26, "worst": [27]})


def test_rcsi_the_ends_of_every_band():
    assert [values("rCSI", days)["band"] for days in ([3, 0, 0, 0, 0], [4, 0, 0, 0, 0], [7, 5, 1, 0, 0],
                                                      [7, 6, 0, 0, 0], [7, 7, 7, 4, 2], [7, 7, 7, 4, 3])] == [
        "0-3", "4-18", "4-18", "19-42", "19-42", "43+"
    ]  # fmt: skip
    for wrong in (-1, 8, 1.5):
        with pytest.raises(Invalids):
            scored("rCSI", [wrong, 0, 0, 0, 0])


def test_fcs_days_beyond_seven_count_as_seven_and_halves_stay():
    result = scored("FCS", [14, 0, 0, 0, 0, 0, 1, 0, 0])
    assert result.values["score"] == 14.5
    assert [(note.code, note.facts["item"]) for note in result.notes] == [("capped", "1")]
    assert values("FCS", [7] * 9)["score"] == 112.0
    assert values("FCS", [7] * 8)["score"] == 112.0
    assert values("FCS", [7] * 8 + [None])["score"] == 112.0


def test_fcs_the_ends_of_both_sets_of_bands_and_the_iraqi_one_is_the_default():
    assert values("FCS", [7, 2, 1, 0, 0, 0, 0, 0, 0])["band_21_35"] == "poor"  # 21
    assert values("FCS", [7, 2, 1, 0, 0, 0, 1, 0, 0])["band_21_35"] == "borderline"  # 21.5
    assert values("FCS", [7, 7, 0, 0, 0, 0, 0, 0, 0])["band_21_35"] == "borderline"  # 35
    assert values("FCS", [7, 7, 0, 0, 0, 0, 1, 0, 0])["band_21_35"] == "acceptable"  # 35.5
    assert values("FCS", [7, 0, 7, 7, 0, 0, 0, 0, 0])["band_28_42"] == "poor"  # 28
    assert values("FCS", [7, 7, 7, 0, 0, 0, 0, 0, 0])["band"] == "borderline"  # 42
    assert values("FCS", [7, 7, 7, 0, 0, 0, 0, 1, 0])["band"] == "acceptable"  # 42.5


def test_hdds_with_a_group_unanswered_is_not_scored():
    assert values("HDDS", [1] * 12)["score"] == 12
    assert values("HDDS", but([1] * 12, i5=None))["score"] is None


def ways(stress="nnnn", crisis="nnn", emergency="nnn"):
    said = {"y": "yes", "n": "no", "x": "exhausted", "-": "na", "?": None}
    parts = {"stress": stress, "crisis": crisis, "emergency": emergency}
    return {part: [said[one] for one in given] for part, given in parts.items()}


@pytest.mark.parametrize(
    ("given", "band"),
    [
        (ways(), "none"),
        (ways(stress="n--x"), "stress"),
        (ways(stress="yyyy", crisis="nyn"), "crisis"),
        (ways(stress="yyyy", crisis="yyy", emergency="nnx"), "emergency"),
        (ways(stress="nnnnn", crisis="nnn", emergency="nnny"), "emergency"),
        (ways(emergency="?ny"), "emergency"),
        (ways(crisis="ynn", emergency="?nn"), None),
        (ways(stress="?nnn"), None),
        (ways(stress="?nny"), "stress"),
    ],
)
def test_lcs_the_worst_band_used_or_exhausted_counts(given, band):
    assert values("LCSI-EN", given)["band"] == band


@pytest.mark.parametrize("given", [ways(stress="nnn"), ways(crisis="nn"), ways(emergency=""), ["no"] * 10])
def test_lcs_a_list_that_is_too_short_is_refused(given):
    with pytest.raises(Invalids):
        scored("LCSI-EN", given)


def test_lcs_a_part_that_is_not_there_at_all_is_not_taken_for_a_no():
    for given in ({}, {"stress": ["no"] * 4, "crisis": ["no"] * 3}):
        result = scored("LCSI-EN", given)
        assert result.values == {"band": None}
        assert [one.code for one in result.reasons] == ["incomplete"]
        assert result.missing[-3:] == ("emergency.1", "emergency.2", "emergency.3")


def test_lcs_a_longer_list_is_one_countrys_choice():
    assert scored("LCSI-EN", ways(stress="nnnnnn")).scored
    assert scored("LCSI-EN", ways(stress="nnnnn?")).missing == ("stress.6",)


# --- the programme's own checklists


@pytest.mark.requirement("R048")
@pytest.mark.parametrize(
    ("grid", "level", "goals", "urgent"),
    [
        ([0] * 14, "light", 0, 0),
        (but([0] * 14, i1=2), "standard", 1, 0),
        (but([0] * 14, i1=2, i2=2, i3=2), "standard", 3, 0),
        (but([0] * 14, i1=2, i2=2, i3=2, i4=2), "enhanced", 4, 0),
        (but([0] * 14, i1=3), "enhanced", 1, 0),
        (but([0] * 14, i1=3, i2=3), "enhanced", 2, 0),
        (but([0] * 14, i1=3, i2=3, i3=3), "intensive", 3, 0),
        (but([0] * 14, i14=4), "intensive", 1, 1),
    ],
)
def test_nsg14_support_level(grid, level, goals, urgent):
    found = values("NSG-14", grid)
    assert (found["support_level"], found["plan_goals_required"], found["urgent_actions"]) == (
        level,
        goals,
        urgent,
    )


def test_nsg14_the_voluntary_domain_may_stay_empty_and_another_one_leaves_the_sum_open():
    assert values("NSG-14", [1] * 13) == {
        "sum": 13, "plan_goals_required": 0, "urgent_actions": 0, "support_level": "light"
    }  # fmt: skip
    some = scored("NSG-14", but([0] * 14, i3=None, i4=4))
    assert (some.values["support_level"], some.values["sum"]) == ("intensive", None)
    reached = scored("NSG-14", but([0] * 14, i3=None, i4=2))
    assert (reached.values["support_level"], [note.code for note in reached.notes]) == (
        "standard",
        ["at_least"],
    )
    assert values("NSG-14", but([0] * 14, i3=None))["support_level"] is None


def test_fcr10_a_threat_always_says_prepare_even_when_too_little_is_known():
    for form in (but([2] * 10, i5=0), [None] * 4 + [0] + [None] * 5):
        result = scored("FCR-10", form)
        assert result.values["band"] == "prepare"
        assert result.opens == ("preparation",)
    assert values("FCR-10", but([2] * 10, i5=0))["pct"] == 90


def test_fcr10_needs_eight_answers():
    assert values("FCR-10", but([2] * 10, i1=None, i2=None))["pct"] == 100
    few = scored("FCR-10", but([2] * 10, i1=None, i2=None, i3=None))
    assert (few.values["pct"], few.values["band"]) == (None, None)
    assert [one.code for one in few.reasons] == ["too_few_answered"]


def test_fcr10_half_a_percent_is_rounded_up_and_bands_begin_where_they_say():
    assert values("FCR-10", [1, 1, 0, 0, None, 0, 0, 0, 0, None])["pct"] == 13  # 2 of 16: 12.5
    assert values("FCR-10", [1] * 10)["band"] == "conditional"
    assert values("FCR-10", [1] * 9 + [0])["band"] == "prepare"
    assert values("FCR-10", [2, 2, 2, 2, 2, 1, 1, 1, 1, 1])["band"] == "ready"
    assert values("FCR-10", but([2] * 10, i5=None))["threat_flag"] is None


@pytest.mark.parametrize(
    ("insulted", "told_to_leave", "follow_up"),
    [(0, 0, False), (1, 0, True), (0, 1, False), (0, 2, True), (None, 2, True), (1, None, True), (None, 1, None),
     (0, None, None)],
)  # fmt: skip
def test_sas6_what_was_done_to_somebody_is_followed_up_whatever_the_sum(insulted, told_to_leave, follow_up):
    form = [4, 0, 4, insulted, 4, told_to_leave]
    assert values("SAS-6", form)["protection_followup"] is follow_up


def test_sas6_turns_three_items_and_is_not_scored_with_one_missing():
    assert values("SAS-6", [0, 4, 0, 4, 0, 4])["acceptance_0_24"] == 0
    assert values("SAS-6", [4, 0, 4, 0, 4, None])["acceptance_0_24"] is None
