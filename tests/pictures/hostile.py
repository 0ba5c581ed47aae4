"""More than a hundred files that mean harm, each with a payload that must be found nowhere afterwards."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image

from tests.pictures.drawn import MARK, PAYLOAD, camera_notes, file_of, paper, photo

Hostile = tuple[str, str, bytes]
"""What it is, under which name it comes, and its bytes."""
PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, content: bytes, crc: int | None = None) -> bytes:
    told = zlib.crc32(kind + content) if crc is None else crc
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", told)


def header(width: int, height: int, depth: int = 1, color: int = 0, interlaced: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlaced))


def blank_png(width: int, height: int, *more: bytes) -> bytes:
    """A few bytes that unpack to as many points as they say."""
    rows = zlib.compress(b"\0" * ((width + 7) // 8 + 1) * height, 9)
    return PNG_HEAD + header(width, height) + b"".join(more) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def into_png(*more: bytes) -> bytes:
    """A good picture with more chunks behind its header."""
    good = file_of(paper(200, 200), "PNG")
    return good[:33] + b"".join(more) + good[33:]


def part(code: int, content: bytes) -> bytes:
    return bytes((0xFF, code)) + struct.pack(">H", len(content) + 2) + content


def into_jpeg(*more: bytes) -> bytes:
    good = file_of(paper(200, 200))
    return good[:2] + b"".join(more) + good[2:]


def declared(width: int, height: int) -> bytes:
    """A picture that says it is far larger than it is."""
    good = file_of(paper(200, 200))
    at = good.index(b"\xff\xc0")
    return good[: at + 5] + struct.pack(">HH", height, width) + good[at + 9 :]


def archive(name: str = "evil.html") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as there:
        there.writestr(name, PAYLOAD)
    return out.getvalue()


def pdf(*objects: bytes, trailer: bytes = b"", catalog: bytes = b"") -> bytes:
    """A PDF of one page with more objects; numbers from 5 on."""
    listed = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] /Contents 4 0 R >>",
        stream(b"0 0 0 rg 50 50 200 300 re f"),
        *objects,
    ]
    return assembled(listed, trailer)


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), more, content)


def assembled(objects: list[bytes], trailer: bytes = b"") -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)


def pages(count: int, box: bytes = b"[0 0 300 400]") -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + n) for n in range(count))
    leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox " + box + b" >>"
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % count,
            *[leaf] * count,
        ]
    )


def frames(kind: str, count: int = 3, size: int = 200) -> bytes:
    colours = [Image.new("RGB", (size, size), (n * 7 % 256, 90, 90)) for n in range(count)]
    return file_of(colours[0], kind, save_all=True, append_images=colours[1:])


def jpegs() -> Iterator[Hostile]:
    good, moment = photo(300, 400), file_of(paper(200, 200))
    yield "where it was taken", "photo.jpg", good
    yield "a comment", "c.jpg", into_jpeg(part(0xFE, PAYLOAD * 50))
    yield (
        "a program as notes",
        "xmp.jpg",
        into_jpeg(part(0xE1, b"http://ns.adobe.com/xap/1.0/\0<script>" + PAYLOAD + b"</script>")),
    )
    yield "a colour profile", "icc.jpg", into_jpeg(part(0xE2, b"ICC_PROFILE\0\1\1" + PAYLOAD * 20))
    yield "an editor's part", "ps.jpg", into_jpeg(part(0xED, b"Photoshop 3.0\0" + PAYLOAD))
    yield "an archive behind the end", "zip.jpg", moment + archive()
    yield "a page behind the end", "html.jpg", moment + b"<script>" + PAYLOAD + b"</script>"
    yield "a second picture behind the end", "two.jpg", moment + good
    yield "a program as the name of a maker", "php.jpg", file_of(paper(200, 200), comment=PAYLOAD)
    yield (
        "two pictures in one",
        "mpo.jpg",
        file_of(paper(300, 300), "MPO", save_all=True, append_images=[paper(100, 100)], exif=camera_notes()),
    )
    yield "printer's colours", "cmyk.jpg", file_of(paper(300, 300, "CMYK"))
    yield "four thousand million points", "huge.jpg", declared(65_500, 65_500)
    yield "too long", "long.jpg", declared(64, 65_000)
    yield "no width", "flat.jpg", declared(0, 200)
    yield "one point", "one.jpg", file_of(paper(1, 1))
    yield "a start and an end", "se.jpg", b"\xff\xd8\xff\xd9"
    yield "a start", "s.jpg", b"\xff\xd8\xff"
    yield "nothing but marks", "ff.jpg", b"\xff\xd8" + b"\xff" * 200_000
    yield "restarts without end", "rst.jpg", moment[:-2] + b"\xff\xd0\xff\xd1" * 50_000 + b"\xff\xd9"
    yield "a coding nobody reads", "arith.jpg", moment.replace(b"\xff\xc0", b"\xff\xc9", 1)
    yield "tables taken out", "tables.jpg", moment.replace(b"\xff\xdb", b"\xff\xfe")
    yield (
        "notes that lie about their length",
        "exif.jpg",
        into_jpeg(part(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + PAYLOAD)),
    )
    many = file_of(paper(800, 800), progressive=True)
    scans = many[many.index(b"\xff\xda") : -2]
    yield "thousands of passes", "passes.jpg", many[:-2] + scans * 40 + b"\xff\xd9"
    for at in range(8):
        yield f"cut {at}", "cut.jpg", good[: 3 + at * (len(good) - 4) // 8]
    for at in range(5):
        place = 20 + at * (len(good) - 60) // 5
        turned = bytes(byte ^ 0xFF for byte in good[place : place + 24])
        yield f"turned {at}", "turned.jpg", good[:place] + turned + good[place + 24 :]


def pngs() -> Iterator[Hostile]:
    good = file_of(paper(200, 200), "PNG")
    deflated = zlib.compress(PAYLOAD + b"x" * 20_000_000, 9)
    yield "nine hundred million points", "bomb.png", blank_png(30_000, 30_000)
    yield "as many points as are taken", "most.png", blank_png(7_000, 7_000)
    yield (
        "two thousand million wide",
        "wide.png",
        PNG_HEAD + header(2**31 - 1, 2**31 - 1) + chunk(b"IEND", b""),
    )
    yield "a hair's breadth", "hair.png", blank_png(64, 30_000)
    yield "no size", "none.png", PNG_HEAD + header(0, 0) + chunk(b"IEND", b"")
    yield "words that unpack without end", "ztxt.png", into_png(chunk(b"zTXt", b"a\0\0" + deflated))
    yield "words", "text.png", into_png(chunk(b"tEXt", b"a\0<script>" + PAYLOAD))
    yield "words in a language", "itxt.png", into_png(chunk(b"iTXt", b"a\0\0\0\0\0" + PAYLOAD))
    yield "a profile that unpacks without end", "iccp.png", into_png(chunk(b"iCCP", b"a\0\0" + deflated))
    yield "a camera's notes", "exif.png", file_of(paper(200, 200), "PNG", exif=camera_notes())
    yield "a chunk of somebody's own", "own.png", into_png(chunk(b"waSl", PAYLOAD * 1000))
    yield "a hundred thousand chunks", "many.png", into_png(chunk(b"tEXt", b"a\0" + PAYLOAD) * 40_000)
    yield "an archive behind the end", "zip.png", good + archive()
    yield "a page behind the end", "html.png", good + b"<html>" + PAYLOAD
    yield "a sum that is wrong", "crc.png", PNG_HEAD + chunk(b"IHDR", good[16:29], crc=1) + good[33:]
    yield "moving", "apng.png", frames("PNG")
    yield "no picture in it", "empty.png", PNG_HEAD + header(200, 200) + chunk(b"IEND", b"")
    yield "a colour that is none", "colour.png", PNG_HEAD + header(200, 200, 8, 3) + good[33:]
    yield "a head alone", "head.png", PNG_HEAD
    for at in range(4):
        yield f"cut {at}", "cut.png", good[: 9 + at * (len(good) - 12) // 4]


def webps() -> Iterator[Hostile]:
    good = file_of(paper(200, 200), "WEBP", exif=camera_notes(), xmp=PAYLOAD)
    yield "notes", "n.webp", good
    yield "moving", "m.webp", frames("WEBP")
    yield "behind the end", "b.webp", good + PAYLOAD
    yield "a head alone", "h.webp", b"RIFF\xff\xff\xff\xffWEBP"
    claims = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + b"\xff\xff\xff" * 2
    yield "sixteen million wide", "w.webp", b"RIFF" + struct.pack("<I", len(claims) + 4) + b"WEBP" + claims
    yield "cut", "c.webp", good[: len(good) // 2]


def pdfs() -> Iterator[Hostile]:
    script = b"<< /S /JavaScript /JS (app.alert\\(1\\)//" + PAYLOAD + b") >>"
    yield "a program at opening", "js.pdf", pdf(script, catalog=b"/OpenAction 5 0 R")
    yield (
        "starts a program",
        "launch.pdf",
        pdf(b"<< /S /Launch /F (/bin/sh) /P (" + PAYLOAD + b") >>", catalog=b"/OpenAction 5 0 R"),
    )
    yield (
        "goes to an address",
        "uri.pdf",
        pdf(b"<< /S /URI /URI (http://127.0.0.1/" + PAYLOAD + b") >>", catalog=b"/OpenAction 5 0 R"),
    )
    names = b"/Names << /EmbeddedFiles << /Names [(x) << /F (evil.exe) /EF << /F 5 0 R >> >>] >> >>"
    yield "a file in it", "embedded.pdf", pdf(stream(PAYLOAD), catalog=names)
    yield (
        "a form of another kind",
        "xfa.pdf",
        pdf(stream(b"<xdp>" + PAYLOAD), catalog=b"/AcroForm << /XFA 5 0 R /Fields [] >>"),
    )
    yield (
        "locked",
        "locked.pdf",
        pdf(
            b"<< /Filter /Standard /V 1 /R 2 /O (" + b"o" * 32 + b") /U (" + b"u" * 32 + b") /P -4 >>",
            trailer=b"/Encrypt 5 0 R /ID [(a) (a)]",
        ),
    )
    yield "seven pages", "seven.pdf", pages(7)
    yield "no pages", "none.pdf", pages(0)
    yield "a page of a mile", "mile.pdf", pages(1, b"[0 0 99999999 99999999]")
    yield "a page of a hair", "hair.pdf", pages(1, b"[0 0 0.001 5000]")
    yield (
        "pages in a ring",
        "ring.pdf",
        assembled(
            [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99 >>"]
        ),
    )
    ring = b"/Type /XObject /Subtype /Form /BBox [0 0 300 400] /Resources << /XObject << /A 5 0 R >> >>"
    yield (
        "a drawing in itself",
        "self.pdf",
        assembled(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] /Contents 4 0 R "
                b"/Resources << /XObject << /A 5 0 R >> >> >>",
                stream(b"/A Do"),
                stream(b"/A Do /A Do", ring),
            ]
        ),
    )
    flood = zlib.compress(b"0 0 1 1 re f " * 2_000_000, 6)
    yield (
        "a drawing without end",
        "flood.pdf",
        assembled(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] /Contents 4 0 R >>",
                stream(flood, b"/Filter /FlateDecode"),
            ]
        ),
    )
    good = pdf()
    yield "an archive behind the end", "zip.pdf", good + archive()
    yield "cut", "cut.pdf", good[: len(good) // 2]
    yield "a head and a page", "html.pdf", b"%PDF-1.7\n<html><script>" + PAYLOAD + b"</script>"
    yield "not at the beginning", "late.pdf", b"\n\n" + good


def others() -> Iterator[Hostile]:
    """What is no picture that we take, under names that say it is."""
    script = (
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>" + PAYLOAD + b"</script></svg>"
    )
    entity = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'
    small = paper(100, 100)
    yield "a drawing with a program", "a.svg", script
    yield "a drawing as a picture", "a.png", script
    yield "a drawing that reads files", "b.svg", entity
    yield "a page", "a.html", b"<html><script>" + PAYLOAD + b"</script>"
    yield "a page as a picture", "a.jpg", b"<!doctype html><script>" + PAYLOAD + b"</script>"
    yield "a moving picture", "a.gif", frames("GIF")
    yield "a thousand frames", "b.gif", frames("GIF", 200, 16)
    yield "an icon", "a.ico", file_of(small, "ICO")
    yield "an icon as a picture", "ico.png", file_of(small, "ICO")
    yield "a bitmap", "a.bmp", file_of(small, "BMP")
    yield "a fax", "a.tiff", file_of(small, "TIFF")
    yield "a fax as a photo", "tiff.jpg", file_of(small, "TIFF", compression="tiff_lzw")
    yield "a fax that points to itself", "loop.tif", b"II*\0\x08\0\0\0\0\0\x08\0\0\0"
    yield "another coding", "a.jp2", file_of(small, "JPEG2000")
    yield "an iPhone's", "a.heic", b"\0\0\0\x18ftypheic" + PAYLOAD * 10
    yield "an iPhone's as a photo", "heic.jpg", b"\0\0\0\x18ftypmif1" + PAYLOAD * 10
    yield "another of its kind", "a.avif", file_of(small, "AVIF")
    yield "an editor's", "a.psd", b"8BPS\0\x01" + PAYLOAD
    yield "a printer's program", "a.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n(" + PAYLOAD + b") run\n"
    yield "a printer's program as a photo", "eps.jpg", b"%!PS-Adobe-3.0\n/x {x} def x\n"
    yield "an archive", "a.zip", archive()
    yield "an archive as a photo", "zip.jpg", archive("../../etc/cron.d/x")
    yield "a document", "a.docx", archive("word/document.xml")
    yield "a program", "a.exe", b"MZ\x90\0" + PAYLOAD
    yield "a program as a photo", "elf.jpg", b"\x7fELF\x02\x01\x01" + PAYLOAD
    yield "a shell's", "a.sh", b"#!/bin/sh\necho " + PAYLOAD
    yield "packed", "a.gz", zlib.compress(PAYLOAD)
    yield "nothing", "a.jpg", b""
    yield "blanks", "b.jpg", b" \n\n "
    yield "zeros", "zeros.jpg", bytes(300_000)
    yield "a path", "../../../etc/passwd", b"root:x:0:0:" + PAYLOAD
    yield "a name without end", "a" * 250 + ".jpg", b"BM" + PAYLOAD
    yield "a name that is a program", "';alert(1)//.png", b"GIF89a" + PAYLOAD
    yield "too large", "large.jpg", photo(200, 200) + bytes(13 * 1024 * 1024)


def hostile() -> Iterator[Hostile]:
    yield from jpegs()
    yield from pngs()
    yield from webps()
    yield from pdfs()
    yield from others()


__all__ = ["MARK", "PAYLOAD", "Hostile", "hostile"]
