"""The process in which a sent picture is taken apart and painted anew. It is given bytes and may do nothing else.

Run as a program of its own, by path, with nothing of Wasl imported: bytes come in at one end, plain pictures go out
at the other. Before it looks at the first byte it gives up every file, every connection, every child and every limit
that it does not need, so that whoever finds a hole in a decoder sits in an empty room with a few seconds left.
"""

import ctypes
import importlib
import io
import resource
import signal
import sys
from typing import Any

from PIL import Image, ImageFile, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin

KINDS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS, LONGEST_SIDE, SHORTEST_SIDE = 50_000_000, 20_000, 64
PAGE_EDGE, SMALL_EDGE = 2200, 320
QUALITIES = (82, 74, 64, 52)
MOST_PAGE_BYTES = 1_300_000
MOST_PDF_PAGES = 6
POINTS_ENLARGED = 4.0
MEMORY = 768 << 20
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
ORIENTATION = 0x0112
WHITE = (255, 255, 255)
PLUGINS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin)


class No(Exception):
    """A picture that is not kept, and why, as a code."""


def shut_in(pdf: bool, seconds: int) -> Any:
    """Load what is needed, then close every door. No descriptor can be made after this, so neither file nor socket."""
    reader = importlib.import_module("pypdfium2") if pdf else None
    for kind in KINDS:
        warmed(kind)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # the first second over is told by a signal, the next one ends it
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(what, (most, most))
    return reader


def warmed(kind: str) -> None:
    """Decoders load parts of themselves when they are first used: they are used while files can still be opened."""
    first, turned = io.BytesIO(), Image.Exif()
    turned[ORIENTATION] = 6
    Image.new("RGB", (8, 8)).save(first, kind, exif=turned)
    with Image.open(first, formats=[kind]) as image:
        image.thumbnail((4, 4), reducing_gap=2.0)
        ImageOps.exif_transpose(image).save(io.BytesIO(), "JPEG", optimize=True)


def pages_of(content: bytes, reader: Any) -> list[Image.Image]:
    """Every page of what was sent, no larger than a page is kept."""
    if reader is not None:
        return pdf_pages(content, reader)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with Image.open(io.BytesIO(content), formats=KINDS) as image:
        width, height = image.size
        if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
            raise No("picture_too_many_pixels")
        if min(width, height) < SHORTEST_SIDE:
            raise No("picture_tiny")
        if image.format in ("PNG", "WEBP") and getattr(image, "is_animated", False):
            raise No("picture_moving")
        image.draft("RGB", (PAGE_EDGE, PAGE_EDGE))
        image.thumbnail((PAGE_EDGE, PAGE_EDGE), reducing_gap=2.0)
        return [upright(image)]


def upright(image: Image.Image) -> Image.Image:
    """Turned as the camera was held; a camera that tells nonsense about itself is not believed."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - whatever a hostile tag does to its reader, the pixels are what counts
        return image.copy()


def pdf_pages(content: bytes, reader: Any) -> list[Image.Image]:
    """Each page painted as a picture: no script, no form, no link and no text of it is left."""
    try:
        document = reader.PdfDocument(content)
    except reader.PdfiumError as error:
        raise No("pdf_locked" if "assword" in str(error) else "picture_broken") from None
    if len(document) > MOST_PDF_PAGES:
        raise No("pdf_too_many_pages")
    if len(document) == 0:
        raise No("picture_broken")
    found = []
    for page in document:
        width, height = page.get_size()
        if not (0 < width < LONGEST_SIDE and 0 < height < LONGEST_SIDE):
            raise No("picture_broken")
        scale = min(PAGE_EDGE / max(width, height), POINTS_ENLARGED)
        if min(width, height) * scale < SHORTEST_SIDE:
            raise No("picture_tiny")
        found.append(page.render(scale=scale, may_draw_forms=False).to_pil())
        page.close()
    return found


def plain(image: Image.Image, edge: int) -> Image.Image:
    """The pixels on white paper and nothing that came with them."""
    if image.mode.startswith("I") or image.mode == "F":
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or (image.mode == "P" and "transparency" in image.info):
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, WHITE)
        paper.paste(image, mask=image.getchannel("A"))
    else:
        paper = Image.new("RGB", image.size, WHITE)
        paper.paste(image.convert("RGB"))
    paper.thumbnail((edge, edge))
    return paper


def encoded(image: Image.Image) -> bytes:
    """As good as it can be within what a page may take; only a picture of mere noise has to become smaller."""
    while True:
        for quality in QUALITIES:
            out = io.BytesIO()
            image.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= MOST_PAGE_BYTES:
                return out.getvalue()
        image = image.resize((max(1, image.width * 2 // 3), max(1, image.height * 2 // 3)))


def answer(content: bytes, reader: Any) -> bytes:
    """How many pages, each with its length, and last the first page in small."""
    try:
        pages = pages_of(content, reader)
        whole = [encoded(plain(page, PAGE_EDGE)) for page in pages]
        small = encoded(plain(pages[0], SMALL_EDGE))
    except No as no:
        return b"NO" + str(no).encode()
    except (MemoryError, Image.DecompressionBombError):
        return b"NO" + b"picture_too_many_pixels"
    except Exception:  # noqa: BLE001 - what breaks a decoder is a broken picture, whatever it raises
        return b"NO" + b"picture_broken"
    parts = [len(part).to_bytes(4, "big") + part for part in (*whole, small)]
    return b"OK" + bytes([len(whole)]) + b"".join(parts)


def main() -> None:
    kind, seconds = sys.argv[1:]
    reader = shut_in(kind == "pdf", int(seconds))
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read(), reader))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
