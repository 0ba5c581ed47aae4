"""kill -9 of each process in turn while notes are written: what was acknowledged is there, once, and work goes on.

The planted fault is a web process that acknowledges before it saves; the same count finds what it lost.
"""

import json
import os
import re
import signal
import time
from dataclasses import replace

import psycopg
import pytest

from tests.browser.served import Instance, Visitor, passwords_of
from tests.cli.commands import eventually, place, serving
from tests.protection.needles import Hay
from tests.protection.sweep import sweep, told
from tests.protection.writers import kept, writing
from wasl.interfaces.cli import processes
from wasl.interfaces.cli.boot import Instance as Located
from wasl.interfaces.cli.serve import free_port
from wasl.runtime.children import Running
from wasl.runtime.roles import SUPERUSER

CHILDREN = {
    "postgres": "postgres -D",
    "vault": "wasl.vault",
    "web": "interfaces.web.server",
    "worker": "interfaces.cli.worker",
}
MOST_SECONDS_TO_COME_BACK = 30.0
WRITE_SECONDS = 1.0
PASSPHRASE = "four sparrows by the river"


WORKERS = ("salma", "hadi", "maryam", "karim", "sawsan", "hero", "majid")


def a_worker_and_her_family(up: Instance) -> tuple[Visitor, str]:
    """Somebody who works with a family, signed in, and that family's number."""
    for username in WORKERS:
        visitor = up.visitor(username)
        numbers = re.findall(r"/files/([0-9A-Z]{2}-[0-9A-Z]{4})/", visitor.get("/files/?scope=mine").body)
        if numbers:
            return visitor, str(numbers[0])
    raise AssertionError("nobody works with any family")


@pytest.mark.requirement("P2")
def test_what_is_typed_into_a_served_instance_stands_in_no_log_and_no_file(running: Instance):
    hay, said = Hay(101), Hay(102)
    worker, number = a_worker_and_her_family(running)
    nobody = Visitor(running.address)
    note = {"key": "", "kind": "note", "circle": "family", "on": "2026-01-01", "person": ""}
    for _ in range(20):
        assert worker.post(f"/files/{number}/drafts/note/", {"text": hay.sentence()}).status == 200
        worker.post(f"/files/{number}/note/", note | {"text": said.sentence(), "kind": said.arabic()})
        worker.get(f"/files/{said.arabic()}/")
        worker.get(f"/{said.latin()}/?q={said.kurdish()}")
        worker.get(f"/files/?after={said.arabic()}|{said.latin()}&scope={said.arabic()}")
        nobody.get(f"/accounts/login/?next=/{said.arabic()}")
    nobody.get("/accounts/login/")
    for _ in range(3):
        nobody.post("/accounts/login/", {"login": said.arabic(), "password": said.latin()})
    found = sweep(running.home, running.cluster, hay.all + said.all)
    assert not found, told(found)


@pytest.mark.requirement("R030", "P2")
def test_the_log_does_not_tell_whose_sealed_page_was_opened(running: Instance):
    _, number = a_worker_and_her_family(running)
    assert running.visitor("huda").get(f"/files/{number}/sealed/").status == 200
    logs = "".join(path.read_text(encoding="utf-8") for path in running.home.logs.glob("*"))
    assert not [line for line in logs.splitlines() if "sealed/" in line]
    assert number not in logs


@pytest.mark.requirement("P10")
def test_nothing_acknowledged_is_lost_and_nothing_doubled_whatever_is_killed(running: Instance):
    up = running.served
    with psycopg.connect(running.cluster.dsn(SUPERUSER)) as everything:
        assert everything.execute("SHOW synchronous_commit").fetchone() == ("on",)
        assert everything.execute("SHOW fsync").fetchone() == ("on",)
    worker, number = a_worker_and_her_family(running)
    back: dict[str, float] = {}
    with writing(worker, number) as journal:
        for name, word in CHILDREN.items():
            time.sleep(WRITE_SECONDS)
            for pid in up.children(word):
                os.kill(pid, signal.SIGKILL)
            before = len(journal.acknowledged)
            back[name] = eventually(
                lambda before=before: len(journal.acknowledged) > before + 5, MOST_SECONDS_TO_COME_BACK
            )
            eventually(lambda word=word: bool(up.children(word)), MOST_SECONDS_TO_COME_BACK)
    eventually(up.ready, MOST_SECONDS_TO_COME_BACK)
    there = kept(running.cluster)
    assert len(journal.acknowledged) > 50, (journal.refused, journal.silences)
    assert journal.silences or journal.refused, "nobody noticed the kills"
    assert there.lost(journal) == set(), back
    assert there.doubled() == set()
    page = worker.get(f"/files/{number}/").body
    assert any(key in page for key in journal.acknowledged), "the newest notes stand on the page"


def test_a_web_process_that_thanks_too_early_is_found_to_lose(running: Instance):
    """The planted fault: beside ours, another web process on the same database and vault."""
    worker, number = a_worker_and_her_family(running)
    port = free_port()
    located = Located.locate(home=running.place.path, port=port)
    child = replace(processes.web(located), argv=processes.python("tests.protection.hasty"))
    planted = Running.start(child, running.place.path.parent / "hasty.log")
    try:
        with writing(replace(worker, address=f"http://localhost:{port}"), number) as journal:
            time.sleep(2 * WRITE_SECONDS)
            os.killpg(planted.process.pid, signal.SIGKILL)
    finally:
        planted.end()
    assert len(journal.acknowledged) > 5
    assert kept(running.cluster).lost(journal)


@pytest.mark.prove
@pytest.mark.requirement("P5")
def test_a_vault_with_a_passphrase_comes_back_sealed_and_says_so():
    with place() as guarded:
        said = guarded.wasl("init", "--unseal", "passphrase", "--json", stdin=f"{PASSPHRASE}\n")
        assert said.code == 0, said.err
        with serving(guarded) as up:
            assert guarded.wasl("unseal", stdin=f"{PASSPHRASE}\n").code == 0
            filled = guarded.wasl("demo", "--no-serve", "--families", "16", "--json")
            assert filled.code == 0, filled.err
            assert filled.document["families"] > 0, filled.err
            opened = Instance(guarded, up, passwords_of(guarded))
            worker, number = a_worker_and_her_family(opened)
            os.kill(up.child("wasl.vault"), signal.SIGKILL)
            eventually(
                lambda: json.loads(worker.get("/readyz").body)["vault"] == "sealed", MOST_SECONDS_TO_COME_BACK
            )
            assert worker.get("/readyz").status == 503
            assert worker.get(f"/files/{number}/").status == 200, "pages go on without names"
            note = {"key": "7b1f3c0e-9a4b-4a51-8f0e-3d3f0c5b9a10", "kind": "note", "circle": "family"}
            note |= {"on": "2026-01-01", "person": "", "text": "ملاحظة"}
            refused = worker.post(f"/files/{number}/note/", note)
            assert refused.status == 503
            for tongue in ("الأسماء مقفلة", "ناوەکان", "Names are locked"):
                assert tongue in refused.body
            assert kept(opened.cluster).rows[note["key"]] == 0
            assert guarded.wasl("unseal", stdin=f"{PASSPHRASE}\n").code == 0
            assert worker.post(f"/files/{number}/note/", note).status == 302
            assert kept(opened.cluster).rows[note["key"]] == 1
