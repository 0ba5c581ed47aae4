"""The household's table at the desk: up to eight people at once, the parents' names written once and taken on."""

import uuid
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.interfaces.web.forms.people import MOTHER, CalledForm, languages, options
from wasl.people.enums import FamilyRole, Sex
from wasl.people.names import NameCard
from wasl.people.selectors import PersonCard
from wasl.people.services import NewPerson

HEAD, ABOVE = "head", "above"
AT_ONCE, UNFOLDED = 8, 3


class MemberForm(CalledForm):
    """One line of the household's table: what everybody is asked, and folded away what only some have."""

    parents = forms.ChoiceField(label=_("Names of the parents"), choices=[], required=False)
    role = forms.ChoiceField(label=_("Place in the family"), choices=[])
    language = forms.ChoiceField(label=_("Language she or he speaks with us"), choices=[], required=False)

    FOLDED = ("laqab", "kunya", "used", "language", "spouse", "estimated")

    def __init__(self, *args: Any, head: PersonCard | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = str(self.prefix or "").rpartition("-")[2]
        self.number = int(place) + 1 if place.isdigit() else 1
        self.fields["role"].choices = options(FamilyRole, empty=_("Choose"))  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", _("As the family")), *languages()]  # type: ignore[attr-defined]
        written: list[tuple[str, Any]] = [("", _("Written below"))]
        if head is not None and head.name is not None:
            written.append((HEAD, _("Child of %(name)s") % {"name": head.called}))
        if self.number > 1:
            written.append((ABOVE, _("The same as the person above")))
        self.fields["parents"].choices = written  # type: ignore[attr-defined]

    @property
    def begun(self) -> bool:
        """Whether somebody stands in this line."""
        return self.is_bound and self.has_changed()

    @property
    def unfolded(self) -> bool:
        return self.number <= UNFOLDED or self.begun

    @property
    def more_unfolded(self) -> bool:
        return (
            any(self[name].value() or self[name].errors for name in self.FOLDED) if self.is_bound else False
        )

    def take_parents(self, found: Mapping[str, str]) -> None:
        """Names of the parents from elsewhere, where nothing was written here."""
        for name, text in found.items():
            if not self._text(name):
                self.cleaned_data[name] = text

    def given_on(self) -> dict[str, str]:
        """The names that a brother or sister has in common with this person."""
        return {name: self._text(name) for name in ("father", "grandfather", "laqab", *MOTHER)}

    def new_person(self, ref: uuid.UUID, language: str) -> NewPerson:
        data = self.cleaned_data
        return NewPerson(
            self.name_card(), Sex(data["sex"]), FamilyRole(data["role"]),
            spouse=self.spouse_fate, language=data["language"] or language, ref=ref,
        )  # fmt: skip


class HouseholdTable(forms.BaseFormSet):  # type: ignore[type-arg]  # not subscriptable when it runs
    """Up to eight people at once. Names of parents are written once and taken on from line to line."""

    def __init__(self, data: Any = None, *, prefix: str, head: PersonCard | None = None) -> None:
        super().__init__(data, prefix=prefix, form_kwargs={"head": head})
        self.head = head

    @property
    def filled(self) -> list[MemberForm]:
        return [row for row in self if row.has_changed()]

    def clean(self) -> None:
        above: MemberForm | None = None
        for row in self.filled:
            if row.is_valid():
                chosen = row.cleaned_data["parents"]
                if chosen == HEAD and self.head is not None:
                    row.take_parents(child_of(self.head))
                elif chosen == ABOVE and above is not None:
                    row.take_parents(above.given_on())
                above = row


def child_of(head: PersonCard) -> dict[str, str]:
    """What the name of a father or a mother gives to a child on paper."""
    name = head.name or NameCard(given="")
    if head.sex == Sex.FEMALE:
        return dict(zip(MOTHER, (name.given, name.father, name.grandfather), strict=True))
    return {"father": name.given, "grandfather": name.father, "laqab": name.laqab}


Household = cast(
    type[HouseholdTable],
    forms.formset_factory(
        MemberForm, formset=HouseholdTable, extra=AT_ONCE, max_num=AT_ONCE, absolute_max=AT_ONCE
    ),
)
