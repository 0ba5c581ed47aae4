"""Keeping what was counted."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from wasl.planning.models import Duration
from wasl.planning.rules import ENOUGH, Span


def durations_keep(counted: Mapping[str, Span], *, on: date) -> int:
    """Replace what was counted before; a code with too few cases is not kept. Done by the worker, for nobody."""
    kept = [
        Duration(code=code, median=span.median, late=span.late, cases=span.cases, counted_on=on)
        for code, span in counted.items()
        if span.cases >= ENOUGH
    ]
    with transaction.atomic():
        Duration.objects.exclude(code__in=[one.code for one in kept]).delete()
        Duration.objects.bulk_create(
            kept, update_conflicts=True, unique_fields=["code"],
            update_fields=["median", "late", "cases", "counted_on"],
        )  # fmt: skip
    return len(kept)
