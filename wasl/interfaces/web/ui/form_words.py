"""The words that the renderer of forms says by itself; everything else stands in the form."""

from django.utils.translation import gettext as _


def renderer_words() -> dict[str, str]:
    """Word for word, in the language of the page; {names} are filled in by the renderer."""
    return {
        "no_connection": _(
            "No connection to the server. Everything is still on this page; save again when the connection is back."
        ),
        "loading": _("The form is being opened…"),
        "failed": _("The form could not be opened. Load the page again, or take the paper."),
        "progress": _("{done} of {total} answered"),
        "required": _("needed"),
        "language": _("Language of the questions"),
        "look_again": _("Something needs another look"),
        "constraint": _("This answer does not fit."),
        "number_wrong": _("Write a number."),
        "date_wrong": _("Write a day that exists: day, month and year."),
        "day": _("Day"),
        "month": _("Month"),
        "year": _("Year"),
        "question": _("Question"),
        "entry": _("No. {n}"),
        "add": _("Add one more"),
        "remove": _("Remove"),
        "remove_really": _("Yes, remove it"),
        "keep": _("Keep it"),
        "required_message": _("This question needs an answer."),
    }
