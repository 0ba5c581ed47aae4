"""The plain door: what a device can ask before it trusts us, over HTTP, and the way to HTTPS for everything else.

It shows the device page, its pictures and the authority's certificate, fetched from the web server as they are; a
forged one is found by comparing its code with the printed sheet. Nothing that a person types passes here: no
cookie goes either way, and a form sent here is refused with words. It holds no secret and speaks to no database.
"""

import http.client
import ssl
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET, AF_INET6
from typing import Any
from urllib.parse import urlsplit

from wasl.runtime.handed import handed
from wasl.runtime.processes import harden

SHOWN = ("/device/", "/static/")
HOME = "/device/"
LONGEST_PATH = 2_000
WAIT_SECONDS = 10
PASSED_ON = ("content-type", "content-security-policy", "content-encoding", "etag", "content-disposition")
REFUSAL = """<!doctype html><html lang="ar" dir="rtl"><meta charset="utf-8"><title>HTTPS</title>
<p>هذا العنوان غير مشفّر. لم يُحفظ شيء. افتح العنوان الذي يبدأ بـ https.</p>
<p lang="ckb">ئەم ناونیشانە شفرە نەکراوە. هیچ شتێک هەڵنەگیرا. ناونیشانێک بکەرەوە کە بە https دەست پێ دەکات.</p>
<p lang="en" dir="ltr">This address is not encrypted. Nothing was kept. Open the address that begins with https.</p>
<p><a href="{address}">{address}</a></p></html>
"""


class Door(ThreadingHTTPServer):
    """Serves until the process ends."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, given: dict[str, Any]) -> None:
        self.names = frozenset(given["names"])
        self.address = str(given["address"])
        self.port = int(given["port"])
        self.asked_at = str(given["asked_at"])
        self.authority = str(given["authority"])
        self.address_family = AF_INET6 if ":" in given["listen"] else AF_INET
        super().__init__((given["listen"], int(given["door_port"])), Guest)

    def page(self, path: str) -> http.client.HTTPResponse:
        """The web server's own answer; we trust what our authority signed, and nobody else."""
        context = ssl.create_default_context(cadata=self.authority)
        upstream = http.client.HTTPSConnection(
            self.asked_at, self.port, timeout=WAIT_SECONDS, context=context
        )
        upstream.request("GET", path, headers={"Connection": "close"})
        return upstream.getresponse()


class Guest(BaseHTTPRequestHandler):
    """One connection."""

    server: Door
    server_version, sys_version = "Wasl", ""
    timeout = WAIT_SECONDS

    def do_GET(self) -> None:
        path = self.path if self.path.startswith("/") and len(self.path) <= LONGEST_PATH else HOME
        if self.server.authority and path == "/":
            self.lead_to(HOME)
        elif self.server.authority and urlsplit(path).path.startswith(SHOWN) and ".." not in path:
            self.show(path)
        else:
            self.lead_to(f"{self.encrypted()}{path}")

    do_HEAD = do_GET  # noqa: N815 - the library's word

    def do_POST(self) -> None:
        self.say(HTTPStatus.FORBIDDEN, REFUSAL.format(address=f"{self.encrypted()}/").encode())

    do_PUT = do_PATCH = do_DELETE = do_POST  # noqa: N815

    def show(self, path: str) -> None:
        try:
            answer = self.server.page(path)
            body = answer.read()
        except (OSError, http.client.HTTPException):
            self.lead_to(f"{self.encrypted()}{path}")
            return
        if answer.status in (301, 302, 303, 307, 308):
            self.lead_to(f"{self.encrypted()}{path}")
            return
        headers = {name: value for name in PASSED_ON if (value := answer.getheader(name))}
        self.say(HTTPStatus(answer.status), body, headers)

    def lead_to(self, place: str) -> None:
        self.say(HTTPStatus.FOUND, b"", {"Location": place})

    def say(self, status: HTTPStatus, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.close_connection = True
        self.send_response(status)
        told = {"Content-Type": "text/html; charset=utf-8", "X-Content-Type-Options": "nosniff"}
        told |= {"Cache-Control": "no-store", "Content-Length": str(len(body)), "Connection": "close"}
        for name, value in (told | {key.title(): text for key, text in (headers or {}).items()}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def encrypted(self) -> str:
        """Where the pages are, under the name that was asked for if it is ours."""
        host = urlsplit(f"//{self.headers.get('Host', '')}").hostname or ""
        if host not in self.server.names:
            return self.server.address
        return f"https://{f'[{host}]' if ':' in host else host}:{self.server.port}"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's word
        """Nothing: paths hold what people type."""


def main() -> int:
    given = handed()
    harden()
    with Door(given) as door:
        door.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
