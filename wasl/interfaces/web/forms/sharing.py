"""Sharing out families: for each one a worker, or nobody now; and one reason for all of them."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.interfaces.web.forms.journey import WayForm, area

NOBODY = ""


class ShareForm(WayForm):
    """The proposed worker stands chosen where the page says so; a person sends it."""

    reason = area(_("Why, and what the colleague should know"), rows=2)

    def __init__(
        self,
        *args: Any,
        families: Iterable[tuple[uuid.UUID, str, Sequence[tuple[str, str]], str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.refs: dict[str, uuid.UUID] = {}
        for ref, number, choices, chosen in families:
            name = f"to-{ref}"
            self.refs[name] = ref
            self.fields[name] = forms.ChoiceField(
                label=number, choices=[(NOBODY, _("not now")), *choices], initial=chosen, required=False
            )

    def given(self) -> dict[uuid.UUID, tuple[uuid.UUID, str]]:
        """Each chosen family with its worker and the role."""
        found = {}
        for name, ref in self.refs.items():
            account, _colon, role = str(self.cleaned_data.get(name, "")).partition(":")
            if account:
                found[ref] = (uuid.UUID(account), role)
        return found
