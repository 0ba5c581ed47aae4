"""The plan as a form: proposals to take, change or leave, and the reason where a need gets no goal."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.access.policy import programme
from wasl.casefile.enums import AgreedHow, Circle, NoGoalReason
from wasl.casefile.labels import word
from wasl.casefile.selectors.files import FileCard
from wasl.interfaces.web import words
from wasl.interfaces.web.pages import plan as pages
from wasl.interfaces.web.refusals import words_for
from wasl.interfaces.web.ui.edits import MARK, Changed, Edited, changed, mark_of, sent
from wasl.interfaces.web.ui.fields import DateField
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, Invalids
from wasl.people.selectors import PersonCard
from wasl.phases.rehabilitation.selectors.proposals import NeedGroup
from wasl.phases.rehabilitation.services.plan import Answers, NewGoal, NoGoal
from wasl.programme.sheets.rehabilitation import Goal, Service

GOAL_DAYS = 30


class ProposalForm(forms.Form):
    """One proposed goal: taken or not, in whose words, until when, read by whom, with which services."""

    take = forms.BooleanField(required=False)
    words = forms.CharField(
        label=_("In the family's words"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )
    due_on = DateField(label=_("Until"), required=False)
    circle = forms.ChoiceField(
        label=_("Who in the family may read it"),
        choices=[(c.value, word(c)) for c in Circle],
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, goal: Goal, services: Sequence[Service], person: uuid.UUID | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.goal, self.person = goal, person
        self.about = self.fields["take"].label = words.say(goal.name)
        if person is None:
            del self.fields["circle"]
        self.service_codes = [service.code for service in services]
        for service in services:
            self.fields[f"s-{service.code}"] = forms.BooleanField(
                label=words.say(service.name), required=False
            )

    def services(self) -> Iterator[forms.BoundField]:
        """The fields of the services that can serve this goal."""
        yield from (self[f"s-{code}"] for code in self.service_codes)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("take") and not (data.get("words") or "").strip():
            self.add_error("words", str(words_for("goal_missing")))
        return data

    def taken(self, needs: tuple[uuid.UUID, ...]) -> NewGoal | None:
        """The goal as it was taken, or nothing."""
        data = self.cleaned_data
        if not data["take"]:
            return None
        return NewGoal(
            needs=needs,
            person=self.person,
            code=self.goal.code,
            words=data["words"],
            due_on=data["due_on"],
            circle=Circle(data.get("circle") or Circle.FAMILY),
            services=tuple(code for code in self.service_codes if data[f"s-{code}"]),
        )


class LeaveForm(forms.Form):
    """Which of the needs are meant, and why they get no goal."""

    reason = forms.ChoiceField(label=_("Why there is no goal"), required=False)
    words = forms.CharField(label=_("In their own words"), max_length=2000, required=False)

    def __init__(
        self, *args: Any, group: NeedGroup, people: Mapping[uuid.UUID, PersonCard], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.group, self.about = group, words.domain(group.domain)
        reasons = [("", _("A goal is taken, or it is left open"))] + [
            (reason.value, words.label(reason)) for reason in NoGoalReason
        ]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]
        if len(group.needs) > 1:
            for need in group.needs:
                self.fields[f"need-{need.ref.hex}"] = forms.BooleanField(
                    label=pages.whose(need.person, people), required=False, initial=True
                )

    def meant(self) -> list[forms.BoundField]:
        """The fields that say for whom, where several people have the same need."""
        return [self[name] for name in self.fields if name.startswith("need-")]

    def needs(self) -> tuple[uuid.UUID, ...]:
        """The needs that are meant."""
        if len(self.group.needs) == 1:
            return (self.group.needs[0].ref,)
        return tuple(n.ref for n in self.group.needs if self.cleaned_data.get(f"need-{n.ref.hex}"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("reason") and not (data.get("words") or "").strip():
            self.add_error("words", str(words_for("reason_missing")))
        return data

    def left(self) -> NoGoal | None:
        """The reason, where there is one."""
        reason = self.cleaned_data["reason"]
        return NoGoal(self.needs(), NoGoalReason(reason), self.cleaned_data["words"]) if reason else None


def _entry(form: forms.Form, field: forms.BoundField, text: str) -> dict[str, Any]:
    """One mistake in the list at the top, with the goal or the field of life that it is about."""
    target = f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
    return {"target": target, "label": f"{getattr(form, 'about', '')} · {field.label}", "text": text}


class GroupForms:
    """All fields for one group of needs."""

    def __init__(
        self, group: NeedGroup, people: Mapping[uuid.UUID, PersonCard], file: FileCard, data: Any = None
    ) -> None:
        self.group = group
        self.leave = LeaveForm(data, group=group, people=people, prefix=group.key)
        self.proposals = [
            proposal_form(one.goal, one.services, group.person, group.circle, file, f"{group.key}-{n}", data)
            for n, one in enumerate(group.proposals)
        ]
        self.row = pages.group(group, people, file.number)

    def all(self) -> list[forms.Form]:
        return [self.leave, *self.proposals]


def proposal_form(
    goal: Goal, services: Sequence[Service], person: uuid.UUID | None, circle: str, file: FileCard, prefix: str,
    data: Any = None,
) -> ProposalForm:  # fmt: skip
    """The form of one proposal, in the family's language and with a day that fits its stay."""
    until = today() + timedelta(days=GOAL_DAYS)
    if file.planned_end and today() < file.planned_end < until:
        until = file.planned_end
    first = {"words": goal.name.in_(file.language), "due_on": until, "circle": circle}
    return ProposalForm(data, goal=goal, services=services, person=person, prefix=prefix, initial=first)


class PlanForms:
    """The whole page: goals of every first plan, and every need that still owes an answer."""

    def __init__(
        self,
        file: FileCard,
        first: Iterable[Goal],
        groups: Iterable[NeedGroup],
        people: Mapping[uuid.UUID, PersonCard],
        data: Any = None,
    ) -> None:
        catalogue = programme().services
        self.bound, self.data = data is not None, data or {}
        self.first = [
            proposal_form(
                goal, [catalogue[code] for code in goal.services if code in catalogue], None, Circle.FAMILY, file,
                f"first-{goal.code}", data,
            )
            for goal in first
        ]  # fmt: skip
        self.groups = [GroupForms(group, people, file, data) for group in groups]

    def remember(self, kept: Mapping[str, Any]) -> None:
        """Open the page as it was left: a draft holds the ticked boxes only, so what is missing was not ticked."""
        for form in self.all():
            if any(name.startswith(f"{form.prefix}-") for name in kept):
                _remember(form, kept)

    def all(self) -> list[forms.Form]:
        return [*self.first, *(form for group in self.groups for form in group.all())]

    @property
    def mark_name(self) -> str:
        return f"{MARK}plan"

    @property
    def mark(self) -> str:
        """Which needs and first goals wait for an answer; what is typed about them stands in the fields."""
        return mark_of(
            [[f.prefix for f in self.first], [[str(n.ref) for n in g.group.needs] for g in self.groups]]
        )

    def lines(self) -> Iterator[dict[str, Any]]:
        """What waits for an answer now."""
        left = "، ".join(f"{group.row['name']} ({group.row['who']})" for group in self.groups)
        yield {
            "label": _("What still waits for an answer"),
            "theirs": left or "—",
            "yours": "",
            "shown": True,
        }

    def again(self) -> Iterator[tuple[str, str]]:
        """Everything that was sent."""
        yield from sent(self.data)

    def is_valid(self) -> bool:
        if changed(self, self.data):
            raise Changed(self)
        valid = [
            form.is_valid() for form in self.all()
        ]  # every form says what is wrong with it, not only the first
        return all(valid)

    def entries(self) -> list[dict[str, Any]]:
        """Every mistake of the page, each a link to its field."""
        return [
            _entry(form, form[name], str(text))
            for form in self.all()
            if self.bound
            for name, texts in form.errors.items()
            if name in form.fields
            for text in texts
        ]

    def answers(self) -> Answers:
        """What was decided."""
        goals = [form.taken(()) for form in self.first]
        reasons: list[NoGoal] = []
        for group in self.groups:
            goals += [form.taken(group.leave.needs()) for form in group.proposals]
            left = group.leave.left()
            if left is not None:
                reasons.append(left)
        return Answers(tuple(goal for goal in goals if goal is not None), tuple(reasons))


def _remember(form: forms.Form, kept: Mapping[str, Any]) -> None:
    for name, field in form.fields.items():
        sent = form.add_prefix(name)
        if isinstance(field, forms.BooleanField):
            form.initial[name] = sent in kept
        elif isinstance(field, DateField):
            parts = [str(kept.get(f"{sent}_{n}") or "") for n in range(3)]
            if any(parts):
                form.initial[name] = parts
        elif sent in kept:
            form.initial[name] = kept[sent]


class AgreeForm(Edited):
    """How a page was agreed to."""

    how = forms.ChoiceField(
        label=_("How was it agreed"),
        choices=[(how.value, word(how)) for how in AgreedHow],
        widget=forms.RadioSelect,
    )
    refused = forms.MultipleChoiceField(
        label=_("Goals that she or he does not want: nothing follows from that"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    on = DateField(label=_("Day"))
    alone = forms.BooleanField(label=_("She or he read it alone with me and agreed freely"), required=False)
    copy_given = forms.BooleanField(label=_("A copy was offered"), required=False)
    reason = forms.ChoiceField(label=_("Why the plan has changed"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, adult: bool, again: bool, goals: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["refused"].choices = list(goals)  # type: ignore[attr-defined]
        if not adult:
            del self.fields["alone"]
        if not again:
            del self.fields["reason"]
            return
        reasons = programme().rehabilitation.change_reasons.values()
        self.fields["reason"].choices = [("", "—")] + [  # type: ignore[attr-defined]
            (reason.code, words.say(reason.name)) for reason in reasons
        ]

    def show(self, error: Invalid | Invalids) -> None:
        """Put what the service found on the fields."""
        for one in error.errors if isinstance(error, Invalids) else [error]:
            self.add_error(one.field if one.field in self.fields else None, str(words_for(one.code)))


def agreed_today() -> dict[str, date | bool | str]:
    """How the form of agreement opens."""
    return {"on": today(), "copy_given": True, "how": AgreedHow.SIGNATURE.value}
