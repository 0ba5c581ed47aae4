"""The rows that the measured pages show, in clear."""

import uuid

from django.contrib.auth.models import User
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bench.plain import choices


class Place(models.Model):
    code = models.CharField(primary_key=True, max_length=40)
    name = models.CharField(max_length=200)


class Offer(models.Model):
    """A service of the catalogue."""

    code = models.CharField(primary_key=True, max_length=60)
    name = models.CharField(max_length=200)


class File(models.Model):
    id = models.UUIDField(primary_key=True)
    team = models.IntegerField()
    number = models.CharField(max_length=7, unique=True)
    state = models.CharField(max_length=40, choices=choices.STATES)
    level = models.CharField(max_length=40, choices=choices.LEVELS, blank=True)
    worker = models.ForeignKey(User, models.CASCADE, null=True, related_name="files")
    opened_on = models.DateField()
    arrived_on = models.DateField(null=True)
    stay_from = models.DateField(null=True)
    planned_end = models.DateField(null=True)
    next_due = models.DateField(null=True)
    next_action = models.CharField(max_length=40, choices=choices.ACTIONS, blank=True)
    waiting = models.CharField(max_length=40, choices=choices.WAITING, blank=True)
    size = models.IntegerField()
    children = models.IntegerField()
    woman_headed = models.BooleanField()
    governorate = models.ForeignKey(Place, models.CASCADE, null=True, related_name="+")
    district = models.ForeignKey(Place, models.CASCADE, null=True, related_name="+")
    section = models.CharField(max_length=40, blank=True)
    pathway = models.CharField(max_length=40)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["team", "number"]),
            models.Index(fields=["worker", "next_due"]),
            models.Index(fields=["team", "state"]),
        ]

    def get_absolute_url(self):
        return reverse("file", args=[self.number])

    @property
    def head(self):
        return self.heads[0] if self.heads else None


class Person(models.Model):
    id = models.UUIDField(primary_key=True)
    file = models.ForeignKey(File, models.CASCADE, related_name="people")
    sex = models.CharField(max_length=1)
    role = models.CharField(max_length=40, choices=choices.FAMILY_ROLES)
    age_band = models.CharField(max_length=10)
    active = models.BooleanField()
    called = models.CharField(max_length=200)
    full_name = models.CharField(max_length=300)
    latin = models.CharField(max_length=300, blank=True)
    birth = models.DateField(null=True)

    @property
    def age(self):
        from datetime import date

        return (date.today() - self.birth).days // 365 if self.birth else None  # noqa: DTZ011


class Need(models.Model):
    id = models.UUIDField(primary_key=True)
    file = models.ForeignKey(File, models.CASCADE, related_name="needs")
    person = models.ForeignKey(Person, models.CASCADE, null=True)
    domain = models.CharField(max_length=40, choices=choices.DOMAINS)
    score = models.IntegerField()
    state = models.CharField(max_length=40)
    raised_on = models.DateField()
    wish = models.TextField(blank=True)
    goals = models.ManyToManyField("Goal", through="NeedGoal", related_name="needs")


class Goal(models.Model):
    id = models.UUIDField(primary_key=True)
    file = models.ForeignKey(File, models.CASCADE, related_name="goals")
    state = models.CharField(max_length=40, choices=choices.GOAL_STATES)
    due_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    words = models.TextField(blank=True)
    result = models.TextField(blank=True)


class NeedGoal(models.Model):
    need = models.ForeignKey(Need, models.CASCADE)
    goal = models.ForeignKey(Goal, models.CASCADE)


class Service(models.Model):
    id = models.UUIDField(primary_key=True)
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="services")
    offer = models.ForeignKey(Offer, models.CASCADE)
    state = models.CharField(max_length=40, choices=choices.SERVICE_STATES)
    planned_on = models.DateField()
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    result = models.TextField(blank=True)


class Note(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    file = models.ForeignKey(File, models.CASCADE, related_name="notes")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True)
    kind = models.CharField(max_length=40, choices=choices.CONTACT_KINDS)
    circle = models.CharField(max_length=40)
    on = models.DateField(_("Day"))
    written_by = models.ForeignKey(User, models.CASCADE, null=True)
    written_at = models.DateTimeField()
    text = models.TextField(_("Text"))

    class Meta:
        indexes = [models.Index(fields=["file", "-written_at"])]


class Document(models.Model):
    id = models.UUIDField(primary_key=True)
    file = models.ForeignKey(File, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=60, choices=choices.DOCUMENTS)
    state = models.CharField(max_length=40)
    wanted = models.BooleanField()


class Task(models.Model):
    id = models.UUIDField(primary_key=True)
    file = models.ForeignKey(File, models.CASCADE, related_name="tasks")
    owner = models.ForeignKey(User, models.CASCADE, null=True)
    kind = models.CharField(max_length=40, choices=choices.TASK_KINDS)
    code = models.CharField(max_length=60, choices=choices.URGENT, blank=True)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    text = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "due_on"])]


class Step(models.Model):
    id = models.UUIDField(primary_key=True)
    file = models.ForeignKey(File, models.CASCADE, related_name="way")
    state = models.CharField(max_length=40, choices=choices.STATES)
    entered_on = models.DateField()
    left_on = models.DateField(null=True)


class Handover(models.Model):
    id = models.UUIDField(primary_key=True)
    file = models.ForeignKey(File, models.CASCADE)
    to_worker = models.ForeignKey(User, models.CASCADE, related_name="+", null=True)
    proposed_by = models.ForeignKey(User, models.CASCADE, related_name="+", null=True)
    proposed_on = models.DateField()
    answered_on = models.DateField(null=True)


class Grant(models.Model):
    id = models.UUIDField(primary_key=True)
    file = models.ForeignKey(File, models.CASCADE, related_name="grants")
    account = models.ForeignKey(User, models.CASCADE)
    role = models.CharField(max_length=60, choices=choices.ROLES)
    since = models.DateTimeField()


class Response(models.Model):
    id = models.UUIDField(primary_key=True)
    file = models.ForeignKey(File, models.CASCADE, related_name="responses")
    person = models.ForeignKey(Person, models.CASCADE, null=True)
    instrument = models.CharField(max_length=60)
    version = models.CharField(max_length=60)
    on = models.DateField()
    recorded_by = models.ForeignKey(User, models.CASCADE, null=True)
    recorded_at = models.DateTimeField()
    answers = models.JSONField(default=dict)
