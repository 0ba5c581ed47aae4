"""The words on buttons. Arabic asks whether it speaks to a woman or a man; the account says which.

The message context is the gender ("f", "m"); without one the context "button" serves, which Arabic words as a noun.
Each word is written out three times because catalogues are gathered from the source text.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from wasl.interfaces.web.ui import reader

Forms = tuple["Promise | str", "Promise | str", "Promise | str"]

VERBS: dict[str, Forms] = {
    "start": (pgettext_lazy("button", "Start"), pgettext_lazy("f", "Start"), pgettext_lazy("m", "Start")),
    "continue": (
        pgettext_lazy("button", "Continue"),
        pgettext_lazy("f", "Continue"),
        pgettext_lazy("m", "Continue"),
    ),
    "answer": (pgettext_lazy("button", "Answer"), pgettext_lazy("f", "Answer"), pgettext_lazy("m", "Answer")),
    "open": (pgettext_lazy("button", "Open"), pgettext_lazy("f", "Open"), pgettext_lazy("m", "Open")),
    "choose": (pgettext_lazy("button", "Choose"), pgettext_lazy("f", "Choose"), pgettext_lazy("m", "Choose")),
    "save": (pgettext_lazy("button", "Save"), pgettext_lazy("f", "Save"), pgettext_lazy("m", "Save")),
    "send": (pgettext_lazy("button", "Send"), pgettext_lazy("f", "Send"), pgettext_lazy("m", "Send")),
    "add": (pgettext_lazy("button", "Add"), pgettext_lazy("f", "Add"), pgettext_lazy("m", "Add")),
    "edit": (pgettext_lazy("button", "Edit"), pgettext_lazy("f", "Edit"), pgettext_lazy("m", "Edit")),
    "write": (pgettext_lazy("button", "Write"), pgettext_lazy("f", "Write"), pgettext_lazy("m", "Write")),
    "print": (pgettext_lazy("button", "Print"), pgettext_lazy("f", "Print"), pgettext_lazy("m", "Print")),
    "close": (pgettext_lazy("button", "Close"), pgettext_lazy("f", "Close"), pgettext_lazy("m", "Close")),
    "cancel": (pgettext_lazy("button", "Cancel"), pgettext_lazy("f", "Cancel"), pgettext_lazy("m", "Cancel")),
    "confirm": (
        pgettext_lazy("button", "Confirm"),
        pgettext_lazy("f", "Confirm"),
        pgettext_lazy("m", "Confirm"),
    ),
    "accept": (pgettext_lazy("button", "Accept"), pgettext_lazy("f", "Accept"), pgettext_lazy("m", "Accept")),
    "decline": (
        pgettext_lazy("button", "Decline"),
        pgettext_lazy("f", "Decline"),
        pgettext_lazy("m", "Decline"),
    ),
    "record": (pgettext_lazy("button", "Record"), pgettext_lazy("f", "Record"), pgettext_lazy("m", "Record")),
    "search": (pgettext_lazy("button", "Search"), pgettext_lazy("f", "Search"), pgettext_lazy("m", "Search")),
    "agree": (pgettext_lazy("button", "Agree"), pgettext_lazy("f", "Agree"), pgettext_lazy("m", "Agree")),
    "sign": (pgettext_lazy("button", "Sign"), pgettext_lazy("f", "Sign"), pgettext_lazy("m", "Sign")),
    "review": (pgettext_lazy("button", "Review"), pgettext_lazy("f", "Review"), pgettext_lazy("m", "Review")),
    "see": (pgettext_lazy("button", "See"), pgettext_lazy("f", "See"), pgettext_lazy("m", "See")),
    "download": (
        pgettext_lazy("button", "Download"),
        pgettext_lazy("f", "Download"),
        pgettext_lazy("m", "Download"),
    ),
    "back": (
        pgettext_lazy("button", "Go back"),
        pgettext_lazy("f", "Go back"),
        pgettext_lazy("m", "Go back"),
    ),
    "finish": (pgettext_lazy("button", "Finish"), pgettext_lazy("f", "Finish"), pgettext_lazy("m", "Finish")),
    "call": (pgettext_lazy("button", "Call"), pgettext_lazy("f", "Call"), pgettext_lazy("m", "Call")),
    "visit": (pgettext_lazy("button", "Visit"), pgettext_lazy("f", "Visit"), pgettext_lazy("m", "Visit")),
    "remove": (pgettext_lazy("button", "Remove"), pgettext_lazy("f", "Remove"), pgettext_lazy("m", "Remove")),
    "undo": (pgettext_lazy("button", "Undo"), pgettext_lazy("f", "Undo"), pgettext_lazy("m", "Undo")),
    "ask": (pgettext_lazy("button", "Ask"), pgettext_lazy("f", "Ask"), pgettext_lazy("m", "Ask")),
    "explain": (
        pgettext_lazy("button", "Explain"),
        pgettext_lazy("f", "Explain"),
        pgettext_lazy("m", "Explain"),
    ),
    "receive": (
        pgettext_lazy("button", "Receive"),
        pgettext_lazy("f", "Receive"),
        pgettext_lazy("m", "Receive"),
    ),
    "plan": (pgettext_lazy("button", "Plan"), pgettext_lazy("f", "Plan"), pgettext_lazy("m", "Plan")),
    "assign": (pgettext_lazy("button", "Assign"), pgettext_lazy("f", "Assign"), pgettext_lazy("m", "Assign")),
    "compare": (
        pgettext_lazy("button", "Compare"),
        pgettext_lazy("f", "Compare"),
        pgettext_lazy("m", "Compare"),
    ),
    "unlock": (pgettext_lazy("button", "Unlock"), pgettext_lazy("f", "Unlock"), pgettext_lazy("m", "Unlock")),
    "lock": (pgettext_lazy("button", "Lock"), pgettext_lazy("f", "Lock"), pgettext_lazy("m", "Lock")),
    "sign_in": (
        pgettext_lazy("button", "Sign in"),
        pgettext_lazy("f", "Sign in"),
        pgettext_lazy("m", "Sign in"),
    ),
    "sign_out": (
        pgettext_lazy("button", "Sign out"),
        pgettext_lazy("f", "Sign out"),
        pgettext_lazy("m", "Sign out"),
    ),
    "change": (pgettext_lazy("button", "Change"), pgettext_lazy("f", "Change"), pgettext_lazy("m", "Change")),
    "activate": (
        pgettext_lazy("button", "Activate"),
        pgettext_lazy("f", "Activate"),
        pgettext_lazy("m", "Activate"),
    ),
    "deactivate": (
        pgettext_lazy("button", "Deactivate"),
        pgettext_lazy("f", "Deactivate"),
        pgettext_lazy("m", "Deactivate"),
    ),
    "make": (pgettext_lazy("button", "Make"), pgettext_lazy("f", "Make"), pgettext_lazy("m", "Make")),
    "try_again": (
        pgettext_lazy("button", "Try again"),
        pgettext_lazy("f", "Try again"),
        pgettext_lazy("m", "Try again"),
    ),
    "go": (pgettext_lazy("button", "Go"), pgettext_lazy("f", "Go"), pgettext_lazy("m", "Go")),
    "read": (pgettext_lazy("button", "Read"), pgettext_lazy("f", "Read"), pgettext_lazy("m", "Read")),
}


def verb(name: str, gender: str | None = None) -> str:
    """The word for an action, agreeing with whoever reads the page."""
    plain, feminine, masculine = VERBS[name]
    chosen = reader.current().gender if gender is None else gender
    return str(feminine if chosen == "f" else masculine if chosen == "m" else plain)
