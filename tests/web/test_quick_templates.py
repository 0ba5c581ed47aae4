"""Templates that are walked when they are loaded say, letter by letter, what Django says."""

import re
from dataclasses import dataclass
from datetime import date

import pytest
from django.template import Context, Engine, Template, engines
from django.urls import get_resolver
from django.utils.functional import lazy
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NADIA, SALMA, ZAINAB
from tests.journey.family import Family
from tests.protection.visitors import signed_in
from tests.worlds import House
from wasl.interfaces.web.ui import quick, quick_values
from wasl.interfaces.web.ui.reader import reading_as

#: what differs from one rendering to the next by design
ONE_TIME = re.compile(
    r'name="(?:csrfmiddlewaretoken|once|key|seen)" value="[^"]*"|"X-CSRFToken": "[^"]*"|value="[^"]*" [^>]*name="key"'
)
SOURCES = (
    "{{ a }}|{{ a.b }}|{{ a.b.c }}|{{ missing }}|{{ a.0 }}|{{ a.items }}",
    '{% if a %}yes{% elif a.b == "x" %}two{% else %}no{% endif %}{% if not a.b and a %}!{% endif %}',
    "{% if a in c or b > 1 %}in{% endif %}{% if a is None %}none{% endif %}{% if a|length > 1 %}long{% endif %}",
    "{% for x in c %}{{ forloop.counter }}{{ x }}{{ x.b }}{% if forloop.last %}.{% endif %}"
    "{% empty %}nothing{% endfor %}",
    "{% for x in c reversed %}{{ x }}{% endfor %}"
    "{% for x in a %}{% for y in c %}{{ x }}{{ forloop.parentloop.counter0 }}{% endfor %}{% endfor %}",
    "{% for x, y in pairs %}{{ x }}={{ y }}{% endfor %}{% with n=a.b m=b %}{{ n }}{{ m }}{% endwith %}{{ n }}",
    '{{ a|default:"<none>" }}{{ a.b|default_if_none:b }}{{ c|join:", " }}{{ b|add:1 }}{{ a|urlencode }}{{ b|yesno }}',
    "{% autoescape off %}{{ a }}{% if a %}{{ a.b }}{% endif %}{% endautoescape %}{{ a|safe }}{{ a|escape }}",
    '{% translate "Save" %}{% translate "Today" as word %}{{ word }}{% translate a %}',
    '{% translate "Start" context "f" %}{% translate "100%% of {{ it }}" %}',
    "{% blocktranslate with x=a.b %}until {{ x }}{% endblocktranslate %}{% filter upper %}{{ a }}{% endfilter %}",
    '{% include "components/none.html" %}{% include "components/counts.html" with items=c only %}'
    '{% include "components/thread_item.html" with item=a %}{{ item }}',
    "{% load wasl_ui %}{% chip a.b %}{% bdi a %}{% file_number b %}{% levels 3 a.b %}"
    "{% icon 'mark' a %}{{ day|iraqi_date }}",
    "{% load wasl_ui %}{% card title=a chip=b %}{{ a.b }}{% endcard %}"
    "{% banner %}{% for x in c %}{{ x }}{% endfor %}{% endbanner %}",
    '{% load wasl_ui %}{% verb "start" as word %}{{ word }}{{ "save"|verb }}{% now "Y" %}'
    '{% url "my_day" as home %}{{ home }}{% url "file" a as of %}{{ of }}{% url "file" "K7-0000" %}{% url b as none %}',
    "{% ifchanged a %}{{ a }}{% endifchanged %}{% cycle 'x' 'y' %}{% firstof missing a.b b %}"
    "{% spaceless %}<p> <b>{{ b }}</b> </p>{% endspaceless %}",
)  # fmt: skip


@dataclass(frozen=True)
class Card:
    """An object with attributes, a property and a method, one of which fails."""

    b: object

    @property
    def c(self) -> object:
        raise AttributeError("fails inside")

    def items(self) -> str:
        return "<called>"


class Silent(Exception):
    silent_variable_failure = True


class Fails:
    @property
    def b(self) -> object:
        raise Silent


def _words() -> st.SearchStrategy[str]:
    return st.sampled_from(["", "<b>&'\"", "سلمى", "x", "100%", "%(n)s"])


def _values() -> st.SearchStrategy[object]:
    plain = st.one_of(
        st.none(), st.booleans(), st.integers(-2, 3), st.floats(0, 2000, allow_nan=False), _words(),
        _words().map(mark_safe),
                st.just(gettext_lazy("Save")), st.just(date(2026, 3, 9)), st.just(lazy(lambda: "<lazy>", str)()),
        st.just(lambda: "<made>"), st.just(Fails()),
    )  # fmt: skip
    return st.recursive(
        plain,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(
                st.sampled_from(["b", "c", "0", "items", "text", "label", "url"]), inner, max_size=3
            ),
            inner.map(Card),
        ),
        max_leaves=4,
    )


def told(template: Template, values: dict[str, object], language: str) -> str:
    """What is written, or how it fails."""
    with override(language), reading_as(gender="f"):
        try:
            return str(template.render(Context(values)))
        except Exception as error:  # noqa: BLE001 - both must fail alike
            return f"{type(error).__name__}"


def differences(source: str, values: dict[str, object], language: str) -> tuple[str, str]:
    """The same source, by Django and walked."""
    slow, fast = _template(plain_engine(), source), _template(Engine.get_default(), source)
    quick.walk(fast.nodelist)
    return told(slow, values, language), told(fast, values, language)


def _template(engine: Engine, source: str) -> Template:
    return Template("{% load i18n %}" + source, engine=engine)


def plain_engine() -> Engine:
    """Ours with Django's loader."""
    ours = Engine.get_default()
    loaders = [("django.template.loaders.cached.Loader", ours.loaders[0][1])]
    return Engine(
        ours.dirs, ours.app_dirs, ours.context_processors, loaders=loaders, libraries=ours.libraries,
        builtins=ours.builtins,
    )  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(a=_values(), b=_values(), c=_values(), language=st.sampled_from(["ar", "ckb", "en"]))
def test_whatever_a_template_is_given_it_says_what_django_says(a, b, c, language):
    values = {"a": a, "b": b, "c": c, "pairs": [(1, a), ("<", b)], "day": date(2026, 3, 9)}
    for source in SOURCES:
        by_django, walked = differences(source, values, language)
        assert walked == by_django, source


@pytest.mark.parametrize(
    "fault",
    [
        ("escape", lambda text: text, {"a": "<b>"}),
        ("_OF_DICT", frozenset(), {"a": {}}),
        ("template_localtime", None, None),
    ],
)
def test_a_walk_that_writes_something_else_is_caught(monkeypatch, fault):
    name, instead, values = fault
    if values is None:
        monkeypatch.setattr(quick, "written", lambda value, context: str(value))
        values = {"a": "<b>"}
    else:
        monkeypatch.setattr(quick_values, name, instead)
    found = [differences(source, {"c": [], **values}, "ar") for source in SOURCES]
    assert any(by_django != walked for by_django, walked in found)


def addresses(number: str) -> list[str]:
    """Every page that needs no more than a file's number."""
    found = []
    for pattern in get_resolver().url_patterns:
        for one in getattr(pattern, "url_patterns", [pattern]):
            route = str(one.pattern)
            if getattr(one, "name", "") and set(re.findall(r"<(?:\w+:)?(\w+)>", route)) <= {"number"}:
                found.append("/" + re.sub(r"<[^>]+>", number, route))
    # a page of who looked is another one after each look
    left_out = ("logout/", "looks/", ".pdf", ".xlsx", ".crt")
    return sorted({path for path in found if not path.endswith(left_out)})


def test_every_page_is_the_same_both_ways(house: House, monkeypatch):
    family = Family(house, arrived_ago=20)
    family.assess()
    family.plan()
    backend, compared = engines["django"].engine, 0
    slow = plain_engine().template_loaders
    for member, mine in (
        (SALMA, addresses(family.number)),
        (NADIA, ["/", "/files/", "/team/"]),
        (ZAINAB, ["/today/"]),
    ):
        browser = signed_in(house, member)
        for path in mine:
            pages = []
            for loaders in (backend.template_loaders, slow):
                with monkeypatch.context() as patched:
                    patched.setitem(backend.__dict__, "template_loaders", loaders)
                    answer = browser.get(path)
                    if answer.status_code == 200 and "html" in answer["Content-Type"]:
                        pages.append(ONE_TIME.sub("", answer.content.decode()))
            assert len(set(pages)) <= 1, path
            compared += len(pages) == 2
    assert compared > 15
