"""Fields that the browser's own do badly here.

A browser draws a date in the order of its own settings, often month first. So a date is asked as day, month by its
Iraqi name, and year; and a birth date may be known by its year alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wasl.interfaces.web.ui.dates import digits as reader_digits
from wasl.interfaces.web.ui.dates import month_names
from wasl.kernel import clock
from wasl.kernel.numerals import to_ascii_digits

NUMBER = re.compile(r"\d{1,4}")


def _months() -> Iterator[tuple[str, str]]:
    yield "", ""
    yield from ((str(number), name) for number, name in enumerate(month_names(), start=1))


class DayMonthYear(forms.MultiWidget):
    template_name = "components/forms/day_month_year.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        digits = {"inputmode": "numeric", "autocomplete": "off"}
        choices: Callable[[], Iterator[tuple[str, str]]] = _months
        super().__init__(
            (
                forms.TextInput({**digits, "maxlength": 2}),
                forms.Select(choices=choices),  # type: ignore[arg-type]  # the stubs miss that a callable may be given
                forms.TextInput({**digits, "maxlength": 4}),
            ),
            attrs,
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        labels = (_("Day"), _("Month"), _("Year"))
        for part, label in zip(context["widget"]["subwidgets"], labels, strict=True):
            part["label"] = label
            if part["value"] and not part.get("optgroups"):
                part["value"] = reader_digits(part["value"])
        return context

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, list):
            return [str(part or "") for part in value]
        if isinstance(value, Mapping):
            accuracy = value.get("accuracy", "day")
            year, month, day = (str(value["date"]) + "-01-01").split("-")[:3]
            known = {"year": 1, "estimated": 1, "month": 2}.get(accuracy, 3)
            return [str(int(day)) if known > 2 else "", str(int(month)) if known > 1 else "", year]
        if isinstance(value, str) and value:
            value = date.fromisoformat(value)
        return (
            [str(value.day), str(value.month), str(value.year)] if isinstance(value, date) else ["", "", ""]
        )

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        parts = [
            widget.value_from_datadict(data, files, f"{name}_{i}") for i, widget in enumerate(self.widgets)
        ]
        if not any(parts) and data.get(name):
            try:
                return self.decompress(data.get(name))
            except ValueError:
                # no date: what was sent stands where the day is typed, and the field says what is wrong
                return [str(data[name])[:40], "", ""]
        return [to_ascii_digits(str(part or "")).strip() for part in parts]


def kept_parts(kept: Mapping[str, Any]) -> dict[str, Any]:
    """A draft as what a form opens with: the three parts of a date that was being typed are one value again."""
    found = dict(kept)
    for name in [key.removesuffix("_0") for key in kept if key.endswith("_0") and f"{key[:-2]}_2" in kept]:
        found[name] = [found.pop(f"{name}_{part}", "") for part in range(3)]
    return found


class DateField(forms.Field):
    """Day, month and year in any digits; gives a date. A plain YYYY-MM-DD under the field's own name is taken too."""

    widget = DayMonthYear
    default_error_messages = {
        "invalid": _("Write the date as day, month and year, such as 3 September 1991."),
        "incomplete": _("Day, month and year are needed."),
    }

    def _numbers(self, value: Any) -> tuple[int | None, int | None, int | None] | None:
        parts = list(value or ())
        if not any(parts):
            return None
        if any(part and not NUMBER.fullmatch(part) for part in parts):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        day, month, year = (int(part) if part else None for part in parts)
        return day, month, year

    def _date(self, year: int, month: int, day: int) -> date:
        try:
            return date(year, month, day)
        except ValueError as wrong:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from wrong

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Three empty parts are no change of an empty date."""
        before = DayMonthYear().decompress(initial)
        return before != [str(part or "") for part in data or ("", "", "")]

    def clean(self, value: Any) -> Any:
        numbers = self._numbers(value)
        if numbers is None:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        day, month, year = numbers
        if not (day and month and year):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        return self._date(year, month, day)


class BirthDateField(DateField):
    """As much of a birth date as is known: ``{"date": "1991-01-01", "accuracy": "year"}``."""

    default_error_messages = {
        "incomplete": _("At least the year is needed, and the month where a day is given."),
        "future": _("This date is still to come."),
    }

    def clean(self, value: Any) -> dict[str, str] | None:
        numbers = self._numbers(value)
        if numbers is None:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        day, month, year = numbers
        if not year or (day and not month):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        born = self._date(year, month or 1, day or 1)
        if born > clock.today():
            raise ValidationError(self.error_messages["future"], code="future")
        return {"date": born.isoformat(), "accuracy": "day" if day else "month" if month else "year"}
