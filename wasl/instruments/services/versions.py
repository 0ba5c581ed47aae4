"""Versions of forms: what the programme's folder brings, and what one person puts forward and another publishes."""

from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from django.conf import settings
from django.db import connection

from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.policy import programme
from wasl.access.rules import decided_by_another
from wasl.access.services import command, require
from wasl.access.work import unit_of_work
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.instruments import rules
from wasl.instruments.enums import FormState
from wasl.instruments.models import FormVersion
from wasl.kernel.clock import now
from wasl.kernel.errors import Invalid, NotFound
from wasl.kernel.refs import new_id
from wasl.programme.forms.folder import FormFile, sheets
from wasl.programme.forms.form import Form
from wasl.programme.forms.from_tool import can_be_asked, form_of, sheet_of


def follow_programme() -> int:
    """Publish what the programme's folder asks and is not there yet; answers with how many versions are new.

    Its own sheets, and a form for each instrument that it asks without a sheet (`from_tool`). Runs as the owner of the
    database, when a home is prepared. What a page has published since then stays what is asked, until the folder's
    sheet changes.
    """
    found = programme()
    library = found.scoring
    brought: dict[str, tuple[FormFile, bytes]] = {}
    for path in sheets(Path(settings.WASL_PROGRAMME_FOLDER)):
        brought[path.stem] = (found.forms[path.stem], path.read_bytes())
    for tool in library.tools.values():
        if tool.code not in brought and can_be_asked(tool):
            brought[tool.code] = (form_of(tool, library), sheet_of(tool, library))
    known = set(FormVersion.objects.exclude(state=FormState.REFUSED).values_list("code", "version"))
    fresh = [code for code, (file, _) in brought.items() if (code, file.form.version) not in known]
    with unit_of_work(""):
        for code in fresh:
            file, sheet = brought[code]
            FormVersion.objects.create(
                id=ref_of(code, file.form.version), code=code, version=file.form.version,
                digest=file.form.digest, sheet=sheet, xform=file.xform, tool=file.form.tool,
                state=str(FormState.PUBLISHED), proposed_at=now(),
                decided_at=now(),
            )  # fmt: skip
    return len(fresh)


def ref_of(code: str, version: str) -> UUID:
    """The reference of a version that comes with the programme: the same in every instance."""
    return uuid5(NAMESPACE_OID, f"wasl:form:{code}@{version}")


@command
def form_propose(*, file: FormFile, sheet: bytes, reason: str, by: Actor) -> UUID:
    """Put a checked version forward. It is asked of nobody until another person has published it."""
    require(by, Action.PROGRAMME_PROPOSE)
    form = file.form
    if not file.xform:
        raise Invalid("sheet", "form_has_faults")
    if not reason.strip():
        raise Invalid("reason", "reason_missing")
    there = FormVersion.objects.filter(code=form.code, version=form.version).exclude(state=FormState.REFUSED)
    if there.exists():
        raise Invalid("sheet", "form_version_there")
    if _scored_otherwise(form):
        raise Invalid("sheet", "form_tool_stays")
    ref = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT instruments_form_propose(%s, %s, %s, %s, %s, %s, %s, %s)",
            [ref, form.code, form.version, form.digest, sheet, file.xform, form.tool, reason.strip()],
        )
    audit.record(EventType.FORM_PROPOSED, by=by, code=f"{form.code}@{form.version}")
    return ref


def _scored_otherwise(form: Form) -> bool:
    """Whether the version names another instrument than the one asked now: it says who may read the answers."""
    now = FormVersion.objects.filter(code=form.code, state=FormState.PUBLISHED).order_by(
        "-decided_at", "-proposed_at"
    )
    tools = now.values_list("tool", flat=True)[:1]
    return any(tool != form.tool for tool in tools)


@command
def form_decide(*, form: UUID, publish: bool, by: Actor) -> None:
    """Publish what another put forward, or turn it down."""
    require(by, Action.PROGRAMME_APPROVE)
    found = FormVersion.objects.filter(pk=form).first()
    if found is None:
        raise NotFound
    decided_by_another(by.ref, found.proposed_by).or_refuse(kind="person")
    rules.can_decide(found.state).or_refuse()
    with connection.cursor() as cursor:
        cursor.execute("SELECT instruments_form_decide(%s, %s)", [form, publish])
        if cursor.fetchone()[0] is None:
            raise NotFound
    event = EventType.FORM_PUBLISHED if publish else EventType.FORM_REFUSED
    audit.record(event, by=by, code=f"{found.code}@{found.version}")
