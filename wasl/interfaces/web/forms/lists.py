"""A list to take along: which families, what for, and the day on which the paper is destroyed."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.casefile.enums import Phase
from wasl.casefile.labels import word as phase_word
from wasl.interfaces.web.forms.journey import Choices
from wasl.interfaces.web.pages.team import until_days
from wasl.workforce.enums import ListPurpose, ListSource
from wasl.workforce.labels import word

#: where on the form stands what a rule refuses
FIELD_OF = {"list_day_past": "destroy_by", "list_day_far": "destroy_by"}


class ListForm(forms.Form):
    """Every choice is one press; a list of a worker asks which one."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    source = forms.ChoiceField(label=_("Which families"), widget=forms.RadioSelect)
    worker = forms.ChoiceField(label=_("Which worker"), required=False)
    phase = forms.ChoiceField(
        label=_("Only those in"),
        required=False,
        choices=[("", _("every phase")), *((phase.value, phase_word(phase)) for phase in Phase)],
    )
    purpose = forms.ChoiceField(
        label=_("What for"),
        widget=forms.RadioSelect,
        choices=[(purpose.value, word(purpose)) for purpose in ListPurpose],
    )
    destroy_by = forms.ChoiceField(label=_("Destroyed by"), widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, sources: Sequence[ListSource], workers: Choices, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("source", [(source.value, word(source)) for source in sources])
        self._offer("destroy_by", until_days(today))
        self._offer("worker", [("", _("choose")), *workers])
        if ListSource.WORKER not in sources:
            del self.fields["worker"]

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - all of them are
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("source") == ListSource.WORKER and not data.get("worker"):
            self.add_error("worker", _("Choose whose families."))
        return data

    @property
    def worker_ref(self) -> uuid.UUID | None:
        chosen = self.cleaned_data.get("worker")
        return uuid.UUID(chosen) if chosen else None

    @property
    def last_day(self) -> date:
        return date.fromisoformat(self.cleaned_data["destroy_by"])


class VisitListForm(forms.Form):
    """The list of a visit: until which day somebody keeps it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    destroy_by = forms.ChoiceField(label=_("Destroyed by"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["destroy_by"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - it is
        field.choices = until_days(today)

    @property
    def last_day(self) -> date:
        return date.fromisoformat(self.cleaned_data["destroy_by"])


class DestroyedForm(forms.Form):
    """Which list is gone."""

    list = forms.UUIDField(widget=forms.HiddenInput)


__all__ = ["FIELD_OF", "DestroyedForm", "ListForm", "VisitListForm"]
