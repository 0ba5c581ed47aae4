"""Who somebody is, as asked at a desk: name in its parts, mother, birth with its accuracy, place in the family."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.interfaces.web import words
from wasl.interfaces.web.ui.edits import Edited
from wasl.interfaces.web.ui.fields import BirthDateField
from wasl.people.enums import Accuracy, FamilyRole, Sex, SpouseFate
from wasl.people.names import NameCard
from wasl.people.selectors import PersonCard, SafeContact

PART = 80
MOTHER = ("mother", "mother_father", "mother_grandfather")


def options(kind: Any, *, empty: Any = None) -> list[tuple[str, Any]]:
    """The choices of a closed list in words."""
    listed = [(member.value, words.label(member)) for member in kind]
    return listed if empty is None else [("", empty), *listed]


def languages() -> list[tuple[str, str]]:
    return [(code, language.name) for code, language in words.programme().languages.items()]


def part(label: Any, *, required: bool = False, hint: Any = "") -> forms.CharField:
    """One part of a name."""
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label=label, required=required, max_length=PART, help_text=hint, widget=widget)


class NameForm(Edited):
    """The parts by which people know one another on paper; every part but the own name may be missing."""

    given = part(_("Own name"), required=True)
    father = part(_("Father's name"))
    grandfather = part(_("Grandfather's name"))
    laqab = part(_("Laqab"))
    mother = part(_("Mother's own name"))
    sex = forms.ChoiceField(label=_("Female or male"), choices=[], widget=forms.RadioSelect)
    birth = BirthDateField(label=_("Born"), required=False, help_text=_("The year alone is enough."))
    estimated = forms.BooleanField(label=_("The birth date is an estimate"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sex"].choices = options(Sex)  # type: ignore[attr-defined]

    def _text(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "").strip()

    def name_card(self) -> NameCard:
        """What was written, as it will be sealed."""
        birth = self.cleaned_data.get("birth")
        accuracy = Accuracy(birth["accuracy"]) if birth else Accuracy.DAY
        mother = tuple(self._text(name) for name in MOTHER)
        return NameCard(
            given=self._text("given"),
            father=self._text("father"),
            grandfather=self._text("grandfather"),
            great=self._text("great"),
            laqab=self._text("laqab"),
            kunya=self._text("kunya"),
            used=self._text("used"),
            mother=mother if any(mother) else (),
            birth=date.fromisoformat(birth["date"]) if birth else None,
            accuracy=Accuracy.ESTIMATED if self.cleaned_data.get("estimated") else accuracy,
            latin=self._text("latin")
            if "latin" in self.changed_data
            else self.initial.get("latin_written", ""),
            ckb=self._kurdish(),
        )

    def _kurdish(self) -> dict[str, str] | None:
        """The Kurdish form of the three parts, where one is written."""
        found = {name: self._text(f"ckb_{name}") for name in ("given", "father", "grandfather")}
        return found if any(found.values()) else None


class CalledForm(NameForm):
    """Besides, how she wishes to be called here; and of husband or wife one of four words."""

    kunya = part(_("Kunya"), hint=_("Such as Umm Ahmed"))
    used = part(
        _("The name she or he uses with us"), hint=_("Shown instead of the full name wherever it can be.")
    )
    spouse = forms.ChoiceField(
        label=_("Husband or wife"),
        choices=[],
        required=False,
        help_text=_("One of four words, nothing else is asked."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["spouse"].choices = options(SpouseFate, empty=_("Not asked"))  # type: ignore[attr-defined]

    @property
    def spouse_fate(self) -> SpouseFate | str:
        chosen = self.cleaned_data["spouse"]
        return SpouseFate(chosen) if chosen else ""


class PersonForm(CalledForm):
    """Everything about who somebody is."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    great = part(_("Great-grandfather's name"))
    mother_father = part(_("Mother's father"))
    mother_grandfather = part(_("Mother's grandfather"))
    latin = part(_("In Latin letters"), hint=_("A proposal; correct it as the person writes it."))
    ckb_given = part(_("Own name in Kurdish"))
    ckb_father = part(_("Father's name in Kurdish"))
    ckb_grandfather = part(_("Grandfather's name in Kurdish"))
    role = forms.ChoiceField(label=_("Place in the family"), choices=[])
    field_order = (
        "version", "given", "father", "grandfather", "great", "laqab", "kunya", "used", "mother", "mother_father",
        "mother_grandfather", "latin", "ckb_given", "ckb_father", "ckb_grandfather", "sex", "birth", "estimated",
        "role", "spouse",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = options(FamilyRole)  # type: ignore[attr-defined]


def person_first(person: PersonCard) -> dict[str, Any]:
    """What stands in the form of a person before anything is changed."""
    name = person.name or NameCard(given="")
    mother = (*name.mother, "", "", "")
    return {
        "version": person.version,
        "given": name.given,
        "father": name.father,
        "grandfather": name.grandfather,
        "great": name.great,
        "laqab": name.laqab,
        "kunya": name.kunya,
        "used": name.used,
        "latin": name.in_latin,
        "latin_written": name.latin,
        **{f"ckb_{part}": (name.ckb or {}).get(part, "") for part in ("given", "father", "grandfather")},
        "mother": mother[0],
        "mother_father": mother[1],
        "mother_grandfather": mother[2],
        "sex": person.sex,
        "birth": {"date": name.birth.isoformat(), "accuracy": str(name.accuracy)} if name.birth else None,
        "estimated": name.accuracy is Accuracy.ESTIMATED,
        "role": person.role,
        "spouse": person.spouse,
    }


class SafeContactForm(Edited):
    """How an adult wishes to be reached, in her own words."""

    phones = forms.CharField(
        label=_("Telephone numbers"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"inputmode": "tel", "dir": "ltr", "autocomplete": "off"}),
    )
    when = forms.CharField(label=_("When may we call"), required=False, max_length=200)
    who_may_answer = forms.CharField(label=_("Who else may answer"), required=False, max_length=200)
    name_to_use = forms.CharField(
        label=_("Which name do we say on the telephone"), required=False, max_length=200
    )
    visit = forms.CharField(label=_("May we visit, and when"), required=False, max_length=200)
    vehicle = forms.CharField(
        label=_("In what vehicle"),
        required=False,
        max_length=200,
        help_text=_("Such as: without a sign on the door"),
    )

    def contact(self) -> SafeContact:
        data: Mapping[str, str] = self.cleaned_data
        telephone = words.places().telephone
        numbers = (telephone.normal(one) for one in data["phones"].replace("،", ",").split(","))
        return SafeContact(
            phones=tuple(dict.fromkeys(number for number in numbers if number)),
            when=data["when"].strip(),
            who_may_answer=data["who_may_answer"].strip(),
            name_to_use=data["name_to_use"].strip(),
            visit=data["visit"].strip(),
            vehicle=data["vehicle"].strip(),
        )


def contact_first(contact: SafeContact) -> dict[str, str]:
    """What is known of safe contact so far."""
    return {
        "phones": ", ".join(contact.phones),
        "when": contact.when,
        "who_may_answer": contact.who_may_answer,
        "name_to_use": contact.name_to_use,
        "visit": contact.visit,
        "vehicle": contact.vehicle,
    }


def refs_of(key: uuid.UUID, count: int) -> Sequence[uuid.UUID]:
    """References that a form sent twice gives again, so that nobody is written down twice."""
    return [uuid.uuid5(key, str(at)) for at in range(count)]
