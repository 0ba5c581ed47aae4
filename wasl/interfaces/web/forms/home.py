"""Forms of life at home: a contact, something urgent, an ending, the way back."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.casefile.enums import Level
from wasl.casefile.selectors.record import CaseCard
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.journey import Choices, WayForm, area
from wasl.interfaces.web.forms.leaving import coded
from wasl.interfaces.web.refusals import words_for
from wasl.interfaces.web.ui.fields import DateField
from wasl.journey.services.home import NewLevel
from wasl.people.enums import FamilyRole
from wasl.people.selectors import PersonCard
from wasl.phases.aftercare.enums import REOPENED_BECAUSE
from wasl.phases.aftercare.labels import word


def called(people: Sequence[PersonCard]) -> Choices:
    """People of a family by the names they use."""
    return [(str(p.ref), p.called or words.label(FamilyRole(p.role))) for p in people]


class ContactForm(WayForm):
    """A visit or a call: made or not, what was said, and whether somebody needs more support than before."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect)
    result = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    missed = forms.ChoiceField(label=_("If nobody was reached: why"), required=False)
    permitted = forms.BooleanField(
        label=_("The person agreed that we speak with somebody outside the family"), required=False
    )
    person = forms.ChoiceField(label=_("With whom"), required=False)
    on = DateField(label=_("Day"))
    text = area(_("What was said, in short"), rows=5, required=False)
    level_person = forms.ChoiceField(label=_("Somebody needs more support now: who"), required=False)
    level = forms.ChoiceField(label=_("Support level from now on"), required=False)
    level_reason = area(_("Why"), rows=2, required=False)

    def __init__(
        self,
        *args: Any,
        people: Sequence[PersonCard],
        cases: Mapping[uuid.UUID, CaseCard],
        may_lower: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cases, self.may_lower = cases, may_lower
        terms, names = words.programme().aftercare, called(people)
        empty = ("", "—")
        chosen: dict[str, Choices] = {
            "kind": coded(terms.kinds),
            "result": coded(terms.results),
            "missed": [empty, *coded(terms.missed_reasons)],
            "person": [("", _("The whole family")), *names],
            "level_person": [empty, *names],
            "level": [empty, *((level.value, words.level(level)) for level in Level)],
        }
        for name, choices in chosen.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = [name for name in ("level_person", "level", "level_reason") if data.get(name)]
        if given and len(given) < 3:
            self.add_error("level_reason", _("Name the person, the level and why."))
        elif given and self._lowers(data) and not self.may_lower:
            self.add_error("level", str(words_for("lowering_needs_supervisor")))
        return data

    def _lowers(self, data: dict[str, Any]) -> bool:
        before = self.cases.get(uuid.UUID(data["level_person"]))
        order = list(Level)
        return bool(before and before.level) and order.index(Level(data["level"])) < order.index(
            Level(before.level if before else data["level"])
        )

    def new_level(self) -> NewLevel | None:
        """The level that changes with this contact, if one does."""
        data = self.cleaned_data
        if not data["level"]:
            return None
        return NewLevel(uuid.UUID(data["level_person"]), Level(data["level"]), data["level_reason"])


class UrgentForm(WayForm):
    """Something that cannot wait until the next contact."""

    named = {"owner": "text"}
    person = forms.ChoiceField(label=_("Whom does it concern"), required=False)
    text = area(_("What is needed today"), rows=4)

    def __init__(self, *args: Any, people: Sequence[PersonCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("The whole family")), *called(people)]  # type: ignore[attr-defined]


class ClosingForm(WayForm):
    """One way to end our work; lines that a person answers are ticked here."""

    named = {"reason": "words"}
    answered = forms.MultipleChoiceField(
        label=_("Said by each adult"), widget=forms.CheckboxSelectMultiple, required=False
    )
    words = area(_("In a few words: what shows it"))

    def __init__(self, *args: Any, lines: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if lines:
            self.fields["answered"].choices = lines  # type: ignore[attr-defined]
        else:
            del self.fields["answered"]


class ReopenForm(WayForm):
    """Why a file is opened again."""

    because = forms.ChoiceField(
        label=_("Why"),
        choices=[(because.value, word(because)) for because in REOPENED_BECAUSE],
        widget=forms.RadioSelect,
    )


class ReturnForm(WayForm):
    """To which centre's worker a family comes back."""

    to = forms.ChoiceField(label=_("Who takes the family in"), widget=forms.RadioSelect)
    reason = area(_("What the colleague should know"))

    def __init__(self, *args: Any, staff: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = staff  # type: ignore[attr-defined]
