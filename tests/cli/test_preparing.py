"""A home is prepared while pages are served from it: the browser's files stay where the server looks for them."""

import json
import re
import urllib.request
from pathlib import Path

import pytest

from tests.cli.commands import Place, Served, place, serving
from wasl.interfaces.cli.preparing import forget_all_but, put_in_place


def note_an_earlier_state(home: Place) -> None:
    """As if the code had changed since: what is prepared is told by a mark in the home's notes."""
    notes = home.instance.home.path / "instance.json"
    told = json.loads(notes.read_text(encoding="utf-8"))
    notes.write_text(json.dumps(told | {"prepared": "0123456789abcdef"}), encoding="utf-8")


def style_sheets(served: Served) -> list[str]:
    with urllib.request.urlopen(served.address + "/accounts/login/", timeout=10) as answer:  # noqa: S310 - our own address
        return re.findall(r'href="(/static/[^"]+\.css)"', answer.read().decode())


def test_a_server_keeps_its_files_while_its_home_is_prepared_anew() -> None:
    with place() as home:
        assert home.wasl("init", "--json").code == 0
        with serving(home) as served:
            sheets = style_sheets(served)
            assert sheets
            folder = home.instance.static_folder
            own = folder.stat().st_ino
            note_an_earlier_state(home)
            assert home.wasl("init", "--json").code == 0
            assert folder.stat().st_ino == own, "what is served from was not made anew"
            assert [served.answers(sheet) for sheet in sheets] == [200] * len(sheets)


def test_a_folder_that_could_not_be_filled_is_not_there(tmp_path: Path) -> None:
    def half(folder: Path) -> None:
        (folder / "one.css").touch()
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - any will do
        put_in_place(tmp_path / "static" / "abc", half)
    assert list((tmp_path / "static").iterdir()) == []


def test_only_the_earlier_and_the_present_state_are_kept(tmp_path: Path) -> None:
    for name in ("old", "earlier", "present"):
        (tmp_path / name / "css").mkdir(parents=True)
    (tmp_path / "staticfiles.json").touch()
    forget_all_but(tmp_path, {"earlier", "present"})
    assert {entry.name for entry in tmp_path.iterdir()} == {"earlier", "present"}
