"""Forms of appointments: made or moved, and what became of one."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.access.selectors import StaffCard
from wasl.appointments.enums import Childcare, State
from wasl.appointments.labels import word
from wasl.appointments.rules import QUARTER
from wasl.appointments.services.booking import Wish
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.journey import Choices, WayForm
from wasl.interfaces.web.forms.leaving import coded
from wasl.interfaces.web.pages.appointments import hours_refused, time_of_day
from wasl.interfaces.web.ui.dates import digits
from wasl.interfaces.web.ui.fields import DateField
from wasl.kernel.errors import Invalid, Invalids

LENGTHS = (15, 30, 45, 60, 90, 120, 180, 240, 300, 360)


def times() -> Choices:
    """Every quarter of an hour at which an appointment can begin."""
    week = words.programme().week
    return [(str(at), time_of_day(at)) for at in range(week.begins, week.ends, QUARTER)]


class AppointmentForm(WayForm):
    """Who, with whom, when and where; an interpreter, and somebody to look after the small children."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    person = forms.ChoiceField(label=_("Who comes"))
    kind = forms.ChoiceField(label=_("What for"))
    worker = forms.ChoiceField(label=_("With whom"))
    day = DateField(label=_("Day"))
    starts = forms.ChoiceField(label=_("From what time"))
    minutes = forms.ChoiceField(label=_("How long"), required=False)
    room = forms.ChoiceField(label=_("Room"), required=False)
    childcare = forms.ChoiceField(
        label=_("If there are small children"),
        choices=[(c.value, word(c)) for c in Childcare if c is not Childcare.NONE],
        initial=Childcare.ASKED.value,
        widget=forms.RadioSelect,
        help_text=_("Places in the childcare are asked for by themselves, one for each small child."),
    )
    language = forms.ChoiceField(label=_("Interpreter for"), required=False)
    interpreter_sex = forms.ChoiceField(
        label=_("The interpreter is to be"),
        choices=[("", _("a woman or a man")), ("f", _("a woman")), ("m", _("a man"))],
        required=False,
    )
    circle = forms.ChoiceField(
        label=_("Who in the family may know of it"),
        choices=[
            ("", _("As is usual for this")),
            ("family", _("Every adult")),
            ("own", _("The person alone")),
        ],
        required=False,
    )

    def __init__(
        self, *args: Any, people: Choices, workers: Sequence[StaffCard], names: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        week = words.programme().week
        chosen: dict[str, Choices] = {
            "person": people,
            "kind": coded(week.kinds),
            "worker": [(str(one.account), f"{one.name} · {words.role(one.role)}") for one in workers],
            "starts": times(),
            "minutes": [("", _("As is usual for this")), *((str(n), length(n)) for n in LENGTHS)],
            "room": [("", _("No room of ours")), *coded(week.rooms)],
            "language": [
                ("", _("No interpreter")),
                *((code, found.name) for code, found in words.programme().languages.items()),
            ],
        }
        for name, choices in chosen.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def wish(self, *, person: uuid.UUID | None = None) -> Wish:
        """What is asked for."""
        data = self.cleaned_data
        kind = words.programme().week.kinds[data["kind"]]
        return Wish(
            person=person or uuid.UUID(data["person"]), kind=data["kind"], day=data["day"], starts=int(data["starts"]),
            minutes=int(data["minutes"] or kind.minutes), worker=uuid.UUID(data["worker"]), room=data["room"],
            language=data["language"], interpreter_sex=data["interpreter_sex"],
            childcare=Childcare(data["childcare"]), circle=data["circle"],
        )  # fmt: skip

    def show(self, error: Invalid | Invalids) -> None:
        """What clashes, at the field that clashes; too full a week with its hours."""
        super().show(error)
        for one in error.errors if isinstance(error, Invalids) else [error]:
            if "limit" in one.facts:
                self.add_error(
                    "day", hours_refused(self.names.get(self.data.get("person", ""), ""), one.facts)
                )


def length(minutes: int) -> str:
    """How long something is, in hours and minutes."""
    if minutes % 60 == 0:
        return digits(_("%(n)s h") % {"n": minutes // 60})
    if minutes < 60:
        return digits(_("%(n)s min") % {"n": minutes})
    return digits(_("%(h)s h %(m)s min") % {"h": minutes // 60, "m": minutes % 60})


class HourForm(forms.Form):
    """Which kept hour is given back."""

    block = forms.UUIDField(widget=forms.HiddenInput)


class SettleForm(WayForm):
    """What became of an appointment; for each answer but one, why."""

    to = forms.ChoiceField(choices=[(s.value, word(s)) for s in State if s is not State.PLANNED])
    reason = forms.CharField(required=False, max_length=60)
