"""docs/rules.md: the rules from answers to needs of `programmes/iq-al-amal`, in the words of the page."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import override

from tools.docs.words import PROGRAMME, escaped, table
from wasl.interfaces.cli.programme import vocabulary
from wasl.interfaces.web.pages import proposing
from wasl.programme import load

INTRODUCTION = """\
# From answers to needs, goals and services

Written by `make docs` from `programmes/iq-al-amal`; the same stands on the page `/programme/rules/` in three languages.
A rule proposes and decides nothing. What is not answered proposes nothing. In the needs and strengths grid the score
itself is the level of the need. How a rule is written: [rules-files.md](rules-files.md).
"""


def page() -> str:
    programme = load(PROGRAMME, vocabulary())
    with override("en"):
        parts = [INTRODUCTION, *(part for field in proposing.fields(programme) for part in _field(field))]
        asked = [
            [one["name"], one["who"], one["when"], one["decision"]] for one in proposing.asked(programme)
        ]
        minimum = [[one["name"], one["who"], one["services"]] for one in proposing.minimum(programme)]
    parts += [
        "## What is asked, and for which decision\n",
        _table(["asked", "of", "when", "decision"], asked),
    ]
    parts += ["## What each person should have received before leaving\n"]
    return "\n".join([*parts, _table(["line", "who", "one of"], minimum)])


def _field(field: dict[str, Any]) -> Iterator[str]:
    yield f"## {field['name']}\n"
    yield f"{field['decision']}\n"
    if field["rules"]:
        rows = [
            [
                f"`{rule['code']}`", " · ".join(filter(None, (rule["asked"], rule["ages"]))), rule["when"],
                f"{rule['shown_level']} ({rule['word']})", rule["because"], rule["source"],
            ]
            for rule in field["rules"]
        ]  # fmt: skip
        yield _table(["rule", "asked", "if", "need proposed at level", "because", "from"], rows)
    goals = [[goal["name"], goal["from"], goal["ages"], goal["services"]] for goal in field["goals"]]
    yield _table(["goal", "from level", "ages", "services"], goals)


def _table(head: list[str], rows: list[list[str]]) -> str:
    return table(head, ([escaped(cell) for cell in row] for row in rows))
