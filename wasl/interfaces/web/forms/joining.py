"""The form by which a human says that two files are one family's, person by person."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.interfaces.web.forms.journey import WayForm, area
from wasl.interfaces.web.pages.reception import called, how_old
from wasl.interfaces.web.ui.bidi import isolated
from wasl.journey.selectors.joining import Beside
from wasl.people.selectors import PersonCard

PERSON = "same-"


class NumberForm(forms.Form):
    """Which other file."""

    number = forms.CharField(
        label=_("Number of the other file"), max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("The family keeps the number of the file from which you came; the other one leads to it."),
    )  # fmt: skip


class JoiningForm(WayForm):
    """Of each person of the other file, who she is here; nobody is anybody before a human has said so."""

    reason = area(_("How do you know that it is one family"), rows=3)
    named = {"pairs": ""}

    def __init__(
        self, *args: Any, mine: Sequence[PersonCard], others: Sequence[Beside], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for one in others:
            fits = [person for person in mine if person.sex == one.person.sex]
            fits.sort(key=lambda person: person.ref not in one.likely)
            near = [person.ref for person in fits if person.ref in one.likely]
            self.fields[PERSON + str(one.person.ref)] = forms.ChoiceField(
                label=f"{isolated(_whole(one.person))} · {how_old(one.person)}",
                choices=[
                    ("", _("Nobody who is here: comes over as she or he is")),
                    *_listed(fits, near),
                ],
                required=False,
            )
        self.order_fields([*(name for name in self.fields if name.startswith(PERSON)), "reason"])

    @property
    def pairs(self) -> dict[UUID, UUID]:
        return {
            UUID(name.removeprefix(PERSON)): UUID(chosen)
            for name, chosen in self.cleaned_data.items()
            if name.startswith(PERSON) and chosen
        }


def _whole(person: PersonCard) -> str:
    return person.name.full if person.name else called(person)


def _listed(people: Sequence[PersonCard], near: Sequence[UUID]) -> list[tuple[str, str]]:
    """Who could be meant, those who look the same said so."""
    return [
        (
            str(one.ref),
            " · ".join(
                [
                    isolated(_whole(one)),
                    how_old(one),
                    *([str(_("looks the same"))] if one.ref in near else []),
                ]
            ),
        )
        for one in people
    ]


__all__ = ["JoiningForm", "NumberForm"]
