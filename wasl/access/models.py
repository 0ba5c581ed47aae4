"""Organisations, accounts, roles, grants and sessions.

Case tables are reached by row-level security (migration 0002); the tables of grants and sessions by no web role at
all: only the definer functions of that migration touch them (PROTECTION P6).
"""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from wasl.access import passwords


class Site(models.Model):
    """A centre, or an after-care office in a governorate."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "code": "code", "kind": "code", "place": "code", "name_ar": "staff", "name_ckb": "staff",
        "name_en": "staff",
    }  # fmt: skip

    code = models.TextField(unique=True)
    kind = models.TextField(default="centre")
    place = models.TextField(default="")
    name_ar = models.TextField()
    name_ckb = models.TextField()
    name_en = models.TextField()

    class Meta:
        db_table = "access_site"

    def __str__(self) -> str:
        return self.code


class Team(models.Model):
    """The people who share a supervisor; every file is held by one team at a time."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "site": "ref", "code": "code", "name_ar": "staff", "name_ckb": "staff", "name_en": "staff",
    }  # fmt: skip

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="teams")
    code = models.TextField(unique=True)
    name_ar = models.TextField()
    name_ckb = models.TextField()
    name_en = models.TextField()

    class Meta:
        db_table = "access_team"

    def __str__(self) -> str:
        return self.code


class AccountManager(BaseUserManager["Account"]):
    """Finds an account by the name that is typed at sign-in."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=username)


class Account(AbstractBaseUser):
    """One member of staff, of the centre, an office or a provider."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "username": "staff", "name": "staff", "gender": "staff", "language": "code", "digits": "code",
        "title": "staff", "is_active": "code", "practice": "code", "conduct_version": "code",
        "conduct_accepted_at": "date", "must_change_password": "code", "password": "secret", "last_login": "date",
        "created_at": "date",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    username = models.TextField(unique=True)
    name = models.TextField()
    title = models.TextField(default="")
    gender = models.TextField(default="")
    language = models.TextField(default="ar")
    digits = models.TextField(default="")
    is_active = models.BooleanField(default=True)
    practice = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)
    conduct_version = models.TextField(default="")
    conduct_accepted_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    shown: bytes | None = None
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = AccountManager()

    class Meta:
        db_table = "access_account"
        constraints = [
            models.CheckConstraint(
                condition=Q(conduct_version="", conduct_accepted_at__isnull=True)
                | (~Q(conduct_version="") & Q(conduct_accepted_at__isnull=False)),
                name="access_account_conduct_pair",
            )
        ]

    def __str__(self) -> str:
        return self.username

    def check_password(self, raw_password: str | None) -> bool:
        """Whether the password is right; what shows it to the database is kept for this request (`prove`)."""
        self.shown = passwords.shown(raw_password or "", self.password)
        return self.shown is not None


class Membership(models.Model):
    """A role that an account holds, where, and from when until when."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "account": "ref", "role": "code", "reach": "code", "team": "ref", "site": "ref",
        "classes": "code", "looks_hour": "count", "looks_day": "count", "valid_from": "date", "valid_until": "date",
    }  # fmt: skip

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="memberships")
    role = models.TextField()
    reach = models.TextField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True)
    classes = ArrayField(models.TextField(), default=list)
    looks_hour = models.IntegerField(default=60)
    looks_day = models.IntegerField(default=200)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "access_membership"
        indexes = [models.Index(fields=["account"], name="access_membership_account")]

    def __str__(self) -> str:
        return f"{self.role} {self.pk}"


class Scope(models.Model):
    """Which team holds which file. Every case row carries this pair and follows it when a file moves."""

    privacy: ClassVar[dict[str, str]] = {"file_id": "ref", "number": "ref", "team": "ref"}

    file_id = models.UUIDField(primary_key=True)
    number = models.TextField(unique=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT)

    class Meta:
        db_table = "access_scope"
        constraints = [models.UniqueConstraint(fields=["file_id", "team"], name="access_scope_pair")]

    def __str__(self) -> str:
        return str(self.file_id)


class Grant(models.Model):
    """The unit of access: one account may work on one file, in a role, for a purpose, between two moments."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "file": "ref", "account": "ref", "role": "code", "purpose": "code", "classes": "code",
        "valid_from": "date", "valid_until": "date", "given_by": "ref",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    file = models.ForeignKey(Scope, on_delete=models.CASCADE)
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    role = models.TextField()
    purpose = models.TextField(default="care")
    classes = ArrayField(models.TextField(), default=list)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField(null=True)
    given_by = models.UUIDField(null=True)

    class Meta:
        db_table = "access_grant"
        indexes = [models.Index(fields=["account", "valid_until"], name="access_grant_account")]

    def __str__(self) -> str:
        return str(self.id)


class Trust(models.Model):
    """One account is trusted with a thing of no file (a complaint, a request for names), or shut out of it."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "thing": "ref", "word": "code", "account": "ref", "opens": "code", "shut": "code",
        "valid_from": "date", "valid_until": "date", "given_by": "ref",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    thing = models.UUIDField(db_index=True)
    word = models.TextField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    opens = models.BooleanField(default=False)
    shut = models.BooleanField(default=False)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    given_by = models.UUIDField(null=True)

    class Meta:
        db_table = "access_trust"
        constraints = [
            models.CheckConstraint(condition=~Q(opens=True, shut=True), name="access_trust_not_both")
        ]

    def __str__(self) -> str:
        return str(self.id)


class DayListEntry(models.Model):
    """A file on somebody's list of the day, such as today's arrivals for the clerk: part of the working set."""

    privacy: ClassVar[dict[str, str]] = {"id": "ref", "account": "ref", "file": "ref", "day": "date"}

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    file = models.ForeignKey(Scope, on_delete=models.CASCADE)
    day = models.DateField()

    class Meta:
        db_table = "access_daylist"
        constraints = [models.UniqueConstraint(fields=["account", "file", "day"], name="access_daylist_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Session(models.Model):
    """One sign-in, token, job or command. Only the hash of the cookie is here."""

    privacy: ClassVar[dict[str, str]] = {
        "token_hash": "secret", "account": "ref", "kind": "code", "data": "secret", "created_at": "date",
        "last_seen": "date", "expires_at": "date", "locked": "code",
    }  # fmt: skip

    token_hash = models.BinaryField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True)
    kind = models.TextField(default="web")
    data = models.TextField(default="")
    created_at = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    locked = models.BooleanField(default=False)

    class Meta:
        db_table = "access_session"
        indexes = [models.Index(fields=["expires_at"], name="access_session_expires")]

    def __str__(self) -> str:
        return self.kind


class Proof(models.Model):
    """Somebody showed her password a moment ago: good once, for her account, for a quarter of an hour."""

    privacy: ClassVar[dict[str, str]] = {"proof_hash": "secret", "account": "ref", "expires_at": "date"}

    proof_hash = models.BinaryField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "access_proof"

    def __str__(self) -> str:
        return str(self.account_id)


class PrintedCode(models.Model):
    """One line of a sheet of one-time codes: a slow hash, so that neither the database nor its backup opens a door."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "account": "ref", "slot": "count", "code_hash": "secret", "made_at": "date", "used_at": "date",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    slot = models.SmallIntegerField()
    code_hash = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "access_printedcode"
        constraints = [models.UniqueConstraint(fields=["account", "slot"], name="access_printedcode_slot")]

    def __str__(self) -> str:
        return str(self.id)


class Token(models.Model):
    """A personal access token: a session of its own kind that a program holds, with what it may be shown."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "account": "ref", "label": "staff", "token_hash": "secret", "made_at": "date",
        "expires_at": "date", "ended_at": "date", "names_asked": "code", "names_until": "date", "names_by": "ref",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    label = models.TextField()
    token_hash = models.BinaryField(unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    names_asked = models.BooleanField(default=False)
    names_until = models.DateTimeField(null=True)
    names_by = models.UUIDField(null=True)

    class Meta:
        db_table = "access_token"
        indexes = [models.Index(fields=["account"], name="access_token_account")]

    def __str__(self) -> str:
        return str(self.id)


class Answered(models.Model):
    """What a program's request was answered with, so that the same request sent again does nothing twice."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "account": "ref", "key": "ref", "mark": "secret", "status": "count", "answer": "code",
        "at": "date",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    key = models.UUIDField()
    mark = models.BinaryField()
    status = models.IntegerField(default=0)
    answer = models.TextField(default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "access_answered"
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="access_answered_once")]
        indexes = [models.Index(fields=["at"], name="access_answered_at")]

    def __str__(self) -> str:
        return str(self.key)


class AccountRequest(models.Model):
    """Something about an account that opens a door: asked by one person, done when another approves it."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "kind": "code", "account_ref": "ref", "username": "staff", "name": "staff", "gender": "staff",
        "language": "code", "role": "code", "reach": "code", "team_id": "ref", "site_id": "ref", "classes": "code",
        "looks_hour": "count", "looks_day": "count", "asked_by": "ref", "asked_at": "date", "decided_by": "ref",
        "decided_at": "date", "granted": "code",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.TextField()
    account_ref = models.UUIDField()
    username = models.TextField(default="")
    name = models.TextField(default="")
    gender = models.TextField(default="")
    language = models.TextField(default="")
    role = models.TextField(default="")
    reach = models.TextField(default="")
    team_id = models.IntegerField(null=True)
    site_id = models.IntegerField(null=True)
    classes = ArrayField(models.TextField(), default=list)
    looks_hour = models.IntegerField(default=60)
    looks_day = models.IntegerField(default=200)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)

    class Meta:
        db_table = "access_request"
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, granted__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False, granted__isnull=False),
                name="access_request_decided_pair",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("asked_by")),
                name="access_request_two",
            ),
        ]

    def __str__(self) -> str:
        return self.kind
