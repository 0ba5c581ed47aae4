"""Short ways to score a form in a test, and forms of every kind for tests that try any answers."""

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from wasl.programme.scoring import Result, Tool, library, score
from wasl.programme.scoring.tool import Item

VECTORS = json.loads((Path(__file__).with_name("instrument_vectors.json")).read_text(encoding="utf-8"))
TOOLS = sorted(library().tools)


def tool(name: str) -> Tool:
    found = library().find(name)
    assert found is not None, name
    return found


def scored(name: str, given: Any) -> Result:
    return score(tool(name), given)


def values(name: str, given: Any) -> dict[str, Any]:
    return dict(scored(name, given).values)


def but(answers: list[Any], **changed: Any) -> list[Any]:
    """The same answers with some changed, by number from 1: `but([0] * 9, i9=None)`."""
    copy = list(answers)
    for place, answer in changed.items():
        copy[int(place[1:]) - 1] = answer
    return copy


def an_answer(item: Item, *, complete: bool = False) -> st.SearchStrategy[Any]:
    possible: list[Any] = list(item.answers) + ([] if complete else [None, *item.unknown])
    return st.sampled_from(possible)


def a_form(of: Tool, *, complete: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    """Any form of a tool, by item; incomplete ones too unless asked otherwise."""
    return st.fixed_dictionaries(
        {code: an_answer(item, complete=complete) for code, item in of.items.items()}
    )
