"""State machines as tables: what the table lacks does not happen, and the drawing is made from the table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wasl.kernel.decision import Decision, allow, refuse


@dataclass(frozen=True)
class Transition:
    """One step from a state to another, the action that takes it and the gate that must be open."""

    source: str
    target: str
    action: str
    gate: str | None = None


class TransitionTable:
    """All steps of one thing's life."""

    def __init__(self, name: str, transitions: Iterable[Transition]) -> None:
        self.name = name
        self.transitions = tuple(transitions)
        self._steps = {(str(step.source), str(step.target)): step for step in self.transitions}
        if len(self._steps) != len(self.transitions):
            raise ValueError(f"{name}: the same pair of states stands twice in the table")

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, in the order in which the table first names it."""
        named = (state for step in self.transitions for state in (step.source, step.target))
        return tuple(dict.fromkeys(str(state) for state in named))

    def step(self, source: str, target: str) -> Transition | None:
        return self._steps.get((str(source), str(target)))

    def targets(self, source: str) -> tuple[str, ...]:
        return tuple(str(step.target) for step in self.transitions if str(step.source) == str(source))

    def decide(self, source: str, target: str) -> Decision:
        """Whether the table has this step; a gate is named in the facts and decided by the room."""
        step = self.step(source, target)
        if step is None:
            return refuse("no_such_step", table=self.name, source=str(source), target=str(target))
        return allow("step", action=str(step.action), gate=step.gate, source=str(source), target=str(target))

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2"]
        reached = {str(step.target) for step in self.transitions if str(step.target) != str(step.source)}
        lines += [f"    [*] --> {state}" for state in self.states if state not in reached]
        for step in self.transitions:
            gate = f" [{step.gate}]" if step.gate else ""
            lines.append(f"    {step.source} --> {step.target}: {step.action}{gate}")
        lines += [f"    {state} --> [*]" for state in self.states if not self.targets(state)]
        return "\n".join(lines) + "\n"
