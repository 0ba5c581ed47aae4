"""The sheet that hangs beside the server: where a new device goes, and what it must see there. Names nothing else."""

import json
import tomllib
from pathlib import Path
from typing import Any

import segno
import typst

from wasl.interfaces.cli.boot import CODE

HERE = Path(__file__).resolve().parent
DIRECTIONS = {"ar": "rtl", "ckb": "rtl", "en": "ltr"}


def sheet(network: dict[str, Any]) -> bytes:
    """One page of A4 in three languages; without an authority of ours there is nothing to compare or to trust."""
    words = tomllib.loads((HERE / "network_sheet.toml").read_text(encoding="utf-8"))
    scanned = network["door"] or network["address"]
    steps = ("scan", "compare", "trust", "open") if network["authority"] else ("scan", "open")
    rows = segno.make_qr(scanned, error="m").matrix
    data = {
        "square": ["".join("1" if dark else "0" for dark in row) for row in rows],
        "scanned": scanned,
        "address": network["address"],
        "fingerprint": network["fingerprint"],
        "languages": [
            {
                "lang": "ku" if code == "ckb" else code,
                "dir": direction,
                "title": words[code]["title"],
                "lines": [words[code][step] for step in steps],
            }
            for code, direction in DIRECTIONS.items()
        ],
    }
    made = typst.compile(
        str(HERE / "network_sheet.typ"),
        root=str(HERE),
        font_paths=[str(CODE / "interfaces" / "web" / "fonts")],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    assert isinstance(made, bytes)  # noqa: S101 - a PDF is one document
    return made
