"""The knots of the thread as forms: a goal, why there is none, a service and what came of it."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.access.policy import programme
from wasl.casefile.enums import Circle, GoalState, NoGoalReason, ServiceResult, ServiceState
from wasl.casefile.selectors.thread import GoalCard, NeedCard
from wasl.interfaces.web import words
from wasl.interfaces.web.pages import plan as pages
from wasl.interfaces.web.refusals import words_for
from wasl.interfaces.web.ui.bidi import isolated
from wasl.interfaces.web.ui.dates import digits
from wasl.interfaces.web.ui.edits import Edited
from wasl.interfaces.web.ui.fields import DateField
from wasl.kernel.errors import Invalid, Invalids
from wasl.people.selectors import PersonCard

People = Mapping[uuid.UUID, PersonCard]


class ThreadForm(Edited):
    """What the forms of the thread share: faults that a service finds go to the field they are about."""

    def show(self, error: Invalid | Invalids) -> None:
        for one in error.errors if isinstance(error, Invalids) else [error]:
            self.add_error(one.field if one.field in self.fields else None, str(words_for(one.code)))


class GoalForm(ThreadForm):
    """A goal in the family's words, and the needs it answers."""

    needs = forms.MultipleChoiceField(
        label=_("Which need is this for?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    words = forms.CharField(
        label=_("What shall be different, in the family's words"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    due_on = DateField(label=_("Until"), required=False)
    circle = forms.ChoiceField(
        label=_("Who in the family may read it"),
        choices=[(c.value, words.label(c)) for c in Circle],
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, needs: Sequence[NeedCard], people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["needs"].choices = [  # type: ignore[attr-defined]
            (str(need.ref), need_words(need, people)) for need in needs
        ]

    def needs_meant(self) -> list[uuid.UUID]:
        return [uuid.UUID(ref) for ref in self.cleaned_data["needs"]]


class GoalCloseForm(ThreadForm):
    """How far a goal was reached, graded against what was wanted."""

    state = forms.ChoiceField(
        label=_("How far was it reached"),
        choices=[(s.value, words.label(s)) for s in GoalState if s is not GoalState.OPEN],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What came of it, in the person's words"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    on = DateField(label=_("Day"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NeedAnswerForm(ThreadForm):
    """Why a need has no goal. Not wanting one has no consequence."""

    reason = forms.ChoiceField(
        label=_("Why there is no goal"),
        choices=[(r.value, words.label(r)) for r in NoGoalReason],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In their own words"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class ServiceForm(ThreadForm):
    """A service for a goal: planned, begun, given or declined, and whether it helped."""

    goal = forms.ChoiceField(label=_("Which need is this for?"), widget=forms.RadioSelect)
    code = forms.ChoiceField(label=_("Service"))
    state = forms.ChoiceField(
        label=_("Where it stands"),
        choices=[(s.value, words.label(s)) for s in ServiceState],
        widget=forms.RadioSelect,
    )
    on = DateField(label=_("Day"))
    result = forms.ChoiceField(
        label=_("Did it help?"),
        choices=[("", _("Not known yet"))] + [(r.value, words.label(r)) for r in ServiceResult if r],
        widget=forms.RadioSelect,
        required=False,
    )
    words = forms.CharField(label=_("What came of it"), max_length=2000, required=False)

    def __init__(
        self, *args: Any, goals: Sequence[GoalCard], needs: Mapping[uuid.UUID, NeedCard], people: People,
        fixed: str = "", **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["goal"].choices = [(str(g.ref), goal_words(g, needs, people)) for g in goals]  # type: ignore[attr-defined]
        self.fields["code"].choices = catalogue(goals, fixed)  # type: ignore[attr-defined]


def need_words(need: NeedCard, people: People) -> str:
    """A need as a choice: field of life, score, whose."""
    return (
        f"{words.domain(need.domain)} = {digits(need.score)} · {isolated(pages.whose(need.person, people))}"
    )


def goal_words(goal: GoalCard, needs: Mapping[uuid.UUID, NeedCard], people: People) -> str:
    """A goal as an answer to "which need is this for?": its words, and the needs it answers."""
    answered = [need_words(needs[ref], people) for ref in goal.needs if ref in needs]
    said = goal.words or words.goal(goal.code)
    return f"{isolated(said)} ({', '.join(answered)})" if answered else isolated(said)


def catalogue(goals: Sequence[GoalCard], fixed: str = "") -> list[tuple[str, Any]]:
    """Services to choose from: those that the goals propose first, then the others by group, none of a sealed line."""
    offered, rehabilitation = programme().services, programme().rehabilitation
    if fixed:
        return [(fixed, words.service(fixed))]
    tailored = {code: s for code, s in offered.items() if not s.for_everyone and s.circle != "sealed"}
    proposed = [
        code
        for goal in goals[:1] if len(goals) == 1 and goal.code in rehabilitation.goals
        for code in rehabilitation.goals[goal.code].services if code in tailored
    ]  # fmt: skip
    found: list[tuple[str, Any]] = [] if proposed else [("", _("Choose"))]
    if proposed:
        found.append((str(_("Proposed for this goal")), [(code, words.service(code)) for code in proposed]))
    for group in rehabilitation.groups.values():
        rest = [
            (c, words.service(c)) for c, s in tailored.items() if s.group == group.code and c not in proposed
        ]
        if rest:
            found.append((words.say(group.name), rest))
    return found
