"""Everything that is done in a case, compared row by row in every table: one envelope and one line that names it."""

from collections.abc import Callable
from uuid import UUID

import psycopg
import pytest

from tests.cast import HUDA
from tests.lines.conftest import Kin
from tests.protection.test_a_sealed_note_leaves_no_trace import difference
from tests.worlds import House

Do = Callable[..., object]


def every_act(house: House, kin: Kin, code: str) -> list[tuple[str, Callable[[], object]]]:
    from wasl.access.work import unit_of_work
    from wasl.lines import selectors, services
    from wasl.lines.enums import About, Answer, Pace, State, StepKind, Who

    huda = house.actor(HUDA)

    def step() -> UUID:
        with unit_of_work(huda.token):
            return selectors.case(code, viewer=huda).case.steps[0].ref

    return [
        ("words", lambda: services.words_add(code=code, about=About.NEED, text="دواء", by=huda)),
        ("contact", lambda: services.contact_set(code=code, text="صباحًا فقط", by=huda)),
        ("step", lambda: services.step_add(
            code=code, kind=StepKind.HEALTH, pace=Pace.SOON, text="x" * 900, to="عيادة", by=huda)),
        ("decide", lambda: services.step_decide(
            code=code, step=step(), who=Who.HER, answer=Answer.YES, informed=True, alone=True, by=huda)),
        ("slip", lambda: services.slip_print(code=code, step=step(), by=huda)),
        ("finish", lambda: services.step_finish(code=code, step=step(), by=huda)),
        ("safety", lambda: services.safety_set(code=code, plan={"signs": "صوت الباب"}, paper=True, by=huda)),
        ("plan", lambda: services.plan_print(code=code, by=huda)),
        ("state", lambda: services.state_set(code=code, state=State.PAUSED, by=huda)),
    ]  # fmt: skip


def begun(house: House, kin: Kin) -> str:
    from wasl.casefile.enums import SealedLine
    from wasl.lines.services import case_open

    return case_open(file=kin.file, person=kin.mother, line=SealedLine.GBV, by=house.actor(HUDA))


@pytest.mark.requirement("R030", "P2")
def test_each_act_adds_one_envelope_and_lines_that_name_nobody(lines: House, kin: Kin):
    codes: list[str] = []
    told = difference(lines, lambda: codes.append(begun(lines, kin)))
    for _, act in every_act(lines, kin, codes[0]):
        rows = difference(lines, act)
        assert set(rows) == {"vault_envelope", "audit_event"}
        assert len(rows["vault_envelope"]) == 1
        told = {table: told.get(table, set()) | rows[table] for table in rows}
    text = "\n".join(row for rows in told.values() for row in rows)
    for secret in (kin.file, kin.number, kin.mother, kin.girl, codes[0], "gbv", "health", "paused"):
        assert str(secret) not in text
    with psycopg.connect(lines.dsn("wasl_super")) as everything:
        sizes = everything.execute("SELECT DISTINCT length(sealed) FROM vault_envelope").fetchall()
    assert len(sizes) <= 2


@pytest.mark.requirement("R030", "P2")
@pytest.mark.parametrize("role", ["wasl_web", "wasl_worker", "wasl_report", "wasl_backup", "wasl_vault"])
def test_no_role_of_the_database_reads_of_whom_it_is(lines: House, kin: Kin, role: str):
    """Every table and every row that the role may read holds the code nowhere, and the family beside no envelope."""
    code = begun(lines, kin)
    for _, act in every_act(lines, kin, code)[:3]:
        act()
    with psycopg.connect(lines.dsn("wasl_super")) as everything:
        envelopes = {str(row[0]) for row in everything.execute("SELECT id FROM vault_envelope")}
        tables = [
            row[0] for row in everything.execute(
                "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'v', 'm') "
                "AND has_table_privilege(%s, c.oid, 'SELECT')", [role],
            )
        ]  # fmt: skip
    with psycopg.connect(lines.dsn(role)) as seen:
        for table in tables:
            if table == "vault_envelope":
                continue
            for (row,) in seen.execute(f"SELECT t::text FROM {table} t").fetchall():
                assert code not in row
                if str(kin.file) in row or str(kin.mother) in row:
                    assert not any(envelope in row for envelope in envelopes), table


def test_an_act_that_touches_the_file_or_keeps_a_row_of_its_own_is_caught(
    lines: House, kin: Kin, monkeypatch: pytest.MonkeyPatch
):
    """The planted fault: what was written is recorded as all other services record, with the file."""
    from wasl.audit import services as audit
    from wasl.audit.enums import EventType
    from wasl.lines import services

    code = begun(lines, kin)
    honest = services._write

    def careless(card, act, more, by, *, to=None):
        honest(card, act, more, by, to=to)
        audit.record(EventType.SEALED_WRITTEN, by=by, file=card.file, person=card.person)

    monkeypatch.setattr(services, "_write", careless)
    rows = difference(lines, every_act(lines, kin, code)[0][1])
    assert any(str(kin.file) in row for found in rows.values() for row in found)
