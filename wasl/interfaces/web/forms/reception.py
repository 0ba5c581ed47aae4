"""The forms of the desk: who comes, the notice, what cannot wait, where they wish to live."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.access.selectors import StaffCard, TeamCard
from wasl.casefile.enums import Circle, FileState
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.people import CalledForm, languages
from wasl.interfaces.web.ui.edits import Edited
from wasl.interfaces.web.ui.fields import DateField
from wasl.kernel.clock import today
from wasl.people.enums import FamilyRole
from wasl.people.selectors import PersonCard
from wasl.phases.entry_assessment.services.reception import STARTS, Urgent
from wasl.programme.sheets.entry import UrgentNeed


class NoticeForm(forms.Form):
    """That the notice was read aloud, and in which language."""

    language = forms.ChoiceField(label=_("In which language was it read"), choices=[])
    read = forms.BooleanField(label=_("I read it aloud, before the first question"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages()  # type: ignore[attr-defined]


class OpeningForm(CalledForm, NoticeForm):
    """The head of a family that has no file yet, and where the family stands today."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    looked = forms.CharField(widget=forms.HiddenInput, required=False)
    starts = forms.ChoiceField(
        label=_("Where does the family stand"),
        choices=[],
        initial=FileState.ASSESSING,
        widget=forms.RadioSelect,
    )
    arrived_on = DateField(label=_("Day of arrival"), required=False)
    left_on = DateField(label=_("Day of going home, where they are home already"), required=False)
    another = forms.BooleanField(label=_("It is somebody else"), required=False)
    reason = forms.CharField(label=_("How can you tell"), required=False, max_length=300)
    field_order = (
        "key", "looked", "language", "read", "given", "father", "grandfather", "laqab", "mother", "kunya", "used",
        "sex", "birth", "estimated", "spouse", "starts", "arrived_on", "left_on", "another", "reason",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = {
            FileState.ASSESSING: _("Arrives now"),
            FileState.IN_SERVICES: _("Is here and in services already"),
            FileState.AFTERCARE: _("Is home already"),
        }
        self.fields["starts"].choices = [(state.value, said[state]) for state in STARTS]  # type: ignore[attr-defined]


class UrgentForm(forms.Form):
    """The short list of what cannot wait: each is asked, each yes has an owner."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        people: Sequence[PersonCard],
        staff: Sequence[StaffCard],
        me: uuid.UUID | None,
        team: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.needs = tuple(words.programme().entry.urgent_needs.values())
        inside = [
            ("", _("The family")),
            *((str(p.ref), p.called or words.label(FamilyRole(p.role))) for p in people),
        ]
        for need in self.needs:
            serving = [one for one in staff if one.role == need.owner]
            owners: list[tuple[str, Any]] = [(str(one.account), one.name) for one in serving]
            if me and str(me) not in dict(owners):
                owners.append((str(me), _("I myself")))
            near = sorted(serving, key=lambda one: (one.account != me, one.team != team))
            self.fields[f"yes_{need.code}"] = forms.BooleanField(
                label=words.urgent(need.code), required=False
            )
            self.fields[f"person_{need.code}"] = forms.ChoiceField(
                label=_("Whom"), choices=inside, required=False
            )
            self.fields[f"owner_{need.code}"] = forms.ChoiceField(
                label=_("Who sees to it today"),
                choices=owners,
                initial=str(near[0].account) if near else str(me),
                required=False,
            )
            self.fields[f"words_{need.code}"] = forms.CharField(
                label=_("In a few words"), required=False, max_length=300
            )

    @property
    def rows(self) -> Iterator["UrgentRow"]:
        """What may be asked before all, then what is asked of each alone."""
        for need in sorted(self.needs, key=lambda one: one.circle != Circle.FAMILY):
            yield UrgentRow(
                need,
                words.say(need.ask),
                *(self[f"{part}_{need.code}"] for part in ("yes", "person", "owner", "words")),
            )

    def found(self) -> list[Urgent]:
        """What was answered with yes."""
        data = self.cleaned_data
        return [
            Urgent(
                need.code,
                uuid.UUID(data[f"person_{need.code}"]) if data[f"person_{need.code}"] else None,
                uuid.UUID(data[f"owner_{need.code}"]) if data[f"owner_{need.code}"] else None,
                data[f"words_{need.code}"],
            )
            for need in self.needs
            if data[f"yes_{need.code}"]
        ]


@dataclass(frozen=True)
class UrgentRow:
    """One line of the list with its fields. What is ticked is the lack itself: a yes to the question may mean that
    all is well."""

    need: UrgentNeed
    ask: str
    yes: forms.BoundField
    person: forms.BoundField
    owner: forms.BoundField
    words: forms.BoundField

    @property
    def alone(self) -> bool:
        """Whether it is a question for one pair of ears."""
        return self.need.circle != Circle.FAMILY


class PlaceForm(Edited):
    """Where the family wishes to live, and where it stays until then."""

    governorate = forms.ChoiceField(label=_("Governorate of choice"), choices=[], required=False)
    district = forms.ChoiceField(label=_("District"), choices=[], required=False)
    local = forms.CharField(
        label=_("Sub-district, quarter or village"),
        required=False,
        max_length=120,
        help_text=_("Kept locked."),
    )
    section = forms.ChoiceField(label=_("Where the family stays now"), choices=[], required=False)

    def __init__(self, *args: Any, teams: Sequence[TeamCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places, language = words.places(), words.language()
        above = [(place.code, place.name.in_(language)) for place in places.governorates]
        self.fields["governorate"].choices = [("", _("Not decided yet")), *above]  # type: ignore[attr-defined]
        below = [
            (name, [(one.code, one.name.in_(language)) for one in places.districts_of(code)])
            for code, name in above
        ]
        self.fields["district"].choices = [("", _("Not decided yet")), *below]  # type: ignore[attr-defined]
        sections = [(team.code, team.name.in_(language)) for team in teams]
        self.fields["section"].choices = [("", _("Not assigned yet")), *sections]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A district tells its governorate."""
        data: dict[str, Any] = super().clean() or {}
        found = words.places().by_code(data.get("district") or "")
        if found is not None and not data.get("governorate"):
            data["governorate"] = found.office
        return data


def first_place(governorate: str, district: str, section: str, local: str) -> dict[str, str]:
    return {"governorate": governorate, "district": district, "section": section, "local": local}


def first_opening() -> dict[str, Any]:
    """An empty form of its own key; today unless another day is written."""
    return {
        "key": uuid.uuid4(),
        "arrived_on": today(),
        "starts": FileState.ASSESSING,
        "language": words.language(),
    }
