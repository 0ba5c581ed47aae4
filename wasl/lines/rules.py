"""Pure rules of a sealed case: how its envelopes become a case, and that nothing goes on without her yes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from wasl.kernel.decision import Decision, allow, refuse
from wasl.lines.enums import About, Act, Answer, Interest, Pace, State, StepKind, Tells, Who

#: she may pause and end it at any time, and it can always be opened again
AFTER: Mapping[State, frozenset[State]] = {
    State.OPEN: frozenset({State.PAUSED, State.CLOSED}),
    State.PAUSED: frozenset({State.OPEN, State.CLOSED}),
    State.CLOSED: frozenset({State.OPEN}),
}
#: what a best interest stands in for
INSTEAD_OF_GUARDIAN = frozenset({Interest.NO_GUARDIAN, Interest.GUARDIAN_UNSAFE, Interest.LIFE_OR_HEALTH})


@dataclass(frozen=True)
class Done:
    """One envelope: what was done, by whom and when, and what is written in it."""

    ref: UUID
    by: UUID
    at: str
    payload: Mapping[str, Any]
    to: UUID | None = None


@dataclass(frozen=True)
class Step:
    """One step, with whoever is asked for help; and what she, a guardian and the best interest say to it."""

    ref: UUID
    kind: StepKind
    text: str
    to: str
    tells: tuple[Tells, ...]
    pace: Pace
    due: date
    her: Answer | None = None
    guardian: Answer | None = None
    interest: Interest | None = None
    done_on: date | None = None


@dataclass(frozen=True)
class Words:
    """What she needs, wishes or says about her safety."""

    about: About
    text: str
    on: date


@dataclass(frozen=True)
class Case:
    """A case as its envelopes tell it."""

    state: State = State.OPEN
    opened_on: date | None = None
    steps: tuple[Step, ...] = ()
    words: tuple[Words, ...] = ()
    contact: str = ""
    safety: Mapping[str, Any] = field(default_factory=dict)
    standing_in: frozenset[UUID] = frozenset()

    def step(self, ref: UUID) -> Step | None:
        return next((step for step in self.steps if step.ref == ref), None)

    def due(self) -> list[Step]:
        """What is to be done. Nothing is due while she pauses, nor what she does not want now."""
        if self.state is not State.OPEN:
            return []
        waiting = [step for step in self.steps if step.done_on is None]
        return sorted(
            (step for step in waiting if step.her not in (Answer.NO, Answer.NOT_NOW)), key=lambda s: s.due
        )


def fold(acts: Iterable[Done]) -> Case:
    """The case that a row of envelopes makes, in the order of their moments."""
    case = Case()
    for act in sorted(acts, key=lambda one: (one.at, one.ref)):
        case = _after(case, act)
    return case


def _after(case: Case, act: Done) -> Case:
    said, on = act.payload, date.fromisoformat(act.payload["on"])
    match Act(said["act"]):
        case Act.OPENED:
            return replace(case, opened_on=on)
        case Act.WORDS:
            return replace(case, words=(*case.words, Words(About(said["about"]), said["text"], on)))
        case Act.CONTACT:
            return replace(case, contact=said["text"])
        case Act.STEP:
            return replace(case, steps=(*case.steps, _step(act.ref, said)))
        case Act.DECISION:
            name = "her" if said["who"] == Who.HER else "guardian"
            return _with(case, said, **{name: Answer(said["answer"])})
        case Act.INTEREST:
            return _with(case, said, interest=Interest(said["interest"]))
        case Act.DONE:
            return _with(case, said, done_on=on)
        case Act.SAFETY:
            return replace(case, safety=said["plan"] | {"on": said["on"]})
        case Act.STATE:
            return replace(case, state=State(said["state"]))
        case Act.STEP_IN:
            return replace(case, standing_in=case.standing_in | {act.by})
        case Act.HANDED:
            return replace(case, standing_in=frozenset())
        case Act.PRINTED:
            return case


def _step(ref: UUID, said: Mapping[str, Any]) -> Step:
    return Step(
        ref, StepKind(said["kind"]), said["text"], said["to"], tuple(Tells(one) for one in said["tells"]),
        Pace(said["pace"]), date.fromisoformat(said["due"]),
    )  # fmt: skip


def _with(case: Case, said: Mapping[str, Any], **change: Any) -> Case:
    ref = UUID(said["step"])
    return replace(case, steps=tuple(replace(s, **change) if s.ref == ref else s for s in case.steps))


def can_go_on(step: Step, *, child: bool) -> Decision:
    """Whether a step may be taken, or told to anybody: her yes, and for a child also who speaks for her.

    Her no stops a step, and so does not now. A child's own word comes first; only where her life or health is in
    danger may the best interest stand against it, and it is never the worker alone who says so (`can_find_interest`).
    """
    saved = child and step.interest is Interest.LIFE_OR_HEALTH
    if not saved and step.her is not Answer.YES:
        return refuse(f"she_said_{step.her}" if step.her else "she_was_not_asked")
    if not child or step.interest in INSTEAD_OF_GUARDIAN or step.guardian is Answer.YES:
        return allow()
    return refuse("guardian_said_no" if step.guardian else "guardian_not_asked")


def can_write(case: Case, *, own: bool, account: UUID) -> Decision:
    """The worker of the case writes in it; the supervisor after having stepped in, which stays written down."""
    return allow() if own or account in case.standing_in else refuse("step_in_first")


def can_add(case: Case) -> Decision:
    """While she pauses nothing is begun; after the end neither."""
    return allow() if case.state is State.OPEN else refuse(f"case_{case.state}")


def can_finish(case: Case, step: Step, *, child: bool) -> Decision:
    """A step is done once, in an open case, and only with her yes."""
    if not (may := can_add(case)):
        return may
    return refuse("step_is_done") if step.done_on else can_go_on(step, child=child)


def can_print(case: Case, step: Step, *, child: bool) -> Decision:
    """A slip for whoever is asked for help, only with her yes as it stands now."""
    if not step.to:
        return refuse("nobody_is_asked")
    if not (may := can_add(case)):
        return may
    return can_go_on(step, child=child)


def can_print_plan(case: Case) -> Decision:
    """Her safety plan on paper, only if she wants a paper: it may be found."""
    if not case.safety:
        return refuse("no_safety_plan")
    return allow() if case.safety.get("paper") else refuse("she_wants_no_paper")


def can_decide(case: Case, step: Step, *, who: Who, child: bool, informed: bool, alone: bool) -> Decision:
    """An answer counts after she was told what the step is and who would know what, and when she was asked alone."""
    if not (may := can_add(case)):
        return may
    if step.done_on:
        return refuse("step_is_done")
    if who is Who.GUARDIAN and not child:
        return refuse("no_guardian_of_adults")
    if not informed:
        return refuse("inform_first")
    return allow() if alone or who is Who.GUARDIAN else refuse("ask_alone")


def can_find_interest(case: Case, step: Step, *, child: bool, supervises: bool, own: bool) -> Decision:
    """The best interest of a child is found by the supervisor of the line, never by the worker alone."""
    if not child:
        return refuse("interest_of_children_only")
    if not supervises or own:
        return refuse("interest_needs_supervisor")
    return refuse("step_is_done") if step.done_on else can_add(case)


def can_change(case: Case, after: State) -> Decision:
    return allow() if after in AFTER[case.state] else refuse("state_as_it_is")


def can_hand_over(*, to: UUID, worker: UUID, of_the_line: Sequence[UUID]) -> Decision:
    """To another worker of the line here, whose name the line's own list has."""
    if to == worker:
        return refuse("works_on_it_already")
    return allow() if to in of_the_line else refuse("not_of_the_line")


def slip_tells(step: Step) -> tuple[Tells, ...]:
    """What stands on a slip: what was ticked, in the order of the list, so that no order says anything."""
    return tuple(one for one in Tells if one in step.tells)
