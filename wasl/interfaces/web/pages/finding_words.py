"""What the checker of forms finds, in the reader's language: what is wrong and what to do. The place stands beside."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: Mapping[str, str | Promise] = {
    "file_no_sheet": _(
        "This is no workbook with a sheet “survey”. Save it as .xlsx from a spreadsheet program."
    ),
    "file_too_large": _("The file is too large. A form needs no pictures; remove them."),
    "sheet_too_large": _("The sheet has too many rows or columns. Remove what is not the form."),
    "sheet_missing": _("A sheet that is needed is missing. Add it."),
    "sheet_unsupported": _("This sheet asks for what cannot be done here. Remove it."),
    "heading_missing": _("A column has no heading. Write one, or empty the column."),
    "heading_needed": _("A column that is needed is missing. Add it."),
    "heading_twice": _("Two columns have the same heading. Keep one of them."),
    "column_unknown": _("Nobody knows this column. Check how its heading is written."),
    "column_unread": _("This column is not read here."),
    "column_unsupported": _("This column asks for what cannot be done here. Remove it."),
    "row_extra": _("There are more rows than are read. Remove them."),
    "cell_misplaced": _("Nothing is read in this cell. Empty it, or move what it says."),
    "cell_empty": _("This cell must not be empty. Fill it in."),
    "cell_computed": _("This cell holds a formula. Write its value instead."),
    "language_unknown": _("This language is not known. Write it as in the other headings."),
    "language_missing": _("Words are missing in one of the languages. Add them."),
    "language_named_twice": _("One language has two names. Write it the same way everywhere."),
    "default_language": _("The default language is none of the form's. Write one that is."),
    "form_id": _("The form has no proper code. Use small letters, digits and hyphens."),
    "code_not_file": _("The code of the form is not the name of its file. Give both the same name."),
    "type_unknown": _("This kind of question does not exist. Check how it is written."),
    "type_unsupported": _("This kind of question cannot be drawn here. Ask in another way."),
    "name_shape": _("The name of a question is made of small letters, digits and _. Write it so."),
    "name_twice": _("Two questions have the same name. Answers are found by it; change one."),
    "words_missing": _("A question has no words. Write what is asked."),
    "message_missing": _("A limit has no sentence that explains it. Write one in each language."),
    "calculation_missing": _("There is nothing to calculate. Write the calculation."),
    "repeat_in_repeat": _("Entries inside entries cannot be drawn here. Take one of the two away."),
    "grid_mixed": _("Questions of a grid need the same answers. Give them one list, or end the grid."),
    "group_empty": _("A group has no question. Remove it."),
    "group_open": _("A group or repeat is not ended. Add its end."),
    "group_end": _("Something ends here that never began. Remove the row, or add its beginning."),
    "list_name": _("The name of a list has a wrong shape. Use letters, digits and _."),
    "list_unknown": _("There is no such list of answers. Add it to the sheet “choices”."),
    "list_unused": _("No question uses this list. Remove it."),
    "choice_twice": _("One answer stands twice in a list. Remove one."),
    "filter_column_unknown": _("The list has no column by which it could be narrowed. Add it."),
    "decision_missing": _("Nothing is decided by this question. Name the decision, or do not ask."),
    "decision_unknown": _("There is no such decision. Add it to the sheet “decisions”."),
    "decision_unserved": _("No question serves this decision. Remove it, or ask for what it needs."),
    "word_forbidden": _("These words ask for what may not be asked. Ask what the person needs instead."),
    "reference_unknown": _("An expression names a question that does not exist. Check the name."),
    "goes_in_circles": _("Questions depend on each other in a circle. Cut it."),
    "tool_unknown": _("There is no such instrument. Use the code of one that there is."),
    "tool_missing": _("An item belongs to no instrument. Name it in the sheet “settings”."),
    "item_unknown": _("The instrument has no such item. Use one of its own."),
    "item_not_asked": _("Nobody answers this row, so it can be no item. Empty the cell."),
    "item_twice": _("One item is asked twice. Ask it once."),
    "answers_differ": _("The answers are not those of the instrument. Take its own."),
    "wording_differs": _("The wording is not that of the instrument. Take its own words."),
    "form_not_allowed": _("This instrument may be filled on paper only. Record its totals."),
    "text_not_allowed": _("The words of this instrument need permission first."),
    "xform_refused": _("The form could not be converted. Mend what the converter says."),
    "xform_warning": _("The converter asks to look again. See that it is meant so."),
    "name_comes_back": _(
        "A name that was used before comes back for another kind of question. Use a new name."
    ),
}


def said(code: str) -> str:
    """What a finding says; empty for one that has no sentence here, whose own words then stand alone."""
    return str(WORDS.get(code, ""))
