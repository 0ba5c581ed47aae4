"""Choices one by one: yes and no are equally near, nothing is ticked beforehand, and a no blocks nothing."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.casefile.enums import AgreedHow, ConsentDecision
from wasl.casefile.services.record import Choice
from wasl.interfaces.web import words
from wasl.interfaces.web.forms.people import languages, options
from wasl.people.selectors import PersonCard
from wasl.programme.sheets.entry import ConsentChoice

YES, NO = "yes", "no"
ASSENT = "assent"


@dataclass(frozen=True)
class Row:
    """One choice as it is read aloud: the question, who would see what."""

    field: forms.BoundField
    recipients: str
    fields: str


def asked_of(person: PersonCard) -> list[ConsentChoice]:
    """The choices of an adult, or those that are made for everyone."""
    choices = words.programme().entry.consents.values()
    return [one for one in choices if one.optional and (person.is_adult or one.asked_of == "everyone")]


class ChoicesForm(forms.Form):
    """One person's choices; for a child her guardian's, with her own word beside it."""

    language = forms.ChoiceField(label=_("In which language was it explained"), choices=[])
    alone = forms.ChoiceField(
        label=_("Was she or he asked alone"),
        choices=[(YES, _("Yes, alone")), (NO, _("No, somebody was there"))],
        widget=forms.RadioSelect,
    )
    how = forms.ChoiceField(label=_("How was it given"), choices=[], widget=forms.RadioSelect)
    guardian = forms.ChoiceField(label=_("Which guardian answers for the child"), choices=[])
    assent = forms.ChoiceField(
        label=_("What does the child say"),
        choices=[
            (YES, _("The child agrees")),
            (NO, _("The child does not want it")),
            ("", _("Too small to say")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(
        self, *args: Any, person: PersonCard, adults: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choices_of = asked_of(person)
        self.fields["language"].choices = languages()  # type: ignore[attr-defined]
        self.fields["how"].choices = options(AgreedHow)  # type: ignore[attr-defined]
        self.fields["guardian"].choices = [("", _("Choose")), *adults]  # type: ignore[attr-defined]
        if person.is_adult:
            del self.fields["guardian"], self.fields["assent"]
        for one in self.choices_of:
            self.fields[f"choice_{one.code}"] = forms.ChoiceField(
                label=words.say(one.wording),
                choices=[(YES, _("Yes")), (NO, _("No"))],
                widget=forms.RadioSelect,
            )

    @property
    def rows(self) -> Iterator[Row]:
        for one in self.choices_of:
            yield Row(self[f"choice_{one.code}"], recipients_of(one), fields_of(one))

    @property
    def decided(self) -> list[Choice]:
        """Lines for the ledger: a child who does not want it is not overruled by a guardian's yes."""
        unwilling = self.cleaned_data.get("assent") == NO
        lines = []
        for one in self.choices_of:
            agreed = self.cleaned_data[f"choice_{one.code}"] == YES and not unwilling
            decision = ConsentDecision.GIVEN if agreed else ConsentDecision.REFUSED
            lines += [Choice(one.code, decision, recipient, one.fields) for recipient in one.recipients]
        if self.cleaned_data.get("assent"):
            lines.append(Choice(ASSENT, ConsentDecision.REFUSED if unwilling else ConsentDecision.GIVEN))
        return lines

    @property
    def guardian_ref(self) -> uuid.UUID | None:
        text = self.cleaned_data.get("guardian")
        return uuid.UUID(text) if text else None


def recipients_of(choice: ConsentChoice) -> str:
    return _join(recipient(code) for code in choice.recipients)


def fields_of(choice: ConsentChoice) -> str:
    """What they would see: the very fields that the record will name."""
    known = words.programme().entry.consent_fields
    return _join(words.say(known[code]) for code in choice.fields if code in known)


def recipient(code: str) -> str:
    found = words.programme().entry.recipients.get(code)
    return words.say(found) if found else code


def _join(parts: Iterator[str]) -> str:
    return ("، " if words.language() != "en" else ", ").join(parts)
