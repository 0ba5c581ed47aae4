"""The words templates use for our components: ``{% load wasl_ui %}``. docs/design.md shows each in use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wasl.interfaces.web.ui import bidi, dates, drawings, languages, verbs
from wasl.kernel.text import LocalizedText

register = template.Library()

DIRECTED_ICONS = frozenset({"next", "previous", "out", "search", "help", "note", "document"})
FEW_CHOICES, SHORT_LABEL = 8, 26
TONES = frozenset({"", "teal", "amber", "plum", "plain", "dashed"})


# Words and numbers -----------------------------------------------------------------------------------------------


@register.filter
def iraqi_date(value: date | datetime | str | None, style: str = "day") -> str:
    return dates.iraqi_date(value, style) if value else ""


@register.filter
def clock(value: time | datetime | None) -> str:
    return dates.clock_time(value) if value else ""


@register.filter
def when(value: date | datetime | str | None) -> str:
    return dates.when(value) if value else ""


@register.filter
def near(value: date | datetime | str | None) -> str:
    return dates.near(value) if value else ""


@register.filter
def days(value: int | None) -> str:
    return "" if value is None else dates.days(value)


@register.filter
def age(value: object) -> str:
    return dates.age(value)


@register.filter
def digits(value: object) -> str:
    return "" if value is None else dates.digits(value)


@register.filter
def number(value: float | Decimal | None) -> str:
    return "" if value is None else dates.number(value)


@register.simple_tag
def verb(name: str, gender: str | None = None) -> str:
    return verbs.verb(name, gender)


@register.filter(name="verb")
def verb_filter(name: str) -> str:
    return verbs.verb(name)


@register.simple_tag
def bdi(name: Any, lang: str = "") -> SafeString:
    """A name, apart from the direction of the text around it."""
    if lang:
        return format_html('<bdi lang="{}">{}</bdi>', lang, name)
    return format_html("<bdi>{}</bdi>", name)


@register.filter
def isolated(text: object) -> str:
    """For a name inside a translated sentence, where no `<bdi>` can stand."""
    return bidi.isolated(text)


@register.simple_tag
def file_number(reference: str) -> SafeString:
    return format_html('<bdi class="ref" dir="ltr">{}</bdi>', reference)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A picture from our sprite; with a label it speaks, without one it is silent."""
    return _icon(name, str(label))


@lru_cache(256)
def _icon(name: str, label: str) -> SafeString:
    said = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    directed = " icon--directed" if name in DIRECTED_ICONS else ""
    return format_html(
        '<svg class="icon{}" {} focusable="false"><use href="{}#{}"></use></svg>',
        directed, said, static("wasl/icons.svg"), name,
    )  # fmt: skip


@register.simple_tag
def page_language() -> languages.PageLanguage:
    """For pages that stand alone and have no context processor."""
    return languages.page_language()


# Pieces with something inside ------------------------------------------------------------------------------------


@register.simple_block_tag
def page_head(
    content: str, title: object, kicker: object = "", meta: Sequence[Any] = (), file: str = ""
) -> str:
    """Kicker, title and meta line; what stands inside are the actions."""
    return render_to_string(
        "components/page_head.html",
        {"actions": content, "title": title, "kicker": kicker, "meta": meta, "file": file},
    )


@register.simple_block_tag
def card(
    content: str,
    title: object = "",
    id: str = "",  # noqa: A002 - the word templates know
    tone: str = "",
    url: str = "",
    url_label: object = "",
    links: Sequence[Any] = (),
    chip: object = "",
    circle: str = "",
) -> str:
    """A white card with a heading and quiet links."""
    values = {"title": title, "id": id, "tone": tone, "url": url, "url_label": url_label, "links": links}
    return render_to_string(
        "components/card.html", {"content": content, "chip": chip, "circle": circle, **values}
    )


@register.simple_block_tag
def banner(content: str, tone: str = "amber", title: object = "") -> str:
    """Something to know before going on."""
    return render_to_string("components/banner.html", {"content": content, "tone": tone, "title": title})


@register.simple_block_tag
def why(content: str, label: object = "") -> str:
    """A number or a refusal that explains itself when asked."""
    return render_to_string("components/why.html", {"content": content, "label": label})


# Small pieces ----------------------------------------------------------------------------------------------------


@register.simple_tag
def chip(text: Any, tone: str = "") -> SafeString:
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"chip has no tone {tone!r}")
    return format_html('<span class="chip{}">{}</span>', f" chip--{tone}" if tone else "", text)


@register.inclusion_tag("components/levels.html")
def levels(level: int, word: object = "", show_word: bool = True) -> dict[str, Any]:
    """Level 0 to 4 as filled bars and a word."""
    bars = [index < level for index in range(drawings.TOP_LEVEL)]
    return {"level": level, "word": word, "bars": bars, "serious": level >= 3, "show_word": show_word}


@register.inclusion_tag("components/progress_line.html")
def progress_line(done: float, total: float, tone: str = "") -> dict[str, Any]:
    """A silent bar; the words beside it say the number."""
    return {"percent": drawings.percent(done, total), "tone": tone}


@register.inclusion_tag("components/qr.html")
def qr(text: str, label: object) -> dict[str, Any]:
    """A square to scan, drawn by us so that no picture has to come from a data: address."""
    return {"square": drawings.square(text), "label": label}


@register.filter
def percent_of(done: float, total: float) -> int:
    return drawings.percent(done, total)


@register.inclusion_tag("components/needs_radar.html")
def needs_radar(
    changes: Sequence[drawings.Change], title: object, before: object = "", after: object = ""
) -> dict[str, Any]:
    """Needs before and after as a web, with its table one click away; from three domains on."""
    shape = drawings.radar(changes, rtl=languages.page_language().dir == "rtl") if len(changes) >= 3 else None
    return {"rows": changes, "radar": shape, "title": title, "before": before, "after": after}


# Forms -----------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/forms/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """All mistakes of the given forms at the top of the page, each a link to its field."""
    entries = []
    for form in forms:
        if not getattr(form, "is_bound", False):
            continue
        for name, errors in form.errors.items():
            if name not in form.fields:
                entries += [{"target": "", "label": "", "text": error} for error in errors]
                continue
            field = form[name]
            target = f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
            entries += [{"target": target, "label": field.label, "text": error} for error in errors]
    return {"entries": entries}


@register.filter
def is_single_check(field: BoundField) -> bool:
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset


@register.filter
def choices_layout(field: BoundField) -> str:
    """How answers stand so that a form stays short: a few words in a row, many in columns, else one below the other."""
    labels = [str(label) for _value, label in getattr(field.field, "choices", ())]
    if len(labels) > FEW_CHOICES:
        return "grid"
    return "row" if len(labels) > 1 and max(map(len, labels)) <= SHORT_LABEL else ""


# Words of the programme -----------------------------------------------------------------------------------------


@register.simple_tag
def localized(text: object) -> str:
    """A text of the programme in the language and the digits of the page."""
    said = text.in_(languages.page_language().code) if isinstance(text, LocalizedText) else str(text or "")
    return dates.digits(said)
