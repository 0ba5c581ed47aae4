"""The grid as a form: for each field of life one line is chosen, or that nobody wished to speak of it."""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.instruments.enums import Mode
from wasl.instruments.rules import OWN_PAGE_FROM
from wasl.instruments.selectors.grid import Sheet
from wasl.instruments.services.grid import Filled
from wasl.interfaces.web import words
from wasl.interfaces.web.refusals import words_for
from wasl.interfaces.web.ui.dates import digits
from wasl.interfaces.web.ui.edits import Edited
from wasl.interfaces.web.ui.fields import DateField
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, Invalids
from wasl.programme.sheets.domains import Domain

UNSAID = "-"


class GridForm(Edited):
    """One part of the grid: the household's, or one person's."""

    use_required_attribute = False
    key = forms.UUIDField(widget=forms.HiddenInput)
    mode = forms.ChoiceField(label=_("How is it answered"), choices=[], widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("In which language"), choices=[])
    on = DateField(label=_("Day of the talk"))
    minutes = forms.IntegerField(label=_("Minutes it took"), required=False, min_value=1, max_value=300)
    declined = forms.BooleanField(
        label=_("Does not wish to answer any of this. That is all right and changes no service."),
        required=False,
    )

    def __init__(self, *args: Any, sheet: Sheet, whole: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        asked = whole and "declined" not in self.data
        self.fields["mode"].choices = [(m.value, words.label(m)) for m in Mode]  # type: ignore[attr-defined]
        languages = [(code, language.name) for code, language in words.programme().languages.items()]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
        for domain in sheet.domains:
            question = words.say(domain.question_for(sheet.age))
            self.fields[f"score_{domain.code}"] = forms.ChoiceField(
                label=question,
                choices=[*_lines(domain, sheet.age), (UNSAID, _("Did not want to answer"))],
                widget=forms.RadioSelect,
                required=asked,
                error_messages={"required": str(words_for("line_missing"))},
                help_text=_("Voluntary.") if domain.voluntary else "",
            )
            self.fields[f"words_{domain.code}"] = forms.CharField(
                label=_("In their own words: what is strong, what is wished"),
                help_text=words.say(domain.strength),
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=2000,
                required=False,
            )

    def parts(self) -> Iterator[dict[str, Any]]:
        """Each field of life with its two fields, for the page."""
        for domain in self.sheet.domains:
            said = self[f"words_{domain.code}"]
            yield {
                "domain": domain,
                "name": words.say(domain.name),
                "decision": words.say(domain.decision),
                "score": self[f"score_{domain.code}"],
                "words": said,
                "open": bool(said.value()) or bool(said.errors),
            }

    def filled(self) -> Filled:
        """What the service keeps."""
        data, codes = self.cleaned_data, [domain.code for domain in self.sheet.domains]
        chosen = {code: data.get(f"score_{code}", "") for code in codes}
        return Filled(
            scores={code: int(value) for code, value in chosen.items() if value and value != UNSAID},
            unanswered=tuple(code for code, value in chosen.items() if value == UNSAID),
            words={code: data.get(f"words_{code}", "") for code in codes},
            language=data["language"],
            mode=Mode(data["mode"]),
            on=data["on"],
            minutes=data["minutes"],
            declined=data["declined"],
        )

    def show(self, error: Invalid | Invalids) -> None:
        """Put what the service found on the fields."""
        for one in error.errors if isinstance(error, Invalids) else [error]:
            name = f"score_{one.field}" if f"score_{one.field}" in self.fields else one.field
            self.add_error(name if name in self.fields else None, str(words_for(one.code)))


def first_values(sheet: Sheet, language: str, kept: Mapping[str, Any] | None) -> dict[str, Any]:
    """How the form opens: a talk of today, read aloud, and what was being typed before."""
    small = sheet.age is not None and sheet.age < OWN_PAGE_FROM
    mode = Mode.PROXY if small else Mode.READ_ALOUD
    values: dict[str, Any] = {"mode": mode.value, "language": language, "on": today()}
    for name, value in (kept or {}).items():
        if not name.startswith("on_"):
            values[name] = value
    return {**values, "key": uuid.uuid4()}


def _lines(domain: Domain, age: int | None) -> list[tuple[str, str]]:
    return [
        # no dot between them: an Arabic zero is a dot itself
        (str(score), f"{digits(score)} – {words.say(line)}")
        for score, line in enumerate(domain.anchors_for(age))
    ]
