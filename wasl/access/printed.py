"""One-time codes on paper: the second step of signing in where phones are forbidden, lost, or the vault is sealed.

Seeds of authenticator apps are sealed in the vault, so nobody could sign in after a restart to unseal it; a printed
code is checked without it (PROTECTION P5, P15). What is stored is Argon2id of the code bound to its account and line.
A code begins with the number of its line, so that one slow comparison decides; the rest is twelve random digits, which
every keyboard has.
"""

import re
import secrets
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connection

from wasl.access import passwords
from wasl.access.actor import Actor
from wasl.access.enums import SessionKind
from wasl.access.work import command
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.kernel.numerals import to_ascii_digits

COUNT: Final = 10
DIGITS: Final = 12
_BETWEEN: Final = re.compile(r"[\s\-–‑.]+")
_CODE: Final = re.compile(rf"([1-9]|10)(\d{{{DIGITS}}})", re.ASCII)


@dataclass(frozen=True)
class Sheet:
    """How many codes an account has been given, and how many of them still open."""

    made: int
    unused: int


@command
def printed_codes_make(*, by: Actor) -> list[str]:
    """A new sheet for oneself; the earlier one stops working. The codes are told here and never again."""
    codes = [f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}" for _ in range(COUNT)]
    _store(codes, account=by.account)
    audit.record(EventType.PRINTED_CODES_MADE, by=by)
    return [_shown(slot, code) for slot, code in enumerate(codes, start=1)]


def printed_code_use(account: UUID, code: str) -> bool:
    """Whether this code opens for this account now; it never does again."""
    found = _CODE.fullmatch(_typed(code))
    if found is None:
        return False
    slot, digits = int(found[1]), found[2]
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_printed_code(%s, %s)", [account, slot])
        row = cursor.fetchone()
        shown = passwords.shown(_bound(account, slot, digits), row[0]) if row and row[0] else None
        if shown is None:
            return False
        cursor.execute("SELECT access_printed_code_use(%s, %s, %s)", [account, slot, shown])
        used = cursor.fetchone()
    if not used or not used[0]:
        return False
    audit.record(EventType.PRINTED_CODE_USED, by=Actor(ref=account, kind=str(SessionKind.WEB)))
    return True


def printed_codes(account: UUID) -> Sheet:
    """The sheet of an account; it is asked for before sign-in too, to know whether a second step is due."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT made, unused FROM access_printed_codes(%s)", [account])
        row = cursor.fetchone()
    return Sheet(*row) if row else Sheet(0, 0)


def is_printed(code: str) -> bool:
    """Whether something typed has the form of a printed code, which no code of an app has."""
    return _CODE.fullmatch(_typed(code)) is not None


def _store(codes: list[str], *, account: UUID) -> None:
    hashes = [make_password(_bound(account, slot, code)) for slot, code in enumerate(codes, start=1)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_printed_codes_make(%s, %s)", [account, hashes])


def _bound(account: UUID, slot: int, digits: str) -> str:
    return f"{account}:{slot}:{digits}"


def _typed(code: str) -> str:
    return _BETWEEN.sub("", to_ascii_digits(code))


def _shown(slot: int, digits: str) -> str:
    groups = "-".join(digits[at : at + 4] for at in range(0, DIGITS, 4))
    return f"{slot}-{groups}"


def new_code() -> str:
    """One code for a slip, that lets somebody in who lost the second step: the first line of a sheet of one."""
    return _shown(1, f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}")


def first_hash(account: UUID, shown: str) -> str:
    """What is kept of a code on a slip."""
    return make_password(_bound(account, 1, _typed(shown)[1:]))
