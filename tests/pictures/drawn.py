"""Pictures as people send them, drawn here, each with what must not be kept."""

import io
from typing import Any

from PIL import Image, ImageDraw

PAYLOAD = b"WASLPAYLOAD-mf3Kq9"
MARK = PAYLOAD.decode()


def paper(width: int = 900, height: int = 1200, mode: str = "RGB") -> Image.Image:
    """A sheet with lines of writing on it."""
    image = Image.new("RGB", (width, height), (246, 243, 234))
    pen = ImageDraw.Draw(image)
    for at in range(height // 12, height - height // 12, max(8, height // 24)):
        pen.line((width // 10, at, width - width // 10, at), fill=(40, 40, 60), width=max(1, height // 300))
    return image.convert(mode)


def camera_notes() -> Image.Exif:
    """What a telephone writes into a picture: where, with what, which way up, and here a payload."""
    notes = Image.Exif()
    notes[0x0112] = 6
    notes[0x010F] = MARK
    notes[0x9286] = MARK
    notes.get_ifd(0x8825).update({1: "N", 2: (34.0, 36.0, 0.0), 3: "E", 4: (43.0, 40.0, 0.0), 29: MARK})
    return notes


def file_of(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def photo(width: int = 900, height: int = 1200) -> bytes:
    """A picture from a telephone: lying on its side, with the place where it was taken."""
    return file_of(paper(width, height), exif=camera_notes(), quality=90)
