"""Forms of the way: review, services for everyone, hand-over, waiting. Shape only; rooms decide."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.casefile.enums import GoalState, Level, WaitingReason
from wasl.casefile.labels import word
from wasl.casefile.selectors.record import CaseCard
from wasl.casefile.selectors.thread import GoalCard
from wasl.interfaces.web import words
from wasl.interfaces.web.refusals import words_for
from wasl.interfaces.web.ui.bidi import isolated
from wasl.interfaces.web.ui.edits import Edited
from wasl.interfaces.web.ui.fields import DateField
from wasl.kernel.errors import Invalid, Invalids
from wasl.people.enums import FamilyRole
from wasl.people.selectors import PersonCard
from wasl.phases.rehabilitation.services.reviews import GoalProgress, LevelChange

Words = str | Any  # a text, or one that is translated when the page is read
Choices = Sequence[tuple[str, Words]]


def area(label: Words, *, rows: int = 3, hint: Words = "", required: bool = True) -> forms.CharField:
    """A place for words; they are sealed."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, max_length=20_000, help_text=hint, required=required)


class WayForm(Edited):
    """A form that shows what a service finds wrong at the field it concerns."""

    #: what a service calls a field differently from the page
    named: Mapping[str, str] = {}

    def show(self, error: Invalid | Invalids) -> None:
        """Put what a service refused onto the form."""
        for one in error.errors if isinstance(error, Invalids) else [error]:
            name = self.named.get(one.field, one.field)
            self.add_error(name if name in self.fields else None, str(words_for(one.code)))

    def kept(self, write: Callable[[dict[str, Any]], object]) -> bool:
        """Whether the form is whole and the service took it."""
        if not self.is_valid():
            return False
        try:
            write(self.cleaned_data)
        except (Invalid, Invalids) as error:
            self.show(error)
            return False
        return True


class ReviewForm(WayForm):
    """Open goals with how they stand, the level of each member, a note."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = area(_("What you went through together, in short"), rows=5)
    on = DateField(label=_("Day"))
    reason = area(_("Why a support level changes"), rows=2, required=False)
    next_on = DateField(label=_("Meet again earlier than that, on"), required=False)

    def __init__(
        self,
        *args: Any,
        goals: Sequence[GoalCard],
        cases: Mapping[uuid.UUID, CaseCard],
        people: Sequence[PersonCard],
        may_lower: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.goals, self.cases, self.may_lower = goals, cases, may_lower
        for goal in goals:
            self.fields[f"goal-{goal.ref}"] = forms.ChoiceField(
                label=isolated(goal.words or words.goal(goal.code)),
                choices=[(state.value, word(state)) for state in GoalState],
                initial=GoalState.OPEN.value,
                widget=forms.RadioSelect,
            )
            self.fields[f"result-{goal.ref}"] = forms.CharField(
                label=_("What came of it"), required=False, widget=forms.TextInput
            )
        for person in people:
            case = cases.get(person.ref)
            if case is None or not case.level:
                continue
            self.fields[f"level-{person.ref}"] = forms.ChoiceField(
                label=person.called or str(words.label(FamilyRole(person.role))),
                choices=_levels(Level(case.level), may_lower=may_lower),
                initial=case.level,
            )

    @property
    def goal_lines(self) -> list[tuple[Any, Any]]:
        """Each open goal with the place for what came of it."""
        return [(self[f"goal-{goal.ref}"], self[f"result-{goal.ref}"]) for goal in self.goals]

    @property
    def level_lines(self) -> list[Any]:
        """The level of each member who has one."""
        return [self[name] for name in self.fields if name.startswith("level-")]

    def progress(self) -> list[GoalProgress]:
        """The goals that are not simply open any more."""
        data = self.cleaned_data
        return [
            GoalProgress(
                goal.ref, GoalState(data[f"goal-{goal.ref}"]), data[f"result-{goal.ref}"], goal.version
            )
            for goal in self.goals
            if data[f"goal-{goal.ref}"] != GoalState.OPEN
        ]

    def changes(self) -> list[LevelChange]:
        """The levels that shall be others, as far as whoever reviews may say so."""
        return [change for change, asked in self._changes() if not asked]

    def asks(self) -> list[LevelChange]:
        """The levels that somebody else is asked to lower."""
        return [change for change, asked in self._changes() if asked]

    def _changes(self) -> Iterator[tuple[LevelChange, bool]]:
        data, order = self.cleaned_data, list(Level)
        for ref, case in self.cases.items():
            chosen = data.get(f"level-{ref}")
            if chosen and chosen != case.level:
                lower = order.index(Level(chosen)) < order.index(Level(case.level))
                yield LevelChange(ref, Level(chosen), data["reason"]), lower and not self.may_lower

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        changed = any(data.get(f"level-{ref}", case.level) != case.level for ref, case in self.cases.items())
        if changed and not data.get("reason", "").strip():
            self.add_error("reason", str(words_for("level_reason_missing")))
        return data


def _levels(now: Level, *, may_lower: bool) -> Choices:
    """Every level; one that is lower is the supervisor's to say, and a worker asks for it."""
    order = list(Level)
    return [
        (
            level.value,
            words.level(level)
            if may_lower or order.index(level) >= order.index(now)
            else _("%(level)s: ask the supervisor") % {"level": words.level(level)},
        )
        for level in order
    ]


class GroupForm(WayForm):
    """What everyone received, and who."""

    named = {"people": "chosen"}
    key = forms.UUIDField(widget=forms.HiddenInput)
    code = forms.ChoiceField(label=_("What was given"))
    on = DateField(label=_("Day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [s for s in words.programme().services.values() if s.for_everyone]
        self.fields["code"].choices = [("", _("Choose")), *((s.code, words.say(s.name)) for s in offered)]  # type: ignore[attr-defined]


class HandoverForm(WayForm):
    """A colleague, by how many families they hold, and a word on why."""

    to = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect)
    reason = area(_("What the colleague should know"), required=False)

    def __init__(self, *args: Any, staff: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = staff  # type: ignore[attr-defined]


class DeclineForm(WayForm):
    """Why somebody cannot take a file."""

    reason = area(_("Why not"))


class WaitingForm(WayForm):
    """What a family waits for, since when; or until when it did."""

    reason = forms.ChoiceField(label=_("What for"), widget=forms.RadioSelect)
    since = DateField(label=_("Since"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = words.programme().waiting_reasons
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            (r.value, words.say(named[r].name) if r in named else word(r)) for r in WaitingReason
        ]


class WaitingEndForm(WayForm):
    """The day on which what was waited for came."""

    on = DateField(label=_("Day"))


class LevelForm(WayForm):
    """Whose support level, which one, and why."""

    person = forms.ChoiceField(label=_("Whose"))
    level = forms.ChoiceField(label=_("Support level"), widget=forms.RadioSelect)
    reason = area(_("Why this level"), rows=3)

    def __init__(self, *args: Any, people: Sequence[PersonCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(p.ref), p.called or str(words.label(FamilyRole(p.role)))) for p in people]
        self.fields["person"].choices = named  # type: ignore[attr-defined]
        self.fields["level"].choices = [(one.value, words.level(one)) for one in Level]  # type: ignore[attr-defined]


class MoveForm(WayForm):
    """A step with its reason."""

    reason = area(_("Reason"), rows=2)
