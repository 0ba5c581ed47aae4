"""The thread: need, goal, service, with keys both ways. The answer that raised a need is an opaque reference."""

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wasl.access.rows import ROW_PRIVACY, CaseRow


def whose(person: UUID | None) -> Q:
    """Rows of one person, or of the household when there is none."""
    return Q(person_id__isnull=True) if person is None else Q(person_id=person)


class Need(CaseRow):
    """Something in a person's or the household's life that wants an answer; level 0 is a strength.

    `carried_from`: the household's need in the file from which part of the household went to one of its own.
    """

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "domain": "clear", "score": "clear", "first_score": "clear", "circle": "code",
        "state": "clear", "raised_on": "date", "due_on": "date", "closed_on": "date", "answer": "ref",
        "no_goal": "code", "owner_after": "code", "carried_from": "ref", "version": "count",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:wish", "notes:reason")

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True)
    domain = models.TextField()
    score = models.IntegerField()
    first_score = models.IntegerField()
    circle = models.TextField(default="family")
    state = models.TextField(default="open")
    raised_on = models.DateField()
    due_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    answer = models.UUIDField(null=True)
    no_goal = models.TextField(default="")
    owner_after = models.TextField(default="")
    carried_from = models.UUIDField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "casefile_need"
        constraints = [
            models.CheckConstraint(
                condition=Q(score__range=(0, 4), first_score__range=(0, 4)), name="casefile_need_score"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_on__isnull=True)
                | (~Q(state="open") & Q(closed_on__isnull=False)),
                name="casefile_need_closed_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.domain


class Goal(CaseRow):
    """What shall be different, in the person's words; may answer several needs, and a need several goals."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "code": "code", "circle": "code", "state": "clear", "set_on": "date", "due_on": "date",
        "closed_on": "date", "needs": "ref", "version": "count",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:goal", "notes:result")

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True)
    code = models.TextField(default="")
    circle = models.TextField(default="family")
    state = models.TextField(default="open")
    set_on = models.DateField()
    due_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    needs = models.ManyToManyField(Need, through="NeedGoal", related_name="goals")
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "casefile_goal"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_on__isnull=True)
                | (~Q(state="open") & Q(closed_on__isnull=False)),
                name="casefile_goal_closed_pair",
            )
        ]

    def __str__(self) -> str:
        return self.code or str(self.id)


class NeedGoal(CaseRow):
    """That a goal answers a need."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {"need": "ref", "goal": "ref"}

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="links")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="links")

    class Meta:
        db_table = "casefile_needgoal"
        constraints = [models.UniqueConstraint(fields=["need", "goal"], name="casefile_needgoal_once")]

    def __str__(self) -> str:
        return str(self.id)


class Service(CaseRow):
    """A tailored service for a goal ("which need is this for?"), and what came of it."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "goal": "ref", "person": "ref", "code": "clear", "provider": "code", "state": "clear", "planned_on": "date",
        "started_on": "date", "ended_on": "date", "result": "clear", "version": "count",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:result",)

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="services")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True)
    code = models.TextField()
    provider = models.TextField(default="")
    state = models.TextField(default="planned")
    planned_on = models.DateField()
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    result = models.TextField(default="")
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "casefile_service"

    def __str__(self) -> str:
        return self.code


class PlanVersion(CaseRow):
    """A plan as it was agreed: one page for each adult, one for the family. Locked from then on."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "number": "count", "digest": "code", "programme_digest": "code", "agreed_on": "date",
        "agreed_how": "code", "copy_given": "code", "prepared_by": "ref", "goals": "ref", "refused": "ref",
        "reason": "code",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:plan",)

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True)
    number = models.IntegerField()
    digest = models.TextField()
    programme_digest = models.TextField()
    agreed_on = models.DateField()
    agreed_how = models.TextField()
    copy_given = models.BooleanField(default=True)
    prepared_by = models.UUIDField(null=True)
    goals = ArrayField(models.UUIDField(), default=list)
    refused = ArrayField(models.UUIDField(), default=list)
    reason = models.TextField(default="")

    class Meta:
        db_table = "casefile_planversion"
        constraints = [
            models.UniqueConstraint(
                fields=["file_id", "person", "number"], nulls_distinct=False, name="casefile_planversion_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.number)
