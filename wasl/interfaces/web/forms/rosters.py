"""The forms of a list: the file, what its columns mean."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.interfaces.web.ui.fields import DateField
from wasl.kernel.clock import today
from wasl.phases.entry_assessment.importer.columns import FIELDS, Column, Use
from wasl.phases.entry_assessment.labels import REASONS

ARRIVED, ANNOUNCED = "arrived", "announced"
MEANINGS = {
    "family": _("Number of the family"),
    "given": _("Own name"),
    "father": _("Father's name"),
    "grandfather": _("Grandfather's name"),
    "great": _("Great-grandfather's name"),
    "laqab": _("Laqab"),
    "full": _("Whole name in one cell"),
    "kunya": _("Kunya"),
    "mother": _("Mother's name"),
    "mother_father": _("Mother's father"),
    "mother_grandfather": _("Mother's grandfather"),
    "mother_full": _("Mother's whole name in one cell"),
    "sex": _("Female or male"),
    "birth": _("Birth date or year"),
    "age": _("Age"),
    "relation": _("How related to the head"),
    "governorate": _("Governorate of return"),
    "district": _("District"),
    "phone": _("Telephone"),
    "head_name": _("Name of the family's head"),
    "count": _("How many people"),
    "ages": _("Ages"),
}


class UploadForm(forms.Form):
    """The list, and whether its families are here or only announced."""

    kind = forms.ChoiceField(
        label=_("Who is on the list"),
        choices=[
            (ARRIVED, _("Families who have arrived")),
            (ANNOUNCED, _("Families who are announced: only the head, how many and how old is kept")),
        ],
        initial=ARRIVED,
        widget=forms.RadioSelect,
    )
    on = DateField(label=_("Day of arrival"), required=False, help_text=_("Today, if nothing is written."))
    list = forms.FileField(
        label=_("The list (XLSX or CSV)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={
            "required": _("Choose the file with the list."),
            "empty": _("The file is empty."),
        },
    )

    def clean(self) -> dict[str, Any]:
        """Who has arrived did not come tomorrow."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") == ARRIVED and data.get("on") and data["on"] > today():
            self.add_error("on", str(REASONS["date_in_future"]))
        return data


class ColumnsForm(forms.Form):
    """What each column means. A column that is refused, and remarks, cannot be chosen."""

    def __init__(self, *args: Any, columns: Sequence[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meanings = [("", _("not kept")), *((field, MEANINGS[field]) for field in FIELDS)]
        for column in columns:
            if column.choosable:
                self.fields[f"column_{column.place}"] = forms.ChoiceField(
                    label=column.title, choices=meanings, required=False, initial=column.field
                )

    @property
    def meant(self) -> dict[int, str]:
        """What was chosen, by the place of the column."""
        return {int(name.removeprefix("column_")): field for name, field in self.cleaned_data.items()}


def rows(form: ColumnsForm, columns: Sequence[Column]) -> list[dict[str, Any]]:
    """The columns as lines of a page: heading, what becomes of it, the choice where there is one."""
    return [
        {
            "title": column.title,
            "refused": column.use is Use.REFUSED,
            "left": column.use is Use.LEFT,
            "field": form[f"column_{column.place}"] if column.choosable else None,
        }
        for column in columns
    ]
