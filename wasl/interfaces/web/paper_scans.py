"""Pictures of papers printed on A4, each page under the number of its file and nothing else."""

import base64
from collections.abc import Sequence

from wasl.casefile.selectors.files import FileCard
from wasl.casefile.selectors.scans import ScanCard
from wasl.interfaces.web import paper, words
from wasl.interfaces.web.pages import scans as page
from wasl.interfaces.web.ui.dates import iraqi_date
from wasl.interfaces.web.ui.languages import LANGUAGES
from wasl.kernel.clock import today
from wasl.runtime.pictures import size_of


def draw(file: FileCard, scan: ScanCard, content: Sequence[bytes]) -> bytes:
    language = words.language()
    what = page.line(scan, file.number, {})
    return paper.pdf(
        "scan",
        {
            "lang": language,
            "dir": LANGUAGES[language].dir,
            "number": file.number,
            "title": what["what"],
            "alt": what["alt"],
            "date": iraqi_date(today()),
            "pages": [_framed(one) for one in content],
        },
    )


def _framed(content: bytes) -> str:
    """A picture that typst takes from the data, where it would otherwise want a file: framed by a bare drawing."""
    width, height = size_of(content)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"><image width="{width}" '
        f'height="{height}" href="data:image/jpeg;base64,{base64.b64encode(content).decode()}"/></svg>'
    )
