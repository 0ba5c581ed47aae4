"""Forms of what happens in a family's life. Who belongs to it is chosen from a list; rooms decide what follows."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.interfaces.web.forms.journey import WayForm
from wasl.interfaces.web.forms.people import NameForm, languages, options, part
from wasl.interfaces.web.pages.reception import called
from wasl.interfaces.web.ui.bidi import isolated
from wasl.interfaces.web.ui.fields import BirthDateField, DateField
from wasl.kernel.clock import today
from wasl.people.enums import FamilyRole, LeaveReason, Sex
from wasl.people.selectors import PersonCard

CARER = "carer-"
#: why somebody leaves; a death has a page of its own, and words of its own
LEAVES = (LeaveReason.OWN_CHOICE, LeaveReason.MARRIAGE, LeaveReason.SPLIT, LeaveReason.CORRECTION)


BORN_AS = (FamilyRole.CHILD, FamilyRole.GRANDCHILD, FamilyRole.SIBLING, FamilyRole.OTHER)


def people_choices(people: Sequence[PersonCard], empty: Any = None) -> list[tuple[str, Any]]:
    listed: list[tuple[str, Any]] = [(str(one.ref), isolated(called(one))) for one in people]
    return listed if empty is None else [("", empty), *listed]


def ref_of(text: str) -> UUID | None:
    return UUID(text) if text else None


class LifeForm(WayForm):
    """What every event asks: since when, and about whom."""

    who = forms.ChoiceField(label=_("Who"), choices=[])
    on = DateField(label=_("On which day"))

    def __init__(self, *args: Any, people: Sequence[PersonCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["who"].choices = people_choices(self.asked_of(people), _("Choose"))  # type: ignore[attr-defined]
        self.fields["on"].initial = today()

    def asked_of(self, people: Sequence[PersonCard]) -> Sequence[PersonCard]:
        """Of whom the event can be told."""
        return people


class GoneForm(LifeForm):
    """Somebody is gone: who heads the family now, and who cares for each child."""

    heir = forms.ChoiceField(
        label=_("Who heads the family now"), required=False, choices=[],
        help_text=_("Asked only where the head of the family is gone and more than one adult stays."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        adults = [one for one in self.people if one.is_adult]
        self.fields["heir"].choices = people_choices(adults, _("As before"))  # type: ignore[attr-defined]
        for child in (one for one in self.people if not one.is_adult):
            self.fields[CARER + str(child.ref)] = forms.ChoiceField(
                label=_("Who cares for %(name)s now") % {"name": isolated(called(child))},
                choices=people_choices(adults, _("Not settled yet")),
                initial=str(child.carer or ""),
                required=False,
            )

    @property
    def carers(self) -> dict[UUID, UUID | None]:
        return {
            UUID(name.removeprefix(CARER)): ref_of(chosen)
            for name, chosen in self.cleaned_data.items()
            if name.startswith(CARER)
        }


class DeathForm(GoneForm):
    """Somebody died."""


class LeavingForm(GoneForm):
    """Somebody no longer belongs to the household, and why."""

    reason = forms.ChoiceField(label=_("Why"), choices=[], widget=forms.RadioSelect)
    field_order = ("who", "reason", "on", "heir")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = options(LEAVES)  # type: ignore[attr-defined]


class CoupleForm(LifeForm):
    """Two adults, of whom the second may be of no family that is known here."""

    spouse = forms.ChoiceField(label=_("Husband or wife"), choices=[], required=False)
    nobody: Any = _("Somebody who is not in this file")
    field_order = ("who", "spouse", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["spouse"].choices = people_choices(self.asked_of(self.people), self.nobody)  # type: ignore[attr-defined]

    def asked_of(self, people: Sequence[PersonCard]) -> Sequence[PersonCard]:
        return [one for one in people if one.is_adult]


class DivorceForm(CoupleForm):
    """A marriage has ended."""


class MarriageForm(CoupleForm):
    """A marriage; whoever joins the family by it is written down with her name."""

    nobody = _("Somebody who joins the family: write the name below")
    given = part(_("Own name"))
    father = part(_("Father's name"))
    grandfather = part(_("Grandfather's name"))
    laqab = part(_("Laqab"))
    sex = forms.ChoiceField(label=_("Female or male"), choices=[], required=False, widget=forms.RadioSelect)
    birth = BirthDateField(label=_("Born"), required=False, help_text=_("The year alone is enough."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sex"].choices = options(Sex)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if data is not None and not data.get("spouse"):
            if not str(data.get("given") or "").strip():
                self.add_error("given", _("Write at least the person's own name."))
            if not data.get("sex"):
                self.add_error("sex", _("Choose one."))
        return data


class BirthForm(NameForm, WayForm):
    """A child is born: the parents' names stand there already."""

    mother_ref = forms.ChoiceField(label=_("Mother"), choices=[], required=False)
    role = forms.ChoiceField(
        label=_("Place in the family"), choices=[], initial=FamilyRole.CHILD.value,
        help_text=_("As the child stands to the head of the family."),
    )  # fmt: skip
    language = forms.CharField(widget=forms.HiddenInput, required=False)
    on = DateField(label=_("Born on"))
    named = {"birth": "on"}
    field_order = ("given", "sex", "on", "mother_ref", "father", "grandfather", "laqab", "role")

    def __init__(self, *args: Any, people: Sequence[PersonCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("birth", "estimated", "mother"):
            del self.fields[name]
        women = [one for one in people if one.is_adult and one.sex == Sex.FEMALE]
        self.fields["mother_ref"].label = _("Mother")
        self.fields["mother_ref"].choices = people_choices(women, _("Not in this file"))  # type: ignore[attr-defined]
        self.fields["role"].choices = options(BORN_AS)  # type: ignore[attr-defined]


__all__ = [
    "BirthForm",
    "DeathForm",
    "DivorceForm",
    "LeavingForm",
    "LifeForm",
    "MarriageForm",
    "languages",
    "ref_of",
]
