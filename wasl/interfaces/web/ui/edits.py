"""Two people at one form: whoever comes second is told, with both texts, and nothing typed is lost.

A form about something that is there already carries a mark of what stood in it when it was opened. When it is sent,
the mark is made anew under the lock of the file; if it differs, somebody changed that very thing meanwhile. A counter
on the row of the file would not do: it goes up with every note, and a warning for nothing is soon not read.

    form = PlaceForm(request.POST or None, initial=first, edits=ALL)
    form = LevelForm(request.POST or None, stands={"Sara": "standard"})

`edits` names the fields whose first values are what stands; `stands` is what stands besides, in words; `about` is the
very row, where words do not tell two of them apart.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from django import forms
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from wasl.interfaces.web.ui.dates import iraqi_date
from wasl.kernel.errors import Conflict

ALL = ("*",)
MARK, ONCE = "stood-", "once"
#: hidden fields by which a service knows what was read
PRESENT = ("version", "seen")
_NOT_KEPT = frozenset({"csrfmiddlewaretoken", ONCE})


class Marked(Protocol):
    """Whatever is sent with a mark: a form, or a page of several."""

    @property
    def mark(self) -> str: ...

    @property
    def mark_name(self) -> str: ...


class Edited(forms.Form):
    """A form that may be about something that somebody else changes too."""

    def __init__(
        self,
        *args: Any,
        edits: Sequence[str] = (),
        stands: Mapping[Any, Any] | None = None,
        about: object = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._edits, self._about = tuple(edits), about
        self.stands = {str(label): str(value) for label, value in (stands or {}).items()}

    @property
    def mark_name(self) -> str:
        return MARK + type(self).__name__.lower()

    @property
    def mark(self) -> str:
        """What stands now, in a form that tells nothing; empty where the form changes nothing that is there."""
        values = {name: self._first(name) for name in self.edits}
        return mark_of([values, self.stands, self._about]) if values or self.stands else ""

    @property
    def edits(self) -> tuple[str, ...]:
        if self._edits != ALL:
            return self._edits
        return tuple(name for name, field in self.fields.items() if not field.widget.is_hidden)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if changed(self, self.data) or self._other_version():
            raise Changed(self)
        return cleaned

    def _other_version(self) -> bool:
        sent, now = self.data.get(self.add_prefix("version")), self.initial.get("version")
        return bool(sent) and now is not None and str(sent) != str(now)

    def _first(self, name: str) -> Any:
        value = self.get_initial_for_field(self.fields[name], name)
        return value if value not in (None, [], ()) else ""

    def lines(self) -> Iterator[dict[str, Any]]:
        """Each thing as it stands beside what was written, where the two differ."""
        for label, value in self.stands.items():
            yield {"label": label, "theirs": value, "yours": "", "shown": True}
        for name, field in self.fields.items():
            if field.widget.is_hidden:
                continue
            yours, label = _told(field, self[name].value()), str(field.label or name)
            theirs = _told(field, self._first(name)) if name in self.edits else ""
            if yours == theirs:
                continue
            free = isinstance(field, forms.CharField) and not isinstance(field.widget, forms.HiddenInput)
            yield {
                "name": self.add_prefix(name), "label": label, "theirs": theirs or "—",
                "yours": yours or ("" if free else "—"), "shown": not free,
            }  # fmt: skip

    def again(self) -> Iterator[tuple[str, str]]:
        """Everything that was sent, to be sent again; what says which version was read is the present one."""
        free = {line["name"] for line in self.lines() if not line["shown"]}
        present = {name: self.initial[name] for name in PRESENT if name in self.initial}
        yield from sent(self.data, free, present)


class Changed(Conflict):
    """Somebody changed what a form is about between its opening and its sending."""

    def __init__(self, form: Any) -> None:
        super().__init__("form", None, None)
        self.form = form


def mark_of(standing: Any) -> str:
    """A mark that only this instance can make, so that it tells nothing about what it stands for."""
    told = json.dumps(standing, default=str, sort_keys=True, ensure_ascii=False)
    return hmac.new(settings.SECRET_KEY.encode(), told.encode(), hashlib.sha256).hexdigest()[:32]


def changed(form: Marked, data: Mapping[str, Any]) -> bool:
    """Whether what was sent was written about something that has changed since."""
    sent = str(data.get(form.mark_name) or "")
    return bool(sent) and not hmac.compare_digest(sent, form.mark or "-")


def both(request: HttpRequest, form: Any) -> dict[str, Any]:
    """The page on which both texts stand, to choose from or to write a third."""
    lines = list(form.lines())
    named = {line.get("name") for line in lines}
    kept = [pair for pair in form.again() if pair[0] != form.mark_name and pair[0] not in named]
    lines += _left_over(form, kept)
    kept = [(name, value) for name, value in form.again() if name != form.mark_name]
    return {
        "conflicts": lines,
        "action_url": request.get_full_path(),
        "back_url": request.get_full_path(),
        "kept_fields": [*kept, (form.mark_name, form.mark)],
    }


def sent(
    data: Any, without: Iterable[str] = (), instead: Mapping[str, Any] | None = None
) -> Iterator[tuple[str, str]]:
    """Everything that came with a form, so that it can come again."""
    listed = (
        data.lists() if isinstance(data, QueryDict) else ((name, [value]) for name, value in data.items())
    )
    for name, values in listed:
        if name in _NOT_KEPT or name in without:
            continue
        for value in values:
            yield name, str((instead or {}).get(name, value))


def _left_over(form: Any, kept: Sequence[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """Words that were written about something that is no longer there."""
    known = {form.add_prefix(name) for name in form.fields} if isinstance(form, forms.Form) else set()
    for name, value in kept:
        words = value.strip()
        if (
            words
            and name not in known
            and not name.startswith(MARK)
            and (" " in words or not words.isascii())
        ):
            yield {"label": _("Written about something that is no longer asked here"), "theirs": "—", "yours": words,
                   "shown": True}  # fmt: skip


def _told(field: forms.Field, value: Any) -> str:
    """A value as people read it."""
    if value in (None, "", [], ()):
        return ""
    if isinstance(field, forms.BooleanField):
        return _("yes") if value not in (False, "False", "0") else ""
    if isinstance(field, forms.MultipleChoiceField):
        return "، ".join(_label(field, one) for one in value)
    if isinstance(field, forms.ChoiceField):
        return _label(field, value)
    if isinstance(value, list):
        return " ".join(str(part) for part in value if part)
    if hasattr(field.widget, "decompress"):
        if hasattr(value, "isoformat"):
            return iraqi_date(value)
        return " ".join(str(part) for part in field.widget.decompress(value) if part)
    return str(value)


def _label(field: forms.ChoiceField, value: Any) -> str:
    choices: Any = field.choices
    for key, label in choices:
        if isinstance(label, list | tuple):
            for inner, text in label:
                if str(inner) == str(value):
                    return str(text)
        elif str(key) == str(value):
            return str(label)
    return str(value)
