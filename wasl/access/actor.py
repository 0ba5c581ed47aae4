"""Whoever acts: an account behind a session, with the memberships that hold now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from wasl.kernel.errors import NotFound


@dataclass(frozen=True)
class Membership:
    """A role, how far it reaches, and where."""

    role: str
    reach: str
    team: int | None
    site: int | None
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Actor:
    """`token` is the session's secret: it opens the database context and the vault, and is never stored or logged."""

    ref: UUID | None
    kind: str
    username: str = ""
    name: str = ""
    title: str = ""
    gender: str = ""
    language: str = "ar"
    digits: str = ""
    practice: bool = False
    conduct: str = ""
    must_change_password: bool = False
    covering: bool = False
    memberships: tuple[Membership, ...] = ()
    token: str = field(default="", repr=False)

    @property
    def account(self) -> UUID:
        """The account; nobody has none, and finds nothing."""
        if self.ref is None:
            raise NotFound
        return self.ref

    @property
    def roles(self) -> frozenset[str]:
        """All roles held anywhere; what is allowed on a file is asked with the roles held on that file."""
        return frozenset(m.role for m in self.memberships)

    @property
    def signed_in(self) -> bool:
        return self.ref is not None

    @property
    def teams(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(m.team for m in self.memberships if m.team is not None))

    @property
    def sites(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(m.site for m in self.memberships if m.site is not None))


NOBODY = Actor(ref=None, kind="nobody")


def from_principal(principal: Mapping[str, Any], kind: str, token: str) -> Actor:
    """The actor that `access_begin` describes."""
    return Actor(
        ref=UUID(principal["account"]),
        kind=kind,
        username=principal["username"],
        name=principal["name"],
        title=principal["title"],
        gender=principal["gender"],
        language=principal["language"],
        digits=principal["digits"],
        practice=principal["practice"],
        conduct=principal["conduct"],
        must_change_password=principal["must_change_password"],
        covering=principal["covering"],
        memberships=tuple(
            Membership(m["role"], m["reach"], m["team"], m["site"], tuple(m["classes"]))
            for m in principal["memberships"]
        ),
        token=token,
    )
