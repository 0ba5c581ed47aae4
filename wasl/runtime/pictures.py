"""Pictures that people send: taken apart and painted anew in a helper that can do nothing else, never kept as sent.

What comes back is looked at again here, by a reader that decodes nothing: only pixels under a bare frame pass, no
camera's notes, no second file behind the end. The web process itself never hands a sent byte to a decoder.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from signal import SIGXCPU

from wasl.kernel.errors import Invalid

HELPER = Path(__file__).with_name("picture_helper.py")
SECONDS, CPU_SECONDS = 30.0, 12
AT_ONCE = 2
MOST_PAGES = 6
MOST_PAGE_BYTES = 1_300_000
MOST_ANSWER = (MOST_PAGES + 1) * (MOST_PAGE_BYTES + 4) + 3
FIELD = "picture"
CODES = frozenset(
    {
        "picture_broken", "picture_moving", "picture_slow", "picture_tiny", "picture_too_many_pixels",
        "pdf_locked", "pdf_too_many_pages",
    }
)  # fmt: skip
_room = threading.BoundedSemaphore(AT_ONCE)

#: what a file that is no picture of ours begins with, where there is something better to say than "not this kind"
HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")


@dataclass(frozen=True)
class Picture:
    """What is left of a sent picture: its pages, and the first one in small. Nothing else makes one but `cleaned`."""

    pages: tuple[bytes, ...]
    small: bytes


def kind_of(content: bytes) -> str:
    """`picture` or `pdf` by the first bytes; the name and the type that came with the file tell nothing."""
    if not content.strip(b"\0 \t\r\n"):
        raise Invalid(FIELD, "picture_empty")
    if content.startswith(b"\xff\xd8\xff") or content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "picture"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "picture"
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content[4:8] == b"ftyp" and content[8:12] in HEIF_BRANDS:
        raise Invalid(FIELD, "picture_heic")
    raise Invalid(FIELD, "picture_kind")


def cleaned(content: bytes) -> Picture:
    """The picture painted anew, or `Invalid` with the reason; it never takes longer than half a minute."""
    kind = kind_of(content)
    if not _room.acquire(timeout=SECONDS):
        raise Invalid(FIELD, "picture_slow")
    try:
        return _read(_painted(content, kind))
    finally:
        _room.release()


def _decoders() -> list[str]:
    """The folders of the packages that the helper loads; they are found here and loaded there only."""
    specs = (importlib.util.find_spec(package) for package in ("PIL", "pypdfium2"))
    return sorted({str(Path(spec.origin).parents[1]) for spec in specs if spec and spec.origin})


def _painted(content: bytes, kind: str) -> bytes:
    """What the helper answers. It is ended when its time is over, and no more of it is read than a picture can be."""
    helper = subprocess.Popen(
        # nothing of the caller's surroundings: only where the decoders lie, wherever this process found them
        [sys.executable, "-s", "-P", str(HELPER), kind, str(CPU_SECONDS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"LC_ALL": "C.UTF-8", "PYTHONPATH": os.pathsep.join(_decoders())},
        start_new_session=True,
    )
    assert helper.stdin is not None  # noqa: S101 - both are pipes
    assert helper.stdout is not None  # noqa: S101
    late = threading.Event()

    def end() -> None:
        late.set()
        helper.kill()

    clock = threading.Timer(SECONDS, end)
    giving = threading.Thread(target=_give, args=(helper, content), daemon=True)
    clock.start()
    giving.start()
    try:
        answer = helper.stdout.read(MOST_ANSWER + 1)
    finally:
        clock.cancel()
        helper.kill()
        code = helper.wait()
        giving.join()
        helper.stdout.close()
    if answer:
        return answer
    raise Invalid(FIELD, "picture_slow" if late.is_set() or code == -SIGXCPU else "picture_broken")


def _give(helper: subprocess.Popen[bytes], content: bytes) -> None:
    """Its own thread, since a helper that ends early reads no further."""
    assert helper.stdin is not None  # noqa: S101
    with suppress(OSError):
        helper.stdin.write(content)
    with suppress(OSError):
        helper.stdin.close()


def _read(answer: bytes) -> Picture:
    """The helper is not believed: what it says is measured and looked at."""
    if answer.startswith(b"NO"):
        code = answer[2:].decode("ascii", "replace")
        raise Invalid(FIELD, code if code in CODES else "picture_broken")
    parts, at = [], 3
    while answer.startswith(b"OK") and at + 4 <= len(answer):
        length = int.from_bytes(answer[at : at + 4], "big")
        parts.append(answer[at + 4 : at + 4 + length])
        at += 4 + length
    pages = tuple(parts[:-1])
    if at != len(answer) or not 1 <= len(pages) <= MOST_PAGES or len(pages) != answer[2]:
        raise Invalid(FIELD, "picture_broken")
    if not all(is_plain(part) for part in parts):
        raise Invalid(FIELD, "picture_broken")
    return Picture(pages, parts[-1])


START, END, SCAN = 0xD8, 0xD9, 0xDA
#: the frame of a plain JPEG: its own header, tables, size, restart interval; no notes, no comment
JFIF, LONGEST_JFIF = 0xE0, 16
FRAMES = frozenset({0xC0, 0xC1, 0xC2})
PARTS = FRAMES | {0xDB, 0xC4, 0xDD}
RESTARTS = range(0xD0, 0xD8)


def is_plain(content: bytes) -> bool:
    """Whether these bytes are one JPEG and nothing but pixels: every part is one that a picture needs, to the end."""
    if len(content) > MOST_PAGE_BYTES or content[:2] != bytes((0xFF, START)):
        return False
    at = 2
    while at + 4 <= len(content):
        mark, code = content[at], content[at + 1]
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if mark != 0xFF or length < 2:
            return False
        if code == SCAN:
            at = _after_scan(content, at + 2 + length)
            if content[at : at + 2] == bytes((0xFF, END)):
                return at + 2 == len(content)
            continue
        if code == JFIF:
            if length > LONGEST_JFIF or content[at + 4 : at + 9] != b"JFIF\0":
                return False
        elif code not in PARTS:
            return False
        at += 2 + length
    return False


def size_of(content: bytes) -> tuple[int, int]:
    """Width and height of a plain picture, from its frame."""
    at = 2
    while content[at + 1] not in FRAMES:
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    height, width = content[at + 5 : at + 7], content[at + 7 : at + 9]
    return int.from_bytes(width, "big"), int.from_bytes(height, "big")


def _after_scan(content: bytes, at: int) -> int:
    """Where the pixels of a scan end: at the next mark that is neither a stuffed byte nor a restart."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        if content[at + 1] != 0 and content[at + 1] not in RESTARTS:
            return at
        at += 2
    return len(content)
