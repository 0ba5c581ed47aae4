"""A practice instance as a newcomer has it: made by `wasl demo`, run by `wasl serve`, looked at over HTTP.

`instance(families)` is one from the first command to the last; `Visitor` signs in and sends forms as a browser does.
"""

import http.client
import http.cookies
import itertools
import json
import re
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.cli.commands import Place, Served, place, serving
from wasl.runtime.home import Home
from wasl.runtime.postgres import Cluster

#: each visitor knocks from a computer of her own: the door counts how often one machine does
COMPUTERS = itertools.count(1)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Instance:
    """A served home and who may sign in there."""

    place: Place
    served: Served
    passwords: Mapping[str, str]

    @property
    def address(self) -> str:
        return self.served.address

    @property
    def home(self) -> Home:
        return self.place.instance.home

    @property
    def cluster(self) -> Cluster:
        database = self.place.instance.database
        assert isinstance(database, Cluster)
        return database

    def visitor(self, username: str) -> "Visitor":
        """Somebody who has signed in and accepted the code of conduct."""
        visitor = Visitor(self.address)
        visitor.sign_in(username, self.passwords[username])
        return visitor


@contextmanager
def instance(families: int) -> Iterator[Instance]:
    """Made, served, and afterwards gone without a trace."""
    with place() as home:
        said = home.wasl("demo", "--no-serve", "--families", str(families), "--json")
        assert said.code == 0, said.err
        with serving(home) as up:
            yield Instance(home, up, passwords_of(home))


def passwords_of(home: Place) -> dict[str, str]:
    """User name to password, as the demo wrote them down."""
    listed = json.loads(home.instance.accounts_file.read_text(encoding="utf-8"))
    return {one["username"]: one["password"] for one in listed}


@dataclass
class Answer:
    """What came back."""

    status: int
    body: str
    place: str = ""


class Silence(OSError):
    """Nobody answered, or the answer was cut off."""


@dataclass
class Visitor:
    """A browser without pictures: cookies, forms, no redirects of its own accord. Safe to copy for several threads."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    patience: float = 10.0
    computer: int = field(default_factory=lambda: next(COMPUTERS))

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, form: Mapping[str, str]) -> Answer:
        """Send a form, with the token that the last page gave."""
        return self._ask("POST", path, {"csrfmiddlewaretoken": self.cookies.get("wasl_csrf", ""), **form})

    def sign_in(self, username: str, password: str) -> None:
        self.get("/accounts/login/")
        answer = self.post("/accounts/login/", {"login": username, "password": password})
        assert answer.status == 302, (answer.status, answer.body[:500])
        if self.get("/").place == "/conduct/":
            self.get("/conduct/")
            assert self.post("/conduct/", {}).status == 302

    def another(self) -> "Visitor":
        """The same browser's second window."""
        return Visitor(self.address, dict(self.cookies), self.patience, self.computer)

    @property
    def own_address(self) -> str:
        """Of the computer at which she sits; every address of 127/8 is this machine."""
        return f"127.7.{self.computer // 250 % 250}.{self.computer % 250 + 1}"

    def _ask(self, method: str, path: str, form: Mapping[str, str] | None) -> Answer:
        host = urllib.parse.urlsplit(self.address)
        headers = {
            "Host": host.netloc,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(
            "127.0.0.1", host.port or 80, timeout=self.patience, source_address=(self.own_address, 0)
        )
        try:
            connection.request(method, urllib.parse.quote(path, safe="/?=&%"), body, headers)
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            raise Silence(type(error).__name__) from error
        finally:
            connection.close()
        for header in response.msg.get_all("Set-Cookie") or ():
            for name, morsel in http.cookies.SimpleCookie(header).items():
                self.cookies[name] = morsel.value
        return Answer(response.status, text, response.headers.get("Location", ""))
