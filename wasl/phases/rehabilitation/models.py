"""Reviews and their postponing, approvals, case conferences, and services for everyone that need no goal."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from wasl.access.rows import ROW_PRIVACY, CaseRow


class Review(CaseRow):
    """A look at the plan together: what changed, the level now, and when the next one is due."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "on": "date", "due_on": "date", "next_due": "date", "level_before": "clear",
        "level_after": "clear", "changed": "code", "reviewed_by": "ref", "form_key": "ref",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:text",)

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True)
    on = models.DateField()
    due_on = models.DateField(null=True)
    next_due = models.DateField(null=True)
    level_before = models.TextField(default="")
    level_after = models.TextField(default="")
    changed = models.BooleanField(default=False)
    reviewed_by = models.UUIDField(null=True)
    form_key = models.UUIDField(null=True, unique=True)

    class Meta:
        db_table = "rehabilitation_review"

    def __str__(self) -> str:
        return str(self.id)


class GroupService(CaseRow):
    """Something given to everyone, such as soap or vaccination: recorded for several people at once, no goal asked."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "code": "clear", "on": "date", "people": "ref", "given_by": "ref", "round": "ref",
    }  # fmt: skip

    code = models.TextField()
    on = models.DateField()
    people = ArrayField(models.UUIDField(), default=list)
    given_by = models.UUIDField(null=True)
    round = models.UUIDField()

    class Meta:
        db_table = "rehabilitation_groupservice"
        constraints = [models.UniqueConstraint(fields=["round", "file_id"], name="rehabilitation_group_once")]

    def __str__(self) -> str:
        return self.code


class PlanApproval(CaseRow):
    """A plan as it was handed in, and what somebody else said to it. `versions` are the agreed pages it is about."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "state": "clear", "versions": "ref", "handed_by": "ref", "handed_at": "date", "answered_by": "ref",
        "answered_on": "date",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:answer",)

    state = models.TextField(default="handed")
    versions = ArrayField(models.UUIDField(), default=list)
    handed_by = models.UUIDField()
    handed_at = models.DateTimeField()
    answered_by = models.UUIDField(null=True)
    answered_on = models.DateField(null=True)

    class Meta:
        db_table = "rehabilitation_planapproval"
        constraints = [
            models.UniqueConstraint(
                fields=["file_id"], condition=Q(state="handed"), name="rehabilitation_approval_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(state="handed", answered_by__isnull=True, answered_on__isnull=True)
                | Q(
                    state__in=["approved", "sent_back"], answered_by__isnull=False, answered_on__isnull=False
                ),
                name="rehabilitation_approval_answered_pair",
            ),
            # whatever the code above becomes: nobody approves what she handed in herself
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("handed_by")),
                name="rehabilitation_approval_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.state


class Conference(CaseRow):
    """Those who work with somebody met about her plan, as she wished; or that she was asked and wished none."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "on": "date", "consented": "code", "presence": "code", "roles": "code", "accounts": "ref",
        "written_by": "ref", "form_key": "ref",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:decisions", "notes:minutes")

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE)
    on = models.DateField()
    consented = models.BooleanField()
    presence = models.TextField(default="")
    roles = ArrayField(models.TextField(), default=list)
    accounts = ArrayField(models.UUIDField(), default=list)
    written_by = models.UUIDField(null=True)
    form_key = models.UUIDField(null=True, unique=True)

    class Meta:
        db_table = "rehabilitation_conference"
        constraints = [
            # without her consent nobody met about her
            models.CheckConstraint(
                condition=Q(consented=True) | Q(consented=False, roles=[], accounts=[]),
                name="rehabilitation_conference_consent",
            )
        ]

    def __str__(self) -> str:
        return str(self.on)


class Postponement(CaseRow):
    """A review held later than its day, for a reason of the programme's list; once after each review."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "after": "ref", "due_on": "date", "until": "date", "reason": "code", "on": "date", "postponed_by": "ref",
    }  # fmt: skip

    after = models.ForeignKey(Review, on_delete=models.CASCADE, null=True)
    due_on = models.DateField()
    until = models.DateField()
    reason = models.TextField()
    on = models.DateField()
    postponed_by = models.UUIDField(null=True)

    class Meta:
        db_table = "rehabilitation_postponement"
        constraints = [
            models.UniqueConstraint(fields=["after"], name="rehabilitation_postponed_once"),
            models.CheckConstraint(condition=Q(until__gt=F("due_on")), name="rehabilitation_postponed_later"),
        ]

    def __str__(self) -> str:
        return self.reason


class LevelRequest(CaseRow):
    """That a worker would lower somebody's support level; whoever may lower it answers."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "level": "clear", "state": "clear", "asked_by": "ref", "asked_on": "date",
        "answered_by": "ref", "answered_on": "date",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:reason",)

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE)
    level = models.TextField()
    state = models.TextField(default="asked")
    asked_by = models.UUIDField()
    asked_on = models.DateField()
    answered_by = models.UUIDField(null=True)
    answered_on = models.DateField(null=True)

    class Meta:
        db_table = "rehabilitation_levelrequest"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="asked"), name="rehabilitation_level_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_by__isnull=True, answered_on__isnull=True)
                | Q(state__in=["granted", "kept"], answered_by__isnull=False, answered_on__isnull=False),
                name="rehabilitation_level_answered_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.level
