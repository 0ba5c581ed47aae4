"""Words for what instruments come to. They name no illness and judge nobody; a score is never a diagnosis."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wasl.interfaces.web import words
from wasl.interfaces.web.ui.dates import digits
from wasl.programme.scoring.words import say, spoken

#: what a number, a step or an answer is called
KEYS: Mapping[str, str | Promise] = {
    "total": _("Sum"),
    "sum": _("Sum"),
    "score": _("Sum"),
    "raw": _("Sum as answered"),
    "pct": _("Of a hundred"),
    "band": _("Range"),
    "acceptance_0_24": _("Acceptance, 0 to 24"),
    "answered": _("Questions answered"),
    "serious_problems": _("Serious problems named"),
    "functional_difficulty": _("Difficulty that asks for a change"),
    "disability": _("Difficulty that asks for a change"),
    "domains_ge3": _("Fields with much difficulty"),
    "some_difficulty_count": _("Fields with some difficulty"),
    "positive": _("A talk with the psychologist is advised"),
    "positive_33": _("At 33 or more"),
    "positive_iraq23": _("At 23 or more, as studied in Iraq"),
    "positive_ge8": _("A talk with the psychologist is advised"),
    "positive_rhs13": _("A talk with the psychologist is advised"),
    "positive_intrusion_avoidance": _("A talk with the psychologist is advised"),
    "total_positive": _("A talk with the psychologist is advised"),
    "anxiety_positive": _("A talk about worry is advised"),
    "depression_positive": _("A talk about mood is advised"),
    "low_wellbeing": _("A talk about well-being is advised"),
    "refer_for_depression_screen": _("A talk with the psychologist is advised"),
    "cluster_rule": _("All four groups of signs"),
    "triage": _("How soon to talk"),
    "safety_flag": _("Talk today"),
    "item9_flag": _("Talk today"),
    "item17_flag": _("Talk today"),
    "safety_item_flag": _("Talk today"),
    "protection_followup": _("Protection is asked for"),
    "threat_flag": _("Not safe for this family"),
    "intrusion": _("What comes back"),
    "avoidance": _("What is kept away"),
    "arousal": _("Being on guard"),
    "anxiety": _("Worry"),
    "depression": _("Mood"),
    "intrusion_avoidance": _("What comes back and is kept away"),
    "thermometer": _("Distress, 0 to 10"),
    "support_level": _("Support level"),
}
#: steps and ranges
VALUES: Mapping[str, str | Promise] = {
    "none": _("nothing to do today"),
    "plan": _("to be planned"),
    "same_day": _("the same day"),
    "immediate": _("at once"),
    "ready": _("ready"),
    "conditional": _("ready under conditions"),
    "prepare": _("to be prepared further"),
    "low": _("low"),
    "high": _("high"),
    "very_high": _("very high"),
    "minimal": _("very little"),
    "mild": _("a little"),
    "moderate": _("some"),
    "moderately_severe": _("much"),
    "severe": _("very much"),
    "serious": _("much"),
    "likely_well": _("well"),
    "poor": _("too little"),
    "borderline": _("just enough"),
    "acceptable": _("enough"),
    "stress": _("under strain"),
    "crisis": _("in need"),
    "emergency": _("in great need"),
}


def key(code: str) -> str:
    """What a result is called; its own code where it is a letter or a name of its instrument's own."""
    return str(KEYS.get(code, code))


def value(found: Any) -> str:
    """A result as people read it."""
    match found:
        case None:
            return _now("not scored")
        case bool():
            return _now("yes") if found else _now("no")
        case int() | float():
            return digits(found)
    return str(VALUES.get(str(found), words.level(str(found)) or digits(str(found))))


def reason(code: str, facts: Mapping[str, Any]) -> str:
    """Why something was not scored, or what the reader should know."""
    return say(code, facts, words.language()) if code in spoken() else code
