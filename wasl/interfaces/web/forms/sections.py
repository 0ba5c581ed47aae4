"""Places kept for a list that is announced."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.interfaces.web import words
from wasl.phases.entry_assessment.selectors.arrivals import BatchCard
from wasl.phases.entry_assessment.selectors.sections import SectionCard


class KeepForm(forms.Form):
    """For which list, in which section, for how many families."""

    batch = forms.ChoiceField(label=_("For the families of this list"), choices=[])
    section = forms.ChoiceField(label=_("Section"), choices=[])
    families = forms.IntegerField(label=_("For how many families"), min_value=1, max_value=1000)

    def __init__(
        self, *args: Any, batches: Sequence[BatchCard], sections: Sequence[SectionCard], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        listed = [(str(one.ref), one.label) for one in batches if one.expected and not one.undone_at]
        self.fields["batch"].choices = listed  # type: ignore[attr-defined]
        self.fields["section"].choices = [(one.team.code, words.say(one.team.name)) for one in sections]  # type: ignore[attr-defined]
