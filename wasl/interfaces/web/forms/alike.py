"""Two people who look alike on paper: somebody else, or the same. Nothing is answered beforehand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.interfaces.web.refusals import words_for

OTHER, SAME = "other", "same"


class AlikeForm(forms.Form):
    """One answer about one pair. Of somebody out of reach nothing is shown, so no reason can be asked for."""

    use_required_attribute = False
    answer = forms.ChoiceField(
        label=_("Is it the same person?"),
        choices=[(OTHER, _("Somebody else")), (SAME, _("The same person"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is the same person.")},
    )
    reason = forms.CharField(label=_("How can you tell"), max_length=300)

    def __init__(self, data: Any, *, prefix: str, seen: bool) -> None:
        asked = data is not None and (f"{prefix}-asked" in data or f"{prefix}-answer" in data)
        super().__init__(data if asked else None, prefix=prefix)
        if not seen:
            del self.fields["reason"]
            return
        self.fields["reason"].error_messages["required"] = str(words_for("reason_missing"))
        if self.is_bound:
            self.fields["reason"].required = data.get(f"{prefix}-answer") == OTHER

    @property
    def asked_name(self) -> str:
        """The field that says the question stood on the page: without it nothing was left unanswered."""
        return self.add_prefix("asked")

    @property
    def given(self) -> str:
        """The answer, where it was given in full."""
        return str(self.cleaned_data["answer"]) if self.is_valid() else ""

    @property
    def because(self) -> str:
        return str(self.cleaned_data.get("reason") or "").strip()
