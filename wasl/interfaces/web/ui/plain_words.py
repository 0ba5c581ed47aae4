"""A calm question before words of accusation are saved in free text (R002, PROTECTION P11).

The form is shown again once, with the words that were found and what to write instead. The text stays as it was, and
ticking "save the text as it is" saves it: the writer decides. Nothing about it is stored, neither the question nor the
answer; the tick carries the words already seen, so that only new ones are asked about again. It is a tick and no
second button, because Enter in any field would press the first button of the form.

    class NoteForm(PlainWords):
        plain_fields = ("text",)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.interfaces.web.ui.reader import language
from wasl.programme.forbidden import Hint, check_text

AS_IT_IS = "as_it_is"
_AROUND = 30
_SEPARATOR = "|"


@dataclass(frozen=True)
class Place:
    """The words that were found, with a little of the text around them."""

    before: str
    term: str
    after: str
    lang: str


@dataclass
class Advice:
    """What to write instead, and the places that it is about."""

    remedy: str
    places: list[Place] = field(default_factory=list)


class PlainWords(forms.Form):
    """A form with free text: name its fields in `plain_fields`."""

    plain_fields: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        seen = set(str(self.data.get(self.as_it_is_name, "")).split(_SEPARATOR))
        self._texts = {name: str(self.cleaned_data.get(name) or "") for name in self.plain_fields}
        self._hints = {name: check_text(text) for name, text in self._texts.items()}
        self._asked = [
            name for name, hints in self._hints.items() if any(_known_as(hint) not in seen for hint in hints)
        ]
        question = _("Please read the advice above, then describe the need or save it as it is.")
        for name in self._asked:
            self.add_error(name, forms.ValidationError(question, code=AS_IT_IS))
        return cleaned

    @classmethod
    def is_tick(cls, name: str) -> bool:
        """Whether a posted name is the tick; drafts leave it out."""
        return name.rpartition("-")[2] == AS_IT_IS

    @property
    def as_it_is_name(self) -> str:
        """The name of the tick with which the text is saved as it is."""
        return self.add_prefix(AS_IT_IS)

    @property
    def as_it_is(self) -> str:
        """What the tick carries: the words that the writer has now seen."""
        hints = chain.from_iterable(getattr(self, "_hints", {}).values())
        return _SEPARATOR.join(sorted({_known_as(hint) for hint in hints}))

    @property
    def advice(self) -> list[Advice]:
        """The advice to show, each remedy once; empty when there is nothing to ask."""
        by_remedy: dict[str, Advice] = {}
        for name in getattr(self, "_asked", ()):
            for hint in self._hints[name]:
                remedy = hint.remedy.in_(language())
                place = _place(hint, self._texts[name])
                by_remedy.setdefault(remedy, Advice(remedy)).places.append(place)
        return list(by_remedy.values())


def _known_as(hint: Hint) -> str:
    return f"{hint.code}:{hint.term.casefold()}"


def _place(hint: Hint, text: str) -> Place:
    start, end = hint.span
    before = (
        re.sub(r"^\S*\s", "… ", text[max(0, start - _AROUND) : start]) if start > _AROUND else text[:start]
    )
    after = re.sub(r"\s\S*$", " …", text[end : end + _AROUND]) if end + _AROUND < len(text) else text[end:]
    return Place(before, hint.term, after, hint.lang)
