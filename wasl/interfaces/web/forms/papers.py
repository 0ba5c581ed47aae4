"""Sheets of paper: which are printed, and the code of one that is typed back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.instruments.rules import MOST_SHEETS
from wasl.interfaces.web import words
from wasl.interfaces.web.refusals import words_for
from wasl.kernel.refs import normal_file_number, normal_page_code


def _languages() -> list[tuple[str, str]]:
    return [(code, language.name) for code, language in words.programme().languages.items()]


class SheetForm(forms.Form):
    """In which language a sheet is printed."""

    use_required_attribute = False
    language = forms.ChoiceField(label=_("Language of the sheet"), choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = _languages()  # type: ignore[attr-defined]


class StackForm(SheetForm):
    """How many blank sheets of which form. `titles`: form code → what it is called."""

    def __init__(self, *args: Any, titles: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, title in titles.items():
            self.fields[f"n_{code}"] = forms.IntegerField(
                label=title, required=False, min_value=0, max_value=MOST_SHEETS
            )

    def counts(self) -> dict[str, int]:
        """Form code → how many, of those that were asked for."""
        found = {name[2:]: count for name, count in self.cleaned_data.items() if name.startswith("n_")}
        return {code: count for code, count in found.items() if count}


class CodeForm(forms.Form):
    """The code on a sheet; the file too, where the sheet was printed for nobody."""

    use_required_attribute = False
    code = forms.CharField(label=_("Code of the sheet"), max_length=40, help_text=_("As printed: P-7K2M-4Q."))
    number = forms.CharField(
        label=_("File number"), max_length=40, required=False,
        help_text=_("Only for a blank sheet, which was printed for nobody."),
    )  # fmt: skip

    def clean_code(self) -> str:
        """Read kindly; a slip of one letter is found here and asked about."""
        code = normal_page_code(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(str(words_for("page_code_wrong")))
        return code

    def clean_number(self) -> str:
        """Empty, or a number that can be one."""
        given = self.cleaned_data["number"]
        number = normal_file_number(given) if given else ""
        if number is None:
            raise forms.ValidationError(_("This is no file number. Compare it once more, letter by letter."))
        return number
