"""The doctor: well when all is well, and each thing that can be wrong is found when it is made wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.cli.commands import Place
from wasl.interfaces.cli import doctor
from wasl.interfaces.cli.doctor_database import examine
from wasl.runtime.oneshot import running


@pytest.fixture(scope="module")
def owner(demo: Place) -> Iterator[str]:
    instance = demo.instance
    with running(instance.home, instance.settings) as database:
        yield database.dsn("wasl_owner")


@contextmanager
def made_wrong(dsn: str, wrong: str, right: str) -> Iterator[None]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(wrong.encode())
        try:
            yield
        finally:
            connection.execute(right.encode())


def wrong_ones(dsn: str) -> dict[str, str]:
    return {check.name: check.detail for check in examine(dsn) if not check.ok}


def test_a_new_instance_is_well_and_every_check_says_so(demo: Place) -> None:
    said = demo.wasl("doctor", "--json")
    checks: list[dict[str, Any]] = said.document["checks"]
    assert [check for check in checks if not check["ok"]] == []
    assert said.code == 0
    assert all(set(check) == {"name", "ok", "detail", "remedy"} for check in checks)
    assert {"row-level security", "migrations", "vault", "roles", "durability"} <= {
        check["name"] for check in checks
    }


def test_a_setting_that_cannot_be_read_is_a_finding_like_any_other(demo: Place) -> None:
    said = demo.wasl("doctor", "--json", WASL_PORT="eight thousand")
    assert said.code == 1
    (check,) = said.document["checks"]
    assert (check["name"], check["ok"]) == ("settings", False)
    assert "WASL_PORT" in check["detail"]
    assert "docs/settings.md" in check["remedy"]


def test_a_misspelt_setting_is_found(demo: Place) -> None:
    said = demo.wasl("doctor", "--json", WASL_PROT="8001")
    assert said.code == 1
    assert any("WASL_PROT" in check["detail"] for check in said.document["checks"] if not check["ok"])


@pytest.mark.parametrize(
    ("wrong", "right", "check", "named"),
    [
        (
            "ALTER TABLE casefile_need NO FORCE ROW LEVEL SECURITY",
            "ALTER TABLE casefile_need FORCE ROW LEVEL SECURITY",
            "row-level security",
            "casefile_need",
        ),
        (
            "ALTER TABLE vault_sealed DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE vault_sealed ENABLE ROW LEVEL SECURITY",
            "row-level security",
            "vault_sealed",
        ),
        (
            "CREATE TABLE notes_of_somebody (file_id uuid); GRANT SELECT ON notes_of_somebody TO wasl_web",
            "DROP TABLE notes_of_somebody",
            "row-level security",
            "notes_of_somebody",
        ),
        (
            "GRANT SELECT ON access_session TO wasl_web",
            "REVOKE SELECT ON access_session FROM wasl_web",
            "rights of the web",
            "SELECT on access_session",
        ),
        (
            "GRANT DELETE ON audit_event TO wasl_web",
            "REVOKE DELETE ON audit_event FROM wasl_web",
            "rights of the web",
            "DELETE on audit_event",
        ),
        (
            "UPDATE django_migrations SET name = '0002_other' WHERE app = 'people' AND name = '0002_protect'",
            "UPDATE django_migrations SET name = '0002_protect' WHERE app = 'people' AND name = '0002_other'",
            "migrations",
            "people.0002_protect",
        ),
    ],
)
def test_what_is_made_wrong_in_the_database_is_found(
    owner: str, wrong: str, right: str, check: str, named: str
) -> None:
    assert wrong_ones(owner) == {}
    with made_wrong(owner, wrong, right):
        found = wrong_ones(owner)
    assert list(found) == [check]
    assert named in found[check]


def test_a_key_that_others_can_read_is_found(demo: Place) -> None:
    key = demo.instance.keyring_folder / "practice.key"
    key.chmod(0o644)
    try:
        assert not doctor.keys(demo.instance).ok
    finally:
        key.chmod(0o600)
    assert doctor.keys(demo.instance).ok


def test_a_home_without_an_instance_is_told(empty: Place) -> None:
    said = empty.wasl("doctor", "--json")
    wrong = [check for check in said.document["checks"] if not check["ok"]]
    assert [check["name"] for check in wrong] == ["instance"]
    assert "wasl init" in wrong[0]["remedy"]
