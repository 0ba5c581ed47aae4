"""A vault that opens by passphrase: it starts sealed, says so, and only the passphrase opens it."""

from collections.abc import Iterator

import pytest

from tests.cli.commands import Place, place, serving

PASSPHRASE = "four sparrows by the river"


@pytest.fixture(scope="module")
def guarded() -> Iterator[Place]:
    with place() as home:
        said = home.wasl("init", "--unseal", "passphrase", "--json", stdin=f"{PASSPHRASE}\n")
        assert said.code == 0, said.err
        assert len(said.document["administrator"]["password"]) >= 12
        yield home


def test_no_key_lies_beside_the_data(guarded: Place) -> None:
    assert not (guarded.instance.keyring_folder / "practice.key").exists()


def test_it_starts_sealed_and_only_the_passphrase_opens_it(guarded: Place) -> None:
    with serving(guarded) as up:
        assert up.announced["sealed"] is True
        assert up.answers() == 503
        assert up.answers("/healthz") == 200
        wrong = guarded.wasl("unseal", stdin="five sparrows\n")
        assert (wrong.code, wrong.out) == (1, "")
        assert "wrong" in wrong.err
        assert up.answers() == 503
        assert guarded.wasl("unseal", "--json", stdin=f"{PASSPHRASE}\n").document["sealed"] is False
        assert up.answers() == 200
    with serving(guarded) as again:
        assert again.announced["sealed"] is True


def test_without_a_passphrase_nothing_is_made(empty: Place) -> None:
    said = empty.wasl("init", "--unseal", "passphrase", stdin="")
    assert (said.code, said.out) == (1, "")
    assert not empty.instance.made


def test_how_it_opens_is_decided_once(guarded: Place) -> None:
    said = guarded.wasl("init", "--unseal", "unattended")
    assert said.code == 1
    assert "passphrase" in said.err
