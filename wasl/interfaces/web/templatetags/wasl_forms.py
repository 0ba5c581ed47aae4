"""What every form carries besides its fields, in one place so that none can lack it: `{% csrf_token %}` also gives the
form a key, by which it is done once however often it is sent, and the mark of what stands (see ui/edits.py).
"""

import uuid

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from wasl.interfaces.web.ui.edits import MARK, ONCE

register = template.Library()
#: most of what a page knows; what has no marks need not be asked
_NEVER_MARKED = frozenset({str, SafeString, bool, int, list, dict, tuple, type(None)})


class Companions(CsrfTokenNode):
    """The token of the page, a key for this very form, and the marks of the forms that the page shows."""

    def render(self, context: Context) -> SafeString:
        marks = {}
        for layer in context.dicts:
            for value in layer.values():
                if value.__class__ in _NEVER_MARKED:
                    continue
                name = getattr(value, "mark_name", "")
                if isinstance(name, str) and name.startswith(MARK) and value.mark:
                    marks[name] = value.mark
        names = [(ONCE, uuid.uuid4()), *sorted(marks.items())]
        hidden = format_html_join("", '<input type="hidden" name="{}" value="{}">', names)
        return format_html("{}{}", super().render(context), hidden)


@register.tag
def csrf_token(parser: Parser, token: Token) -> Companions:
    return Companions()
