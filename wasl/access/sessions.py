"""Django's session on our table: the cookie holds a random token, the database its hash (PROTECTION P6, P15)."""

import secrets
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import connection

from wasl.access.enums import SessionKind
from wasl.access.work import begun_for

HOURS = 8
PROOF = "proof"


class SessionStore(SessionBase):
    """Speaks only to the definer functions of `access`; no query of the web role can read the table."""

    def load(self) -> dict[str, Any]:
        if not self.session_key:
            return {}
        found = begun_for(self.session_key, SessionKind.WEB)
        if found is None:
            self._session_key = None
            return {}
        return dict(self.decode(found["data"])) if found["data"] else {}

    def exists(self, session_key: str) -> bool:
        return False

    def create(self) -> None:
        self._session_key = secrets.token_urlsafe(32)
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            self.create()
            return
        # a new session keeps what was already put into it: signing in stands there between password and second step
        data: dict[str, Any] = dict(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        with connection.cursor() as cursor:
            if must_create:
                cursor.execute(
                    "SELECT access_open_session(%s, %s::interval, %s)",
                    [self.session_key, f"{HOURS} hours", self.encode(data)],
                )
                return
            account = data.get(SESSION_KEY)
            proof = data.pop(PROOF, "") if account else ""
            cursor.execute(
                "SELECT access_save_session(%s, %s, %s, %s)",
                [self.session_key, account, self.encode(data), proof],
            )
            row = cursor.fetchone()
        if not row or not row[0]:
            raise UpdateError

    def cycle_key(self) -> None:
        """Another token for the same session; what it is, and whose, stays."""
        former, token = self.session_key, secrets.token_urlsafe(32)
        self._get_session()  # type: ignore[attr-defined]
        if former:
            with connection.cursor() as cursor:
                cursor.execute("SELECT access_turn_session(%s, %s)", [former, token])
                row = cursor.fetchone()
            if row and row[0]:
                self._session_key = token
                self.modified = True
                return
        self.create()

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            with connection.cursor() as cursor:
                cursor.execute("SELECT access_end_session(%s)", [key])

    @classmethod
    def clear_expired(cls) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT access_forget_sessions(), access_forget_proofs()")


__all__ = ["CreateError", "SessionStore"]
