"""The demo's instance: an account for each role, keys and passwords closed to others, the same when run again."""

import json
from typing import Any

import psycopg
import pytest

from tests.cli.commands import Place
from wasl.access.policy import STAND_IN
from wasl.programme import load
from wasl.runtime.oneshot import running


def accounts(home: Place) -> list[dict[str, str]]:
    listed: list[dict[str, str]] = json.loads(home.instance.accounts_file.read_text(encoding="utf-8"))
    return listed


def query(home: Place, sql: str, role: str = "wasl_owner") -> list[Any]:
    instance = home.instance
    with (
        running(instance.home, instance.settings) as database,
        psycopg.connect(database.dsn(role)) as connection,
    ):
        return connection.execute(sql.encode()).fetchall()


def test_every_role_of_the_programme_can_sign_in(demo: Place) -> None:
    roles = load(demo.instance.programme_folder).roles
    listed = accounts(demo)
    # whoever stands in for a colleague is given that by a cover, never by an account
    assert {one["role"] for one in listed} == set(roles) - {STAND_IN}
    assert all(set(one) == {"username", "password", "role", "name"} for one in listed)
    assert len({one["password"] for one in listed}) == len(listed)
    assert sum(one["role"] == "caseworker" for one in listed) > 1


def test_passwords_and_keys_are_closed_to_others(demo: Place) -> None:
    instance = demo.instance
    places = [
        instance.accounts_file,
        instance.home.path / "instance.json",
        *instance.keyring_folder.iterdir(),
    ]
    assert [place for place in places if place.stat().st_mode & 0o077] == []
    assert instance.keyring_folder.stat().st_mode & 0o077 == 0


def test_running_it_again_keeps_everything(demo: Place) -> None:
    before, keys = accounts(demo), (demo.instance.keyring_folder / "keyring.json").read_bytes()
    said = demo.wasl("demo", "--no-serve", "--families", "0", "--json")
    assert said.code == 0, said.err
    assert said.document == {"families": 0, "people": 0, "accounts": len(before)}
    assert accounts(demo) == before
    assert (demo.instance.keyring_folder / "keyring.json").read_bytes() == keys


def test_making_it_again_gives_no_second_administrator(demo: Place) -> None:
    said = demo.wasl("init", "--json")
    assert said.code == 0, said.err
    assert said.document["administrator"] == {"username": "administrator", "password": None}
    assert query(demo, "SELECT count(*) FROM access_account WHERE username = 'administrator'") == [(1,)]


def test_whoever_manages_accounts_reaches_no_file(demo: Place) -> None:
    sql = "SELECT DISTINCT reach, team_id, site_id, classes FROM access_membership WHERE role = 'system-administrator'"
    assert query(demo, sql) == [("granted", None, None, ["accounts"])]
    of_files = """SELECT count(*) FROM access_grant g JOIN access_account a ON a.id = g.account_id
                  WHERE a.username = 'basim'"""
    assert query(demo, of_files) == [(0,)]


def test_a_supervisor_reaches_her_team_and_a_manager_her_centre(demo: Place) -> None:
    sql = """SELECT m.reach, t.code, s.code FROM access_membership m JOIN access_account a ON a.id = m.account_id
             LEFT JOIN access_team t ON t.id = m.team_id LEFT JOIN access_site s ON s.id = m.site_id
             WHERE a.username IN ('nadia', 'zainab') ORDER BY a.username"""
    assert query(demo, sql) == [("team", "al-amal-a", None), ("site", None, "al-amal")]


def test_every_account_and_role_stands_in_the_record(demo: Place) -> None:
    people = query(demo, "SELECT count(*) FROM access_account")[0][0]
    posts = query(demo, "SELECT count(*) FROM access_membership")[0][0]
    counted = dict(query(demo, "SELECT event, count(*) FROM audit_event GROUP BY event"))
    assert (counted["account_created"], counted["membership_given"]) == (people, posts)


def test_the_offices_that_families_meet_name_neither_centre_nor_programme(demo: Place) -> None:
    named = query(demo, "SELECT name_ar, name_ckb, name_en, code FROM access_site WHERE kind = 'office'")
    words = " ".join(part for row in named for part in row)
    assert len(named) == 19
    assert not any(word in words.lower() for word in ("amal", "الأمل", "ھیوا", "rehabilit", "تأهيل"))


def test_the_web_cannot_make_an_account(demo: Place) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        query(demo, "INSERT INTO access_account (id) VALUES (gen_random_uuid())", role="wasl_web")


def test_families_come_once_and_the_record_of_it_is_whole(empty: Place) -> None:
    said = empty.wasl("demo", "--no-serve", "--families", "20", "--json")
    assert said.code == 0, said.err
    assert 10 <= said.document["families"] <= 20
    assert said.document["people"] > said.document["families"]
    assert empty.wasl("demo", "--no-serve", "--families", "50", "--json").document == said.document
    assert empty.wasl("audit", "verify", "--json").document["ok"] is True
    assert empty.wasl("doctor", "--json").code == 0
