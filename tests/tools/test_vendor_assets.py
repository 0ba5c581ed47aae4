"""What was vendored is what was reviewed: every file has a sum, and none lies there without one."""

from pathlib import Path

from tools.vendor_assets import BUILT, PACKAGES, WEB, faults


def test_every_vendored_file_is_as_it_came():
    assert list(faults()) == []


def test_every_package_brings_its_licence():
    for package in PACKAGES:
        assert any(Path(asset.path).name.upper().startswith(("LICENSE", "OFL")) or "OFL" in asset.path
                   for asset in package.assets), package.name  # fmt: skip


def test_a_changed_a_missing_and_an_unknown_file_are_each_caught(tmp_path):
    for package in PACKAGES:
        for asset in package.assets:
            (tmp_path / asset.path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / asset.path).write_bytes((WEB / asset.path).read_bytes())
    for path in BUILT:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes((WEB / path).read_bytes())
    assert list(faults(tmp_path)) == []
    first, second = PACKAGES[0].assets[:2]
    (tmp_path / first.path).write_bytes(b"body{}")
    (tmp_path / second.path).unlink()
    (tmp_path / "static/vendor/tracker.js").write_text("")
    assert [fault.split(":")[0] for fault in faults(tmp_path)] == [
        first.path,
        second.path,
        "static/vendor/tracker.js",
    ]
