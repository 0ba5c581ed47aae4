"""The measured pages as plain views."""

import uuid
from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Count, F, Prefetch, Q, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bench.plain.models import (
    File,
    Handover,
    Need,
    Note,
    Person,
    Response,
    Service,
    Task,
)

ENDED = ("closed", "withdrawn")
HEADS = Prefetch("people", Person.objects.filter(role="head", active=True), to_attr="heads")
FILE_HEADS = Prefetch("file__people", Person.objects.filter(role="head", active=True), to_attr="heads")
PAGE = 50


@login_required
def my_day(request):
    now = date.today()  # noqa: DTZ011
    week = now + timedelta(days=7)
    tasks = (
        Task.objects.filter(Q(done_on=None, due_on__lte=week) | Q(done_on=now), owner=request.user)
        .order_by("due_on").select_related("file").prefetch_related(FILE_HEADS)
    )  # fmt: skip
    files = (
        File.objects.filter(worker=request.user).exclude(state__in=ENDED).order_by("next_due").prefetch_related(HEADS)
    )  # fmt: skip
    handovers = (
        Handover.objects.filter(Q(to_worker=request.user) | Q(proposed_by=request.user), answered_on=None)
        .select_related("file").prefetch_related(FILE_HEADS)
    )  # fmt: skip
    todo = sorted(
        [(f.next_due, "file", f) for f in files if f.next_due and f.next_due <= week]
        + [(t.due_on, "task", t) for t in tasks if t.done_on is None],
        key=lambda one: one[0],
    )
    context = {
        "now": now,
        "late": [(kind, one, (now - due).days) for due, kind, one in todo if due < now],
        "due": [(kind, one, 0) for due, kind, one in todo if due == now],
        "week": [(kind, one, due) for due, kind, one in todo if due > now],
        "done": [("task", t, 0) for t in tasks if t.done_on],
        "handovers": handovers,
        "families": len(files),
    }
    return render(request, "my_day.html", context)


@login_required
def file_list(request):
    files = (
        File.objects.filter(team=request.GET["team"])
        .order_by("number")
        .select_related("governorate", "district")
        .prefetch_related(HEADS)
    )
    if after := request.GET.get("after"):
        files = files.filter(number__gt=after)
    files = list(files[: PAGE + 1])
    more, files = len(files) > PAGE, files[:PAGE]
    return render(request, "file_list.html", {"files": files, "after": files[-1].number if more else ""})


@login_required
def file(request, number):
    needs = Prefetch(
        "needs",
        Need.objects.order_by("-score", "domain").select_related("person").prefetch_related(
            "goals", Prefetch("goals__services", Service.objects.order_by("planned_on").select_related("offer"))
        ),
    )  # fmt: skip
    tasks = Prefetch("tasks", Task.objects.filter(done_on=None).order_by("due_on"))
    found = get_object_or_404(
        File.objects.select_related("worker", "governorate", "district").prefetch_related(
            Prefetch("people", Person.objects.filter(active=True)), needs, tasks, "documents", "way",
            "grants__account",
        ),
        number=number,
    )  # fmt: skip
    people = sorted(found.people.all(), key=lambda one: (one.role != "head", -(one.age or 0)))
    documents = found.documents.all()
    missing = {}
    for document in documents:
        if document.wanted and document.state not in ("have", "not_needed"):
            missing[document.get_kind_display()] = missing.get(document.get_kind_display(), 0) + 1
    context = {
        "file": found,
        "people": people,
        "notes": found.notes.order_by("-written_at").select_related("written_by", "person")[:20],
        "head": people[0] if people else None,
        "needs": [need for need in found.needs.all() if need.score >= 2 or need.goals.all()],
        "have": sum(document.state == "have" for document in documents),
        "documents": len(documents),
        "missing": missing.items(),
    }
    return render(request, "file.html", context)


class NoteForm(forms.ModelForm):
    class Meta:
        model = Note
        fields = ["kind", "circle", "on", "person", "text"]


@login_required
def note(request, number):
    found = get_object_or_404(File, number=number)
    form = NoteForm(request.POST or None)
    form.fields["person"].queryset = found.people.all()
    if request.method == "POST" and form.is_valid():
        form.instance.file, form.instance.written_by = found, request.user
        form.instance.written_at = timezone.now()
        found.changed_at = timezone.now()
        with transaction.atomic():  # both or neither, and one wait for the disk
            form.save()
            found.save(update_fields=["changed_at"])
        return redirect(found)
    return render(request, "note.html", {"file": found, "form": form})


@login_required
def assessment(request, number):
    """Keeps what was answered, and lets every need follow its score."""
    found = get_object_or_404(File, number=number)
    person = request.POST.get("person") or None
    scores = {name[6:]: int(value) for name, value in request.POST.items() if name.startswith("score-")}
    Response.objects.create(
        id=uuid.uuid4(), file=found, person_id=person, instrument="needs", version="1", on=date.today(),  # noqa: DTZ011
        recorded_by=request.user, recorded_at=timezone.now(), answers=dict(request.POST.items()),
    )  # fmt: skip
    known = {need.domain: need for need in Need.objects.filter(file=found, person_id=person, state="open")}
    changed = []
    for domain, score in scores.items():
        if domain in known and known[domain].score != score:
            known[domain].score = score
            changed.append(known[domain])
    Need.objects.bulk_update(changed, ["score"])
    Need.objects.bulk_create(
        Need(id=uuid.uuid4(), file=found, person_id=person, domain=domain, score=score, state="open",
             raised_on=date.today())  # noqa: DTZ011
        for domain, score in scores.items() if domain not in known and score >= 2
    )  # fmt: skip
    found.changed_at = timezone.now()
    found.save(update_fields=["changed_at"])
    messages.success(request, _("Kept."))
    return redirect(found)


@login_required
def tick(request, task):
    return HttpResponse(status=204)


INSIDE = ("assessing", "planning", "in_services", "exit_assessment", "departing")


@login_required
def today(request):
    """The day in counts."""
    now = date.today()  # noqa: DTZ011
    present = File.objects.filter(state__in=INSIDE)
    heads = {
        "women": Count(
            "people", filter=Q(people__sex="f") & ~Q(people__age_band__in=("0-4", "5-11", "12-17"))
        ),
        "men": Count("people", filter=Q(people__sex="m") & ~Q(people__age_band__in=("0-4", "5-11", "12-17"))),
        "girls": Count("people", filter=Q(people__sex="f", people__age_band__in=("0-4", "5-11", "12-17"))),
        "boys": Count("people", filter=Q(people__sex="m", people__age_band__in=("0-4", "5-11", "12-17"))),
        "families": Count("id", distinct=True),
        "led": Count("id", distinct=True, filter=Q(woman_headed=True)),
    }
    context = {
        "sections": present.values("section").annotate(**heads).order_by("section"),
        "late": present.filter(next_due__lt=now).values("next_action").annotate(**heads),
        "waiting": present.exclude(waiting="").values("waiting").annotate(**heads),
        "arrived": present.filter(arrived_on__gt=now - timedelta(days=7)).aggregate(**heads),
        "over": present.filter(planned_end__lt=now).aggregate(**heads),
        "within": present.filter(planned_end__gte=now).aggregate(**heads),
        "ending": present.filter(planned_end__range=(now, now + timedelta(days=7))).aggregate(**heads),
        "expected": File.objects.filter(state="expected").aggregate(families=Count("id"), people=Sum("size")),
    }
    return render(request, "today.html", context)


@login_required
def search(request):
    """People by a part of the name, as most systems search: ILIKE over the whole name."""
    people = Person.objects.filter(
        Q(full_name__icontains=request.GET["q"]) | Q(latin__icontains=request.GET["q"])
    ).annotate(number=F("file__number"))[:20]
    return render(request, "search.html", {"people": people})
