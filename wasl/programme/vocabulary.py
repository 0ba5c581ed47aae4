"""The words that a programme may use but does not define.

Actions and facts belong to rooms above this one, so whoever loads a programme hands them in; a programme that names
another one is told so instead of failing when somebody clicks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names that a folder may refer to.

    `never_together`: pairs of actions that one role may not hold. `needed_for_class`: a role that opens such fields
    must have one of these actions. `closed`: lists of the rooms above that a folder words but does not lengthen.
    """

    actions: frozenset[str]
    facts: Mapping[str, str]
    never_together: frozenset[tuple[str, str]] = frozenset()
    classes: frozenset[str] = frozenset({"identity", "notes", "clinical", "sealed", "files", "beyond"})
    needed_for_class: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    closed: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, actions: Iterable[str], facts: Mapping[str, str] | Iterable[str]) -> "Vocabulary":
        """Make a vocabulary from plain names; facts without a kind are taken as `any`."""
        kinds = dict(facts) if isinstance(facts, Mapping) else dict.fromkeys(facts, "any")
        return cls(actions=frozenset(actions), facts=MappingProxyType(kinds))

    def with_rooms(self, actions: Iterable[str], closed: Mapping[str, Iterable[str]]) -> "Vocabulary":
        """The same with the actions and closed lists that the rooms above really have."""
        lists = {kind: frozenset(codes) for kind, codes in closed.items()}
        return replace(self, actions=frozenset(actions), closed=MappingProxyType(lists))


STANDARD_ACTIONS = frozenset(
    (
        "file.view",
        "file.create",
        "file.assign",
        "file.handover",
        "file.accept",
        "file.search",
        "file.close",
        "file.reopen",
        "roster.import",
        "reception.record",
        "consent.record",
        "person.edit",
        "document.record",
        "scan.view",
        "list.print",
        "note.write",
        "note.read_own_circle",
        "need.record",
        "goal.write",
        "plan.write",
        "plan.agree",
        "plan.lock",
        "service.record",
        "service.group",
        "review.record",
        "assessment.record",
        "assessment.view_clinical",
        "exit.assess",
        "exit.decide",
        "departure.record",
        "aftercare.accept",
        "aftercare.contact",
        "level.lower",
        "case.wait",
        "appointment.book",
        "sealed.gbv",
        "sealed.gbv_supervise",
        "sealed.child",
        "sealed.child_supervise",
        "sealed.clinical",
        "sealed.clinical_supervise",
        "team.view",
        "site.view",
        "account.manage",
        "account.approve",
        "audit.view",
        "audit.verify",
        "names.grant",
        "programme.view",
        "programme.propose",
        "programme.approve",
        "report.view",
        "attendance.record",
        "complaint.take",
        "complaint.handle",
        "complaint.serious",
        "asked.record",
        "asked.register",
        "practice.use",
    )
)

STANDARD_FACTS: Mapping[str, str] = MappingProxyType(
    {
        "assessments_to_repeat": "number",
        "needs_without_goal_or_reason": "number",
        "serious_needs_without_owner": "number",
        "urgent_needs_open": "number",
        "safety_plans_missing": "number",
        "documents_without_route": "number",
        "place_agreed_in_writing": "yes_no",
        "community_readiness": "code",
        "departure_plan_ready": "yes_no",
        "aftercare_owner_accepted": "yes_no",
        "notice_days_given": "number",
        "adults_without_plan_agreement": "number",
        "adults_without_exit_talk": "number",
        "members_above_light": "number",
        "members_without_level": "number",
        "safety_tasks_open": "number",
        "family_asked_in_writing": "yes_no",
        "supervisor_agreed": "yes_no",
        "days_since_departure": "number",
        "contacts_overdue": "number",
        "goals_open": "number",
        "final_contact_done": "yes_no",
        "family_agrees_to_close": "yes_no",
        "tries_without_answer": "number",
        "ways_tried": "number",
        "new_owner_accepted": "yes_no",
    }
)

_CASE_ACTIONS = (
    "file.view",
    "file.search",
    "file.create",
    "note.write",
    "assessment.view_clinical",
    "person.edit",
)

STANDARD = Vocabulary(
    actions=STANDARD_ACTIONS,
    facts=STANDARD_FACTS,
    never_together=frozenset(
        (duty, action) for duty in ("account.manage", "names.grant") for action in _CASE_ACTIONS
    )
    | {("account.manage", "account.approve")}
    | frozenset(
        ("audit.view", action) for action in ("file.create", "note.write", "person.edit", "exit.decide")
    ),
    needed_for_class=MappingProxyType(
        {
            # whether somebody out of reach is known: asked at reception and before a file is opened, nowhere else
            "beyond": frozenset({"reception.record"}),
            # pictures of papers: a page of one's own, and each of them a look
            "files": frozenset({"scan.view"}),
            "clinical": frozenset(
                {"assessment.view_clinical", "sealed.clinical", "sealed.clinical_supervise"}
            ),
            "sealed": frozenset(
                {
                    "sealed.gbv",
                    "sealed.gbv_supervise",
                    "sealed.child",
                    "sealed.child_supervise",
                    "sealed.clinical",
                }
            ),
        }
    ),
)
