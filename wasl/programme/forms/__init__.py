"""Forms as XLSForms: read, checked, put into words, compared, and converted for browsers and field devices. Pure.

`check_sheet(content, name)` says everything that is wrong with one sheet from elsewhere; `read_folder` does so for
`instruments/` of a programme, whose forms must also say which decision each question serves. `twin.write` puts a form
into words, `changes.between` tells two versions apart. How a sheet is written: docs/forms.md.
"""

from wasl.programme.forms.changes import Change, between
from wasl.programme.forms.folder import FormFile, check_sheet, read_folder
from wasl.programme.forms.form import Choice, Form, Kind, Question

__all__ = [
    "Change",
    "Choice",
    "Form",
    "FormFile",
    "Kind",
    "Question",
    "between",
    "check_sheet",
    "read_folder",
]
