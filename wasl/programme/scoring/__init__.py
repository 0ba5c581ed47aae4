"""Instruments and checklists as data: what they ask, how they are scored, in which words. Pure; keeps nothing.

`library()` holds the tools that come with Wasl, one file each under `library/`, and their item texts under `texts/`.
`score(tool, answers)` gives a `Result`. A programme sets other cut-offs in its `scoring.toml` and adds item texts from
a content pack under `texts/`; both are checked with the folder. Why it is so: docs/adr/0024.
"""

from wasl.programme.scoring.engine import Reason, Result, score
from wasl.programme.scoring.library import Library, library
from wasl.programme.scoring.texts import NoText, ToolText
from wasl.programme.scoring.tool import Tool

__all__ = ["Library", "NoText", "Reason", "Result", "Tool", "ToolText", "library", "score"]
