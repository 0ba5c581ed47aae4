"""The pictures of the documents show what there is: `make prove` takes them anew, from the demo."""

import pytest

from tests.browser import pages
from tests.browser.served import Instance
from tests.browser.story import AsUser
from tests.cli.commands import ROOT

PICTURES = ROOT / "docs" / "pictures"
MOST_BYTES = 300_000


@pytest.mark.prove
@pytest.mark.requirement("R069", picture="docs/pictures/family.png")
@pytest.mark.parametrize(
    ("name", "width", "height"), [("family", 1280, 900), ("day", 1280, 900), ("family-360", 360, 780)]
)
def test_a_picture_is_taken(demo_instance: Instance, as_user: AsUser, name: str, width: int, height: int):
    scenes = pages.scenes(demo_instance)
    family = next(one for one in scenes if (one.state, one.next_action) == ("in_services", "review"))
    worker = as_user(family.people[0], "ar", width=width)
    worker.page.set_viewport_size({"width": width, "height": height})
    worker.go("/" if name == "day" else f"/files/{family.family.number}/")
    worker.page.evaluate("document.fonts.ready")
    PICTURES.mkdir(exist_ok=True)
    taken = worker.page.screenshot(path=PICTURES / f"{name}.png")
    assert 10_000 < len(taken) < MOST_BYTES
