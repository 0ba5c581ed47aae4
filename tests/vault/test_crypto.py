"""Keys and ciphertexts: known answers of others, properties of ours."""

import json
import os
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from hypothesis import given
from hypothesis import strategies as st

from wasl.kernel.errors import Refused
from wasl.vault import crypto
from wasl.vault.keyring import KeyringFile

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=80),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.requirement("P3")
def test_wrapping_gives_the_known_answer_of_rfc_3394() -> None:
    """Section 4.6: 256 bits of key data wrapped with a 256-bit key."""
    kek = bytes.fromhex("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F")
    key = bytes.fromhex("00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F")
    wrapped = "28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21"
    assert crypto.wrap(kek, key).hex().upper() == wrapped
    assert crypto.unwrap(kek, bytes.fromhex(wrapped)) == key


def test_the_cipher_gives_the_known_answer_of_its_specification() -> None:
    """AES-256-GCM, test case 14 of the specification by McGrew and Viega."""
    sealed = AESGCM(bytes(32)).encrypt(bytes(12), bytes(16), None)
    assert sealed.hex() == "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"


@given(st.binary(min_size=32, max_size=32), st.sampled_from(sorted(crypto.CLASSES)))
def test_sub_keys_are_those_of_hkdf(key: bytes, name: str) -> None:
    expected = HKDFExpand(SHA256(), 32, b"wasl/" + name.encode()).derive(key)
    assert crypto.sub_key(key, name) == expected


def test_every_class_has_a_key_of_its_own() -> None:
    key = crypto.new_key()
    assert len({crypto.sub_key(key, name) for name in crypto.CLASSES}) == len(crypto.CLASSES)


SUBJECT, OWNER = UUID(int=7), UUID(int=9)


@given(JSON)
def test_what_was_sealed_opens_again_and_only_in_its_place(value: object) -> None:
    key = crypto.new_key()
    sealed = crypto.seal_value(key, "notes:text", SUBJECT, OWNER, value)
    assert crypto.open_value(key, "notes:text", SUBJECT, OWNER, sealed) == value
    for field, subject, owner in (
        ("notes:other", SUBJECT, OWNER),
        ("identity:text", SUBJECT, OWNER),
        ("notes:text", OWNER, OWNER),
        ("notes:text", SUBJECT, SUBJECT),
    ):
        with pytest.raises(crypto.Tampered):
            crypto.open_value(key, field, subject, owner, sealed)
    with pytest.raises(crypto.Tampered):
        crypto.open_value(crypto.new_key(), "notes:text", SUBJECT, OWNER, sealed)


@given(st.binary(min_size=1, max_size=200), st.data())
def test_no_byte_of_a_sealed_value_can_be_changed_or_left_out(content: bytes, data: st.DataObject) -> None:
    key = crypto.new_key()
    sealed = crypto.seal_value(key, "files:scan", SUBJECT, OWNER, content.hex())
    at = data.draw(st.integers(0, len(sealed) - 1))
    changed = bytearray(sealed)
    changed[at] ^= data.draw(st.integers(1, 255))
    for wrong in (bytes(changed), sealed[:at], sealed + b"\0"):
        with pytest.raises(crypto.Tampered):
            crypto.open_value(key, "files:scan", SUBJECT, OWNER, wrong)


@given(st.binary(max_size=5000))
def test_padding_comes_off_again_and_lengths_are_few(content: bytes) -> None:
    padded = crypto.pad(content)
    assert crypto.unpad(padded) == content
    assert len(padded) in {64, 128, 256, 512, 1024, 2048, 4096, 8192}


def test_short_and_long_names_have_the_same_length_under_seal() -> None:
    key = crypto.new_key()
    names = ("علي", "عبد الرحمن عبد الوهاب")
    assert len({len(crypto.seal_value(key, "identity:name", SUBJECT, OWNER, one)) for one in names}) == 1
    assert crypto.bucket(3_000_000) == 3 * crypto.LARGEST_BUCKET


def test_no_nonce_comes_twice() -> None:
    key = crypto.new_key()
    nonces = {crypto.seal_value(key, "notes:text", SUBJECT, OWNER, "x")[2:14] for _ in range(2000)}
    assert len(nonces) == 2000


@pytest.mark.requirement("P5")
def test_a_keyring_opens_with_its_passphrase_and_no_other(tmp_path: Path) -> None:
    file = KeyringFile(tmp_path, "passphrase")
    made = file.create("seven quiet rivers")
    assert file.open("seven quiet rivers").keks == made.keks
    for wrong, code in (
        (None, "passphrase_needed"),
        ("", "passphrase_needed"),
        ("seven", "passphrase_wrong"),
    ):
        with pytest.raises(Refused) as refused:
            file.open(wrong)
        assert refused.value.code == code
    file.change_passphrase("seven quiet rivers", "eight loud rivers")
    assert file.open("eight loud rivers").keks == made.keks
    with pytest.raises(Refused):
        file.open("seven quiet rivers")


def test_a_practice_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = KeyringFile(tmp_path, "practice")
    file.create()
    assert {oct(path.stat().st_mode & 0o777) for path in tmp_path.iterdir()} == {"0o600"}
    (tmp_path / "practice.key").chmod(0o640)
    with pytest.raises(Refused) as refused:
        file.open()
    assert refused.value.code == "key_file_readable_by_others"


def test_a_credential_of_the_host_opens_unattended(tmp_path: Path) -> None:
    import base64

    credential = tmp_path / "credential"
    credential.write_bytes(base64.b64encode(os.urandom(32)))
    file = KeyringFile(tmp_path / "keys", "credential", credential)
    made = file.create()
    assert file.unattended
    assert file.open().keks == made.keks
    credential.write_bytes(base64.b64encode(os.urandom(32)))
    with pytest.raises(Refused) as refused:
        file.open()
    assert refused.value.code == "key_wrong"


def test_keys_are_never_overwritten_and_old_ones_still_open_after_a_change(tmp_path: Path) -> None:
    file = KeyringFile(tmp_path, "practice")
    first = file.create()
    with pytest.raises(Refused) as refused:
        file.create()
    assert refused.value.code == "keyring_exists"
    key = crypto.new_key()
    wrapped = first.wrap(key)
    second = file.rotate()
    assert second.current == 2
    assert second.unwrap(1, wrapped) == key
    with pytest.raises(crypto.Tampered):
        second.unwrap(2, wrapped)
    assert second.own_key("envelope") == first.own_key("envelope")
    assert file.public_key() == first.public_bytes() == second.public_bytes()


def test_the_keyring_file_holds_no_key_in_clear(tmp_path: Path) -> None:
    file = KeyringFile(tmp_path, "practice")
    ring = file.create()
    stored = (tmp_path / "keyring.json").read_text()
    assert set(json.loads(stored)) == {"format", "salt", "sealed"}
    assert ring.keks[1].hex() not in stored


def test_an_unknown_field_class_is_refused() -> None:
    for field in ("name", "secret:name", ""):
        with pytest.raises(ValueError, match="unknown field class"):
            crypto.seal_value(crypto.new_key(), field, SUBJECT, uuid4(), 1)
