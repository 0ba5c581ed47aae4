"""Words for what only a program can do wrong."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "nothing_here": _("There is nothing here, or nothing that you may see."),
    "token_missing": _("This address asks for a personal access token."),
    "token_invalid": _("This token is not known, has run out or was ended, or its account is closed."),
    "password_first": _("The owner of this token must choose a password of their own first."),
    "conduct_first": _("The owner of this token must read and accept the code of conduct first."),
    "method_not_here": _("This address does not answer to this method."),
    "body_not_json": _("The body is not readable as JSON in UTF-8."),
    "body_too_large": _("The body is larger than this door takes."),
    "body_of_another_kind": _("This door takes bodies of type application/json."),
    "input_invalid": _("Something in the request does not have the right form."),
    "field_missing": _("This is missing."),
    "field_unknown": _("There is no such field."),
    "value_unknown": _("This value is not one of the list."),
    "value_out_of_range": _("This number or day lies outside what is possible."),
    "text_too_long": _("This text is too long."),
    "form_wrong": _("This does not have the right form."),
    "place_in_list_unknown": _("This place in the list is not known. Begin the list anew."),
    "key_used_otherwise": _("Another request was sent under this key."),
    "domain_unknown": _("The programme has no such field of life."),
    "service_unknown": _("The programme offers no such service for a goal."),
    "vault_sealed": _("The vault is sealed: nothing can be read or written that holds names or words."),
    "our_fault": _("Something went wrong on our side. Nothing was changed."),
}
