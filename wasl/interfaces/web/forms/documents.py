"""One person's papers: how each stands, its next step, and its number where a service needs it."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy

from wasl.casefile.enums import DocumentState
from wasl.interfaces.web import words
from wasl.interfaces.web.ui.edits import Edited
from wasl.kernel.numerals import to_ascii_digits
from wasl.phases.entry_assessment.services.papers import LONGEST_NUMBER, Paper
from wasl.programme.sheets.documents import DocumentKind

FOLDED = ("step", "number")


class PapersForm(Edited):
    """One person's papers: what is not answered is not written down."""

    def __init__(self, *args: Any, kinds: list[DocumentKind], numbers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        documents, language = words.programme().documents, words.language()
        states = [("", gettext_lazy("Not asked yet"))] + [
            (state.value, documents.states[state.value].name.in_(language)) for state in DocumentState
        ]
        steps = [("", gettext_lazy("No step yet"))] + [
            (code, step.name.in_(language)) for code, step in documents.steps.items()
        ]
        for kind in kinds:
            self.fields[f"state_{kind.code}"] = forms.ChoiceField(
                label=kind.name.in_(language), choices=states, required=False
            )
            self.fields[f"wanted_{kind.code}"] = forms.BooleanField(
                label=gettext_lazy("wishes to have it"), required=False
            )
            self.fields[f"step_{kind.code}"] = forms.ChoiceField(
                label=gettext_lazy("Step"), choices=steps, required=False
            )
            if numbers:
                self.fields[f"number_{kind.code}"] = forms.CharField(
                    label=gettext_lazy("Number on the paper"),
                    required=False,
                    max_length=LONGEST_NUMBER,
                    widget=forms.TextInput(
                        attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
                    ),
                )

    @property
    def rows(self) -> list[dict[str, Any]]:
        language = words.language()
        return [
            {
                "kind": kind,
                "blocks": kind.blocks.in_(language),
                "issuer": kind.issuer.in_(language),
                "state": self[f"state_{kind.code}"],
                "wanted": self[f"wanted_{kind.code}"],
                "step": self[f"step_{kind.code}"],
                "number": self[f"number_{kind.code}"] if f"number_{kind.code}" in self.fields else None,
                "open": any(self.errors.get(f"{part}_{kind.code}") for part in FOLDED)
                or any(
                    self[f"{part}_{kind.code}"].value()
                    for part in FOLDED
                    if f"{part}_{kind.code}" in self.fields
                ),
            }
            for kind in self.kinds
        ]

    def papers(self, person: UUID) -> list[Paper]:
        data = self.cleaned_data
        return [
            Paper(
                person, kind.code, DocumentState(data[f"state_{kind.code}"]), data[f"wanted_{kind.code}"],
                data[f"step_{kind.code}"], self._number(kind.code),
            )
            for kind in self.kinds
            if data[f"state_{kind.code}"]
        ]  # fmt: skip

    def _number(self, kind: str) -> str | None:
        """What was written where something else stood before; digits as they are typed on the card's own line."""
        name = f"number_{kind}"
        if name not in self.changed_data:
            return None
        return to_ascii_digits(self.cleaned_data[name]).strip()

    def clean(self) -> dict[str, Any]:
        """A number without its paper would be lost unseen."""
        data: dict[str, Any] = super().clean() or {}
        for kind in self.kinds:
            if (data.get(f"number_{kind.code}") or data.get(f"step_{kind.code}")) and not data.get(
                f"state_{kind.code}"
            ):
                self.add_error(f"state_{kind.code}", gettext_lazy("Say how this paper stands."))
        return data
