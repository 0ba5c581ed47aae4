"""More than a hundred files that mean harm are sent as pictures: each is answered in words or painted anew."""

import time
from typing import Any

import pytest

from tests.entry.desk import contexts_are_kept
from tests.pictures.album import browser_of, send, stored
from tests.pictures.drawn import PAYLOAD, photo
from tests.pictures.hostile import Hostile, hostile
from tests.stories.umm_ahmed import Family, receive
from tests.worlds import House
from wasl.runtime import pictures

__all__ = ["contexts_are_kept"]


@pytest.fixture(scope="module")
def corpus() -> list[Hostile]:
    from tests.entry.test_hostile_lists import hostile as hostile_lists

    found = [*hostile(), *hostile_lists()]
    assert len(found) >= 200
    return found


@pytest.fixture
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What never ends is given up sooner than at a centre, so that these tests are not the ones that wait."""
    monkeypatch.setattr(pictures, "CPU_SECONDS", 2)


def as_sent(house: House, family: Family, sent: list[bytes]) -> list[bytes]:
    """Whatever lies in the vault as it came, or with the payload still in it."""
    there = [page for scan in stored(house, family).values() for page in scan]
    return [page for page in there if page in sent or PAYLOAD in page]


@pytest.mark.requirement("P2")
@pytest.mark.usefixtures("in_a_hurry")
def test_no_hostile_file_breaks_hangs_or_is_kept_as_it_came(house: House, corpus: list[Hostile]):
    family, browser = receive(house), browser_of(house)
    people = list(family.people)
    kept, slow = 0, []
    for number, (name, filename, content) in enumerate(corpus):
        started = time.monotonic()
        answer = send(browser, family, people[number % len(people)], content, filename)
        took = time.monotonic() - started
        if took > 20:
            slow.append((name, took))
        if answer.status_code == 302:
            kept += 1
            continue
        assert answer.status_code == 422, (name, answer.status_code)
        assert answer.context["form"].errors["file"], name
    assert not slow
    assert len(stored(house, family)) == kept > 20
    assert not as_sent(house, family, [content for _, _, content in corpus])
    assert send(browser, family, "sundus", photo()).status_code == 302, (
        "a good picture is taken by the same page"
    )


def test_the_same_look_finds_a_picture_that_was_kept_as_it_came(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    """The planted fault: nobody paints anew, and nobody looks again."""
    from wasl.casefile.services import scans as services
    from wasl.interfaces.web.views import scans as views

    def forgetful(content: bytes) -> pictures.Picture:
        return pictures.Picture((content,), content)

    family, browser = receive(house), browser_of(house)
    monkeypatch.setattr(views, "cleaned", forgetful)
    assert send(browser, family, "sundus", photo()).status_code == 422, "the service itself looks again"
    monkeypatch.setattr(services, "is_plain", lambda content: True)
    assert send(browser, family, "sundus", photo()).status_code == 302
    assert as_sent(house, family, []), "the payload lies in the vault, and is found"


def test_a_helper_that_lies_is_not_believed(monkeypatch: pytest.MonkeyPatch):
    """Whoever takes over the decoder can still say nothing but pixels."""
    from wasl.kernel.errors import Invalid

    sent = photo()
    parts = len(sent).to_bytes(4, "big") + sent
    answers: list[bytes] = [
        b"OK\x01" + parts * 2,
        b"OK\x02" + parts,
        b"OK\x01" + b"\xff\xff\xff\xff" + sent,
        b"OK\x07" + parts * 8,
        b"NO" + b"<script>",
        b"<html>",
        b"OK\x01" + parts[:-1],
    ]
    for answer in answers:
        monkeypatch.setattr(pictures, "_painted", lambda content, kind, told=answer: told)
        with pytest.raises(Invalid) as refused:
            pictures.cleaned(sent)
        assert refused.value.code == "picture_broken"


def test_the_room_of_the_helper_is_empty():
    """No file, no connection, no child, no memory beyond its own: asked from inside."""
    import subprocess
    import sys

    asked = f"""
import importlib.util, os, socket, subprocess
spec = importlib.util.spec_from_file_location("helper", {str(pictures.HELPER)!r})
helper = importlib.util.module_from_spec(spec)
spec.loader.exec_module(helper)
helper.shut_in(False, 5)
def tries(name, what):
    try:
        what()
    except (OSError, MemoryError) as error:
        print(name, type(error).__name__)
    else:
        print(name, "POSSIBLE")
tries("file", lambda: os.open("/etc/passwd", os.O_RDONLY))
tries("new file", lambda: os.open("/tmp/left-behind", os.O_CREAT | os.O_WRONLY))
tries("connection", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM))
tries("pipe", os.pipe)
tries("child", lambda: subprocess.run(["/bin/true"]))
tries("memory", lambda: bytearray(1 << 30))
"""
    said = subprocess.run([sys.executable, "-I", "-c", asked], capture_output=True, text=True, check=False)
    lines = dict(line.rsplit(" ", 1) for line in said.stdout.splitlines())
    assert set(lines) == {"file", "new file", "connection", "pipe", "child", "memory"}, said.stderr
    assert "POSSIBLE" not in lines.values(), lines


def test_a_helper_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Any):
    from wasl.kernel.errors import Invalid

    asleep = tmp_path / "asleep.py"
    asleep.write_text("import time\ntime.sleep(600)\n")
    monkeypatch.setattr(pictures, "HELPER", asleep)
    monkeypatch.setattr(pictures, "SECONDS", 0.5)
    started = time.monotonic()
    with pytest.raises(Invalid) as refused:
        pictures.cleaned(photo())
    assert refused.value.code == "picture_slow"
    assert time.monotonic() - started < 10
