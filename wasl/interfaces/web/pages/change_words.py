"""What differs between two versions of a form, in the reader's language; names and words stand beside."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.programme.forms.changes import Change

WORDS: Mapping[str, str | Promise] = {
    "form_id_changed": _("The form has another code"),
    "form_title_changed": _("The title is worded anew"),
    "default_language_changed": _("Another language comes first"),
    "tool_changed": _("Another instrument scores it"),
    "words_changed": _("Worded anew"),
    "language_added": _("A language was added"),
    "language_removed": _("A language was taken away"),
    "language_renamed": _("A language is called otherwise"),
    "decision_added": _("A decision was added"),
    "decision_removed": _("A decision was taken away"),
    "decision_changed": _("Serves another decision"),
    "question_added": _("A question was added"),
    "question_removed": _("A question was taken away"),
    "question_moved": _("Stands in another place"),
    "type_changed": _("Another kind of question"),
    "list_added": _("A list of answers was added"),
    "list_removed": _("A list of answers was taken away"),
    "list_changed": _("Has another list of answers"),
    "choice_added": _("An answer was added"),
    "choice_removed": _("An answer was taken away"),
    "choices_reordered": _("The answers stand in another order"),
    "relevant_changed": _("Asked under another condition"),
    "constraint_changed": _("Another limit for the answer"),
    "required_changed": _("Whether it must be answered"),
    "choice_filter_changed": _("Which answers are offered"),
    "calculation_changed": _("Calculated otherwise"),
    "default_changed": _("Another answer stands there at first"),
    "read_only_changed": _("Whether it can be changed"),
    "repeat_count_changed": _("How many times it is asked"),
    "appearance_changed": _("Looks otherwise"),
    "item_changed": _("Another item of the instrument"),
}


def said(change: Change) -> str:
    """What kind of change it is; one that has no words here is a change of a column of answers."""
    return str(WORDS.get(change.code) or _("Another detail of an answer"))
