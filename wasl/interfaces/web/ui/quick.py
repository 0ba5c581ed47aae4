"""Templates that are walked once when they are loaded, not at each rendering.

Django asks every node anew what it is made of: a page of eighty tasks spends most of its time there. The loader below
puts a closure in the place of the nodes that pages are full of (values, conditions, loops, inclusions, translations,
our tags), and leaves all others as they are. What is written is what Django writes, letter by letter: whatever is not
plainly the usual case is handed to Django's own code, and a test renders every page both ways.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

from django.template.base import (
    Node,
    NodeList,
    Template,
    TextNode,
    Variable,
    VariableDoesNotExist,
    VariableNode,
)
from django.template.context import Context
from django.template.defaulttags import ForNode, IfNode, URLNode, WithNode
from django.template.library import InclusionNode, SimpleBlockNode, SimpleNode
from django.template.loader_tags import IncludeNode
from django.template.loaders.cached import Loader as CachedLoader
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from wasl.interfaces.web.ui.addresses import address
from wasl.interfaces.web.ui.quick_values import Value, value_of, written

#: what nodes are made of is not in the stubs, so they are taken as they come below
Render = Callable[[Any], str]

_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "is": operator.is_,
    "is not": operator.is_not,
    "in": lambda one, many: one in many,
    "not in": lambda one, many: one not in many,
}


class Loader(CachedLoader):
    """Django's cached loader; what it gives has been walked."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        template: Any = super().get_template(template_name, skip)
        if not getattr(template, "walked", False):
            walk(template.nodelist)
            template.walked = True
        return template  # type: ignore[no-any-return]


class Quick(Node):
    """A node in whose place a closure renders; for whoever looks for blocks it is the node that it was."""

    def __init__(self, node: Node, render: Render) -> None:
        self.node = node
        self.token, self.origin = node.token, node.origin
        vars(self).update(render=render, render_annotated=render)

    def get_nodes_by_type(self, nodetype: Any) -> list[Node]:
        found: list[Node] = self.node.get_nodes_by_type(nodetype)
        return found


def walk(nodes: NodeList) -> None:
    """Put closures in the place of the usual nodes, here and below."""
    for at, node in enumerate(nodes):
        if isinstance(node, Quick | TextNode):
            continue
        for below in _inside(node):
            walk(below)
        made = _MADE.get(type(node))
        render = made(node) if made else None
        if render is not None:
            nodes[at] = Quick(node, render)


def _inside(node: Node) -> list[NodeList]:
    if isinstance(node, IfNode):
        return [below for _condition, below in node.conditions_nodelists]
    if isinstance(node, SimpleBlockNode):
        return [node.nodelist]
    return [below for name in node.child_nodelists if (below := getattr(node, name, None))]


def _together(nodes: Sequence[Any]) -> Render:
    """Nodes one after the other."""
    renders = [node.render_annotated for node in nodes]
    if len(renders) == 1:
        only: Render = renders[0]
        return only
    return lambda context: "".join([render(context) for render in renders])


def _value(node: Any) -> Render:
    value = value_of(node.filter_expression)
    return lambda context: written(value(context), context)


def _condition(asked: Any) -> Value:
    kind = getattr(asked, "id", "")
    if kind == "literal":
        return value_of(asked.value, None)
    if kind == "not":
        first = _condition(asked.first)

        def negated(context: Context) -> Any:
            try:
                return not first(context)
            except Exception:  # noqa: BLE001 - a condition that fails is false
                return False

        return negated
    if kind in ("and", "or"):
        both = kind == "and"
        left, right = _condition(asked.first), _condition(asked.second)

        def joined(context: Context) -> Any:
            try:
                found = left(context)
                return right(context) if bool(found) is both else found
            except Exception:  # noqa: BLE001
                return False

        return joined
    if kind in _COMPARED:
        compare, left, right = _COMPARED[kind], _condition(asked.first), _condition(asked.second)

        def compared(context: Context) -> Any:
            try:
                return compare(left(context), right(context))
            except Exception:  # noqa: BLE001
                return False

        return compared
    evaluate: Value = asked.eval
    return evaluate


def _if(node: Any) -> Render:
    ways = [
        (None if condition is None else _condition(condition), _together(nodes))
        for condition, nodes in node.conditions_nodelists
    ]

    def render(context: Any) -> str:
        for condition, inside in ways:
            if condition is None:
                return inside(context)
            try:
                found = condition(context)
            except VariableDoesNotExist:
                found = None
            if found:
                return inside(context)
        return ""

    return render


def _for(node: Any) -> Render | None:
    if len(node.loopvars) != 1 or node.is_reversed:
        return None
    name = node.loopvars[0]
    sequence, inside, otherwise = (
        value_of(node.sequence, None),
        [one.render_annotated for one in node.nodelist_loop],
        _together(node.nodelist_empty),
    )

    def render(context: Any) -> str:
        outer = context.get("forloop", {})
        layer: dict[str, Any] = {}
        context.dicts.append(layer)
        try:
            values = sequence(context)
            values = [] if values is None else values if hasattr(values, "__len__") else list(values)
            last = len(values) - 1
            if last < 0:
                return otherwise(context)
            written: list[str] = []
            loop = layer["forloop"] = {"parentloop": outer}
            for at, value in enumerate(values):
                loop["counter0"], loop["counter"] = at, at + 1
                loop["revcounter"], loop["revcounter0"] = last - at + 1, last - at
                loop["first"], loop["last"] = at == 0, at == last
                layer[name] = value
                written += [one(context) for one in inside]
            return "".join(written)
        finally:
            context.dicts.pop()

    return render


def _with(node: Any) -> Render:
    names = {name: value_of(expression) for name, expression in node.extra_context.items()}
    inside = _together(node.nodelist)

    def render(context: Any) -> str:
        context.dicts.append({name: value(context) for name, value in names.items()})
        try:
            return inside(context)
        finally:
            context.dicts.pop()

    return render


def _include(node: Any) -> Render | None:
    named = node.template
    if named.is_var or named.filters or not isinstance(named.var, str) or named.var.startswith("."):
        return None
    names = {name: value_of(expression) for name, expression in node.extra_context.items()}
    known: list[Template] = []

    def render(context: Any) -> str:
        if not known:
            known.append(context.template.engine.get_template(named.var))
        values = {name: value(context) for name, value in names.items()}
        if node.isolated_context:
            return _within(known[0], _alone(context, values))
        context.dicts.append(values)
        try:
            return _within(known[0], context)
        finally:
            context.dicts.pop()

    return render


def _alone(context: Context, values: dict[str, Any]) -> Context:
    """A context that holds these values only; `Context.new` does the same by copying three objects."""
    new = Context.__new__(type(context))
    new.__dict__.update(context.__dict__)
    new.__dict__.pop("_processors_index", None)
    new.dicts = [{"True": True, "False": False, "None": None}, values]
    state = context.render_context
    new.render_context = type(state).__new__(type(state))
    new.render_context.__dict__.update(state.__dict__)
    new.render_context.dicts = state.dicts[:]
    return new


def _within(template: Any, context: Context) -> str:
    """What `Template.render` does for a template inside another one."""
    state = context.render_context
    outer, state.template = state.template, template
    state.dicts.append({})
    try:
        written: str = template._render(context)
        return written
    finally:
        state.template = outer
        state.dicts.pop()


def _arguments(node: Any) -> Callable[[Context], tuple[list[Any], dict[str, Any]]]:
    values = [value_of(one) for one in node.args]
    named = {name: value_of(one) for name, one in node.kwargs.items()}
    takes_context = node.takes_context

    def arguments(context: Context) -> tuple[list[Any], dict[str, Any]]:
        given = [value(context) for value in values]
        return [context, *given] if takes_context else given, {
            name: value(context) for name, value in named.items()
        }

    return arguments


def _simple(node: Any) -> Render:
    arguments, function, target = _arguments(node), node.func, node.target_var
    content = _together(node.nodelist) if isinstance(node, SimpleBlockNode) else None

    def render(context: Any) -> str:
        given, named = arguments(context)
        if content is not None:
            given.insert(1 if node.takes_context else 0, SafeString(content(context)))
        written = function(*given, **named)
        if target is not None:
            context[target] = written
            return ""
        return conditional_escape(written) if context.autoescape else written

    return render


def _inclusion(node: Any) -> Render | None:
    if not isinstance(node.filename, str):
        return None
    arguments, function, known = _arguments(node), node.func, list[Template]()

    def render(context: Any) -> str:
        given, named = arguments(context)
        if not known:
            known.append(context.template.engine.get_template(node.filename))
        new = _alone(context, dict(function(*given, **named)))
        token = context.get("csrf_token")
        if token is not None:
            new["csrf_token"] = token
        return _within(known[0], new)

    return render


def _translate(node: Any) -> Render | None:
    """A text that stands in the template: looked up once for each language."""
    expression, target = node.filter_expression, node.asvar
    said = expression.var.literal if isinstance(expression.var, Variable) else None
    if not isinstance(said, str) or node.noop or node.message_context or expression.filters:
        return None
    known: dict[str | None, SafeString] = {}

    def render(context: Any) -> str:
        language = get_language()
        text = known.get(language)
        if text is None:
            text = known[language] = SafeString(gettext(said.replace("%", "%%")).replace("%%", "%"))
        if target:
            context[target] = text
            return ""
        return text

    return render


def _static(node: Any) -> Render | None:
    """The address of a file that never changes while we serve."""
    expression, target = node.path, node.varname
    if expression.is_var or expression.filters or target:
        return None
    known: list[str] = []

    def render(context: Any) -> str:
        if not known:
            known.append(str(node.render(context)))
        return known[0]

    return render


def _url(node: Any) -> Render | None:
    """The address of a page of ours, put together as `address` does it."""
    name, target = node.view_name, node.asvar
    if name.is_var or name.filters or node.kwargs or ":" in str(name.var):
        return None
    arguments = [value_of(one) for one in node.args]

    def render(context: Any) -> str:
        try:
            url = address(name.var, *[value(context) for value in arguments])
        except NoReverseMatch:
            if target is None:
                raise
            url = ""
        if target is not None:
            context[target] = url
            return ""
        return conditional_escape(url) if context.autoescape else url

    return render


_MADE: dict[type[Node], Callable[[Any], Render | None]] = {
    VariableNode: _value,
    IfNode: _if,
    ForNode: _for,
    WithNode: _with,
    IncludeNode: _include,
    SimpleNode: _simple,
    SimpleBlockNode: _simple,
    InclusionNode: _inclusion,
    TranslateNode: _translate,
    StaticNode: _static,
    URLNode: _url,
}
