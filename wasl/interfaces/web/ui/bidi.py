"""Names and people's own words inside a sentence, apart from its direction.

In a template `<bdi>` does it. Where a line is put together before it reaches one, an Arabic name between a number and
an English word would pull them to its side; the invisible marks of Unicode keep it to itself.
"""

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def isolated(text: object) -> str:
    """The same text, apart from the direction of its line; nothing stays nothing."""
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}" if text else ""
