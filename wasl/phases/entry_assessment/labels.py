"""Words for the first days: steps of reception, faults of a list, reasons for a no."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.phases.entry_assessment.enums import (
    Known,
    PrintKind,
    PrintState,
    Step,
    UploadStage,
    UploadState,
)

WORDS: dict[type[StrEnum], dict[str, str | Promise]] = {
    Step: {
        Step.NOTICE: _("Privacy notice"),
        Step.ROSTER: _("Who belongs to the family"),
        Step.CHOICES: _("Choices, each adult alone"),
        Step.CONTACT: _("Safe contact"),
        Step.URGENT: _("What cannot wait"),
        Step.DOCUMENTS: _("Documents"),
        Step.PLACE: _("Place of choice and section"),
    },
    Known: {
        Known.SAME: _("Somebody with the very same names has a file."),
        Known.PERHAPS: _("Somebody with similar names has a file."),
        Known.NONE: _("Nobody with these names has a file."),
    },
    UploadState: {
        UploadState.READ: _("Read, not imported"),
        UploadState.RUNNING: _("Being imported"),
        UploadState.DONE: _("Imported"),
        UploadState.FAILED: _("Stopped, nothing written"),
    },
    UploadStage: {
        UploadStage.WAITS: _("waits for another list"),
        UploadStage.COMPARES: _("is compared with who is known"),
        UploadStage.WRITES: _("is written"),
    },
    PrintKind: {
        PrintKind.CARDS: _("Family cards"),
        PrintKind.CONSENTS: _("Consent forms"),
    },
    PrintState: {
        PrintState.ASKED: _("Waits for its turn"),
        PrintState.DRAWING: _("Is being drawn"),
        PrintState.READY: _("Ready"),
        PrintState.FAILED: _("Could not be drawn"),
    },
}
REASONS: dict[str, str | Promise] = {
    "import_undone_already": _("This import was undone already."),
    "import_worked_on": _(
        "Somebody has worked on a family of this list, so it can no longer be undone as a whole."
    ),
    "import_unknown": _("There is no import of this name."),
    "no_team_to_receive": _("This account belongs to no team that could receive families."),
    "batch_name_invalid": _("The name of an import has letters, digits and hyphens only."),
    "upload_done": _("This list was imported already."),
    "upload_running": _("This list is being imported just now."),
    "upload_not_running": _("This import was stopped."),
    "upload_broken": _("The import stopped. Nothing of it was written; try again."),
    "section_elsewhere": _("This section does not belong to your centre."),
    "nothing_to_print": _("There is nobody to print for: those chosen have their papers already."),
    "papers_not_ready": _("These papers are not ready."),
    "column_not_offered": _("This column cannot mean that."),
    "column_twice": _("Two columns cannot mean the same; choose one."),
    "notice_not_read": _("The privacy notice comes first."),
    "nobody_in_the_family": _("Nobody is written down in the family yet."),
    "urgent_not_asked": _("Ask first what cannot wait; nothing is also an answer."),
    "not_expected": _("This family is here already."),
    "search_first": _("Look first whether the family has a file already."),
    "head_first": _("Write down first who heads the family."),
    "reception_finished": _("Reception was finished already."),
    "starts_elsewhere": _("A file begins in assessment, in services or at home."),
    "day_of_leaving_missing": _("Write the day on which the family went home."),
    "left_before_arrival": _("The day of going home lies between the arrival and today."),
    "district_elsewhere": _("This district does not belong to the governorate."),
    "document_unknown": _("This kind of paper is not in the programme's list."),
    "document_step_unknown": _("This step is not in the programme's list."),
    "two_name_parts_needed": _("Write at least two parts of the name, or the file number."),
    "beyond_not_allowed": _("Asking beyond your own work belongs to reception."),
    # faults of a list, at their line
    "name_missing": _("The own name is missing."),
    "name_invalid": _("This cannot be a name."),
    "date_invalid": _("This is no date."),
    "date_in_future": _("This day has not come yet."),
    "sex_unknown": _("Female or male cannot be told from this."),
    "head_missing": _("Nobody in the family is its head."),
    "head_twice": _("The family has a second head."),
    "family_number_missing": _("The number of the family is missing."),
    "family_number_twice": _("The number of the family stands twice."),
    "family_too_large": _("The family has more people than a family can have; is the number right?"),
    "place_unknown": _("There is no governorate of this name."),
    "place_code_obsolete": _("This code is of an older list and names another place today."),
    "ages_invalid": _("The ages cannot be read."),
    "ages_more_than_people": _("There are more ages than people."),
    "count_invalid": _("The number of people cannot be read."),
    "column_missing": _("This column is missing."),
    "header_missing": _("There is no line of headings with names."),
    "file_empty": _("The file is empty."),
    "file_too_large": _("The file is too large."),
    "file_unreadable": _("The file cannot be read."),
    "format_unsupported": _("Send the list as CSV or as XLSX."),
    "format_old_excel": _("This is a workbook of an old Excel."),
    "file_unsafe": _("The file holds something that a list does not need."),
    "file_macros": _("The workbook carries programs (macros) besides the list."),
    "too_many_rows": _("The list has too many lines."),
    "file_not_reached": _("This family is looked after elsewhere; ask there to add who is missing."),
}

REMEDIES: dict[str, Promise] = {
    "name_missing": _("Write the own name, even if the other parts are not known."),
    "name_invalid": _("Write the name in letters only, without numbers or signs."),
    "date_invalid": _("Write day/month/year, or only the year, or leave it empty if nobody knows."),
    "date_in_future": _("Look at the year again."),
    "sex_unknown": _("Write female or male."),
    "head_missing": _("Write who heads the family; any adult may. A child alone needs no head."),
    "head_twice": _("Leave one head and write for the other how she or he is related."),
    "family_number_missing": _("Write the number of the family in its first line."),
    "family_number_twice": _("Give each family a number of its own."),
    "family_too_large": _("Give each family a number of its own."),
    "place_unknown": _("Write the name of the governorate, or leave it empty if it is not decided."),
    "place_code_obsolete": _("Write the name of the place instead of the code."),
    "ages_invalid": _("Write the ages in full years with commas between them."),
    "ages_more_than_people": _("Correct the number of people or the ages."),
    "count_invalid": _("Write the number of people in digits."),
    "column_missing": _("Add the column with its heading; its cells may stay empty where nobody knows."),
    "header_missing": _(
        "Put a line of headings above the first person, with the name and how each is related."
    ),
    "file_empty": _("Look whether the right file was chosen."),
    "file_too_large": _("Divide the list and send its parts one by one."),
    "file_unreadable": _("Open the file where it was made and save it anew as XLSX or CSV."),
    "format_unsupported": _("Open the list where it was made and save it as XLSX or CSV."),
    "format_old_excel": _("Open it and save it as XLSX."),
    "file_unsafe": _("Copy the cells into a new workbook and send that."),
    "file_macros": _("Save it as XLSX without macros, or copy the cells into a new workbook."),
    "too_many_rows": _("Divide the list and send its parts one by one."),
    "file_not_reached": _("Ask the team that looks after the family."),
}


def fault(code: str, row: int, column: str) -> str:
    """A fault of a list in one sentence or two: where, what, and what to do about it."""
    what = " ".join(str(text) for text in (REASONS.get(code), REMEDIES.get(code)) if text)
    if column:
        return _("Line %(row)d, column %(column)s: %(what)s") % {
            "row": row,
            "column": f"«{column}»",
            "what": what,
        }
    return _("Line %(row)d: %(what)s") % {"row": row, "what": what}


def word(member: StrEnum) -> str | Promise:
    """The words for one code."""
    return WORDS[type(member)][member]
