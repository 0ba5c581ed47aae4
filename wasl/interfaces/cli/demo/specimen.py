"""The picture that stands for a paper of a made-up family: a sheet that says it is a specimen and names nobody."""

from functools import cache
from typing import Any, cast

import typst

from wasl.interfaces.web.paper import FONTS
from wasl.runtime.pictures import Picture, cleaned

SHEET = """
#set page(width: 148mm, height: 105mm, margin: 10mm, fill: rgb("#f6f3ea"))
#set text(font: "IBM Plex Sans Arabic", size: 15pt, fill: rgb("#55625f"), dir: rtl, lang: "ar", fallback: false)
#rect(width: 100%, height: 100%, stroke: 1.5pt + rgb("#b9bdb8"), radius: 4pt, inset: 8mm)[
  #align(center)[#text(size: 26pt, weight: "semibold")[نموذج]
  #v(2mm) #text(lang: "ckb")[نموونە] #h(4mm) #text(lang: "en", dir: ltr)[Specimen]]
  #v(1fr) #for _ in range(4) { line(length: 100%, stroke: 0.6pt + rgb("#b9bdb8")); v(4mm) }
]
"""
CAPTION = "نموذج للتدريب"


@cache
def specimen() -> Picture:
    """Painted once for all families, through the same helper as every picture."""
    drawn = typst.compile(
        cast(Any, SHEET.encode()), format="png", ppi=180, font_paths=[str(FONTS)], ignore_system_fonts=True
    )
    assert isinstance(drawn, bytes)  # noqa: S101 - one page is one picture
    return cleaned(drawn)
