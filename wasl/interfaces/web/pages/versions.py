"""Versions of forms as pages show them: what is asked now, what was before, what is put forward and differs how."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.access.actor import Actor
from wasl.access.policy import programme
from wasl.instruments.enums import FormState
from wasl.instruments.selectors import versions
from wasl.instruments.selectors.versions import VersionCard
from wasl.interfaces.web import words
from wasl.interfaces.web.pages import change_words, finding_words
from wasl.interfaces.web.pages.filling import title_of
from wasl.interfaces.web.ui.dates import iraqi_date
from wasl.interfaces.web.ui.form_words import renderer_words
from wasl.kernel.errors import NotFound
from wasl.programme.findings import Finding
from wasl.programme.forms import between, items, twin
from wasl.programme.forms.folder import FormFile, check_sheet
from wasl.programme.notes import Notes


def listed(*, viewer: Actor) -> list[dict[str, Any]]:
    """Every form that is asked now, in the order of the programme."""
    codes = list(programme().entry.instruments)
    now = versions.currents(codes, viewer=viewer)
    return [
        {
            "title": title_of(now[code]),
            "version": now[code].version,
            "since": iraqi_date(now[code].decided_at or now[code].proposed_at),
            "url": reverse("form_version", args=[code]),
            "clinical": now[code].clinical,
        }
        for code in codes
        if code in now
    ]


def row(card: VersionCard, staff: Mapping[UUID, str]) -> dict[str, Any]:
    """One version with who put it forward and who published it."""
    brought = card.proposed_by is None
    return {
        "version": card.version,
        "title": title_of(card),
        "state": words.label(card.state),
        "tone": {FormState.PUBLISHED: "teal", FormState.PROPOSED: "amber"}.get(card.state, ""),
        "by": _("with the programme") if brought else staff.get(card.proposed_by, ""),  # type: ignore[arg-type]
        "on": iraqi_date(card.proposed_at),
        "decided_by": staff.get(card.decided_by, "") if card.decided_by else "",
        "decided_on": iraqi_date(card.decided_at) if card.decided_at else "",
        "reason": card.reason,
        "words": twin.write(card.form),
        "url": reverse("form_proposed", args=[card.ref]),
        "waits": card.state == FormState.PROPOSED,
    }


def people_in(cards: Iterable[VersionCard]) -> set[UUID]:
    """Whose names the page needs."""
    return {ref for card in cards for ref in (card.proposed_by, card.decided_by) if ref}


def looked_at(content: bytes, name: str, *, viewer: Actor) -> tuple[FormFile | None, list[dict[str, str]]]:
    """A sheet as it was sent, and everything there is to put right in it; nothing of it is kept by looking."""
    file, findings = check_sheet(content, name, own=True)
    if file is not None:
        notes = Notes()
        items.examine(file.form, notes, programme().scoring)
        findings = [*findings, *notes.findings, *_lost(file, viewer)]
    return file, [_finding(one) for one in findings]


def _lost(file: FormFile, viewer: Actor) -> list[Finding]:
    """Changes that would take the meaning from answers that are kept."""
    try:
        now = versions.current(file.form.code, viewer=viewer)
    except NotFound:
        return []
    return [
        Finding(file.form.file, one.name, "name_comes_back", one.said, "Use another name.")
        for one in between(now.form, file.form)
        if one.refused
    ]


def _finding(one: Finding) -> dict[str, str]:
    said = finding_words.said(one.code)
    return {
        "place": one.place,
        "said": said,
        "detail": f"{one.message} {one.remedy}",
        "severity": one.severity,
    }


def differences(card: VersionCard, *, viewer: Actor) -> list[dict[str, str]]:
    """What differs from the version that is asked now, in words; empty for a form that is new."""
    try:
        now = versions.current(card.code, viewer=viewer)
    except NotFound:
        return []
    return changes(now, card)


def changes(old: VersionCard, new: VersionCard) -> list[dict[str, str]]:
    """What differs between two versions, each with its kind, its name and the words."""
    return [
        {"said": change_words.said(one), "name": one.name, "detail": one.said}
        for one in between(old.form, new.form)
    ]


def history(cards: Sequence[VersionCard], staff: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """A form's versions, the newest first, each with what it changed in the version that was asked until then."""
    rows: list[dict[str, Any]] = []
    before: VersionCard | None = None
    for card in sorted(cards, key=lambda one: one.decided_at or one.proposed_at):
        rows.append(row(card, staff) | {"differences": changes(before, card) if before else []})
        before = card if card.state == FormState.PUBLISHED else before
    return rows[::-1]


def log(cards: Iterable[VersionCard], staff: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """What people changed, the newest first; what came with the programme is no change."""
    return [
        row(card, staff) | {"form_url": reverse("form_version", args=[card.code])}
        for card in cards
        if card.proposed_by
    ]


def edition() -> list[dict[str, Any]]:
    """Which programme runs here."""
    found = programme()
    return [
        {"term": _("Programme"), "value": words.say(found.name)},
        {"term": _("Edition"), "value": found.edition},
        {"term": _("Whole digest"), "value": found.digest},
    ]


def preview(card: VersionCard) -> dict[str, Any]:
    """The renderer with a form that nobody sends."""
    return {
        "xform_url": reverse("form_proposed_xform", args=[card.ref]),
        "engine_url": static("vendor/xforms-engine/engine.js"),
        "draft": "",
        "language": words.language(),
        "faults": [],
        "words": renderer_words(),
        "read_only": False,
    }
