"""Sealed cases for their pages: the line's list by code, and one case with what she said to each step."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from wasl.interfaces.web import words
from wasl.interfaces.web.forms.codes import PLAN, SafetyForm
from wasl.lines import rules
from wasl.lines.enums import Answer, State
from wasl.lines.rules import Step
from wasl.lines.selectors import CaseCard, LoadCard

TONES = {Answer.YES: "teal", Answer.NO: "red", Answer.NOT_NOW: "amber"}


def listed(found: Sequence[CaseCard], names: Mapping[UUID, str], today: date) -> list[dict[str, Any]]:
    """Cases by code, what is due soonest first; then those with nothing to do. The line stands there only for whoever
    works in several: somebody may be looking over a shoulder.
    """
    several = len({card.line for card in found}) > 1
    rows = [_line(card, names, today, several) for card in found if card.case.state is not State.CLOSED]
    return sorted(rows, key=lambda row: (row["due"] or date.max, row["code"]))


def ended(found: Sequence[CaseCard]) -> list[str]:
    return [card.code for card in found if card.case.state is State.CLOSED]


def _line(card: CaseCard, names: Mapping[UUID, str], today: date, several: bool) -> dict[str, Any]:
    due = card.case.due()
    return {
        "code": card.code,
        "line": words.label(card.line) if several else "",
        "state": words.label(card.case.state) if card.case.state is not State.OPEN else "",
        "what": words.label(due[0].kind) if due else "",
        "due": due[0].due if due else None,
        "late": bool(due) and due[0].due < today,
        "more": len(due) - 1 if len(due) > 1 else 0,
        "worker": "" if card.own else names.get(card.worker, ""),
    }


def loads(found: Sequence[LoadCard], names: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """Open cases of each worker of the line, for its supervisor."""
    return [
        {"who": names.get(one.worker, ""), "cases": one.cases, "most": one.most, "over": one.cases > one.most}
        for one in found
    ]


def steps(card: CaseCard, today: date, reasons: Any) -> list[dict[str, Any]]:
    """Each step with her word, and what may be done with it; what may not says why."""
    ordered = sorted(card.case.steps, key=lambda step: (step.done_on is not None, step.due))
    return [_step(card, step, today, reasons) for step in ordered]


def _step(card: CaseCard, step: Step, today: date, reasons: Any) -> dict[str, Any]:
    finish = rules.can_finish(card.case, step, child=card.child)
    said = [(_("She says"), step.her)] if step.her else []
    said += [(_("The guardian says"), step.guardian)] if step.guardian else []
    return {
        "ref": step.ref,
        "kind": words.label(step.kind),
        "text": step.text,
        "to": step.to,
        "tells": [words.label(one) for one in rules.slip_tells(step)],
        "due": step.due,
        "late": step in card.case.due() and step.due < today,
        "done": step.done_on,
        "said": [{"who": who, "answer": words.label(answer), "tone": TONES[answer]} for who, answer in said],
        "interest": words.label(step.interest) if step.interest else "",
        "may_finish": bool(finish),
        "may_print": bool(rules.can_print(card.case, step, child=card.child)),
        "may_find": bool(
            rules.can_find_interest(
                card.case, step, child=card.child, supervises=card.supervises, own=card.own
            )
        ),
        "why_not": "" if finish or step.done_on else reasons(finish.code),
    }


def plan(safety: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Her safety plan as pairs of a heading and her words."""
    labels = {name: SafetyForm.base_fields[name].label for name in PLAN}
    return [{"term": labels[name], "text": safety[name]} for name in PLAN if safety.get(name)]
