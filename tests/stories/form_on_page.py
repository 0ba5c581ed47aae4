"""A form as a browser would send it: what stands in its fields when the page is opened, and which field is which."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class Shown:
    """One form of a page with its present values; `options` are the values that a choice offers."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    options: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def sent(self, **changes: Any) -> dict[str, Any]:
        """What is sent when some fields are filled differently; names with a dash are given as they stand."""
        return self.values | {
            name: value if isinstance(value, list) else [value] for name, value in changes.items()
        }


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Shown] = []
        self._open: Shown | None = None
        self._area = self._select = ""
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self._open = Shown(given.get("action", ""))
            self.forms.append(self._open)
        if self._open is None:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            self._input(self._open, name, given)
        elif tag == "button" and name:
            self._open.buttons.append((name, given.get("value", "")))
        elif tag == "textarea":
            self._area, self._words = name, []
            self._open.texts.append(name)
        elif tag == "select":
            self._select = name
            self._open.options[name] = []
        elif tag == "option" and self._select:
            self._open.options[self._select].append(given.get("value", ""))
            if "selected" in given:
                self._open.values.setdefault(self._select, []).append(given.get("value", ""))

    def _input(self, form: Shown, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in ("radio", "checkbox"):
            form.options.setdefault(name, []).append(given.get("value", "on"))
            if "checked" in given:
                form.values.setdefault(name, []).append(given.get("value", "on"))
        elif kind not in ("submit", "button", "reset", "file"):
            form.values.setdefault(name, []).append(given.get("value", ""))
            if kind == "text":
                form.texts.append(name)

    def handle_data(self, data: str) -> None:
        if self._area:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area and self._open is not None:
            self._open.values[self._area] = ["".join(self._words).removeprefix("\n")]
            self._area = ""
        elif tag == "select" and self._select and self._open is not None:
            listed = self._open.options[self._select]
            self._open.values.setdefault(self._select, listed[:1])
            self._select = ""
        elif tag == "form":
            self._open = None


def forms_on(page: str) -> list[Shown]:
    """Every form of a page that is sent by POST."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def form_with(page: str, *names: str, action: str = "") -> Shown:
    """The form that has these fields."""
    for form in forms_on(page):
        known = {*form.values, *form.options, *form.texts, *(name for name, _ in form.buttons)}
        if set(names) <= known and action in form.action:
            return form
    raise AssertionError(f"no form with {names}")
