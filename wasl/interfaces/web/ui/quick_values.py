"""What an expression of a template stands for, as a closure: looked up without asking each time what it is made of.

Only the plain case is answered here (a value from a dictionary or an attribute, a filter, a constant). What is called,
what fails silently and what is reached by a number is Django's own to decide.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from django.template.base import FilterExpression, Variable, VariableDoesNotExist, render_value_in_context
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]  # not in the stubs

Value = Callable[[Context], Any]
_OF_DICT = frozenset(dir(dict))


def value_of(expression: FilterExpression, missing: Any = "") -> Value:
    """What an expression stands for; `missing` where there is no such variable."""
    if not expression.is_var:
        first: Value = _constant(expression.var)
    else:
        first = _variable(expression.var, missing)
    for function, arguments in expression.filters:
        first = _filtered(first, function, arguments)
    return first


def _constant(value: Any) -> Value:
    return lambda context: value


def _variable(variable: Variable, missing: Any) -> Value:
    if variable.lookups is None or variable.translate:
        return lambda context: _slowly(variable, context, missing)
    first, *rest = variable.lookups

    def top(context: Context) -> Any:
        for layer in reversed(context.dicts):
            if first in layer:
                found = layer[first]
                return _slowly(variable, context, missing) if callable(found) else found
        return missing

    if not rest:
        return top

    def below(context: Context) -> Any:
        for layer in reversed(context.dicts):
            if first in layer:
                found = layer[first]
                break
        else:
            return missing
        for name in rest:
            if callable(found):
                return _slowly(variable, context, missing)
            if found.__class__ is dict:
                if name in found:
                    found = found[name]
                elif name in _OF_DICT or name.isdigit():
                    return _slowly(variable, context, missing)
                else:
                    return missing
            elif hasattr(found.__class__, "__getitem__"):
                return _slowly(variable, context, missing)
            else:
                try:
                    found = getattr(found, name)
                except Exception:  # noqa: BLE001 - Django knows which of them are silent
                    return _slowly(variable, context, missing)
        return _slowly(variable, context, missing) if callable(found) else found

    return below


def _slowly(variable: Variable, context: Context, missing: Any) -> Any:
    """As Django does it: what is called, what fails silently, what is reached by a number."""
    try:
        return variable.resolve(context)
    except VariableDoesNotExist:
        return missing


def _filtered(value: Value, function: Any, arguments: Sequence[tuple[bool, Any]]) -> Value:
    given: list[Value] = [
        _asked(argument) if lookup else _constant(SafeString(argument) if isinstance(argument, str) else argument)
        for lookup, argument in arguments
    ]  # fmt: skip
    local = getattr(function, "expects_localtime", False)
    needs_autoescape = getattr(function, "needs_autoescape", False)
    keeps_safe = getattr(function, "is_safe", False)

    def filtered(context: Context) -> Any:
        before = value(context)
        if local:
            before = template_localtime(before, context.use_tz)
        asked = [one(context) for one in given]
        if needs_autoescape:
            after = function(before, *asked, autoescape=context.autoescape)
        else:
            after = function(before, *asked)
        return SafeString(after) if keeps_safe and isinstance(before, SafeString) else after

    return filtered


def _asked(argument: Variable) -> Value:
    """What stands behind a filter: a name that is not there is an error, as it is for Django."""
    return lambda context: argument.resolve(context)


def written(value: Any, context: Context) -> str:
    """A value as it stands on the page."""
    kind = value.__class__
    if kind is SafeString:
        return value  # type: ignore[no-any-return]
    if kind is str:
        return escape(value) if context.autoescape else value
    written: str = render_value_in_context(value, context)
    return written
