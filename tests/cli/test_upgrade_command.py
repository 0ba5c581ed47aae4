"""`wasl upgrade` on a real instance: families made under the oldest PostgreSQL open under the newest, and back."""

from pathlib import Path

import pytest

from tests.cli.commands import Place, place, serving
from tests.runtime.places import SERVERS

OLD, NEW = min(one.major for one in SERVERS), max(one.major for one in SERVERS)
OLDEST = str(min(SERVERS, key=lambda one: one.major).bin)


def people_found(home: Place) -> int:
    """How many the vault finds by name: it decrypts every one of them while it opens."""
    with serving(home) as up:
        assert up.ready()
        doctor = home.wasl("doctor", "--json")
        assert [check for check in doctor.document["checks"] if not check["ok"]] == []
        told = next(check for check in doctor.document["checks"] if check["name"] == "server version")
        assert int(told["detail"]) in (OLD, NEW)
        assert home.wasl("audit", "verify", "--json").document["ok"] is True
        return int(home.wasl("unseal", "--json").document["people"])


@pytest.mark.prove
@pytest.mark.skipif(OLD == NEW, reason="only one major version is installed here")
def test_sealed_names_and_the_record_open_after_the_upgrade_and_after_the_way_back() -> None:
    with place() as home:
        made = home.wasl("demo", "--no-serve", "--families", "3", "--json", WASL_PG_BIN=OLDEST)
        assert made.code == 0, made.err
        people = made.document["people"]
        assert people >= 3
        assert people_found(home) == people
        with serving(home):
            assert home.wasl("upgrade").code == 1
        done = home.wasl("upgrade", "--to", str(NEW), "--json")
        assert done.code == 0, done.err
        assert (done.document["from"], done.document["to"]) == (OLD, NEW)
        assert done.document["rows"] > 100
        assert people_found(home) == people
        assert home.wasl("upgrade", "--json").document["to"] == NEW, "nothing newer is here"
        refused = home.wasl("upgrade", "--back")
        assert refused.code == 1, "the look for people was written into the record"
        assert "--lose-changes" in refused.err
        back = home.wasl("upgrade", "--back", "--lose-changes", "--json")
        assert (back.document["from"], back.document["to"]) == (NEW, OLD)
        assert Path(back.document["witness"]).exists(), "what was left behind stays proved"
        assert people_found(home) == people
        assert len(home.wasl("upgrade", "--forget", "--json").document["forgotten"]) == 1


def test_a_server_that_somebody_else_runs_is_left_to_them(empty: Place) -> None:
    said = empty.wasl("upgrade", WASL_DATABASE_URL="postgresql://db.ministry/registry")
    assert said.code == 1
    assert "somebody else" in said.err
