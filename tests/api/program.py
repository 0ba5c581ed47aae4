"""A program of somebody's: sends requests with a token, and remembers nothing between them."""

import json
from typing import Any

from tests.cast import Member
from tests.worlds import House

PREFIX = "/api/v1"


def token_of(house: House, member: Member, *, names: bool = False, label: str = "program") -> str:
    """A new token of a member's."""
    from wasl.access.tokens import token_make

    return token_make(label=label, days=7, names=names, by=house.actor(member))


class Program:
    """Django's test client below /api/v1, without a browser's habits."""

    def __init__(self, token: str = "", **headers: str) -> None:
        from django.test import Client

        self.client = Client(raise_request_exception=False)
        self.headers = {"accept-language": "en", **headers}
        if token:
            self.headers["authorization"] = f"Bearer {token}"

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """One request; `body` is sent as JSON, bytes as they are."""
        sent = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        return self.client.generic(
            method.upper(),
            PREFIX + path,
            sent or b"",
            content_type="application/json",
            headers={**self.headers, **headers},
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("get", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.ask("post", path, body, **headers)
