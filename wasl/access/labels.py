"""Words for why somebody may not, and for whom and why a record was opened."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.access.enums import Action, Purpose, Reach, Relation, RequestKind, SessionKind

UNSPOKEN: tuple[type[StrEnum], ...] = (Action, Reach, Relation, SessionKind)
WORDS: dict[type[StrEnum], dict[str, str | Promise]] = {
    Purpose: {
        Purpose.CARE: _("Work on the file"),
        Purpose.RECEPTION: _("Reception"),
        Purpose.SEARCH: _("Search"),
        Purpose.SUPERVISION: _("Supervision"),
        Purpose.AFTERCARE: _("After-care"),
        Purpose.PRINT: _("Printing"),
        Purpose.IMPORT: _("Import of a list"),
        Purpose.RIGHTS: _("Rights of the person"),
        Purpose.COVER: _("Cover for a colleague"),
    },
    RequestKind: {
        RequestKind.INVITE: _("A new account"),
        RequestKind.ROLE: _("A role is given"),
        RequestKind.ROLE_END: _("A role ends"),
        RequestKind.PASSWORD: _("A new password"),
        RequestKind.FACTOR: _("The second step is lost"),
        RequestKind.BACK: _("A suspended account comes back"),
    },
}
REASONS: dict[str, str | Promise] = {
    "nobody": _("You are not signed in."),
    "no_role_here": _("You hold no role on this file."),
    "role_may_not": _("Your role does not include this step."),
    "own_work": _("Whoever prepared this cannot decide on it: it needs a second person."),
    "own_password_only": _("A password is changed by its owner, with the former one."),
    "password_wrong": _("This is not your password."),
    "passkey_unknown": _("This passkey was not accepted. Try again, or use your password."),
    "passkey_not_made": _("The passkey was not made. Try again; a question is good for five minutes."),
    "passkeys_enough": _("You have ten passkeys. Remove one that you no longer use, then add another."),
    "username_form": _("Three to forty small Latin letters, digits, dots or hyphens, a letter first."),
    "username_taken": _("Somebody has this user name already."),
    "name_missing": _("Write the name."),
    "role_unknown": _("The programme has no such role."),
    "role_held_already": _("This role is held already."),
    "role_not_held": _("This role is not held."),
    "place_missing": _("Choose the team or the place."),
    "request_unknown": _("Nothing of this kind can be asked for."),
    "account_is_active": _("This account is not suspended."),
    "account_is_suspended": _("This account is suspended: let it come back first."),
    "files_in_hand": _("Families are still in these hands. Share them out first."),
    "label_missing": _("Say in at most sixty letters what the token is for."),
    "days_unknown": _("A token holds for 7, 30 or 90 days."),
    "numbers_run_out": _("No free file number was found. Try once more."),
    "nobody_decides": _("A decision needs a named person."),
}


def word(member: StrEnum) -> str | Promise:
    """The words for one code."""
    return WORDS[type(member)][member]
