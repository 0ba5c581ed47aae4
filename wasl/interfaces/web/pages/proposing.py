"""The declared rules in plain words: if this was answered, that need is proposed, these goals and services, because.

The same words stand on the page and, in English, in docs/rules.md.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wasl.interfaces.web import words
from wasl.interfaces.web.pages import score_words
from wasl.interfaces.web.ui.dates import digits
from wasl.programme.forms.form import Question
from wasl.programme.forms.form import Words as Said
from wasl.programme.programme import Programme
from wasl.programme.sheets.entry import Instrument
from wasl.programme.sheets.leaving import Minimum
from wasl.programme.sheets.raising import Condition, Rule
from wasl.programme.sheets.rehabilitation import Goal

EVERYBODY = (0, 130)


def fields(programme: Programme) -> list[dict[str, Any]]:
    """Each field of life with its rules and the goals that are proposed in it, in the order of the grid."""
    goals = programme.rehabilitation.goals.values()
    return [
        {
            "code": domain.code,
            "name": words.say(domain.name),
            "decision": words.say(domain.decision),
            "goals": [_goal(programme, goal) for goal in goals if goal.domain == domain.code],
            "rules": [
                _rule(programme, rule) for rule in programme.rules.values() if rule.domain == domain.code
            ],
        }
        for domain in sorted(programme.domains.values(), key=lambda one: one.number)
    ]


def asked(programme: Programme) -> list[dict[str, Any]]:
    """Each set of questions: of whom, when, and which decision it serves."""
    return [
        {
            "name": words.say(one.name),
            "who": _who(one),
            "when": _when(programme, one),
            "decision": words.say(one.decision),
        }
        for one in programme.entry.instruments.values()
    ]


def minimum(programme: Programme) -> list[dict[str, str]]:
    """What each person should have received one of before leaving."""
    return [
        {
            "name": words.say(line.name),
            "who": _meant(programme, line),
            "services": listed(_services(programme, line.services)),
        }
        for line in programme.exit.minimum.values()
    ]


def listed(several: Iterable[str]) -> str:
    """Words with commas of the page's language."""
    return (", " if words.language() == "en" else "، ").join(several)


def ages(span: tuple[int, int]) -> str:
    """An age range in words; empty for everybody."""
    first, last = span
    if span == EVERYBODY:
        return ""
    if last >= EVERYBODY[1]:
        return digits(_("from %(first)d years") % {"first": first})
    return digits(_("%(first)d to %(last)d years") % {"first": first, "last": last})


def _goal(programme: Programme, goal: Goal) -> dict[str, str]:
    return {
        "name": words.say(goal.name),
        "from": digits(goal.from_score),
        "ages": ages(goal.ages),
        "services": listed(_services(programme, goal.services)),
    }


def _services(programme: Programme, codes: Iterable[str]) -> list[str]:
    return [words.say(programme.services[code].name) for code in codes if code in programme.services]


def _rule(programme: Programme, rule: Rule) -> dict[str, Any]:
    instrument = programme.entry.instruments[rule.form]
    goals = programme.rehabilitation.goals
    joint = pgettext("between conditions", "or") if rule.any_of else pgettext("between conditions", "and")
    said = [_condition(programme, rule.form, one) for one in rule.when]
    urgency = programme.entry.urgency(rule.level)
    return {
        "code": rule.code,
        "asked": words.say(instrument.name),
        "ages": ages(rule.ages) if rule.ages else "",
        "when": f" {joint} ".join(said),
        "level": rule.level,
        "shown_level": digits(rule.level),
        "word": words.say(urgency.name) if urgency else "",
        "because": words.say(rule.because).replace("{value}.", "…").replace("{value}", "…"),
        "goals": listed(words.say(goals[code].name) for code in rule.goals),
        "decision": words.say(instrument.decision),
        "source": rule.source,
    }


def _condition(programme: Programme, form: str, one: Condition) -> str:
    if one.question:
        file = programme.forms.get(form)
        questions = {q.name: q for q, _around in file.form.every()} if file else {}
        label, answers = _question(questions.get(one.question), one, file.form.lists if file else {})
    else:
        label = score_words.key(one.result)
        answers = [score_words.value({"true": True, "false": False}.get(code, code)) for code in one.answers]
    return f"{label}: {_either(answers) or _bounds(one)}"


def _question(asked: Question | None, one: Condition, lists: Mapping[str, Any]) -> tuple[str, list[str]]:
    if asked is None:
        return one.question, list(one.answers)
    choices = {choice.name: choice.label for choice in lists.get(asked.choices, ())}
    return _in_page(asked.label) or one.question, [
        _in_page(choices.get(code, {})) or code for code in one.answers
    ]


def _in_page(said: Said) -> str:
    return digits(said.get(words.language()) or next(iter(said.values()), ""))


def _either(answers: list[str]) -> str:
    """“a”, or “b”: any of the answers."""
    joint = pgettext("between answers", "or")
    return f" {joint} ".join(f"“{one}”" for one in answers)


def _bounds(one: Condition) -> str:
    parts = []
    if one.at_least is not None:
        parts.append(_("at least %(n)g") % {"n": one.at_least})
    if one.at_most is not None:
        parts.append(_("at most %(n)g") % {"n": one.at_most})
    return digits(listed(parts))


def _who(one: Instrument) -> str:
    who = {"person": _("each person"), "household": _("the family"), "place": _("the place of return")}
    return listed(filter(None, (who.get(one.asked_of, one.asked_of), ages(one.ages))))


def _when(programme: Programme, one: Instrument) -> str:
    if one.when == "flag":
        facts = {"field": words.say(programme.domains[one.flag_domain].name), "score": one.flag_score}
        return digits(_("where “%(field)s” is %(score)d or more in the grid") % facts)
    return _("before leaving") if one.when == "before_exit" else _("at the assessment")


def _meant(programme: Programme, line: Minimum) -> str:
    need = ""
    if line.domain:
        need = _("with a need in “%(field)s”") % {"field": words.say(programme.domains[line.domain].name)}
    return listed(filter(None, (ages(line.ages) or _("everybody"), need)))
