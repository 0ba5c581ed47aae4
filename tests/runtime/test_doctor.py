"""Each check of the doctor passes on a sound instance and finds its own planted fault."""

import os
import shutil
import time
from datetime import UTC, datetime

import psycopg
import pytest

from tests.runtime.places import WHEEL
from wasl.runtime import doctor, roles
from wasl.runtime.home import Home
from wasl.runtime.postgres import Cluster
from wasl.runtime.settings import load


def test_a_sound_computer_and_database_have_nothing_to_report(running_cluster: Cluster) -> None:
    settings = load(pg_bin=running_cluster.binaries.bin)
    checks = doctor.of_this_computer(running_cluster.home, settings, {"WASL_PORT": "8000"})
    checks += doctor.of_the_database(running_cluster.dsn(roles.OWNER))
    # the tests' servers forget on purpose, for speed
    assert [check.name for check in checks if not check.ok] == ["durability"]
    assert all(check.remedy == "" for check in checks if check.ok)
    assert len({check.name for check in checks}) == len(checks) == 12


def test_a_server_that_writes_through_is_told_from_one_that_forgets(wheel_cluster: Cluster) -> None:
    wheel_cluster.start()
    with psycopg.connect(wheel_cluster.dsn("wasl_web")) as connection:
        assert doctor.durability(connection).ok
        connection.execute("SET synchronous_commit = off")
        found = doctor.durability(connection)
    assert not found.ok
    assert "synchronous_commit" in found.detail


@pytest.mark.parametrize(
    "fault", ["ALTER ROLE wasl_vault SUPERUSER", "GRANT wasl_owner TO wasl_web", "DROP ROLE wasl_backup"]
)
def test_a_role_that_is_too_mighty_or_missing_is_found(running_cluster: Cluster, fault: str) -> None:
    with psycopg.connect(running_cluster.dsn(roles.SUPERUSER, "wasl")) as connection:
        assert doctor.role_attributes(connection).ok
        if fault.startswith("DROP"):
            connection.execute("DROP OWNED BY wasl_backup")
        connection.execute(fault.encode())
        assert not doctor.role_attributes(connection).ok
        connection.rollback()


def test_a_database_that_does_not_run_is_told_once_with_a_remedy(home: Home) -> None:
    (only,) = doctor.of_the_database(f"host={home.path} user=wasl_web dbname=wasl")
    assert not only.ok
    assert "wasl serve" in only.remedy


def test_data_of_another_version_is_found(wheel_cluster: Cluster, home: Home) -> None:
    assert doctor.binaries(home, load(pg_bin=WHEEL.bin)).ok
    (home.pgdata / "PG_VERSION").write_text("14\n")
    assert not doctor.binaries(home, load(pg_bin=WHEEL.bin)).ok


def test_a_clock_in_the_past_is_found(
    wheel_cluster: Cluster, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert doctor.clock(home).ok
    control = home.pgdata / "global" / "pg_control"
    os.utime(control, (time.time() + 7200, time.time() + 7200))
    assert "before the last change" in doctor.clock(home).detail
    monkeypatch.setattr(doctor, "RELEASED", datetime(2999, 1, 1, tzinfo=UTC))
    assert "before this version" in doctor.clock(home).detail


def test_a_computer_without_the_time_zone_is_found(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "TIME_ZONE", "Asia/Nowhere")
    assert not doctor.clock(home).ok


def test_a_disk_that_is_nearly_full_is_found(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor.disk(home).ok
    monkeypatch.setattr(doctor, "SMALLEST_DISK", shutil.disk_usage(home.path).total + 1)
    assert not doctor.disk(home).ok


@pytest.mark.parametrize("opened", ["secrets", "secrets/pg_wasl_web", "logs", "pgdata"])
def test_a_home_that_others_may_read_is_found(wheel_cluster: Cluster, home: Home, opened: str) -> None:
    home.secret("pg_wasl_web")
    assert doctor.home_permissions(home).ok
    (home.path / opened).chmod(0o755)
    found = doctor.home_permissions(home)
    assert not found.ok
    assert opened in found.detail


def test_a_misspelt_setting_is_found(home: Home) -> None:
    assert not doctor.variables({"WASL_PROGRAM": "iq-al-amal"}).ok
