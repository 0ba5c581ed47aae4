"""Mind and mood, tool by tool: what is missing, what is turned round, what is decided whatever the rest says."""

import pytest

from tests.scoring.forms import but, scored, values
from wasl.kernel.errors import Invalids
from wasl.programme.scoring.words import say


def reasons(name, given):
    return [one.code for one in scored(name, given).reasons]


# --- PHQ-9 and GAD-7: what may be made up

HALF = [1, 1, 1, 1, 0, 0, 0, 0, 0]


def test_phq9_one_missing_item_is_made_up_and_half_a_point_is_rounded_up():
    result = scored("PHQ-9", but(HALF, i8=None))
    assert (result.values["total"], result.prorated, result.scored) == (5, True, True)  # 4 x 9 / 8 = 4.5


def test_phq9_two_missing_items_are_made_up_and_three_are_not():
    assert values("PHQ-9", but([2] * 9, i1=None, i2=None))["total"] == 18
    three = scored("PHQ-9", but([2] * 9, i1=None, i2=None, i3=None))
    assert (three.values["total"], three.values["band"], three.values["positive"]) == (None, None, None)
    assert [one.code for one in three.reasons] == ["too_many_missing"]
    assert "1, 2, 3" in say(three.reasons[0].code, three.reasons[0].facts)


def test_phq9_item_nine_is_never_made_up_alone_or_as_the_second():
    for form in (but([1] * 9, i9=None), but([1] * 9, i3=None, i9=None)):
        assert values("PHQ-9", form) == {"total": None, "band": None, "positive": None, "item9_flag": None}
        assert reasons("PHQ-9", form) == ["item_never_made_up"]


def test_phq9_item_nine_is_flagged_in_a_form_that_was_left_half_way():
    result = scored("PHQ-9", [None] * 8 + [1])
    assert result.values == {"total": None, "band": None, "positive": None, "item9_flag": True}
    assert result.opens == ("safety_today",)


def test_phq9_advises_a_talk_and_names_nothing():
    assert scored("PHQ-9", [2] * 5 + [0] * 4).says == ("talk",)
    assert scored("PHQ-9", [1] * 5 + [0] * 4).says == ()
    assert say("talk") == "Talk to the psychologist."


def test_phq9_the_tenth_question_is_taken_and_counts_in_nothing():
    assert values("PHQ-9", [1] * 9 + [3]) == values("PHQ-9", [1] * 9)


def test_phq9_the_ends_of_every_band():
    band = {
        total: values("PHQ-9", spread(total, 9, 3))["band"] for total in (4, 5, 9, 10, 14, 15, 19, 20, 27)
    }
    assert band == {
        4: "minimal", 5: "mild", 9: "mild", 10: "moderate", 14: "moderate",
        15: "moderately_severe", 19: "moderately_severe", 20: "severe", 27: "severe",
    }  # fmt: skip


def spread(total, items, most):
    """Answers that add up to a total."""
    full, rest = divmod(total, most)
    return ([most] * full + [rest] * (full < items) + [0] * items)[:items]


def test_gad7_one_missing_item_is_made_up_and_two_are_not():
    assert values("GAD-7", but([1] * 7, i7=None))["total"] == 7
    assert values("GAD-7", but([3, 0, 0, 0, 0, 0, 0], i7=None))["total"] == 4  # 3 x 7 / 6 = 3.5
    assert reasons("GAD-7", but([1] * 7, i6=None, i7=None)) == ["too_many_missing"]


# --- PCL-5: missing by cluster


def test_pcl5_two_missing_in_two_clusters_are_made_up():
    result = scored("PCL-5", but([2] * 20, i1=None, i20=None))
    assert (result.values["total"], result.values["B"], result.values["E"]) == (40, 10, 12)
    assert result.prorated


@pytest.mark.parametrize("gone", [{"i6": None, "i7": None}, {"i1": None, "i6": None, "i8": None}])
def test_pcl5_two_in_one_cluster_or_three_in_all_are_not_scored(gone):
    result = scored("PCL-5", but([2] * 20, **gone))
    assert not result.scored
    assert set(result.values.values()) == {None}


def test_pcl5_a_cluster_that_an_unanswered_item_could_still_turn_is_not_decided():
    lone = but([0] * 20, i1=2, i8=2, i9=2, i15=2, i16=2, i6=None)
    assert values("PCL-5", lone)["cluster_rule"] is None
    assert values("PCL-5", but(lone, i7=2))["cluster_rule"] is True
    assert values("PCL-5", but(lone, i1=1))["cluster_rule"] is False


def test_pcl5_the_iraqi_cutoff_begins_at_23():
    assert [values("PCL-5", spread(total, 20, 4))["positive_iraq23"] for total in (22, 23)] == [False, True]
    assert [values("PCL-5", spread(total, 20, 4))["positive_33"] for total in (32, 33)] == [False, True]


# --- WHODAS, WHO-5, K6, K10: directions and one missing item


def test_whodas_one_missing_item_is_the_mean_of_the_others_and_two_are_not_scored():
    assert values("WHODAS-12", but([2] * 12, i4=None)) == {"sum_1_5": 24.0, "sum_0_4": 12.0, "pct": 25.0}
    one = scored("WHODAS-12", but([3] + [2] * 11, i4=None))
    assert one.values == {"sum_1_5": 25.09, "sum_0_4": 13.09, "pct": 27.27}
    assert one.prorated
    assert reasons("WHODAS-12", but([2] * 12, i4=None, i5=None)) == ["too_many_missing"]


def test_whodas_days_are_taken_and_count_in_nothing():
    with_days = {"items": [2] * 12, "h1": 30, "h2": 0, "h3": 12}
    assert values("WHODAS-12", with_days) == values("WHODAS-12", [2] * 12)
    with pytest.raises(Invalids):
        scored("WHODAS-12", {"items": [2] * 12, "h1": 31})


def test_who5_more_is_better_and_both_cutoffs_look_down():
    assert values("WHO-5", [1, 1, 1, 2, 2]) == {
        "raw": 7, "pct": 28, "low_wellbeing": True, "refer_for_depression_screen": True
    }  # fmt: skip
    assert values("WHO-5", [1, 1, 2, 2, 2])["refer_for_depression_screen"] is False
    assert values("WHO-5", [5] * 5)["pct"] == 100


def test_who5_with_any_item_missing_is_not_scored():
    result = scored("WHO-5", [5, 5, 5, 5, None])
    assert set(result.values.values()) == {None}
    assert [one.code for one in result.reasons] == ["incomplete"]


def test_k6_counts_from_nought_and_refuses_a_five():
    assert [values("K6", spread(total, 6, 4))["band"] for total in (4, 5, 12, 13)] == [
        "low", "moderate", "moderate", "serious"
    ]  # fmt: skip
    with pytest.raises(Invalids):
        scored("K6", [5, 1, 1, 1, 1, 1])


def test_k10_counts_from_one_and_refuses_a_nought():
    assert values("K10", [1] * 10) == {
        "total": 10, "k6_0_4": 0, "band_vic": "likely_well", "band_abs": "low"
    }  # fmt: skip
    with pytest.raises(Invalids):
        scored("K10", [0] + [1] * 9)


def test_k10_what_is_not_asked_after_a_none_counts_as_none():
    nobody_asked = scored("K10", but([2] * 10, i2=1, i3=None, i5=1, i6=None))
    assert nobody_asked.values["total"] == 2 * 6 + 4
    assert [note.code for note in nobody_asked.notes] == ["skipped", "skipped"]
    assert nobody_asked.scored
    assert values("K10", but([2] * 10, i2=1, i3=4))["total"] == 2 * 8 + 2


def test_k10_an_item_that_was_to_be_asked_is_missing():
    assert values("K10", but([2] * 10, i3=None)) == {
        "total": None, "k6_0_4": 6, "band_vic": None, "band_abs": None
    }  # fmt: skip


def test_k10_the_ends_of_both_sets_of_bands():
    def bands(total):
        answers = values("K10", [1 + more for more in spread(total - 10, 10, 4)])
        return answers["band_vic"], answers["band_abs"]

    assert [bands(total) for total in (15, 16, 19, 20, 21, 24, 25, 29, 30, 50)] == [
        ("likely_well", "low"), ("likely_well", "moderate"), ("likely_well", "moderate"), ("mild", "moderate"),
        ("mild", "moderate"), ("mild", "high"), ("moderate", "high"), ("moderate", "high"),
        ("severe", "very_high"), ("severe", "very_high"),
    ]  # fmt: skip


# --- SRQ-20, HSCL-25, C-SSRS: what speaks of ending one's life


def test_srq20_item_seventeen_is_flagged_below_the_cutoff_and_when_the_rest_is_empty():
    below = scored("SRQ-20", but([0] * 20, i17=1))
    assert (below.values["total"], below.values["positive_ge8"], below.values["item17_flag"]) == (
        1,
        False,
        True,
    )
    left = scored("SRQ-20", but([None] * 20, i17=1))
    assert (left.values["total"], left.values["item17_flag"], left.opens) == (None, True, ("safety_today",))
    assert values("SRQ-20", but([1] * 20, i17=None))["item17_flag"] is None


def test_hscl25_means_are_those_of_what_was_answered():
    result = values("HSCL-25", but([2] * 25, i1=None, i25=4))
    assert (result["anxiety"], result["depression"], result["total"]) == (2.0, 2.13, 2.08)
    nothing = values("HSCL-25", [None] * 10 + [1] * 15)
    assert (nothing["anxiety"], nothing["anxiety_positive"], nothing["depression_positive"]) == (
        None,
        None,
        False,
    )


def test_hscl25_the_cutoff_is_reached_and_not_only_nearly():
    assert values("HSCL-25", [2] * 10 + [2] * 11 + [1] * 4)["depression_positive"] is False  # 26/15
    assert values("HSCL-25", [2] * 10 + [2] * 12 + [1] * 3)["depression_positive"] is True  # 27/15


def test_hscl25_says_that_its_safety_item_is_not_named():
    result = scored("HSCL-25", [4] * 25)
    assert result.values["safety_item_flag"] is None
    assert [note.code for note in result.notes] == ["flag_without_item"]


def asked(**yes):
    return dict.fromkeys(("q1", "q2", "q3", "q4", "q5", "q6_life", "q6_3m"), 0) | yes


@pytest.mark.parametrize(
    ("yes", "triage"),
    [
        ({}, "none"),
        ({"q1": 1}, "plan"),
        ({"q2": 1}, "plan"),
        ({"q2": 1, "q3": 1}, "same_day"),
        ({"q6_life": 1}, "same_day"),
        ({"q2": 1, "q4": 1}, "immediate"),
        ({"q2": 1, "q5": 1}, "immediate"),
        ({"q6_life": 1, "q6_3m": 1}, "immediate"),
        ({"q6_3m": 1}, "immediate"),
    ],
)
def test_cssrs_says_how_soon(yes, triage):
    result = scored("C-SSRS", asked(**yes))
    assert result.values == {"triage": triage, "safety_flag": bool(yes)}
    assert result.opens == (("safety_today",) if yes else ())


def test_cssrs_after_a_no_to_the_second_question_the_next_three_are_not_asked():
    short = {"q1": 0, "q2": 0, "q6_life": 0}
    assert values("C-SSRS", short) == {"triage": "none", "safety_flag": False}
    assert values("C-SSRS", short | {"q6_life": 1, "q6_3m": 0})["triage"] == "same_day"


def test_cssrs_a_yes_that_was_given_all_the_same_keeps_counting():
    assert values("C-SSRS", asked(q2=0, q4=1))["triage"] == "immediate"


def test_cssrs_left_half_way_says_what_is_reached_and_never_none():
    begun = scored("C-SSRS", {"q1": 1, "q2": 1, "q3": 1})
    assert begun.values == {"triage": "same_day", "safety_flag": True}
    assert "at_least" in [note.code for note in begun.notes]
    assert values("C-SSRS", {"q1": 0, "q2": 0}) == {"triage": None, "safety_flag": None}
    assert values("C-SSRS", {"q5": 1}) == {"triage": "immediate", "safety_flag": True}


# --- RHS-15, CRIES, SDQ


def test_rhs15_the_thermometer_alone_is_enough_and_stays_within_ten():
    assert values("RHS-15", {"items": [0] * 14, "thermometer": 5})["positive"] is True
    assert values("RHS-15", {"items": [0] * 14, "thermometer": 4})["positive"] is False
    assert values("RHS-15", {"items": [0] * 11 + [4, 4, 3], "thermometer": 0})["positive"] is False
    with pytest.raises(Invalids):
        scored("RHS-15", {"items": [0] * 14, "thermometer": 11})


def test_rhs15_half_a_form_is_decided_only_where_the_rest_cannot_turn_it():
    assert values("RHS-15", {"items": [None] + [0] * 13, "thermometer": 5})["positive"] is True
    assert values("RHS-15", {"items": [None] + [0] * 13, "thermometer": 4})["positive"] is None
    assert values("RHS-15", {"items": [1] * 14})["positive"] is True


@pytest.mark.parametrize("wrong", [2, 4, 6, -1, "3", True, 1.0, []])
def test_cries_knows_no_two_and_no_four(wrong):
    with pytest.raises(Invalids) as raised:
        scored("CRIES-8", but([0] * 8, i3=wrong))
    assert [(one.field, one.code) for one in raised.value] == [("3", "answer_wrong")]
    assert "0, 1, 3, 5" in say("answer_wrong", raised.value.errors[0].facts)


def test_cries13_has_two_cutoffs():
    result = values("CRIES-13", [5, 5, 0, 5, 0, 3, 0, 0, 0, 0, 0, 0, 0])
    assert (result["total"], result["positive"], result["positive_intrusion_avoidance"]) == (18, False, True)


def test_cries_with_an_item_missing_has_no_total():
    result = values("CRIES-8", but([5] * 8, i1=None))
    assert (result["intrusion"], result["total"], result["positive"]) == (None, None, None)


def test_sdq_items_that_count_from_the_other_end():
    result = values("SDQ (paper totals only)", but([0] * 25, i7=2, i11=2, i14=2, i21=2, i25=2))
    assert (result["conduct"], result["peer"], result["hyperactivity"]) == (0, 0, 0)
    assert values("SDQ (paper totals only)", [0] * 25)["total"] == 10


def test_sdq_totals_of_a_paper_form_are_added_without_the_prosocial_one():
    paper = {"emotional": 5, "conduct": 4, "hyperactivity": 6, "peer": 2, "prosocial": 9}
    assert values("SDQ (subscale totals)", paper)["total"] == 17


# --- what is given at all


@pytest.mark.parametrize(
    ("name", "given", "field", "code"),
    [
        ("PHQ-9", [0] * 8, "items", "count_wrong"),
        ("PHQ-9", [0] * 11, "items", "count_wrong"),
        ("PHQ-9", "0", "answers", "shape_wrong"),
        ("PHQ-9", None, "answers", "shape_wrong"),
        ("PHQ-9", {"items": [0] * 9, "sum": 3}, "sum", "item_unknown"),
        ("PHQ-9", but([0] * 9, i2=True), "2", "answer_wrong"),
        ("PHQ-9", but([0] * 9, i2=[1]), "2", "answer_wrong"),
        ("C-SSRS", {"q7": 1}, "q7", "item_unknown"),
        ("LCSI-EN", {"stress": ["yes", "perhaps", "no", "no"]}, "stress.2", "answer_wrong"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_with_its_item(name, given, field, code):
    with pytest.raises(Invalids) as raised:
        scored(name, given)
    assert (field, code) in [(one.field, one.code) for one in raised.value]


def test_all_wrong_answers_are_told_at_once_and_none_is_repeated():
    with pytest.raises(Invalids) as raised:
        scored("PHQ-9", [77, 0, 0, 0, 88, 0, 0, 0, 0])
    assert [one.field for one in raised.value] == ["1", "5"]
    told = " ".join(say(one.code, one.facts) for one in raised.value) + str(raised.value)
    assert "77" not in told
    assert "88" not in told
