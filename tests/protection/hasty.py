"""The planted fault of the kill test: a web process like ours that thanks for a note before it is saved."""

import io
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

DELAY = 0.5
Start = Callable[..., Any]


class Hasty:
    """Answers a posted note at once and saves it later, in a thread that dies with the process."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self._later: queue.Queue[dict[str, Any]] = queue.Queue()
        self._thread: threading.Thread | None = None

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST" or not environ["PATH_INFO"].endswith("/note/"):
            answer: Iterable[bytes] = self._application(environ, start)
            return answer
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self._later.put(environ | {"wsgi.input": io.BytesIO(body)})
        if self._thread is None:
            self._thread = threading.Thread(target=self._save, daemon=True)
            self._thread.start()
        start("302 Found", [("Location", environ["PATH_INFO"].replace("note/", "#contacts"))])
        return [b""]

    def _save(self) -> None:
        while True:
            environ = self._later.get()
            time.sleep(DELAY)
            for _ in self._application(environ, lambda *_: None):
                continue


def main() -> int:
    from wasl.interfaces.web import server

    really = server.serve
    server.serve = lambda given, application: really(given, Hasty(application))
    return server.main()


if __name__ == "__main__":
    sys.exit(main())
