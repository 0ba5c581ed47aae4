"""A page with nothing but a form on it: what the renderer does, without an instance around it.

`Desk` serves the static files, one XForm at a time and a page drawn like the product's, under the same policy.
What is sent is kept in `sent`, what is kept as a draft in `drafts`; `cut` makes the server as silent as a pulled cable.
"""

import io
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import openpyxl

from wasl.programme.forms.folder import FormFile, check_sheet

STATIC = Path(__file__).resolve().parents[2] / "wasl" / "interfaces" / "web" / "static"
KINDS = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
LANGUAGES = {"ar": "العربية (ar)", "ckb": "کوردی (ckb)", "en": "English (en)"}
POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:"
WORDS = {
    "loading": "…", "failed": "failed", "progress": "{done} of {total} answered", "required": "needed",
    "language": "Language", "look_again": "Something needs another look", "constraint": "This answer does not fit.",
    "number_wrong": "Write a number.", "date_wrong": "Write a day that exists.", "day": "Day", "month": "Month",
    "year": "Year", "question": "Question", "entry": "No. {n}", "add": "Add one more", "remove": "Remove",
    "remove_really": "Yes, remove it", "keep": "Keep it", "required_message": "This question needs an answer.",
    "no_connection": "No connection to the server.",
}  # fmt: skip


def workbook(
    survey: Sequence[Mapping[str, str]], choices: Sequence[Mapping[str, str]] = (), code: str = "f"
) -> bytes:
    """A sheet from rows; `ar`, `ckb` and `en` are its labels."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "survey"
    names = list(dict.fromkeys(name for row in survey for name in row if name not in LANGUAGES))
    labels = [f"label::{LANGUAGES[code]}" for code in LANGUAGES]
    sheet.append([*names, *labels])
    for row in survey:
        said = row.get("en", "")
        sheet.append([*(row.get(name, "") for name in names), *(row.get(one, said) for one in LANGUAGES)])
    listed = book.create_sheet("choices")
    more = list(
        dict.fromkeys(name for row in choices for name in row if name not in (*LANGUAGES, "list", "name"))
    )
    listed.append(["list_name", "name", *labels, *more])
    for row in choices:
        said = row.get("en", row["name"])
        listed.append(
            [
                row["list"],
                row["name"],
                *(row.get(one, said) for one in LANGUAGES),
                *(row.get(m, "") for m in more),
            ]
        )
    settings = book.create_sheet("settings")
    settings.append(["form_id", "form_title", "default_language"])
    settings.append([code, code, LANGUAGES["ar"]])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def form(
    survey: Sequence[Mapping[str, str]], choices: Sequence[Mapping[str, str]] = (), code: str = "f"
) -> FormFile:
    """The same, read and converted; its faults are those of the test."""
    file, findings = check_sheet(workbook(survey, choices, code), f"{code}.xlsx")
    assert file is not None
    assert file.xform, findings
    return file


class Desk:
    """What the page is drawn with, and what came of it."""

    def __init__(self) -> None:
        self.xform = ""
        self.language, self.draft, self.faults = "en", "", []
        self.sent: list[dict[str, str]] = []
        self.drafts: list[str] = []
        self.cut = False
        self.address = ""

    def page(self) -> str:
        config = {
            "xform_url": "/xform.xml", "engine_url": "/static/vendor/xforms-engine/engine.js", "draft": self.draft,
            "language": self.language, "faults": self.faults, "words": WORDS, "read_only": False,
        }  # fmt: skip
        way = "ltr" if self.language == "en" else "rtl"
        inside = json.dumps(config, ensure_ascii=False).replace("<", "\\u003C")
        sheets = "".join(
            f'<link rel="stylesheet" href="/static/{name}.css">'
            for name in (
                "vendor/bootstrap/bootstrap.rtl.min"
                if self.language != "en"
                else "vendor/bootstrap/bootstrap.min",
                "wasl/css/tokens",
                "wasl/css/base",
                "wasl/css/components",
                "wasl/css/forms",
                "wasl/css/xform",
            )
        )
        options = "".join(f'<option value="{code}">{name}</option>' for code, name in LANGUAGES.items())
        fields = {"lang": self.language, "way": way, "sheets": sheets, "options": options, "inside": inside}
        return (Path(__file__).parent / "sheet.html").read_text(encoding="utf-8").format(**fields)


def _handler(desk: Desk) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: Any) -> None:
            pass

        def answer(self, body: bytes, kind: str, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_HEAD(self) -> None:
            if desk.cut:
                self.close_connection = True
                return
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            if desk.cut:
                self.close_connection = True
                return
            path = self.path.partition("?")[0]
            if path == "/xform.xml":
                self.answer(desk.xform.encode(), "text/xml")
            elif path.startswith("/static/") and (found := STATIC / path.removeprefix("/static/")).is_file():
                self.answer(found.read_bytes(), KINDS.get(found.suffix, "application/octet-stream"))
            else:
                self.answer(desk.page().encode(), "text/html; charset=utf-8", 200 if path == "/" else 404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if desk.cut:
                self.close_connection = True
                return
            kind = self.headers["Content-Type"]
            assert kind.startswith("application/x-www-form-urlencoded"), kind
            values = {name: found[-1] for name, found in parse_qs(body, keep_blank_values=True).items()}
            if self.path == "/draft":
                desk.drafts.append(values["instance"])
                self.answer(b'{"saved": true}', "application/json")
            else:
                desk.sent.append(values)
                self.answer(b"<!doctype html><title>Sent</title><p id=sent>Sent</p>", "text/html")

    return Handler


@contextmanager
def desk() -> Iterator[Desk]:
    """A server on a free port of this machine."""
    found = Desk()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(found))
    server.daemon_threads = True
    found.address = f"http://127.0.0.1:{server.server_address[1]}/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
