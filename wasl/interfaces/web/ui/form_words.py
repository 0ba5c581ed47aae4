"""The words of the renderer."""


def renderer_words() -> dict[str, str]:
    """Word for word, in the language of the page."""
    return {}
