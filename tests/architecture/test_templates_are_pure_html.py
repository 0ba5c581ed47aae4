"""Templates carry no script, no style and no word that cannot be translated; what htmx does, plain HTML does too."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, files, place

TEMPLATE_PART = re.compile(
    r"{%\s*block\s+\w*class\w*\s*%}.*?{%\s*endblock.*?%}|"
    r"{%\s*comment.*?{%\s*endcomment\s*%}|{#.*?#}"
    r"|{%\s*(?:blocktranslate|blocktrans)\b.*?{%\s*end(?:blocktranslate|blocktrans)\s*%}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
WORD = re.compile(r"[^\W\d_]{2,}")
DATA = {"application/json", "application/ld+json"}
#: attributes that people read or hear
SPOKEN = {"title", "alt", "aria-label", "aria-description", "placeholder", "aria-roledescription"}
#: what stands in no language
NAMES = {"Wasl", "وصل", "QR", "PDF", "CSV", "XLSX", "TOTP", "PIN", "NSG", "UTF", "Excel"}
HTMX = {f"hx-{method}" for method in ("get", "post", "put", "patch", "delete")}
WITHOUT_SCRIPT = {"href", "action", "formaction"}
FIELDS = {"input", "select", "textarea", "button"}
VOID = {"br", "img", "input", "hr", "meta", "link", "use", "path", "source", "wbr", "col"}
LANGUAGES = {"ar", "ckb", "en"}
UNSEEN = {"script", "style", "code", "kbd", "template"}


class Page(HTMLParser):
    """Collects what is wrong with one template, by line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[tuple[int, str]] = []
        self.inside: list[str] = []
        self.own_language: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "script" and "src" not in given and given.get("type") not in DATA:
            self._note("script inside the page")
        if tag == "style" or "style" in given:
            self._note("style inside the page")
        self.wrong += [
            (self.getpos()[0], f"{n} handler inside the page") for n in given if re.fullmatch(r"on[a-z]+", n)
        ]
        by_itself = any(word in given.get("hx-trigger", "") for word in ("every", "load"))
        if HTMX & given.keys() and not (WITHOUT_SCRIPT & given.keys() or tag in FIELDS or by_itself):
            self._note(f"<{tag}> works only with JavaScript: give it an href or an action")
        # a text that names its own language is meant to stand in that language on every page
        fixed = tag != "html" and given.get("lang", "") in LANGUAGES
        if not fixed:
            for name in SPOKEN & given.keys():
                self._words(given[name], f"{name} ")
        if tag not in VOID:
            self.inside.append(tag)
            self.own_language.append(fixed)

    def handle_endtag(self, tag: str) -> None:
        while tag in self.inside:
            self.own_language.pop()
            if self.inside.pop() == tag:
                break

    def handle_data(self, data: str) -> None:
        if not UNSEEN & set(self.inside) and not any(self.own_language):
            self._words(data, "")

    def _words(self, text: str, where: str) -> None:
        words = [word for word in WORD.findall(text) if word not in NAMES]
        if words:
            self._note(f"{where}not translated: {' '.join(words)[:60]}")

    def _note(self, what: str) -> None:
        self.wrong.append((self.getpos()[0], what))


def blank(match: re.Match[str]) -> str:
    """A template tag as a placeholder that is no word and keeps the lines where they are."""
    return "_" + "\n" * match[0].count("\n")


def impure(root: Path) -> Iterator[str]:
    for path in files(root, ".html"):
        if "templates" not in path.parts:
            continue
        page = Page()
        page.feed(TEMPLATE_PART.sub(blank, path.read_text(encoding="utf-8")))
        yield from (f"{place(path, root, line)}: {what}" for line, what in page.wrong)


@pytest.mark.requirement("P15", "R079", "R089")
def test_every_template_is_pure_and_translatable():
    wrong = list(impure(ROOT / "wasl"))
    assert not wrong, "\n" + "\n".join(wrong)


def _page(tmp_path: Path, text: str) -> list[str]:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "page.html").write_text(text, encoding="utf-8")
    return list(impure(tmp_path))


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<style>p { color: red }</style>",
        '<p style="color: red">{{ note }}</p>',
        '<button onclick="go()">{% translate "Go" %}</button>',
        '<a hx-get="{% url "family" %}">{% translate "Family" %}</a>',
        "<p>Hello</p>",
        "<p>{{ name }} الاسم</p>",
        '<img src="x" alt="A family">',
        "<p>{% if one %}one{% endif %}</p>",
        '<html lang="en"><p>Hello</p></html>',
        '<p lang="en">Hello</p><p>Hello</p>',
    ],
)
def test_each_kind_of_impurity_is_caught(tmp_path, text):
    assert len(_page(tmp_path, text)) == 1


def test_a_pure_page_is_welcome(tmp_path):
    text = """{% load x %}{# a comment about hello #}
    <script src="{% static 'app.js' %}" defer></script><script type="application/json">{"a": "b"}</script>
    <a href="{% url 'family' %}" hx-get="{% url 'family' %}" title="{% translate 'Family' %}">
    {% translate "Family" %}</a>
    <section lang="ckb" dir="rtl"><p>لێرە هیچ نییە</p></section><div hx-get="/x" hx-trigger="every 2s"></div>
    {% block main_class %}page narrow{% endblock %}
    <p>{% blocktranslate %}Hello {{ name }}{% endblocktranslate %} 14 — 3</p><input hx-get="/x"><code>wasl unseal</code>
    """
    assert _page(tmp_path, text) == []
