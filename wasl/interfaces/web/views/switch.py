"""Quick change of user on a shared computer: one session ends, the sign-in page stands there for the next.

What the first one was typing was saved as her draft when the screen locked; it is sealed, hers alone, and waits on the
same form until she signs in again, here or elsewhere.
"""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """End this session, locked or not, for somebody else at the same computer."""
    logout(request)
    response = HttpResponseRedirect(reverse("account_login"))
    response["Clear-Site-Data"] = '"cache"'
    return response
