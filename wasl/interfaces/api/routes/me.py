"""Whom a token acts for, and what it may be shown."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from wasl.interfaces.api.routes.files import actor

router = Router(tags=["me"])


class Me(Schema):
    """The account behind the token."""

    account: UUID
    username: str
    roles: list[str]
    teams: list[int]
    language: str
    names_granted: bool


@router.get("/me", response=Me, url_name="me", summary="Whom this token acts for")
def me(request: HttpRequest) -> Me:
    """The account, its roles, and whether names were granted to this token."""
    by = actor(request)
    return Me(
        account=by.account, username=by.username, roles=sorted(by.roles), teams=list(by.teams), language=by.language,
        names_granted=bool(request.names_granted),  # type: ignore[attr-defined]
    )  # fmt: skip
