"""Fills in whatever form a page shows, as somebody would who has much to say: fields that take words get needles."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.protection.needles import Hay
from wasl.kernel.clock import today

Attributes = dict[str, str]


@dataclass
class Form:
    """A form as it stands on the page."""

    action: str
    inputs: list[Attributes] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, hay: Hay) -> dict[str, list[str]]:
        """Every field with something in it."""
        sent: dict[str, list[str]] = {}
        for one in self.inputs:
            name, kind = one.get("name", ""), one.get("type", "text")
            if not name or kind in ("submit", "button", "reset", "file"):
                continue
            if kind == "radio" and name in sent:
                continue
            sent.setdefault(name, []).append(_value(one, kind, hay))
        for name, values in self.choices.items():
            sent[name] = [next((value for value in values if value), "")]
        return sent


def _value(one: Attributes, kind: str, hay: Hay) -> str:
    if kind in ("hidden", "radio", "checkbox"):
        return one.get("value", "on")
    if kind == "date":
        return today().isoformat()
    if kind == "number" or one.get("inputmode") == "numeric":
        return one.get("min") or one.get("value") or "1"
    if kind == "tel" or one.get("inputmode") == "tel":
        return hay.phone()
    return hay.sentence() if kind == "textarea" else hay.arabic()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self._open = Form(given.get("action", ""))
            self.forms.append(self._open)
        if self._open is None:
            return
        if tag == "input":
            self._open.inputs.append(given)
        elif tag == "textarea":
            self._open.inputs.append(given | {"type": "textarea"})
        elif tag == "select":
            self._select = given.get("name", "")
            self._open.choices[self._select] = []
        elif tag == "option" and self._select:
            self._open.choices[self._select].append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""


def forms_of(page: str) -> list[Form]:
    """The forms of a page that are sent by POST and take something."""
    reader = _Reader()
    reader.feed(page)
    return [form for form in reader.forms if form.inputs or form.choices]
