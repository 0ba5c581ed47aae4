"""Looks at expressions (relevant, constraint, calculation ...) as far as one can without answers: XForms XPath.

pyxform hands them on unread, and a device that meets `selected((` in the field refuses the whole form. So brackets,
quotation marks, the turn of values and operators, functions and `${names}` are looked at here. Functions: the ODK
XForms specification, without those that need a list outside of the sheet, a place or a device.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

FUNCTIONS: Final = frozenset(
    (
        # XPath 1.0
        "last", "position", "count", "string", "concat", "starts-with", "contains", "substring-before",
        "substring-after", "substring", "string-length", "normalize-space", "translate", "boolean", "not", "true",
        "false", "number", "sum", "floor", "ceiling", "round",
        # ODK
        "selected", "selected-at", "count-selected", "jr:choice-name", "count-non-empty", "coalesce", "if", "once",
        "int", "min", "max", "pow", "abs", "mod", "today", "now", "date", "date-time", "decimal-date-time",
        "format-date", "format-date-time", "regex", "join", "ends-with", "boolean-from-string", "checklist",
        "weighted-checklist", "indexed-repeat", "position", "current", "sqrt", "log", "log10", "exp", "pi",
        "uuid", "random", "string-to-number", "substr", "jr:itext",
    )
)  # fmt: skip
_OUTSIDE: Final = {
    "pulldata": "it looks into a list outside of the sheet",
    "search": "it looks into a list outside of the sheet",
    "instance": "it looks into a list outside of the sheet",
    "distance": "places are not recorded",
    "area": "places are not recorded",
    "property": "it asks the device who holds it",
    "jr:preload": "it asks the device",
    "digest": "what is stored can be read by the person herself",
    "base64-decode": "what is stored can be read by the person herself",
}
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"]*"|'[^']*')|(?P<ref>\$\{\s*(?P<name>[^}]*?)\s*\})|(?P<number>\d+(?:\.\d+)?|\.\d+)
    |(?P<operator><=|>=|!=|[=<>+*|-])|(?P<open>\()|(?P<close>\))|(?P<comma>,)|(?P<square>[\[\]])
    |(?P<step>\.\./?|\./|\.|//|/)|(?P<word>[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?))""",
    re.VERBOSE,
)
_WORD_OPERATORS = ("and", "or", "div", "mod")


@dataclass(frozen=True, slots=True)
class Seen:
    """What an expression names and what is wrong with it: code → sentence."""

    names: tuple[str, ...]
    bare: tuple[str, ...]
    faults: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    end: int


def look(expression: str) -> Seen:
    """Everything that can be said about an expression without its form."""
    tokens, rest = _tokens(expression)
    faults: list[tuple[str, str]] = []
    if rest:
        what = "a quotation mark is not closed" if rest[0] in "\"'" else f"{rest[:12]!r} is not understood"
        if rest.startswith("${"):
            what = "a reference is not closed: write ${name}"
        faults.append(("expression_broken", what))
    else:
        broken = next(_order(tokens), "")
        if broken:
            faults.append(("expression_broken", broken))
    names, bare = [], []
    for number, token in enumerate(tokens):
        if token.kind == "ref":
            names.append(token.text)
        elif token.kind == "word":
            # `and (` is no function
            called = token.text not in ("and", "or", "div") and _opens(tokens, number + 1)
            if called and token.text in _OUTSIDE:
                faults.append(
                    (
                        "function_unsupported",
                        f"{token.text}() is not supported: {_OUTSIDE[token.text]}",
                    )
                )
            elif called and token.text not in FUNCTIONS:
                faults.append(("function_unknown", f"there is no function {token.text}()"))
            elif not called and token.text not in _WORD_OPERATORS:
                bare.append(token.text)
    return Seen(tuple(dict.fromkeys(names)), tuple(dict.fromkeys(bare)), tuple(faults))


def _opens(tokens: list[_Token], number: int) -> bool:
    return number < len(tokens) and tokens[number].kind == "open"


def _tokens(expression: str) -> tuple[list[_Token], str]:
    tokens: list[_Token] = []
    at, text = 0, expression.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            return tokens, text[at:].strip()
        kind = found.lastgroup or ""
        if kind == "name":
            kind = "ref"
        tokens.append(_Token(kind, found["name"] if kind == "ref" else found[kind], found.end()))
        at = found.end()
    return tokens, ""


def _order(tokens: list[_Token]) -> Iterator[str]:
    """What is wrong with the turn of values and operators, and with brackets."""
    open_, value = 0, False  # `value`: something stands here that an operator may follow
    for number, token in enumerate(tokens):
        kind, text = token.kind, token.text
        if kind == "step":
            # a path: ., .., ../, ./name, /data/name
            value = text in (".", "..") or (text == "/" and value and number + 1 < len(tokens))
            continue
        after_path = (
            number > 0 and tokens[number - 1].kind == "step" and tokens[number - 1].text.endswith("/")
        )
        operator = kind == "operator" or (
            kind == "word" and text in _WORD_OPERATORS and value and not after_path
        )
        if operator:
            if text == "*" and (after_path or not value):
                value = True
            elif not value and text != "-":
                yield f"nothing stands before {text!r}"
            else:
                value = False
        elif kind == "open" or text == "[":
            called = number > 0 and tokens[number - 1].kind == "word"
            if value and not called and text != "[":
                yield "an operator is missing before '('"
            open_, value = open_ + 1, False
        elif kind == "close" or text == "]":
            before = tokens[number - 1].kind if number else ""
            if open_ == 0:
                yield f"{text!r} closes what was never opened"
            elif not value and not (kind == "close" and before == "open" and number > 1):
                yield f"nothing stands before {text!r}"
            open_, value = open_ - 1, True
        elif kind == "comma":
            if not value or not open_:
                yield "a comma stands where a value should"
            value = False
        else:
            if value and not after_path:
                yield f"an operator is missing before {text!r}"
            value = True
    if open_ > 0:
        yield "a bracket is not closed"
    if tokens and not value:
        yield "it ends where a value should follow"
