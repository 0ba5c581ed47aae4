"""Families with whole histories, written into the house by the demo's bulk writer whatever else lives there already."""

import base64
from datetime import timedelta
from uuid import UUID

import psycopg

from tests.cast import CAST
from tests.pictures.drawn import photo
from tests.protection import matrix
from tests.protection.matrix import Family
from tests.worlds import House
from wasl.kernel.clock import today
from wasl.kernel.refs import new_id, new_page_code
from wasl.runtime.pictures import cleaned
from wasl.vault.client import Plain

SEED = 19


def populate(house: House, families: int, seed: int = SEED) -> list[Family]:
    """New families, spread over the teams; those first that have whatever an address may name."""
    from wasl.interfaces.cli.demo import loading
    from wasl.interfaces.cli.demo.desks import Desks
    from wasl.journey import bulk

    desks = Desks.seen_by(member.username for member in CAST)
    written = set()
    try:
        for chunk in loading.chunks(loading.place_for(desks, today()), families, seed, []):
            by = desks.writer(chunk[0].team)
            if by is not None:
                bulk.write(chunk, by=by)
                written |= {family.ref for family in chunk}
    finally:
        desks.close()
    with_pictures(house, written)
    with_an_hour_ahead(house, written)
    with_papers(house, written)
    found = [one for one in matrix.families(house) if one.file in written]
    needed = set(matrix.TABLES.values())
    return sorted(found, key=lambda one: (len(needed - set(one.rows)), -len(one.rows)))


def with_an_hour_ahead(house: House, files: set[UUID]) -> None:
    """Every family that has an appointment has one to come that all of it may know, whichever day of the week it is."""
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute(
            "UPDATE appointments_appointment SET state = 'planned', circle = 'family', reason = '', "
            "settled_by = NULL, settled_at = NULL WHERE id IN (SELECT DISTINCT ON (file_id) id "
            "FROM appointments_appointment WHERE file_id = ANY (%s) ORDER BY file_id, day DESC, id)",
            [list(files)],
        )


def with_papers(house: House, files: set[UUID]) -> None:
    """A sheet of paper for each family's household, out to be typed back."""
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        (version,) = everything.execute(
            "SELECT version FROM instruments_formversion WHERE code = 'rcsi' AND state = 'published' "
            "ORDER BY decided_at DESC LIMIT 1"
        ).fetchone() or ("",)
        for file, team in everything.execute(
            "SELECT file_id, team_id FROM casefile_file WHERE file_id = ANY (%s)", [list(files)]
        ).fetchall():
            everything.execute(
                "INSERT INTO instruments_paper (id, file_id, team_id, code, instrument, version, language, who, state, "
                "printed_by, printed_on, until) VALUES (%s, %s, %s, %s, 'rcsi', %s, 'ar', "
                "'household', 'out', %s, %s, %s)",
                [
                    new_id(),
                    file,
                    team,
                    new_page_code(),
                    version,
                    new_id(),
                    today(),
                    today() + timedelta(days=60),
                ],
            )


def with_pictures(house: House, files: set[UUID]) -> None:
    """A picture of a paper for each family's head, written behind the scenes: the demo's histories have none."""
    picture = cleaned(photo(200, 300))
    from wasl.vault.services import client

    with psycopg.connect(house.dsn("wasl_super")) as everything:
        heads = everything.execute(
            "SELECT id, file_id, team_id FROM people_person WHERE role = 'head' AND active AND file_id = ANY (%s)",
            [list(files)],
        ).fetchall()
        fields = (("files:page1", picture.pages[0]), ("files:small", picture.small))
        for person, file, team in heads:
            scan = new_id()
            plains = [
                Plain(scan, field, person, file, team, base64.b64encode(content).decode())
                for field, content in fields
            ]
            everything.execute(
                "INSERT INTO casefile_scan (id, file_id, team_id, person_id, kind, document, circle, pages, added_at, "
                "removed_why) VALUES (%s, %s, %s, %s, 'document', 'DOC01', 'family', 1, now(), '')",
                [scan, file, team, person],
            )
            for (field, _content), value in zip(fields, client().seal(plains).values, strict=True):
                everything.execute(
                    "INSERT INTO vault_sealed (owner, field, subject, file_id, team_id, sealed) "
                    "VALUES (%s, %s, %s, %s, %s, %s)",
                    [scan, field, person, file, team, value],
                )
