"""Rows around the plan: the case conference where much support is given, and what the supervisor said to the plan."""

from datetime import timedelta
from typing import Any

from wasl.interfaces.cli.demo.writing import Writing
from wasl.phases.rehabilitation.enums import ApprovalState, Wish

DECIDED = "نلتقي كل أسبوع، ويتابع كل واحد ما اتفقنا عليه قبل اللقاء القادم."
#: how long a plan lies with the supervisor
DAYS = timedelta(days=2)


def conferences(writing: Writing) -> None:
    """Who works with the head met about her before the plan was approved, as the programme asks with much support."""
    plans = _plans(writing)
    if not plans or writing.history.level not in writing.place.programme.rehabilitation.conference_levels:
        return
    worker, person = writing.worker_on(plans[0]["agreed_on"]), writing.people[1]
    ref = writing.whole.add(
        "rehabilitation_conference",
        person_id=person,
        on=plans[0]["agreed_on"],
        consented=True,
        presence=str(Wish.PRESENT),
        roles=["psychologist"],
        accounts=[who for who in (worker, writing.supervisor) if who],
        written_by=worker,
    )
    writing.whole.seal(ref, "notes:decisions", DECIDED, person)


def approvals(writing: Writing) -> None:
    """The pages as they were first agreed, handed in that day and approved two days later by somebody else."""
    plans = _plans(writing)
    if not plans:
        return
    handed, supervisor = max(plan["agreed_on"] for plan in plans if plan["number"] == 1), writing.supervisor
    worker, answered = writing.worker_on(handed), handed + DAYS
    if worker is None or supervisor is None or worker == supervisor:
        return
    approved = answered <= writing.place.today
    writing.whole.add(
        "rehabilitation_planapproval",
        state=str(ApprovalState.APPROVED if approved else ApprovalState.HANDED),
        versions=[plan["id"] for plan in plans if plan["number"] == 1],
        handed_by=worker,
        handed_at=writing.at(handed, 60),
        answered_by=supervisor if approved else None,
        answered_on=answered if approved else None,
    )


def _plans(writing: Writing) -> list[dict[str, Any]]:
    return sorted(writing.whole.rows.get("casefile_planversion", []), key=lambda plan: plan["agreed_on"])
