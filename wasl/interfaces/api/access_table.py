"""Who may come to each address of the API: one line for every name. A test walks them, so nothing can be left out.

`PUBLIC` needs no token, `TOKEN` any that opens something; else the action that its owner must hold on the file, or
at all.
"""

from wasl.access.enums import Action

PUBLIC = "public"
TOKEN = "token"  # noqa: S105 - a word of the table

TABLE: dict[str, str | Action] = {
    "openapi": PUBLIC,
    "me": TOKEN,
    "file_list": Action.FILE_VIEW,
    "file": Action.FILE_VIEW,
    "people": Action.FILE_VIEW,
    "cases": Action.FILE_VIEW,
    "stays": Action.FILE_VIEW,
    "documents": Action.FILE_VIEW,
    "consents": Action.FILE_VIEW,
    "looks": Action.FILE_VIEW,
    "needs": Action.FILE_VIEW,
    "need_record": Action.NEED_RECORD,
    "need_answer": Action.GOAL_WRITE,
    "need_unanswer": Action.GOAL_WRITE,
    "goals": Action.FILE_VIEW,
    "goal_write": Action.GOAL_WRITE,
    "goal_change": Action.GOAL_WRITE,
    "goal_close": Action.GOAL_WRITE,
    "goal_reopen": Action.GOAL_WRITE,
    "service_record": Action.SERVICE_RECORD,
    "service_change": Action.SERVICE_RECORD,
    "forms": TOKEN,
    "form_definition": TOKEN,
    "form_receive": Action.ASSESSMENT_RECORD,
    "submissions": Action.FILE_VIEW,
    "submission": Action.ASSESSMENT_RECORD,
    "proposed_needs": Action.FILE_VIEW,
    "contacts": Action.FILE_VIEW,
    "contact_record": Action.NOTE_WRITE,
    "my_tasks": TOKEN,
    "tasks": Action.FILE_VIEW,
    "task_add": Action.NOTE_WRITE,
    "task_done": Action.FILE_VIEW,
    "task_undone": Action.FILE_VIEW,
    "my_appointments": TOKEN,
    "appointments": Action.FILE_VIEW,
    "appointment_book": Action.APPOINTMENT_BOOK,
    "appointment_move": Action.APPOINTMENT_BOOK,
    "appointment_settle": Action.APPOINTMENT_BOOK,
    "appointment_restore": Action.APPOINTMENT_BOOK,
    "waiting_set": Action.CASE_WAIT,
    "waiting_end": Action.CASE_WAIT,
}
