"""A new version of a form: its sheet and why it is changed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.programme.forms.workbook import MOST_BYTES


class VersionForm(forms.Form):
    """The sheet is looked at before anything is kept."""

    use_required_attribute = False
    sheet = forms.FileField(
        label=_("The form as a spreadsheet (XLSX)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": _("Choose the file with the form."), "empty": _("The file is empty.")},
    )
    reason = forms.CharField(
        label=_("What is changed, and why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("Whoever publishes it reads this, and so does everybody later. Name no person."),
    )

    def clean_sheet(self) -> bytes:
        sent = self.cleaned_data["sheet"]
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large. A form needs no pictures; remove them."))
        content: bytes = sent.read()
        return content
