"""The words for what the engine says: why something is not scored, what is wrong with an answer, what follows.

They stand in words.toml in three languages, name no illness and judge nobody: a score is never a diagnosis.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from wasl.kernel.text import LocalizedText


@cache
def spoken() -> Mapping[str, LocalizedText]:
    """Code → what is said, with the facts as {names}."""
    data = tomllib.loads((files("wasl.programme.scoring") / "words.toml").read_text(encoding="utf-8"))
    return {
        code: LocalizedText(**{lang: text for lang, text in said.items() if lang != "ckb_review"})
        for code, said in data.items()
    }


def say(code: str, facts: Mapping[str, Any] | None = None, language: str = "en") -> str:
    """What a code says in a language."""
    return spoken()[code].in_(language).format(**(facts or {}))
