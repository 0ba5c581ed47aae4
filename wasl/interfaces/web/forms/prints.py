"""The form of a batch of papers: what, and for whom."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.interfaces.web.ui.fields import DateField
from wasl.phases.entry_assessment.enums import PrintKind
from wasl.phases.entry_assessment.labels import word
from wasl.phases.entry_assessment.selectors.arrivals import BatchCard
from wasl.phases.entry_assessment.selectors.prints import Choosing


class PrintsForm(forms.Form):
    """Cards or consent forms, of a list, of a day or of all who have none yet."""

    kind = forms.ChoiceField(
        label=_("What is printed"), choices=[], initial=PrintKind.CARDS, widget=forms.RadioSelect
    )
    batch = forms.ChoiceField(label=_("Families of this list"), choices=[], required=False)
    day = DateField(label=_("Families who arrived on this day"), required=False)
    again = forms.BooleanField(label=_("Also those that were printed already"), required=False)

    def __init__(self, *args: Any, batches: Sequence[BatchCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(str(kind), word(kind)) for kind in PrintKind]  # type: ignore[attr-defined]
        listed = [(str(one.ref), one.label) for one in batches if not one.undone_at]
        self.fields["batch"].choices = [("", _("All families of my team")), *listed]  # type: ignore[attr-defined]

    @property
    def choosing(self) -> Choosing:
        data = self.cleaned_data
        return Choosing(
            kind=PrintKind(data["kind"]),
            batch=uuid.UUID(data["batch"]) if data["batch"] else None,
            day=data["day"],
            again=data["again"],
        )
