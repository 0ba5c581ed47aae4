"""Making the house: sites, teams and accounts, before there is anybody who could be asked whether they may.

Runs as the owner of the database, from a command (`wasl init`, `wasl demo`): the web's role can insert none of these.
Safe to repeat: what is there stays as it is.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.enums import Action, Reach, SessionKind
from wasl.access.models import Account, Grant, Membership, Site, Team
from wasl.access.work import unit_of_work
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.kernel.clock import now
from wasl.kernel.text import LocalizedText

FOUNDER = Actor(ref=None, kind=str(SessionKind.COMMAND))


@dataclass(frozen=True)
class Post:
    """A role and where it is held. A role that reaches a site or everything needs no team."""

    role: str
    team: int | None = None
    site: int | None = None


@dataclass(frozen=True)
class NewAccount:
    """A member of staff as they begin. Nobody has a `practice` account where people are real, whatever was asked."""

    username: str
    name: str
    password: str
    gender: str = ""
    language: str = "ar"
    title: str = ""
    practice: bool = False
    must_change_password: bool = True


def found_site(*, code: str, kind: str, place: str, name: LocalizedText) -> int:
    """A centre or an office; answers with its number."""
    site, _ = Site.objects.get_or_create(
        code=code,
        defaults={
            "kind": kind,
            "place": place,
            "name_ar": name.ar,
            "name_ckb": name.ckb,
            "name_en": name.en,
        },
    )
    return int(site.pk)


def found_team(*, site: int, code: str, name: LocalizedText) -> int:
    """A team of a site; answers with its number."""
    team, _ = Team.objects.get_or_create(
        code=code,
        defaults={"site_id": site, "name_ar": name.ar, "name_ckb": name.ckb, "name_en": name.en},
    )
    return int(team.pk)


def found_account(*, new: NewAccount, posts: Sequence[Post]) -> uuid.UUID | None:
    """An account with its roles; None where the user name is taken already, and then nothing changes."""
    if Account.objects.filter(username=new.username).exists():
        return None
    with unit_of_work(""):
        account = Account(
            username=new.username,
            name=new.name,
            gender=new.gender,
            language=new.language,
            title=new.title,
            practice=new.practice and settings.WASL_PRACTICE,
            must_change_password=new.must_change_password,
        )
        account.set_password(new.password)
        account.save(force_insert=True)
        audit.record(EventType.ACCOUNT_CREATED, by=FOUNDER, code="founding")
        for post in posts:
            _membership(account, post).save(force_insert=True)
            audit.record(EventType.MEMBERSHIP_GIVEN, by=FOUNDER, code=post.role)
    return account.id


def follow_programme() -> int:
    """Give what roles stand for today to everybody who holds them; answers with how many roles of accounts changed.

    What a role opens is kept with whoever holds it, so that the database can ask without the programme. When the
    programme or the code says otherwise, those copies follow: on the way up and on the way down. Where a role is held
    does not change, what has ended stays as it was, and a role that the programme no longer has is left as it is.
    """
    changed = 0
    for code in sorted(policy.programme().roles):
        means = policy.means_of(code)
        lasts = Q(valid_until=None) | Q(valid_until__gt=now())
        held = Membership.objects.filter(lasts, role=code).exclude(**means)
        given = Grant.objects.filter(lasts, role=code).exclude(classes=means["classes"])
        with unit_of_work(""):
            number, files = held.update(**means), given.update(classes=means["classes"])
            if number or files:
                audit.record(EventType.MEMBERSHIP_GIVEN, by=FOUNDER, code=code)
        changed += number
    return changed


def holders(roles: Sequence[str]) -> list[str]:
    """User names of active accounts that hold one of these roles in a team, oldest first."""
    held = Membership.objects.filter(role__in=list(roles), team__isnull=False, account__is_active=True)
    return list(dict.fromkeys(held.order_by("id").values_list("account__username", flat=True)))


def _membership(account: Account, post: Post) -> Membership:
    """Reach, classes and limits are the programme's; a role without work on files reaches none of them."""
    programme = policy.programme()
    role = programme.roles.get(post.role)
    if role is None:
        raise ValueError(f"the programme has no role {post.role}")
    reach = Reach(role.reach) if role.may(Action.FILE_VIEW) else Reach.GRANTED
    if reach is Reach.TEAM and post.team is None:
        raise ValueError(f"{post.role} is held in a team")
    if reach is Reach.SITE and post.site is None:
        raise ValueError(f"{post.role} is held at a site")
    return Membership(
        account=account,
        role=post.role,
        reach=str(reach),
        team_id=post.team if reach in (Reach.GRANTED, Reach.TEAM) else None,
        site_id=post.site if reach in (Reach.GRANTED, Reach.SITE) else None,
        **policy.means_of(role.code),
    )
