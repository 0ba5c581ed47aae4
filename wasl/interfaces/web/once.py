"""A form that is sent twice is done once: by a second press, a browser that tries again, or two connections at a time.

Each form carries a key. The key is claimed in the transaction of what the form did, when it has been done; whoever
comes second finds it taken, undoes what it did and is led where the first was led. A form with a mistake claims none.
"""

import hashlib
import hmac
import uuid

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from wasl.access import tokens
from wasl.access.enums import Action
from wasl.interfaces.web.access_table import TABLE
from wasl.interfaces.web.ui.edits import ONCE
from wasl.kernel.errors import WaslError

#: besides every address that asks for a right: what can be pressed by anybody and must not be undone by a second press
ALSO = frozenset({"task_tick"})
LEADS_ON = (302, 303)
_COMPANIONS = frozenset({"csrfmiddlewaretoken", ONCE})


def settle(request: HttpRequest, response: HttpResponse, failure: Exception | None) -> HttpResponse:
    """The answer to a form: the one that was given first, where this is the second time."""
    key = _key(request)
    if key is None:
        return response
    if failure is None and response.status_code in LEADS_ON:
        found = tokens.answer_given(key, _mark(request), response.status_code, response["Location"])
        if found.fresh or not found.same:
            return response
        transaction.set_rollback(True)
        return HttpResponseRedirect(found.answer)
    if response.status_code < 400 or not (failure is None or isinstance(failure, WaslError)):
        return response
    before = tokens.answer_before(key, _mark(request))
    if before is None:
        return response
    transaction.set_rollback(True)
    request.failure = None  # type: ignore[attr-defined]
    return HttpResponseRedirect(before)


def _key(request: HttpRequest) -> uuid.UUID | None:
    if request.method != "POST" or not getattr(request, "actor", None) or not request.actor.signed_in:  # type: ignore[attr-defined]
        return None
    match = request.resolver_match  # none where the door answered before any page did
    name = (match.url_name or "") if match else ""
    if ONCE not in request.POST or not (isinstance(TABLE.get(name), Action) or name in ALSO):
        return None
    try:
        return uuid.UUID(request.POST[ONCE])
    except ValueError:
        return None


def _mark(request: HttpRequest) -> bytes:
    """What tells two forms apart, and tells nobody what was in them."""
    sent = sorted((name, values) for name, values in request.POST.lists() if name not in _COMPANIONS)
    told = "\n".join([request.path_info, repr(sent)])
    return hmac.new(settings.SECRET_KEY.encode(), told.encode(), hashlib.sha256).digest()
